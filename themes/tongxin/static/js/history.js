// Pages of history: notes beside the text where there is room, and the text set vertically: a copy, so that the page's
// own comes back unchanged.
(() => {
  'use strict';
  const KEY = 'tongxin.vertical';
  const root = document.documentElement;
  const CORNERS = { '\u201c': '\u300c', '\u201d': '\u300d', '\u2018': '\u300e', '\u2019': '\u300f' };
  let across, down;

  // Each note level with its reference, or below the note before it.
  const notes = () => {
    const list = across.querySelector('.footnotes');
    const beside = list?.isConnected && matchMedia('(min-width: 64rem)').matches
      && !root.dataset.simple;
    // The outline makes room: it stands folded above the text.
    if (beside && !root.classList.contains('has-notes')) document.querySelector('.outline')?.removeAttribute('open');
    root.classList.toggle('has-notes', Boolean(beside));
    if (!beside) return;
    const top = across.getBoundingClientRect().top;
    let free = 0;
    list.querySelectorAll('li').forEach((note) => {
      const mark = document.getElementById(note.id.replace('fn', 'fnref'));
      const level = Math.max(free, mark ? mark.getBoundingClientRect().top - top - 4 : 0);
      note.style.setProperty('--level', `${level}px`);
      free = level + note.offsetHeight + 8;
    });
    across.style.minHeight = `${free}px`;
  };

  // Quotation marks get their vertical forms, numbers of two digits stand together in one square.
  const turn = (copy) => {
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    found.filter((node) => !node.parentElement.closest('pre, code, figure, .table-wrap, rt')).forEach((node) => {
      node.data = node.data.replace(/[\u201c\u201d\u2018\u2019]/g, (mark) => CORNERS[mark]);
      const parts = node.data.split(/(?<![\d.A-Za-z])(\d{1,2})(?![\d.A-Za-z%])/);
      if (parts.length > 1) node.replaceWith(...parts.map((part, at) => {
        if (at % 2 === 0) return part;
        const number = document.createElement('span');
        number.className = 'together';
        number.textContent = part;
        return number;
      }));
    });
    return copy;
  };

  // A wheel turns up and down; the text runs from right to left.
  const wheel = (event) => {
    const before = down.scrollLeft;
    if (Math.abs(event.deltaX) >= Math.abs(event.deltaY) || event.ctrlKey) return;
    down.scrollLeft -= event.deltaY;
    if (down.scrollLeft !== before) event.preventDefault();
  };

  const make = () => {
    const copy = turn(across.cloneNode(true));
    copy.tabIndex = 0;
    copy.setAttribute('role', 'region');
    copy.setAttribute('aria-label', document.querySelector('h1').textContent);
    copy.addEventListener('wheel', wheel, { passive: false });
    return copy;
  };

  document.addEventListener('DOMContentLoaded', () => {
    across = document.querySelector('.prose');
    const button = document.querySelector('[data-vertical]');
    if (!across || !button) return;
    const set = (vertical) => {
      if (vertical) across.replaceWith(down ??= make());
      else down?.replaceWith(across);
      root.classList.toggle('is-vertical', vertical);
      button.setAttribute('aria-pressed', String(vertical));
      document.querySelector('.vertical-hint').hidden = !vertical;
      notes();
    };
    let chosen = null;
    try { chosen = localStorage.getItem(KEY); } catch { /* then the article's own way */ }
    button.hidden = false;
    button.addEventListener('click', () => {
      const vertical = !root.classList.contains('is-vertical');
      try { localStorage.setItem(KEY, vertical ? 'yes' : 'no'); } catch { /* for this page only */ }
      set(vertical);
    });
    set((chosen || button.dataset.vertical) === 'yes');
    ['resize', 'load'].forEach((name) => addEventListener(name, notes));
  });
})();
