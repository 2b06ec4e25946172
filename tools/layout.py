"""What is wrong with a page's layout as a browser has drawn it, each fault in words.

Looked for in the page that is open now: a page wider than its window, text smaller than 12 px, text
that its box cuts off, text that leaves the window, and texts that overlap. What a person cannot see
(hidden, transparent, clipped to a pixel, under a dialog) counts for nothing; what stands in a box
that scrolls sideways of its own may leave the window. Drawn figures count like everything else:
their texts are elements too. Texts inside a grid's canvas cannot be seen from here.
"""

from typing import Any

SMALLEST = 12  # px

FAULTS = """(smallest) => {
  const faults = [], seen = [];
  const say = (what, text) => faults.push(what + ": " + text.trim().slice(0, 40));
  const main = document.querySelector("[data-testid=stMain]") || document.scrollingElement;
  const dialog = [...document.querySelectorAll("[role=dialog]")].pop();
  const root = dialog || document.body;
  if (document.documentElement.scrollWidth > innerWidth || main.scrollWidth > main.clientWidth)
    say("wider than the window", `${document.documentElement.scrollWidth} of ${innerWidth} px`);
  const scrolls = (box) => {
    for (let e = box; e && e !== main; e = e.parentElement)
      if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1)
        return true;
    return false;
  };
  const fixed = (box) => {
    for (let e = box; e && e !== document.body; e = e.parentElement || e.getRootNode().host)
      if (/fixed|sticky/.test(getComputedStyle(e).position)) return true;
    return false;
  };
  const cut = (box, rect) => {      // by an ancestor that hides what runs over
    for (let e = box; e && e !== main && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e), own = e.getBoundingClientRect();
      if (style.clipPath !== "none" || own.width <= 2 || own.height <= 2) return "hidden";
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      if (e instanceof SVGElement && !(e instanceof SVGSVGElement)) continue;
      if (rect.right < own.left || rect.left > own.right ||
          rect.bottom < own.top || rect.top > own.bottom) return "hidden";
      const across = /hidden|clip/.test(style.overflowX) &&
        (rect.right > own.right + 2 || rect.left < own.left - 2);
      const down = /hidden|clip/.test(style.overflowY) &&
        (rect.bottom > own.bottom + 6 || rect.top < own.top - 6);
      if (across || down) return "cut";
    }
    return "";
  };
  const roots = [root], places = [];
  for (const each of roots) {
    const walk = document.createTreeWalker(each, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.shadowRoot) roots.push(node.shadowRoot);
        continue;
      }
      const text = node.textContent.replace(/[\\u2060\\s]+/g, " ").trim(), box = node.parentElement;
      if (!text || !box || /^(STYLE|SCRIPT|TITLE|DESC|OPTION)$/i.test(box.tagName)) continue;
      if (box.closest("canvas, noscript, [translate=no], [data-testid=stIconMaterial]")) continue;
      if (!box.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const style = getComputedStyle(box), drawn = box instanceof SVGElement;
      const shapes = [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
      if (!shapes.length) continue;
      const whole = range.getBoundingClientRect(), how = cut(box, whole);
      if (how === "hidden") continue;
      if (how === "cut") say("cut off", text);
      if (parseFloat(style.fontSize) < smallest - 0.1)
        say(`smaller than ${smallest} px (${style.fontSize})`, text);
      const still = !fixed(box);
      if (still && !scrolls(box) && (whole.right > innerWidth + 1 || whole.left < -1))
        say("outside of the window", text);
      if (still && !how) for (const shape of shapes) places.push({ text, shape, drawn, box });
    }
  }
  places.sort((a, b) => a.shape.top - b.shape.top);
  for (let i = 0; i < places.length; i++)
    for (let j = i + 1; j < places.length; j++) {
      const a = places[i], b = places[j];
      if (b.shape.top >= a.shape.bottom) break;
      if (a.box === b.box) continue;
      const wide = Math.min(a.shape.right, b.shape.right) - Math.max(a.shape.left, b.shape.left);
      const high = Math.min(a.shape.bottom, b.shape.bottom) - Math.max(a.shape.top, b.shape.top);
      const least = Math.min(a.shape.height, b.shape.height);
      if (wide > 3 && high > 0.4 * least) say("overlap", `${a.text.slice(0, 18)} | ${b.text}`);
    }
  return [...new Set(faults)];
}"""


def faults(page: Any, smallest: int = SMALLEST) -> list[str]:
    """Every fault of the page that a Playwright `page` shows now; empty: none."""
    return list(page.evaluate(FAULTS, smallest))
