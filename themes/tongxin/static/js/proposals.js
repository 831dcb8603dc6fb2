// Finds and orders proposals. A long list stands on several pages: the first thing asked for brings the rows of all of
// them, from the site's own pages. Without this the table is as it is, page by page.
(() => {
  'use strict';
  document.addEventListener('DOMContentLoaded', () => {
    const table = document.querySelector('.proposals');
    const finder = document.querySelector('[data-finder]');
    if (!table || !finder) return;
    const body = table.tBodies[0];
    const field = (name) => finder.elements[name];
    const text = (row, key) => row.querySelector(`[data-key="${key}"]`)?.lastChild?.textContent.trim() ?? '';
    const several = (row, key) => text(row, key).split('\u3001').filter(Boolean);
    const rows = [...body.rows];
    let order = null;

    // Further rows, once.
    let whole = null;
    const fetchAll = () => whole ??= (async () => {
      const pages = [...finder.querySelector('[data-pages]').content.querySelectorAll('a')].map((link) => link.href);
      for (const page of pages) {
        const answer = await fetch(page);
        if (!answer.ok) continue;
        const other = new DOMParser().parseFromString(await answer.text(), 'text/html');
        rows.push(...[...other.querySelectorAll('.proposals tbody tr')].map((row) => document.adoptNode(row)));
      }
      if (pages.length) document.querySelector('.pager')?.remove();
    })().then(fill);

    const fill = () => ['state', 'unit', 'session'].forEach((key) => {
      const select = field(key);
      const known = new Set(rows.flatMap((row) => several(row, key)));
      const chosen = select.value;
      select.length = 1;
      [...known].sort((a, b) => a.localeCompare(b, document.documentElement.lang)).forEach((name) => select.add(new Option(name)));
      select.value = chosen;
      select.closest('label').hidden = known.size < 2;
    });

    const show = () => {
      const words = field('words').value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (row) => words.every((word) => row.textContent.toLowerCase().includes(word))
        && ['state', 'unit', 'session'].every((key) => !field(key).value || several(row, key).includes(field(key).value))
        && (!field('key').checked || row.dataset.major === 'yes');
      const found = rows.filter(fits);
      if (order) {
        found.sort((a, b) => order.way * text(a, order.key).localeCompare(text(b, order.key), document.documentElement.lang, { numeric: true }));
      }
      body.replaceChildren(...found);
      finder.querySelector('[data-found]').textContent = found.length;
      finder.querySelector('[data-none]').hidden = found.length > 0;
    };

    // Headings become buttons that order the rows.
    table.querySelectorAll('thead th').forEach((head) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', async () => {
        await fetchAll();
        const way = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        table.querySelectorAll('[aria-sort]').forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
        order = { key: head.dataset.by, way };
        show();
      });
    });

    const ask = async () => { await fetchAll(); show(); };
    finder.addEventListener('input', ask);
    finder.addEventListener('focusin', fetchAll);
    finder.addEventListener('submit', (event) => event.preventDefault());
    finder.addEventListener('reset', () => setTimeout(() => {
      order = null;
      table.querySelectorAll('[aria-sort]').forEach((head) => head.removeAttribute('aria-sort'));
      show();
    }));
    fill();
    finder.hidden = false;
  });
})();
