// Works of a gallery, one at a time over the whole window: by button, arrow key or swipe. Without it, or where the
// browser knows no dialog, the links lead to the work in the page.
(() => {
  'use strict';
  document.addEventListener('DOMContentLoaded', () => {
    const viewer = document.querySelector('.viewer');
    const works = [...document.querySelectorAll('.work')];
    if (!viewer?.showModal) return;
    const part = (name) => viewer.querySelector(`[data-viewer="${name}"]`);
    let at = 0;

    const show = (next) => {
      if (next < 0 || next >= works.length) return;
      at = next;
      const picture = works[at].querySelector('img');
      const large = part('picture');
      large.src = works[at].querySelector('[data-original]').href;
      large.alt = picture.alt;
      part('caption').replaceChildren(...[...works[at].querySelector('figcaption').children].map((one) => one.cloneNode(true)));
      part('number').textContent = `${at + 1} / ${works.length}`;
      part('previous').disabled = at === 0;
      part('next').disabled = at === works.length - 1;
    };

    works.forEach((work, number) => work.querySelector('.work-picture').addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      viewer.showModal();
    }));
    part('previous').addEventListener('click', () => show(at - 1));
    part('next').addEventListener('click', () => show(at + 1));
    part('close').addEventListener('click', () => viewer.close());
    viewer.addEventListener('close', () => works[at].querySelector('.work-picture').focus());
    viewer.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowLeft') show(at - 1);
      if (event.key === 'ArrowRight') show(at + 1);
    });
    let from = null;
    viewer.addEventListener('pointerdown', (event) => { from = event.isPrimary ? [event.clientX, event.clientY] : null; });
    viewer.addEventListener('pointerup', (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from[0], event.clientY - from[1]];
      if (Math.abs(x) > 48 && Math.abs(x) > 2 * Math.abs(y)) show(at + (x < 0 ? 1 : -1));
      from = null;
    });
  });
})();
