// What all parts of the desk share: its words, who may write, how the server is asked, how elements are made.
const $ = (id) => document.getElementById(id);
const words = JSON.parse($('words').textContent);
const say = (key, ...parts) => words[key].replace(/\$(\d)/g, (_, number) => parts[number - 1]);

// A page that was opened with the token keeps it for this window, and out of the address.
const address = new URL(location.href);
const KEY = 'jianfan.token';
const remembered = (work) => { try { return work(sessionStorage); } catch { return null; } };
const given = document.querySelector('meta[name=token]').content;
if (given) remembered((store) => store.setItem(KEY, given));
let token = given || remembered((store) => store.getItem(KEY)) || '';
if (address.searchParams.has('token')) {
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
}
$('readonly').hidden = Boolean(token);
document.body.classList.toggle('reads', !token);

// Makes an element: its properties, then what is in it.
const make = (name, what, ...inner) => {
  const { data, ...rest } = what ?? {};
  const element = Object.assign(document.createElement(name), rest);
  Object.assign(element.dataset, data);
  element.append(...inner.filter((one) => one !== null && one !== undefined));
  return element;
};

const show = (said, diff) => {
  $('said').textContent = said;
  $('diff').hidden = !diff;
  $('diff').replaceChildren(...(diff ?? '').split('\n').map((line) =>
    make('span', { className: line[0] === '+' ? 'more' : line[0] === '-' ? 'less' : '' }, `${line}\n`)));
  $('done').hidden = !said;
};

// Windows take back their own changes only; each is known by a name of its own.
const WINDOW = 'jianfan.window';
const fresh = () => Math.random().toString(36).slice(2);
const ours = remembered((store) => store.getItem(WINDOW)) || fresh();
remembered((store) => store.setItem(WINDOW, ours));

let last = null;
const undoable = (change) => {
  last = change ?? null;
  $('undo').disabled = !token || !last;
  $('undo').title = last?.what ?? '';
};

// What could not be read is told until it can be.
let complaint = '';
const complain = (text) => { complaint = text; show(text, ''); };
const content = () => {
  if (complaint && $('said').textContent === complaint) show('', '');
  complaint = '';
};

// Whether this page may have another token than the one it knows.
const renewed = async () => {
  const page = await (await fetch('/_desk/', { cache: 'no-store' })).text();
  const now = new DOMParser().parseFromString(page, 'text/html').querySelector('meta[name=token]')?.content;
  if (!now || now === token) return false;
  token = now;
  remembered((store) => store.setItem(KEY, token));
  return true;
};

// Asks the server; what it refuses is shown and gives nothing.
const ask = async (path, body) => {
  try {
    const asked = () => fetch(`/_desk/${path}${path.includes('?') ? '&' : '?'}window=${ours}`, body === undefined ? { cache: 'no-store' } : {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-jianfan-token': token },
      body: JSON.stringify(body),
    });
    let answer = await asked();
    // A preview that was started anew has another token.
    if (answer.status === 403 && await renewed()) answer = await asked();
    const text = await answer.text();
    let value;
    try { value = JSON.parse(text); } catch { value = { error: text }; }
    if ('undo' in value) undoable(value.undo);
    if (!answer.ok) {
      if (body === undefined) complain(value.error); else show(value.error, '');
      return null;
    }
    if (body === undefined) content();
    return value;
  } catch {
    complain(words.away);
    return null;
  }
};

// Has something done. Keys that are pressed meanwhile are meant for what was there before, and do nothing.
let working = false;
const act = async (path, body) => {
  if (working) return null;
  working = true;
  try { return await ask(path, body); } finally { working = false; }
};

const undo = async () => {
  if ($('undo').disabled) return;
  const value = await act('undo', { id: last.id });
  if (value) show(value.said, '');
};

// What is wrong, as a list.
const faultItems = (faults) => faults.map((fault) => make('li', { className: fault.is_error ? 'error' : '' },
  make('b', {}, fault.is_error ? words.error : words.warning), ' ', fault.what, ' ',
  make('code', {}, fault.place), fault.help ? make('span', { className: 'help' }, fault.help) : null));
