// Makes an open page into another one, in place. Three trees are compared: what the server sent before (a copy,
// `base`), what it sends now, and the page itself. Only what differs between the first two is done to the third, so
// that what readers and the page's own scripts did to it stays. Gives false where only loading the page anew is right.
const morph = (() => {
  const real = new WeakMap();
  // A script of JSON is data.
  const SCRIPT = 'script:not([type$="json"])';
  const ACTS = `${SCRIPT}, template, form, dialog, iframe, object, embed, video, audio`;
  class Anew extends Error {}

  const pair = (base, node) => {
    real.set(base, node);
    let [one, other] = [base.firstChild, node.firstChild];
    for (; one && other; one = one.nextSibling, other = other.nextSibling) pair(one, other);
  };
  // Taken while the page is parsed: scripts that wait for its end have not touched it yet.
  const base = document.documentElement.cloneNode(true);
  pair(base, document.documentElement);

  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const text = (node) => (isElement(node) ? node.outerHTML : `${node.nodeType}${node.data}`);
  // What stands in a template is no child of it.
  const same = (one, other) => one.isEqualNode(other)
    && !(isElement(one) && (one.matches('template') || one.querySelector('template')) && text(one) !== text(other));
  const isKin = (one, other) => one.nodeName === other.nodeName
    && (!isElement(one) || one.id === other.id || /^H[1-6]$/.test(one.nodeName));

  // Whether scripts may have been told of such an element when the page was loaded.
  const acts = (element) => [element, ...element.querySelectorAll('*')].some((one) => one.matches(ACTS)
    || [...one.attributes].some((attribute) => attribute.name.startsWith('data-')));

  // Which old child each new one is: equal ones first, by the longest common subsequence; between those, kin in order.
  const match = (olds, news) => {
    const found = new Array(news.length).fill(-1);
    let [start, oldEnd, newEnd] = [0, olds.length, news.length];
    while (start < oldEnd && start < newEnd && same(olds[start], news[start])) { found[start] = start; start += 1; }
    while (oldEnd > start && newEnd > start && same(olds[oldEnd - 1], news[newEnd - 1])) {
      oldEnd -= 1;
      newEnd -= 1;
      found[newEnd] = oldEnd;
    }
    const [rows, columns] = [newEnd - start, oldEnd - start];
    if (rows * columns > 1 && rows * columns < 1e6) {
      const [a, b] = [news.slice(start, newEnd).map(text), olds.slice(start, oldEnd).map(text)];
      const most = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
      for (let i = rows - 1; i >= 0; i -= 1) {
        for (let j = columns - 1; j >= 0; j -= 1) {
          most[i][j] = a[i] === b[j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
        }
      }
      for (let i = 0, j = 0; i < rows && j < columns;) {
        if (a[i] === b[j]) { found[start + i] = start + j; i += 1; j += 1; }
        else if (most[i + 1][j] >= most[i][j + 1]) i += 1;
        else j += 1;
      }
    }
    let free = start;
    for (let at = start; at < newEnd; at += 1) {
      if (found[at] >= 0) { free = found[at] + 1; continue; }
      const next = found.slice(at, newEnd).find((index) => index >= 0) ?? oldEnd;
      for (let index = free; index < next; index += 1) {
        if (isKin(olds[index], news[at])) { found[at] = index; free = index + 1; break; }
      }
    }
    return found;
  };

  const attributes = (old, next, node) => {
    const isRoot = old === base;
    for (const { name, value } of [...next.attributes]) {
      if (old.getAttribute(name) === value) continue;
      old.setAttribute(name, value);
      node.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      // The root bears what the reader chose, since before the copy was taken.
      if (next.hasAttribute(name) || isRoot) continue;
      old.removeAttribute(name);
      node.removeAttribute(name);
    }
  };

  const children = (old, next, node) => {
    const [olds, news] = [[...old.childNodes], [...next.childNodes]];
    const found = match(olds, news);
    const kept = new Set(found);
    olds.forEach((child, at) => {
      if (kept.has(at)) return;
      if (isElement(child) && child.matches(SCRIPT)) throw new Anew();
      real.get(child)?.remove();
      child.remove();
    });
    let after = null;
    for (let at = news.length - 1; at >= 0; at -= 1) {
      let child = olds[found[at]];
      if (child) {
        if (!same(child, news[at])) become(child, news[at]);
      } else {
        if (isElement(news[at]) && acts(news[at])) throw new Anew();
        child = news[at].cloneNode(true);
        const fresh = document.importNode(news[at], true);
        pair(child, fresh);
        old.insertBefore(child, after);
        const before = after && real.get(after);
        if (before && before.parentNode !== node) throw new Anew();
        node.insertBefore(fresh, before);
      }
      after = child;
    }
  };

  const become = (old, next) => {
    const node = real.get(old);
    // The page's own scripts have put something else in its place.
    if (!node?.isConnected) throw new Anew();
    if (!isElement(old)) {
      old.data = next.data;
      node.data = next.data;
      return;
    }
    if (old.matches(`${SCRIPT}, template`)) throw new Anew();
    attributes(old, next, node);
    children(old, next, node);
  };

  return (html) => {
    try {
      const next = new DOMParser().parseFromString(html, 'text/html').documentElement;
      if (!same(base, next)) become(base, next);
      dispatchEvent(new Event('resize'));
      return true;
    } catch (error) {
      if (error instanceof Anew) return false;
      throw error;
    }
  };
})();
