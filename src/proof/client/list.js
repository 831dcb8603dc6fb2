// The list of all articles. What is asked for stands in the address, so that coming back finds it.
const list = (() => {
  const STEP = 200;
  let most = STEP;
  let timer;

  const wish = () => new URLSearchParams({
    text: $('text').value.trim(), only: $('only').value, sort: $('sort').value, most,
  });

  const row = (one) => make('li', { className: `row ${one.status}` },
    make('span', { className: 'status' }, one.status_name),
    one.status === 'file' ? make('span', { className: 'title' }, one.title) : make('a', {
      className: 'title', href: `/_desk/?article=${encodeURIComponent(one.path)}`, data: { path: one.path },
    }, one.title || one.path),
    make('span', { className: 'date' }, one.live ? say('live', one.live) : one.date),
    make('span', { className: one.open ? 'count open' : 'count' },
      one.open === null ? words.wait : one.open ? say('open', one.open) : words.clear),
    one.faults.length === 0 ? null : make('details', { data: { path: one.path } },
      make('summary', { className: one.faults.some((fault) => fault.is_error) ? 'error' : '' },
        say('faults', one.faults.length)),
      make('ul', {}, ...faultItems(one.faults))),
    make('code', { className: 'path' }, one.path));

  const draw = (value) => {
    const focused = document.activeElement?.dataset?.path;
    const unfolded = [...$('rows').querySelectorAll('details[open]')].map((one) => one.dataset.path);
    $('rows').replaceChildren(...value.rows.map(row));
    for (const one of $('rows').querySelectorAll('details')) one.open = unfolded.includes(one.dataset.path);
    if (focused) links().find((link) => link.dataset.path === focused)?.focus();
    if (value.rows.length === 0) $('rows').append(make('li', { className: 'none' }, words.none));
    const filtered = $('text').value.trim() || $('only').value;
    $('sum').textContent = [say('sum', value.total, value.open),
      value.waiting ? say('counting', value.waiting) : '', filtered ? say('found', value.found) : ''].join(' ');
    $('more').hidden = value.rows.length >= value.found;
    const known = new Set([...$('only').options].map((option) => option.value));
    for (const [status, name] of value.statuses) {
      if (!known.has(status)) $('only').append(make('option', { value: status }, name));
    }
    const wanted = new URLSearchParams(location.search).get('only') ?? '';
    if (wanted && !$('only').value && !known.has(wanted)) { $('only').value = wanted; refresh(); }
  };

  const refresh = async () => {
    clearTimeout(timer);
    const value = await ask(`list?${wish()}`);
    if (!value) return;
    draw(value);
    if (value.waiting && !document.hidden) timer = setTimeout(refresh, 400);
  };

  const links = () => [...$('rows').querySelectorAll('a.title')];

  const changed = () => {
    most = STEP;
    const query = wish();
    query.delete('most');
    history.replaceState(null, '', `?${query}`);
    refresh();
  };

  return {
    refresh,
    start: () => {
      $('list').hidden = false;
      const query = new URLSearchParams(location.search);
      $('text').value = query.get('text') ?? '';
      $('only').value = query.get('only') ?? '';
      $('sort').value = query.get('sort') || 'date';
      $('wish').oninput = changed;
      $('wish').onsubmit = (event) => event.preventDefault();
      $('more').onclick = () => { most += STEP; refresh(); };
    },
    // Goes to the row so many further on.
    step: (by) => {
      const all = links();
      const at = all.indexOf(document.activeElement);
      all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
    },
  };
})();
