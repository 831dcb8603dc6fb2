// What stands over a page: the faults that keep the site from being published, and in a corner a badge that unfolds
// into what is to be known of the page. It lives in a shadow of its own, has no words of its own, and is not printed.
const panel = (() => {
  const CSS = `:host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; pointer-events: none;
  display: flex; flex-direction: column; align-items: flex-start; font: 14px/1.6 system-ui, sans-serif;
  color: #2b2b2b; color-scheme: light dark }
:host > * { pointer-events: auto }
[hidden] { display: none !important }
details, section { background: #fdf8ee; border: 1px solid #c08a2d; border-radius: 6px; color: inherit }
details { margin: 0 0 12px 12px; max-width: min(34em, calc(100vw - 24px)); opacity: .92 }
details[open] { opacity: 1 }
summary { padding: 2px 10px; cursor: pointer; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
summary b { margin-left: .6em; padding: 0 .5em; border-radius: 1em; background: #9b1c1c; color: #fff; font-weight: 600 }
.inner { max-height: 45vh; overflow: auto; padding: 4px 10px 8px; border-top: 1px solid #c08a2d }
section { box-sizing: border-box; width: 100%; max-height: 55vh; overflow: auto; border-width: 3px 0 0; border-radius: 0;
  border-color: #9b1c1c; padding: 10px 3em 12px 1.2em; position: relative }
pre { margin: 0 0 10px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.6 ui-monospace, monospace }
label, a { display: block; padding: 4px 0; cursor: pointer; color: inherit }
button { position: sticky; float: right; top: 0; margin-right: -1.3em; border: 0; background: none; color: inherit;
  font: 22px/1 sans-serif; cursor: pointer }
:focus-visible { outline: 2px solid #1d5fa8; outline-offset: 1px }
@media (prefers-color-scheme: dark) { :host { color: #eee } details, section { background: #2b2721 } }
@media print { :host { display: none } }`;
  const KEY = 'jianfan.follow';

  const host = document.createElement('jianfan-preview');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  const add = (to, name, what) => Object.assign(to.appendChild(document.createElement(name)), what);
  const folded = add(root, 'details');
  const badge = add(folded, 'summary');
  const says = add(badge, 'span');
  const count = add(badge, 'b');
  const inner = add(folded, 'div', { className: 'inner', tabIndex: 0 });
  const notes = add(inner, 'div');
  const links = add(inner, 'div');
  const choice = add(inner, 'label');
  const follow = add(choice, 'input', { type: 'checkbox' });
  const label = add(choice, 'span');
  const overlay = add(root, 'section', { hidden: true, tabIndex: 0 });
  overlay.setAttribute('role', 'alert');
  const close = add(overlay, 'button', { type: 'button', textContent: '\u00d7' });
  const faults = add(overlay, 'div');

  // Storage may be closed to us (a private window): then a choice lasts for this page.
  const remembered = (work) => { try { return work(localStorage); } catch { return null; } };
  follow.checked = remembered((store) => store.getItem(KEY)) !== 'off';
  follow.onchange = () => remembered((store) => store.setItem(KEY, follow.checked ? 'on' : 'off'));

  let shut;
  const hide = () => { shut = faults.textContent; overlay.hidden = true; };
  close.onclick = hide;
  overlay.onkeydown = (event) => event.key === 'Escape' && hide();
  inner.onkeydown = (event) => {
    if (event.key !== 'Escape') return;
    folded.open = false;
    badge.focus();
  };

  const list = (box, texts) => box.replaceChildren(...texts.map((text) => {
    const one = document.createElement('pre');
    one.textContent = text;
    return one;
  }));

  return {
    isFollowing: () => follow.checked,
    show: (about, broken) => {
      host.lang = about.lang;
      says.textContent = about.badge.join(' \u00b7 ');
      count.textContent = about.notes.length;
      count.hidden = about.notes.length === 0;
      count.ariaLabel = about.words.count;
      label.textContent = ` ${about.words.follow}`;
      close.ariaLabel = about.words.close;
      overlay.ariaLabel = about.words.faults;
      inner.ariaLabel = about.words.notes;
      links.replaceChildren(...about.links.map(([href, text]) =>
        Object.assign(document.createElement('a'), { href, textContent: text })));
      list(notes, about.notes.length ? about.notes : [about.words.none]);
      const now = about.faults.length || !broken ? about.faults : [broken];
      list(faults, now);
      // What was put away stays away until it is something else.
      if (!now.length) shut = null;
      overlay.hidden = !now.length || faults.textContent === shut;
      if (!host.isConnected) document.documentElement.append(host);
    },
  };
})();
