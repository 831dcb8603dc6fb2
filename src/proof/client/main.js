// Which view is shown, the keys, and the news of the server.
const article = new URLSearchParams(location.search).get('article');
const view = article ? sheet : list;
view.start();

$('undo').onclick = undo;
$('keys').onclick = () => $('help').showModal();
$('close').onclick = () => show('', '');

const keys = {
  j: () => view.step(1),
  k: () => view.step(-1),
  u: undo,
  '?': () => $('help').showModal(),
};
const ofList = {
  '/': () => $('text').focus(),
  ArrowDown: () => list.step(1),
  ArrowUp: () => list.step(-1),
};
// Up and down scroll the sheet, as they do any text.
const ofSheet = {
  J: () => sheet.walk(1),
  K: () => sheet.walk(-1),
  s: () => sheet.seen(),
  l: () => location.assign('/_desk/'),
  n: () => sheet.onward(),
};
const ofChoice = {
  b: () => choice.setScope('article'),
  q: () => choice.setScope('site'),
  r: () => choice.setScope('person'),
  Escape: () => { choice.close(); sheet.current()?.focus(); },
};

const onMark = (event) => {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  if (!event.target.closest('.mark[role]')) return false;
  choice.toggle();
  return true;
};

const onChoice = (event) => {
  if (!choice.isOpen()) return false;
  if (/^[1-9]$/.test(event.key)) choice.pick(Number(event.key));
  else if (event.key === 'ArrowLeft') choice.move(event.shiftKey ? 1 : 0, -1);
  else if (event.key === 'ArrowRight') choice.move(event.shiftKey ? 0 : 1, 1);
  else if (ofChoice[event.key]) ofChoice[event.key]();
  else return false;
  return true;
};

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $('help').open) return;
  const { target } = event;
  const types = target.closest('input:not([type=radio]), textarea, select');
  if (types) {
    if (event.key === 'Escape') target.blur();
    return;
  }
  // Arrows belong to what has them.
  if (/^Arrow/.test(event.key) && target.closest('[type=radio], pre')) return;
  const act = keys[event.key] ?? (article ? ofSheet : ofList)[event.key];
  if (article && (onMark(event) || onChoice(event))) event.preventDefault();
  else if (act) { event.preventDefault(); act(); }
  else if (event.key === 'Escape') show('', '');
});

// One thing at a time; what came meanwhile is looked at once more.
let busy = false;
let again = false;
const refresh = async () => {
  again = true;
  if (busy) return;
  busy = true;
  while (again) {
    again = false;
    await view.refresh();
  }
  busy = false;
};

let source;
const listen = () => {
  source?.close();
  if (document.hidden) return;
  source = new EventSource('/_jianfan/events');
  source.onmessage = refresh;
};
document.addEventListener('visibilitychange', listen);
listen();
refresh();
