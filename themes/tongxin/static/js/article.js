// An article: keyboard reach for what scrolls sideways, the outline that shows where the reader is, links to headings
// and parts, copying. Every word it shows is in the markup.
(() => {
  'use strict';
  const all = (selector) => [...document.querySelectorAll(selector)];

  const reach = () => all('.table-wrap, .prose pre').forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  });

  // The entry of the outline whose heading was passed last.
  const follow = () => {
    const entries = all('.outline a').map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]);
    if (!entries.length) return;
    let waiting = false;
    const mark = () => {
      waiting = false;
      const passed = entries.filter(([, place]) => place?.isConnected && place.getBoundingClientRect().top < innerHeight / 3);
      const here = passed.length ? passed[passed.length - 1][0] : null;
      if (!here) entries[0][0].closest('.outline').scrollTop = 0;
      entries.forEach(([link]) => {
        if (link !== here) link.removeAttribute('aria-current');
        else if (!link.hasAttribute('aria-current')) {
          link.setAttribute('aria-current', 'true');
          const box = link.closest('.outline');
          const [inner, outer] = [link.getBoundingClientRect(), box.getBoundingClientRect()];
          if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
        }
      });
    };
    addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  };

  const copy = async (text, near) => {
    try { await navigator.clipboard.writeText(text); } catch {
      // Without a secure connection there is no clipboard but the old one.
      const field = document.createElement('textarea');
      field.value = text;
      near.after(field);
      field.select();
      document.execCommand('copy');
      field.remove();
    }
    const said = document.querySelector('[data-copied]');
    const word = said.firstElementChild;
    const note = word.cloneNode(true);
    note.className = 'copied';
    note.setAttribute('aria-hidden', 'true');
    note.hidden = word.hidden = false;
    near.after(note);
    setTimeout(() => { note.remove(); word.hidden = true; }, 2000);
  };

  const address = () => document.querySelector('link[rel="canonical"]').href;

  const anchors = () => {
    const [sign, words] = document.querySelector('[data-anchor]').content.children;
    all('.prose :is(h2, h3)[id], .part[id]').forEach((place) => {
      const byline = place.querySelector(':scope > .byline');
      const link = (byline ? words : sign).cloneNode(true);
      link.href = '#' + place.id;
      link.addEventListener('click', () => copy(address() + '#' + place.id, link));
      (byline || place.querySelector(':scope > h2') || place).append(link);
    });
  };

  const citation = () => all('[data-copy]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => copy(button.previousElementSibling.textContent.trim(), button));
  });

  document.addEventListener('DOMContentLoaded', () => {
    if (matchMedia('(min-width: 64rem)').matches) all('.article-side .outline').forEach((outline) => { outline.open = true; });
    anchors();
    citation();
    reach();
    follow();
    addEventListener('resize', reach);
  });
})();
