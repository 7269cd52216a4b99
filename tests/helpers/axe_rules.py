"""axe-core on a page, and in its other schemes and widths what those can change."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from pieces import DRAWN

Rules = dict[str, object]
RULES: Rules = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Those of them that read colours take half of the time.
READ_COLOURS = ["color-contrast", "link-in-text-block"]
COLOURS = RULES | {"runOnly": READ_COLOURS}
BUT_COLOURS = RULES | {"rules": {name: {"enabled": False} for name in READ_COLOURS}}

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

# Whether all of a page that a rule can read but its colours is as it was before: its HTML, and where and how
# every element stands.
UNCHANGED = """() => {
  const names = ["display", "visibility", "opacity", "content", "position", "zIndex"];
  const now = [document.documentElement.outerHTML];
  for (const element of document.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    now.push(box.x, box.y, box.width, box.height);
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      now.push(...names.map((name) => style[name]));
    }
  }
  const before = window.before;
  window.before = now;
  return before?.length === now.length && now.every((value, place) => value === before[place]);
}"""

# The looks that there are; of every element the place of the one around it, that of its look, and whether
# words of its own are seen.
LOOKS = """() => {
  const names = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight",
    "textShadow", "textDecorationLine", "position", "zIndex", "float", "transform", "filter", "mixBlendMode",
    "clipPath"];
  const speaks = (element) => element.checkVisibility({visibilityProperty: true})
    && (element.matches("input, select, textarea")
    || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
  const places = new Map(), looks = new Map();
  const elements = Array.from(document.querySelectorAll("*"), (element, place) => {
    places.set(element, place);
    const style = getComputedStyle(element);
    const look = [element.localName, ...names.map((name) => style[name])].join("|");
    if (!looks.has(look)) looks.set(look, looks.size);
    return [places.get(element.parentElement) ?? -1, looks.get(look), speaks(element)];
  });
  return [[...looks.keys()], elements];
}"""


class Looks:
    """The looks of words that were looked at, each on the ground of the looks around it, up to the root."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, str, bool], int] = {}

    def new(self, page: Page) -> list[int]:
        """Where elements with words have a look not seen before: of each look the first and the last."""
        looks, elements = page.evaluate(LOOKS)
        known = len(self.numbers)
        mine: list[int] = []
        found: dict[int, list[int]] = {}
        for place, (parent, look, speaks) in enumerate(elements):
            key = (mine[parent] if place else -1, looks[look], speaks)
            number = self.numbers.setdefault(key, len(self.numbers))
            mine.append(number)
            if speaks and number >= known:
                found.setdefault(number, []).append(place)
        return sorted({place for same in found.values() for place in (same[0], same[-1])})


def in_every_state(page: Page, widths: tuple[int, ...], looks: Looks) -> dict[tuple[int, str], list[str]]:
    """What axe finds on a page by its width, of which it has the first, and its scheme.

    At the first width in the light all rules look at all elements. Then those that read colours look at what
    has a look that they have not met on any page: the contrast of two elements that look the same on the same
    ground is the same. The others look at all elements again at each width, and not in the dark, in which
    nothing but colours may differ; raises AssertionError if something does.
    """
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        page.evaluate(DRAWN)
        assert page.evaluate("innerWidth") == width
        found[width, "light"] = violations(page, RULES if width == widths[0] else BUT_COLOURS)
        if width == widths[0]:
            looks.new(page)
        else:
            found[width, "light"] += violations(page, COLOURS, looks.new(page))
        page.evaluate(UNCHANGED)
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(UNCHANGED), "the dark scheme changes more than colours"
        found[width, "dark"] = violations(page, COLOURS, looks.new(page))
    return found


def with_axe(page: Page) -> Page:
    """A page that has axe from its beginning: each that it loads is spared a tenth of a second."""
    page.add_init_script(Axe().axe_script)
    page.add_init_script(f"({REMEMBER})()")
    return page


def violations(page: Page, rules: Rules = RULES, places: list[int] | None = None) -> list[str]:
    """What axe finds on a page as it is now, in the elements at these places, or in all."""
    if places == []:
        return []
    found: list[str] = page.evaluate(RUN, [rules, places])
    return found
