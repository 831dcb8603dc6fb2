// Keeps an open page in step with its sources: compares the state the server tells (a number for
// content, one for styles, the fault) with what the page was made from. It never inserts HTML, has
// no words of its own, and leaves the page alone while the server is away.
(() => {
  const CSS = `:host { all: initial; position: fixed; inset: auto 0 0; z-index: 9999999 }
div { max-height: 50vh; overflow: auto; padding: 1em 3em 1em 1.2em; color: #2b2b2b;
  background: #fdf8ee; border-top: 3px solid #c08a2d }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.6 monospace }
button { position: absolute; top: .5em; right: 1.2em; border: 0; background: none;
  color: inherit; font: 20px sans-serif }
@media (prefers-color-scheme: dark) { div { color: #eee; background: #2b2721 } }`;

  // What the page was made from, "content.style.hash", stands in its own response's header.
  const timing = performance.getEntriesByType('navigation')[0]?.serverTiming ?? [];
  const stamp = timing.find((entry) => entry.name === 'jianfan')?.description ?? '';
  let [content, style, hash] = stamp.split('.');
  let state, source, busy, host, shown, broken;

  // The old sheet holds until the new one is there, so that the page never stands bare.
  const restyle = (link) => new Promise((done) => {
    const url = new URL(link.href);
    if (url.origin !== location.origin || link.disabled) return done();
    url.searchParams.set('jianfan', state.style);
    const fresh = link.cloneNode();
    fresh.href = url;
    fresh.onload = () => done(link.remove());
    fresh.onerror = () => done(fresh.remove());
    setTimeout(done, 5000);
    link.after(fresh);
  });

  // Reloads, where the browser keeps the place, if there is another page now.
  const refresh = async () => {
    const answer = await fetch(location.href, { cache: 'no-store' });
    const text = await answer.text();
    const failed = answer.status >= 500;
    broken = failed && new DOMParser().parseFromString(text, 'text/html').body.textContent;
    const now = answer.headers.get('server-timing')?.match(/(\w+)"/)?.[1];
    if (failed || (hash && now === hash)) return;
    location.reload();
  };

  // One thing at a time, until nothing is left to do.
  const settle = async () => {
    if (busy) return;
    busy = true;
    try {
      while (state.content !== content || state.style !== style) {
        const goal = state;
        if (goal.content !== content) await refresh();
        content = goal.content;
        const links = document.querySelectorAll('link[rel~=stylesheet][href]');
        if (goal.style !== style) await Promise.all([...links].map(restyle));
        style = goal.style;
      }
    } catch { /* the server is away: its next word tries again */ }
    busy = false;
    show();
  };

  const show = () => {
    const text = state.fault ?? broken;
    if (text === shown) return;
    shown = text;
    host?.remove();
    if (!text) return;
    host = document.createElement('jianfan-fault');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
    const add = (to, name) => to.appendChild(document.createElement(name));
    const box = add(root, 'div');
    const close = add(box, 'button');
    box.role = 'alert';
    add(box, 'pre').textContent = text;
    close.textContent = '\u00d7';
    close.ariaLabel = state.close;
    close.onclick = () => host.remove();
    document.documentElement.append(host);
  };

  // A browser opens six connections to one server, so only pages in sight keep one.
  const listen = () => {
    source?.close();
    if (document.hidden) return;
    source = new EventSource('/_jianfan/events');
    source.onmessage = (event) => {
      state = JSON.parse(event.data);
      content ||= state.content;
      style ||= state.style;
      show();
      settle();
    };
    source.onerror = () => source.readyState === 2 && setTimeout(listen, 1000);
  };
  document.addEventListener('visibilitychange', listen);
  listen();
})();
