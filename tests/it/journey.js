// Walks through a site in a frame, as a reader does, and tells in its own title how that went.
const frame = document.querySelector('iframe');
const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };
const page = () => frame.contentDocument;
const one = (selector) => page().querySelector(selector);
const path = () => frame.contentWindow.location.pathname;

// What the page was kept from doing, and what it asked of other hosts.
const watch = () => {
  const view = frame.contentWindow;
  new view.ReportingObserver((reports) => reports.forEach((report) => {
    faults.push(`${path()}: blocked ${report.body.blockedURL} by ${report.body.effectiveDirective}`);
  }), { types: ['csp-violation'], buffered: true }).observe();
  check(one('meta[http-equiv="Content-Security-Policy"]'), `${path()}: no policy`);
  view.performance.getEntriesByType('resource').filter((entry) => !entry.name.startsWith(`${location.origin}/`))
    .forEach((entry) => faults.push(`${path()} asks for ${entry.name}`));
};

// Does something that brings another page, and waits for that.
const arrive = async (leave) => {
  const loaded = new Promise((done) => { frame.addEventListener('load', done, { once: true }); });
  leave();
  await loaded;
  // Two frames: what runs after loading has run, and what was reported is told.
  for (let n = 0; n < 2; n += 1) await new Promise((done) => { requestAnimationFrame(done); });
  watch();
};
const open = (address) => arrive(() => { frame.src = address; });
const click = (selector) => {
  check(one(selector), `${path()}: nothing to click at ${selector}`);
  one(selector)?.click();
};
const type = (input, text) => {
  input.value = text;
  input.dispatchEvent(new frame.contentWindow.Event('input', { bubbles: true }));
};
const soon = async (is, what) => {
  for (let n = 0; n < 200 && !is(); n += 1) await new Promise((done) => { setTimeout(done, 25); });
  check(is(), what);
};

// Which paragraph stands at the top of the window, and how far from it.
const place = () => {
  const paragraphs = [...page().querySelectorAll('.prose p')];
  const at = paragraphs.findIndex((paragraph) => paragraph.getBoundingClientRect().bottom > 0);
  return [at, paragraphs[at].getBoundingClientRect().top];
};

const reader = async () => {
  const article = '/reports/zhifu-2022/';
  await open('/');
  await arrive(() => click(`main a[href="${article}"]`));
  page().querySelectorAll('.prose p')[20].scrollIntoView({ block: 'start', behavior: 'instant' });
  frame.contentWindow.scrollBy({ top: 11, behavior: 'instant' });
  await soon(() => one('.outline [aria-current]'), 'the outline does not follow');
  const [before, from] = place();
  await arrive(() => click('.switch a[hreflang="zh-Hant"]'));
  check(path() === `/hant${article}`, `the switch leads to ${path()}`);
  check(page().documentElement.lang === 'zh-Hant', 'the other edition is none');
  const [after, to] = place();
  check(before === 20 && after === before, `paragraph ${before} became ${after}`);
  check(Math.abs(from - to) < 4, `the paragraph stood at ${from} and stands at ${to}`);
  const size = () => parseFloat(frame.contentWindow.getComputedStyle(page().documentElement).fontSize);
  const usual = size();
  click('button[data-set="simple"]');
  check(size() > usual * 1.4, `the large print is ${size()} after ${usual}`);
  await arrive(() => frame.contentWindow.history.back());
  check(path() === article, `back leads to ${path()}`);
  check(size() > usual * 1.4, 'the large print is not remembered');
  click('button[data-set="simple"]');
  check(size() === usual, 'the large print does not go');
  await arrive(() => frame.contentWindow.history.back());
  check(path() === '/', `back again leads to ${path()}`);
  click('button[data-set="look"][value="dark"]');
  const ground = frame.contentWindow.getComputedStyle(page().documentElement).backgroundColor;
  check(ground !== 'rgb(255, 255, 255)', 'the dark look is not dark');
  click('button[data-set="look"][value=""]');
  // From elsewhere: the edition that was chosen last.
  frame.referrerPolicy = 'no-referrer';
  await open('/news/?from=elsewhere');
  check(path() === '/hant/news/', `who chose Traditional is led to ${path()}`);
  frame.referrerPolicy = '';
};

const tools = async () => {
  await open('/proposals/');
  const rows = () => [...page().querySelectorAll('.proposals tbody tr')];
  const all = rows().length;
  type(one('[name="words"]'), '2026031');
  await soon(() => rows().length === 1, 'a number does not find its proposal');
  click('[type="reset"]');
  await soon(() => rows().length === all, 'what was found stays');
  click('[data-by="number"] button');
  await soon(() => one('[data-by="number"][aria-sort="ascending"]'), 'the table is not put in order');
  const numbers = rows().map((row) => row.cells[0].lastChild.textContent);
  check(String(numbers) === String([...numbers].sort()), `the order is ${numbers}`);

  await open('/hant/gallery/new-year/');
  click('.work-picture');
  check(one('.viewer').open, 'a work does not open');
  one('.viewer').dispatchEvent(new frame.contentWindow.KeyboardEvent('keydown', { key: 'ArrowRight' }));
  check(one('[data-viewer="number"]').textContent.startsWith('2 /'), 'the arrow does not lead to the next work');
  click('[data-viewer="close"]');
  check(!one('.viewer').open, 'the work stays open');

  await open('/history/ferry/');
  const mode = () => frame.contentWindow.getComputedStyle(one('.prose')).writingMode;
  const note = one('.footnotes li').getBoundingClientRect();
  check(Math.abs(note.top - one('.footnote-ref').getBoundingClientRect().top) < 40, 'the note is not beside its reference');
  const text = one('.prose').textContent;
  click('[data-vertical]');
  check(mode() === 'vertical-rl', 'the text is not vertical');
  check(one('.prose').textContent.includes('\u300c') && !one('.prose').textContent.includes('\u201c'), 'quotes lie');
  click('[data-vertical]');
  check(mode() === 'horizontal-tb' && one('.prose').textContent === text, 'the text does not come back');

  await open('/excerpts/plenary-2026/');
  check(one('.part .anchor').hash === '#h-1', 'a speech has no link');
};

// Nothing sticks out, however awkward the content is.
const awkward = async () => {
  const pages = ['/', '/news/', '/news/long/', '/news/one/', '/news/table/', '/empty/', '/excerpts/sixty/', '/404.html', '/hant/'];
  for (const width of [360, 1440]) {
    frame.width = width;
    for (const address of pages) {
      await open(address);
      for (const simple of ['', 'on']) {
        const root = page().documentElement;
        if (simple) root.setAttribute('data-simple', simple);
        check(root.scrollWidth <= root.clientWidth, `${address} is ${root.scrollWidth} wide on ${width} (${simple})`);
      }
      const title = one('h1').getBoundingClientRect();
      check(title.height < 780, `${address}: the title is ${title.height} high on ${width}`);
    }
  }
};

({ reader, tools, awkward })[location.search.slice(1)]()
  .catch((error) => faults.push(String(error)))
  .then(() => { document.title = `arrived: ${faults.join('; ') || 'all is well'}`; });
