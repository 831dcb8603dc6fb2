// Text size (remembered), printing, the outline that stands open beside the text on wide screens, keyboard reach for
// what scrolls sideways, and the menu that closes when the reader turns to something else.
// Runs before the first paint so that a remembered size does not make the page jump. All messages are in the markup.
(function () {
  "use strict";
  var KEY = "tongxin.size";
  var root = document.documentElement;

  function remembered() {
    try { return localStorage.getItem(KEY) || ""; } catch (e) { return ""; }
  }

  function remember(size) {
    try { localStorage.setItem(KEY, size); } catch (e) { /* A private window: the choice lasts for this page. */ }
  }

  function apply(size) {
    if (size === "large" || size === "larger") root.setAttribute("data-size", size);
    else root.removeAttribute("data-size");
  }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function mark() {
    var size = root.getAttribute("data-size") || "";
    each("button[data-size]", function (button) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-size") === size));
    });
  }

  function reach() {
    each(".table-wrap, .prose pre", function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  }

  function close(event) {
    each(".site-nav details[open]", function (menu) {
      var left = event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target);
      if (!left) return;
      if (event.type === "keydown" && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
  }

  apply(remembered());

  document.addEventListener("DOMContentLoaded", function () {
    each("[data-sizes], [data-print]", function (control) { control.hidden = false; });
    each("button[data-size]", function (button) {
      button.addEventListener("click", function () {
        apply(button.getAttribute("data-size"));
        remember(button.getAttribute("data-size"));
        mark();
        reach();
      });
    });
    each("[data-print]", function (button) {
      button.addEventListener("click", function () { window.print(); });
    });
    ["click", "focusin", "keydown"].forEach(function (name) { document.addEventListener(name, close); });
    mark();
    reach();
    window.addEventListener("resize", reach);
    if (window.matchMedia("(min-width: 64rem)").matches) {
      each("details[data-outline]", function (outline) { outline.open = true; });
    }
  });
})();
