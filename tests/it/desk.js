// Walks through one correction on the proofreading desk, with the page beside it, and tells in its title how that went.
const faults = [];
const check = (is, what) => { if (!is) faults.push(what); };
const desk = document.querySelector('#desk');
const page = document.querySelector('#page');
const one = (selector) => desk.contentDocument.querySelector(selector);
const all = (selector) => [...desk.contentDocument.querySelectorAll(selector)];
const soon = async (is, what) => {
  const tried = () => { try { return is(); } catch { return false; } };
  for (let n = 0; n < 800 && !tried(); n += 1) await new Promise((done) => { setTimeout(done, 25); });
  check(tried(), what);
  if (!tried()) throw new Error(what);
};
const press = (key, more) => {
  const target = desk.contentDocument.activeElement ?? desk.contentDocument.body;
  return target.dispatchEvent(new desk.contentWindow.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
};
const reads = (text) => page.contentDocument.querySelector('.prose').textContent.includes(text);
const focused = () => desk.contentDocument.activeElement;

const walk = async () => {
  desk.src = '/_desk/?text=boatman';
  await soon(() => all('a.title').length === 1, 'the list does not find the article');
  await soon(() => one('.row .count').classList.contains('open'), 'its question is not counted');
  // By the keyboard: to the article.
  press('j');
  check(focused() === one('a.title'), 'j does not lead to the first article');
  focused().click();
  await soon(() => one('#passages .mark.open'), 'the article shows no question');
  const policy = new desk.contentWindow.ReportingObserver((reports) => reports.forEach((report) => {
    faults.push(`blocked ${report.body.blockedURL} by ${report.body.effectiveDirective}`);
  }), { types: ['csp-violation'], buffered: true });
  policy.observe();
  const texts = all('.pair.body .text');
  check(texts.length === 4 && texts[0].lang === 'zh-Hans' && texts[1].lang === 'zh-Hant', 'the sides are not as they should be');

  // The question: look, and find it right.
  press('j');
  check(focused().classList.contains('open'), 'j does not lead to the question');
  check(all('.current').length === 2, 'the other side is not shown');
  press('Enter');
  check(one('.choice .why').textContent.length > 3, 'it is not said where it came from');
  press('s');
  await soon(() => all('#passages .mark.open').length === 0 && one('#passages .mark.seen'), 'what was seen stays a question');

  // Up and down scroll.
  check(press('ArrowDown') && press('ArrowUp'), 'the arrows do not scroll');

  // The one that is sure and wrong: another form, for the whole site.
  for (let n = 0; n < 20 && focused().textContent !== '\u7bc4'; n += 1) press('K');
  check(focused().matches('.pair.body .mark.sure') && focused().textContent === '\u7bc4', 'K does not lead to what is sure');
  press('Enter');
  press('q');
  check(one('.choice [value=site]').checked, 'q does not choose the whole site');
  check(one('.choice .word .text').textContent === '\u8001\u8303', `the word is ${one('.choice .word .text').textContent}`);
  press('ArrowRight');
  check(one('.choice .word .text').textContent === '\u8001\u8303\u5934', 'the word does not grow');
  await soon(() => reads('\u8001\u7bc4\u982d'), 'the page is not as it was');
  // Whoever presses twice means it once.
  press('1');
  press('1');
  await soon(() => reads('\u8001\u8303\u982d'), 'the page does not change');
  await soon(() => !one('#diff').hidden && one('#diff .more')?.textContent.includes('\u8001\u8303\u5934=\u8001\u8303\u982d'), 'no difference is shown');
  await soon(() => all('.mark.told').some((mark) => mark.textContent === '\u8001\u8303\u982d'), 'the desk does not change');
  document.title = 'wants the files';
  for (let there = false; !there;) {
    there = (await fetch('/go-on.txt')).ok;
    await new Promise((done) => { setTimeout(done, 50); });
  }

  // And back.
  press('u');
  await soon(() => reads('\u8001\u7bc4\u982d'), 'the page does not come back');
  await soon(() => all('.pair.body .mark.sure').some((mark) => mark.textContent === '\u7bc4'), 'the desk does not come back');

  // Narrow, as on a phone: nothing sticks out.
  desk.width = 390;
  await soon(() => desk.contentWindow.innerWidth === 390, 'the frame does not grow narrow');
  check(desk.contentDocument.documentElement.scrollWidth <= 390, `${desk.contentDocument.documentElement.scrollWidth} px wide`);
  press('?');
  check(one('#help').open, 'the keys are not told');
  one('#help').close();
  press('l');
  await soon(() => desk.contentWindow.location.pathname === '/_desk/' && all('a.title').length > 20, 'l does not lead to the list');
  check(desk.contentDocument.documentElement.scrollWidth <= 390, 'the list sticks out');
};

walk().catch((error) => faults.push(String(error))).finally(() => {
  document.title = `arrived: ${faults.length ? faults.join('; ') : 'all is well'}`;
});
