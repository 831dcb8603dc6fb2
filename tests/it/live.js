// Looks at one article in a frame while its sources are edited: says in its own title which edit it waits for, and
// in the end how that went. Nothing here may go elsewhere by itself, so this page itself does not follow.
localStorage.setItem('jianfan.follow', 'off');
const frame = document.querySelector('iframe');
const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };
const page = () => frame.contentDocument;
const view = () => frame.contentWindow;
const one = (selector) => page().querySelector(selector);
const over = (selector) => one('jianfan-preview')?.shadowRoot.querySelector(selector);
const shows = (text) => one('main')?.textContent.includes(text);
const paragraph = (number) => [...page().querySelectorAll('.prose p')].find((p) => p.textContent.includes(`第${number}段`));
const soon = async (is, what) => {
  for (let n = 0; n < 1600 && !is(); n += 1) await new Promise((done) => { setTimeout(done, 25); });
  check(is(), what);
};
const ask = (edit) => { document.title = `waits for ${edit}`; };
const asked = () => view().performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/about?')).length;

const walk = async () => {
  const opened = new Promise((done) => { frame.onload = done; });
  frame.src = '/hant/news/county/live/';
  await opened;
  new (view().ReportingObserver)((reports) => reports.forEach((report) => {
    faults.push(`blocked ${report.body.blockedURL} by ${report.body.effectiveDirective}`);
  }), { types: ['csp-violation'], buffered: true }).observe();
  check(one('meta[http-equiv="Content-Security-Policy"]'), 'the page has no policy');
  await soon(() => over('summary'), 'there is no badge');
  const badge = over('summary').textContent;
  for (const part of ['\u7e41\u9ad4', '\u8349\u7a3f', '2099-01-01']) check(badge.includes(part), `the badge says ${badge}`);
  check(over('summary b').hidden, 'a sound article has notes');
  check(!over('input').checked, 'the choice not to follow is not remembered');
  for (const control of ['summary', 'input', 'section']) check(over(control).tabIndex === 0, `no key reaches ${control}`);

  // A body is edited, above what is read and in it.
  view().mine = true;
  one('[data-set="size"][value="large"]').click();
  one('.prose details').open = true;
  const link = paragraph(20).querySelector('a');
  link.focus({ preventScroll: true });
  paragraph(20).scrollIntoView({ block: 'start', behavior: 'instant' });
  await new Promise((done) => { setTimeout(done, 100); });
  const top = paragraph(20).getBoundingClientRect().top;
  ask('the body');
  await soon(() => shows('\u65b0\u7684\u4e00\u6bb5') && paragraph(20).textContent.includes('\u6539\u597d\u4e86'), 'the body never came');
  check(view().mine, 'the page was loaded anew');
  check(one('.prose details').open, 'what was unfolded is folded');
  check(page().activeElement === link && link.isConnected, 'the focus has gone');
  check(page().documentElement.dataset.size === 'large', 'the size of the print is another');
  await new Promise((done) => { setTimeout(done, 100); });
  const moved = Math.abs(paragraph(20).getBoundingClientRect().top - top);
  check(moved < 3, `what is read has moved by ${moved}`);

  // A style.
  ask('the style');
  await soon(() => paragraph(20) && view().getComputedStyle(paragraph(20)).letterSpacing === '3px', 'the style never came');
  check(view().mine, 'a style loaded the page anew');

  // An article that this page does not show.
  let touched = 0;
  new (view().MutationObserver)((records) => { touched += records.length; }).observe(one('body'), {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
  // The page may still be asking because of the style, so that its asking alone does not show what it heard.
  const before = asked();
  const heard = new EventSource('/_jianfan/events');
  let saved = [];
  heard.onmessage = (event) => { saved = JSON.parse(event.data).saved?.hrefs ?? []; };
  ask('another article');
  await soon(() => saved.includes('/hant/history/ferry/') && asked() > before, 'the page does not hear of another article');
  heard.close();
  check(touched === 0 && view().mine, 'a page that is the same was touched');
  check(view().location.pathname === '/hant/news/county/live/', 'the page followed though it should not');

  // A fault, over the last good page; put away by a key; gone by itself.
  ask('a fault');
  await soon(() => over('section')?.hidden === false, 'the fault does not show');
  const text = over('section').textContent;
  for (const part of ['live.md:2:', '^', '\u8fa6\u6cd5']) check(text.includes(part), `the fault is ${text}`);
  check(shows('\u65b0\u7684\u4e00\u6bb5') && view().mine, 'the last good page has gone');
  over('section').dispatchEvent(new (view().KeyboardEvent)('keydown', { key: 'Escape' }));
  check(over('section').hidden, 'the fault cannot be put away');
  ask('another fault');
  await soon(() => over('section').hidden === false, 'another fault does not show');
  ask('mending');
  await soon(() => over('section').hidden, 'the fault stays when it has been mended');
  check(view().mine, 'mending loaded the page anew');

  // A note on this page only.
  ask('a note');
  await soon(() => !over('summary b').hidden, 'a broken link is not noted');
  check(over('.inner').textContent.includes('live.md'), `the note is ${over('.inner').textContent}`);

  // It follows again.
  over('input').click();
  ask('to be followed');
  await soon(() => view().location.pathname === '/hant/history/ferry/', 'the page does not follow');
};

walk().catch((error) => faults.push(String(error)))
  .then(() => { document.title = `arrived: ${faults.join('; ') || 'all is well'}`; });
