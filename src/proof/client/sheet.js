// Two editions of an article, text by text. A text that has not changed keeps its elements, and whoever works keeps
// their place.
const sheet = (() => {
  let value = null;
  let drawn = [];
  let current = null;

  const level = (note) => (note.standing === 'told' || note.standing === 'seen' ? note.standing : note.level);
  const name = (passage, at) => `${passage}.${at}`;

  const piece = (one, number, side) => {
    const { note } = one;
    if (!note) {
      return make('span', { className: one.fixed ? 'mark told fixed' : '', data: { peer: name(number, one.at) } }, one.text);
    }
    const open = note.standing === 'open';
    const element = make('span', {
      className: `mark ${level(note)}${open ? ' open' : ''}`, tabIndex: open ? 0 : -1,
      data: { peer: name(number, one.at), side },
    }, one.text);
    element.setAttribute('role', 'button');
    element.setAttribute('aria-haspopup', 'true');
    element.setAttribute('aria-label', say('mark', note.from, one.text, words[level(note)]));
    const { sources, keys } = value.passages[number];
    element.note = { ...one, passage: number, side, source: sources[side] ?? sources[0], key: keys[side] };
    return element;
  };

  const passage = (one, number) => {
    const sides = one.sides.map((pieces, side) => {
      const lang = value.editions[side ? value.right : value.left].lang;
      return make('p', { lang, className: 'text' }, ...pieces.map((it) => piece(it, number, side)));
    });
    const label = one.part === 'title' ? words.title : one.label;
    // The items of a list share their name.
    const more = label && value.passages[number - 1]?.label === label;
    return make('div', { className: `pair ${one.part}${more ? ' more' : ''}` },
      label && !more ? make('p', { className: 'label' }, label) : null, ...sides);
  };

  const marks = () => [...$('passages').querySelectorAll('.mark[role]')];
  const open = () => marks().filter((mark) => mark.classList.contains('open'));
  const find = (at) => at && marks().find((mark) => mark.dataset.peer === at.peer && mark.dataset.side === at.side);

  const light = () => {
    for (const one of $('passages').querySelectorAll('.current')) one.classList.remove('current');
    if (!current) return;
    for (const one of $('passages').querySelectorAll(`[data-peer="${current.peer}"]`)) one.classList.add('current');
  };

  const go = (mark) => {
    if (!mark) return;
    current = { peer: mark.dataset.peer, side: mark.dataset.side };
    light();
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: 'nearest' });
  };

  // The editions that ask, but are not shown.
  const elsewhere = () => value.asking.filter((at) => at !== value.left && at !== value.right)
    .map((at) => value.editions[at].label).join(words.and);

  // The one so many further on, from where one is, of those that `is` takes.
  const move = (by, is) => {
    const here = find(current);
    const all = marks().filter((mark) => is(mark) || mark === here);
    const at = all.indexOf(here);
    const next = at < 0 ? (by > 0 ? all[0] : all.at(-1)) : all[at + by];
    const was = choice.isOpen();
    if (!next) {
      if (!open().length) show(elsewhere() ? say('elsewhere', elsewhere()) : words.last, '');
      return;
    }
    choice.close();
    go(next);
    if (was) choice.open(next);
  };

  const step = (by) => move(by, (mark) => mark.classList.contains('open'));
  const walk = (by) => move(by, () => true);

  const options = (select, chosen) => {
    select.replaceChildren(...value.editions.map((one, at) =>
      make('option', { value: at, selected: at === chosen, lang: one.lang }, one.label)));
  };

  const head = () => {
    document.title = `${value.title} - ${words.desk}`;
    $('title').textContent = value.title;
    $('path').textContent = value.path;
    $('state').textContent = say('state', value.open, value.choices)
      + (elsewhere() ? ` ${say('elsewhere', elsewhere())}` : '');
    $('faults').hidden = value.faults.length === 0;
    $('faults').firstElementChild.textContent = say('faults', value.faults.length);
    $('faults').lastElementChild.replaceChildren(...faultItems(value.faults));
    options($('left'), value.left);
    options($('right'), value.right);
    $('left-link').href = value.editions[value.left].link;
    $('right-link').href = value.editions[value.right].link;
  };

  const query = () => new URLSearchParams(location.search);

  const draw = () => {
    const box = $('passages');
    const before = marks().indexOf(find(current));
    const had = document.activeElement?.closest?.('#passages') !== null && document.activeElement !== document.body;
    const was = choice.isOpen();
    const sides = JSON.stringify([value.left, value.right]);
    const now = value.passages.map((one) => sides + JSON.stringify(one));
    let moved = false;
    value.passages.forEach((one, at) => {
      if (drawn[at] === now[at]) return;
      moved = true;
      const made = passage(one, at);
      const old = box.querySelectorAll('.pair')[at];
      if (old) {
        if (old.contains(find(current))) choice.close();
        old.replaceWith(made);
      } else box.append(made);
    });
    for (const old of [...box.querySelectorAll('.pair')].slice(now.length)) old.remove();
    drawn = now;
    $('all-seen').disabled = !token || open().length === 0;
    if (!moved || !current) return light();
    // What was answered gives way to the next question.
    const here = find(current);
    const next = here?.classList.contains('open') ? here
      : marks().slice(Math.max(0, before)).find((mark) => mark.classList.contains('open')) ?? open()[0];
    if (next && had) {
      go(next);
      if (was) choice.open(next);
    } else {
      // What has become a part of something else gives way to what stands in its place.
      const near = here ?? marks()[Math.min(Math.max(0, before), marks().length - 1)];
      if (had && near) {
        current = { peer: near.dataset.peer, side: near.dataset.side };
        near.focus({ preventScroll: true });
      }
      light();
    }
  };

  const refresh = async () => {
    const asked = query();
    const wanted = new URLSearchParams({ path: asked.get('article') });
    for (const side of ['left', 'right']) if (asked.get(side)) wanted.set(side, asked.get(side));
    const got = await ask(`article?${wanted}`);
    if (!got) {
      // What is read for the first time and cannot be: that is all there is to say.
      if (!value) $('title').textContent = complaint;
      $('sheet').classList.toggle('empty', !value);
      return;
    }
    value = got;
    $('sheet').classList.remove('empty');
    head();
    draw();
  };

  // Tells what was looked at, each text once. What both sides show is one.
  const look = async (notes) => {
    let done = null;
    const told = new Set();
    for (const side of [0, 1]) {
      const texts = new Map();
      for (const { passage, key, at } of notes.filter((note) => note.side === side)) {
        const one = `${passage} ${key} ${at}`;
        if (told.has(one)) continue;
        told.add(one);
        if (!texts.has(passage)) texts.set(passage, { passage, key, at: [] });
        texts.get(passage).at.push(at);
      }
      const looked = [...texts.values()];
      if (looked.length) done = await ask('seen', { article: value.path, edition: sheet.edition(side), looked });
    }
    return done;
  };

  const see = async (seen) => {
    if (working || !token || !seen.length) return;
    working = true;
    let done = null;
    try { done = await look(seen.map((mark) => mark.note)); } finally { working = false; }
    if (!done) return;
    // The sheet will show it in a moment; nobody is asked meanwhile.
    for (const mark of seen) mark.classList.remove('open');
    show(done.said, done.diff);
    await sheet.refresh();
  };

  return {
    refresh, step, walk, go, find,
    current: () => find(current),
    value: () => value,
    edition: (side) => (side ? value.right : value.left),
    start: () => {
      $('sheet').hidden = false;
      $('title').textContent = words.loading;
      for (const side of ['left', 'right']) {
        $(side).onchange = () => {
          const asked = query();
          asked.set(side, $(side).value);
          history.replaceState(null, '', `?${asked}`);
          refresh();
        };
      }
      $('previous').onclick = () => step(-1);
      $('next').onclick = () => step(1);
      $('onward').onclick = () => sheet.onward();
      $('all-seen').onclick = () => { choice.close(); see(open()); };
      $('passages').onclick = (event) => {
        const mark = event.target.closest('.mark[role]');
        if (!mark) return;
        const again = choice.isOpen() && mark === find(current);
        choice.close();
        go(mark);
        if (!again) choice.open(mark);
      };
      $('passages').addEventListener('focusin', (event) => {
        const mark = event.target.closest('.mark[role]');
        if (mark) { current = { peer: mark.dataset.peer, side: mark.dataset.side }; light(); }
      });
    },
    seen: () => {
      const mark = find(current);
      if (mark?.classList.contains('open')) see([mark]);
    },
    // The next article with something to look at.
    onward: async () => {
      const after = encodeURIComponent(value?.path ?? query().get('article'));
      let got = await ask(`next?after=${after}`);
      while (got?.waiting) {
        show(words.looking, '');
        got = await ask(`next?after=${after}`);
      }
      if (got?.path) location.assign(`/_desk/?article=${encodeURIComponent(got.path)}`);
      else if (got) show(words.nomore, '');
    },
  };
})();
