// Keeps an open page in step with its sources: compares the state the server tells with what the page was made from.
// It leaves the page alone while the server is away.
const EVENTS = '/_jianfan/events';
const ABOUT = '/_jianfan/about?at=';

// What the page was made from, "content.style.hash", stands in its own response's header.
const timing = performance.getEntriesByType('navigation')[0]?.serverTiming ?? [];
const stamp = timing.find((entry) => entry.name === 'jianfan')?.description ?? '';
let [content, style, hash] = stamp.split('.');
let state, source, busy, broken, told, edition;
let saved = null;

// Makes the page what it is now, if that is another one; gives whether another page is on its way.
const refresh = async () => {
  const answer = await fetch(location.href, { cache: 'no-store' });
  const html = await answer.text();
  const failed = answer.status >= 500;
  broken = failed && new DOMParser().parseFromString(html, 'text/html').body.textContent;
  const now = answer.headers.get('server-timing')?.match(/(\w+)"/)?.[1];
  if (failed || (hash && now === hash)) return false;
  if (answer.redirected || !morph(html)) {
    location.reload();
    return true;
  }
  hash = now;
  return false;
};

const tell = async () => {
  const answer = await fetch(ABOUT + encodeURIComponent(location.pathname), { cache: 'no-store' });
  if (!answer.ok) return;
  const about = await answer.json();
  edition = about.edition;
  panel.show(about, broken);
};

// Goes to the article that was saved last, unless it is this one.
const follow = () => {
  const last = state.saved;
  if (!last || last.number === saved) return false;
  saved = last.number;
  const href = last.hrefs[edition];
  if (!panel.isFollowing() || !href || decodeURI(href) === decodeURI(location.pathname)) return false;
  location.assign(href);
  return true;
};

// One thing at a time, until nothing is left to do.
const settle = async () => {
  if (busy) return;
  busy = true;
  try {
    while (state !== told) {
      const goal = state;
      if (edition !== undefined && follow()) return;
      if ((goal.content !== content || goal.style !== style) && await refresh()) return;
      content = goal.content;
      if (goal.style !== style) restyle(goal.style);
      style = goal.style;
      await tell();
      if (follow()) return;
      told = goal;
    }
  } catch { /* the server is away: its next word tries again */ }
  busy = false;
};

// A browser opens six connections to one server, so only pages in sight keep one.
const listen = () => {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(EVENTS);
  source.onmessage = (event) => {
    state = JSON.parse(event.data);
    content ||= state.content;
    style ||= state.style;
    // What was saved before the page was asked for is no reason to leave it.
    if (saved === null) saved = state.content === content ? state.saved?.number ?? 0 : 0;
    settle();
  };
  source.onerror = () => source.readyState === 2 && setTimeout(listen, 1000);
};
document.addEventListener('visibilitychange', listen);
// A page that comes back as it was left.
addEventListener('pageshow', (event) => event.persisted && location.reload());
listen();
