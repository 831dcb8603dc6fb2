// The choice of one character: what it is, why, what else it might be, and where a rule would hold.
const choice = (() => {
  let box = null;
  let mark = null;
  let word = [0, 0];
  let scope = 'article';
  // Whether it was answered; the sheet will show it in a moment.
  let answered = false;

  const letters = () => Array.from(mark.note.source);

  const drawWord = () => {
    const [start, length] = word;
    box.querySelector('.text').textContent = letters().slice(start, start + length).join('');
  };

  // Moves an end of the word; it keeps the character, and holds Han only.
  const move = (end, by) => {
    let [start, length] = word;
    if (end === 0) { start += by; length -= by; } else length += by;
    const { at } = mark.note;
    const all = letters();
    const inside = start >= 0 && start + length <= all.length && start <= at && at < start + length;
    if (!inside || length < 2 || !all.slice(start, start + length).every((one) => /\p{Script=Han}/u.test(one))) return;
    word = [start, length];
    drawWord();
  };

  const setScope = (value) => {
    scope = value;
    const radio = box?.querySelector(`[value="${value}"]`);
    if (radio) radio.checked = true;
  };

  const close = () => {
    box?.remove();
    box = null;
    mark?.setAttribute('aria-expanded', 'false');
  };

  const choose = async (letter) => {
    if (!token || !letter || answered) return;
    const { passage, key, at, side } = mark.note;
    const done = await act('choose', {
      article: sheet.value().path, edition: sheet.edition(side), passage, key, at, choice: letter, word, scope,
    });
    if (!done) return;
    answered = true;
    show(done.said, done.diff);
  };

  const open = (at) => {
    close();
    mark = at;
    answered = false;
    const { note } = mark.note;
    word = [...note.word];
    box = $('choice').content.firstElementChild.cloneNode(true);
    box.ariaLabel = say('choice', note.from);
    box.querySelector('.from').textContent = note.from;
    box.querySelector('.to').textContent = note.to;
    const sure = note.standing === 'told' ? words.told : `${words[note.level]} ${note.percent}%`;
    box.querySelector('.level').textContent = sure;
    box.querySelector('.why').textContent = note.why;
    const keep = box.querySelector('.keep');
    keep.append(say('keep', note.to), ' ', make('kbd', {}, 's'));
    keep.onclick = sheet.seen;
    keep.hidden = note.standing !== 'open';
    box.querySelector('.others').replaceChildren(...note.others.map((other, number) => {
      const button = make('button', { type: 'button', className: 'other writes', data: { letter: other } },
        say('choose', other), ' ', make('kbd', {}, String(number + 1)));
      button.onclick = () => choose(other);
      return button;
    }));
    const told = note.others.length === 0;
    for (const part of box.querySelectorAll('.scope, .word, .acts')) part.hidden = told;
    for (const button of box.querySelectorAll('[data-move]')) {
      button.onclick = () => move(...button.dataset.move.split(',').map(Number));
    }
    for (const radio of box.querySelectorAll('[name=scope]')) radio.onchange = () => { scope = radio.value; };
    mark.closest('.pair').after(box);
    mark.setAttribute('aria-expanded', 'true');
    setScope(scope);
    drawWord();
    box.scrollIntoView({ block: 'nearest' });
  };

  return {
    open, close, move, setScope,
    isOpen: () => box !== null,
    toggle: () => (box ? close() : sheet.current() && open(sheet.current())),
    // The number of a form.
    pick: (number) => choose(mark?.note.note.others[number - 1]),
  };
})();
