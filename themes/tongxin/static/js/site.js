// What the reader has chosen is applied before the first paint. Then: the controls for it, the same paragraph after a
// change of edition, menus that close. All messages are in the markup; what is remembered stays in this browser.
(() => {
  'use strict';
  const root = document.documentElement;
  const NAME = 'tongxin.';
  const CHOICES = ['size', 'look', 'simple'];
  // What can be read one after the other: the same places in every edition.
  const PLACES = 'main :is(h1, h2, h3, h4, h5, h6, p, li, tr, figure, dt, pre):not(nav *, aside *)';

  // Storage may be closed to us (a private window): then a choice lasts for this page.
  const read = (store, key) => { try { return store.getItem(NAME + key); } catch { return null; } };
  const write = (store, key, value) => {
    try { if (value) store.setItem(NAME + key, value); else store.removeItem(NAME + key); } catch { /* as above */ }
  };

  const apply = (key, value) => {
    if (value) root.setAttribute('data-' + key, value);
    else root.removeAttribute('data-' + key);
  };

  // Who comes from outside gets the edition that they chose last; within the site a link leads where it says.
  const chosenEdition = () => {
    const chosen = read(localStorage, 'edition');
    if (!chosen || chosen === root.lang || document.referrer.startsWith(location.origin + '/')) return;
    const arrival = performance.getEntriesByType('navigation')[0];
    if (arrival && arrival.type !== 'navigate') return;
    const other = document.querySelector(`link[rel="alternate"][hreflang="${CSS.escape(chosen)}"]`);
    if (other) location.replace(new URL(other.href).pathname + location.search + location.hash);
  };

  const idOf = (place) => place.id || (place.matches('.part > h2') ? place.parentElement.id : '');

  // Before the change of edition: which place stands at the top of the window. After it: there again.
  // It is told by the anchor before it, which editions share, and by how many steps it stands below that.
  const keepPlace = (link) => {
    write(localStorage, 'edition', link.hreflang);
    const places = [...document.querySelectorAll(PLACES)];
    const at = places.findIndex((place) => place.getBoundingClientRect().bottom > 0);
    if (scrollY === 0 || at < 0) return;
    let anchor = at;
    while (anchor > 0 && !idOf(places[anchor])) anchor -= 1;
    const kept = [new URL(link.href).pathname, idOf(places[anchor]), at - anchor, places[at].getBoundingClientRect().top];
    write(sessionStorage, 'place', JSON.stringify(kept));
  };
  const findPlace = () => {
    const [path, id, steps, top] = JSON.parse(read(sessionStorage, 'place') || '[]');
    write(sessionStorage, 'place', '');
    if (path !== location.pathname) return;
    const places = [...document.querySelectorAll(PLACES)];
    let at = Math.max(0, places.findIndex((place) => idOf(place) === id));
    for (let step = 0; step < steps && places[at + 1] && !idOf(places[at + 1]); step += 1) at += 1;
    if (places[at]) scrollTo({ top: scrollY + places[at].getBoundingClientRect().top - top, behavior: 'instant' });
  };

  const controls = () => {
    const buttons = [...document.querySelectorAll('[data-set]')];
    const mark = () => buttons.forEach((button) => {
      const is = (root.getAttribute('data-' + button.dataset.set) || '') === button.value;
      button.setAttribute('aria-pressed', String(is));
    });
    buttons.forEach((button) => button.addEventListener('click', () => {
      const key = button.dataset.set;
      // A button that stands alone is a switch: pressed again, it goes out.
      const out = key === 'simple' && root.hasAttribute('data-simple');
      const value = out ? '' : button.value;
      apply(key, value);
      write(localStorage, key, value);
      mark();
      dispatchEvent(new Event('resize'));
    }));
    document.querySelectorAll('.tool, .choices, .reading, [data-print]').forEach((control) => { control.hidden = false; });
    mark();
  };

  const close = (event) => document.querySelectorAll('.site-nav details[open], .reading[open]').forEach((menu) => {
    const left = event.type === 'keydown' ? event.key === 'Escape' : !menu.contains(event.target);
    if (!left) return;
    if (event.type === 'keydown' && menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    menu.open = false;
  });

  CHOICES.forEach((key) => apply(key, read(localStorage, key)));
  chosenEdition();

  document.addEventListener('DOMContentLoaded', () => {
    controls();
    ['click', 'focusin', 'keydown'].forEach((name) => document.addEventListener(name, close));
    document.querySelectorAll('.switch a').forEach((link) => link.addEventListener('click', () => keepPlace(link)));
    document.querySelectorAll('[data-print]').forEach((button) => button.addEventListener('click', () => print()));
    findPlace();
  });
})();
