"""axe-core on a page, and in the dark scheme only what a scheme can change."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Those of them that read colours.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}

# Two fifths of axe's time go into reading the same few colours of a style again and again.
REMEMBER = """() => {
  const known = new Map(), parse = axe.commons.color.Color.prototype.parseString;
  axe.commons.color.Color.prototype.parseString = function (text) {
    if (known.has(text)) return Object.assign(this, known.get(text));
    parse.call(this, text);
    known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
    return this;
  };
}"""
RUN = """async ([options, places]) => {
  const all = document.querySelectorAll("*");
  const part = places ? {include: places.map((place) => all[place])} : document;
  const {violations} = await axe.run(part, options);
  return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 150)}`));
}"""
# All of a page that a rule can read but its colours: its HTML, and of every element where and how it stands.
BUT_COLOURS = """() => JSON.stringify([document.documentElement.outerHTML, ...Array.from(
  document.querySelectorAll("*"), (element) => {
    const box = element.getBoundingClientRect();
    return [box, ...[null, "::before", "::after"].map((part) => {
      const style = getComputedStyle(element, part);
      return ["display", "visibility", "opacity", "content", "position", "zIndex"].map((name) => style[name]);
    })];
  }
)])"""
# Of every element with words of its own a number, which those share that look the same on the same ground,
# up to the root; of others null.
LOOKS = """() => {
  const names = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight",
    "textShadow", "textDecorationLine", "position", "zIndex", "float", "transform", "filter", "mixBlendMode",
    "clipPath"];
  const numbers = new Map(), mine = new Map();
  for (const element of document.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const own = [element.localName, ...names.map((name) => style[name])];
    const look = [mine.get(element.parentElement), ...own].join("|");
    if (!numbers.has(look)) numbers.set(look, numbers.size);
    mine.set(element, numbers.get(look));
  }
  const speaks = (element) => element.matches("input, select, textarea")
    || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return Array.from(mine, ([element, number]) => (speaks(element) ? number : null));
}"""


def violations(page: Page, rules: dict[str, list[str]] = RULES, places: list[int] | None = None) -> list[str]:
    """What axe finds on a page as it is now, in the elements at these places, or in all."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(REMEMBER)
    found: list[str] = page.evaluate(RUN, [rules, places])
    return found


def in_both_schemes(page: Page) -> dict[str, list[str]]:
    """What axe finds on a page in the light and in the dark scheme, in which it is left.

    The second time the rules that read colours are enough, since nothing else may differ; raises
    AssertionError if it does. And of elements that look the same in both schemes the first and the last are
    enough, since in the light all of them were looked at.
    """
    page.emulate_media(color_scheme="light")
    light, looks, still = violations(page), page.evaluate(LOOKS), page.evaluate(BUT_COLOURS)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(BUT_COLOURS) == still, "the dark scheme changes more than colours"
    both = list(zip(looks, page.evaluate(LOOKS), strict=True))
    spoken = [(place, look) for place, look in enumerate(both) if None not in look]
    first, last = ({look: place for place, look in order} for order in (reversed(spoken), spoken))
    places = sorted({*first.values(), *last.values()})
    return {"light": light, "dark": violations(page, COLOURS, places)}
