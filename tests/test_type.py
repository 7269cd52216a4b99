"""How text is set: no letter without a glyph, lines of a readable length, 80 columns of code, emphasis."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from conftest import Tab

OpenTab = Callable[..., Tab]
DESKTOP = {"width": 1280, "height": 900}
NOTE = "kvm/virtualization-exception/"

MISSING = """async ([text, font]) => {
  const canvas = new OffscreenCanvas(40, 40), context = canvas.getContext("2d", {willReadFrequently: true});
  context.font = `20px ${font}`;
  const draw = (letter) => {
    context.clearRect(0, 0, 40, 40);
    context.fillText(letter, 5, 28);
    return context.getImageData(0, 0, 40, 40).data.join();
  };
  const none = draw("\\u{10fffe}"), blank = draw(" ");
  return [...text].filter((letter) => [none, blank].includes(draw(letter)));
}"""


def letters(site: Path) -> str:
    found: set[str] = set()
    for path in site.rglob("*.html"):
        found |= set(html.document_fromstring(path.read_text(encoding="utf-8")).text_content())
    return "".join(sorted(letter for letter in found if not letter.isspace()))


@pytest.mark.parametrize("stack", ["--sans", "--mono"])
def test_every_letter_of_the_site_has_a_glyph(open_tab: OpenTab, home: str, site: Path, stack: str) -> None:
    tab = open_tab()
    tab.page.goto(home)
    font = tab.page.evaluate("name => getComputedStyle(document.body).getPropertyValue(name)", stack)
    text = letters(site)
    assert len(text) > 700
    missing = tab.page.evaluate(MISSING, [text, font])
    assert missing == [], "no font of this machine has them; on Debian: sudo apt-get install fonts-noto-cjk"
    assert tab.page.evaluate(MISSING, ["a\u0378", font]) == ["\u0378"]


def test_code_has_one_width_and_chinese_in_it_is_no_other_face(open_tab: OpenTab, home: str) -> None:
    tab = open_tab()
    tab.page.goto(home)
    widths = tab.page.evaluate(
        """() => {
          const context = new OffscreenCanvas(1, 1).getContext("2d");
          context.font = "20px " + getComputedStyle(document.body).getPropertyValue("--mono");
          return [..."iMW0_.{"].map((letter) => context.measureText(letter).width);
        }"""
    )
    assert len(set(widths)) == 1


LINES = """() => {
  const lines = [];
  for (const p of document.querySelectorAll("[data-note] > p")) {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), range = document.createRange();
    let top = null, line = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.length; at++) {
        range.setStart(node, at), range.setEnd(node, at + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (top !== null && box.top > top + 15) lines.push(line), line = "";
        top = box.top, line += node.data[at];
      }
    }
  }
  return lines;
}"""


def test_lines_have_65_to_75_latin_or_35_to_40_chinese_letters(
    open_tab: OpenTab, home: str, addresses: list[str]
) -> None:
    """The middle of all full lines; another machine's faces are some letters narrower or wider."""
    tab = open_tab(viewport=DESKTOP)
    latin = []
    for address in addresses[::2]:
        tab.page.goto(home + address)
        latin += [len(line) for line in tab.page.evaluate(LINES) if line.isascii()]
    assert len(latin) > 40
    assert 62 <= sorted(latin)[len(latin) // 2] <= 78
    tab.page.goto(home + NOTE)
    tab.page.locator("[data-note] > p").first.evaluate("p => p.textContent = '内核札记'.repeat(30)")
    assert 35 <= len(tab.page.evaluate(LINES)[0]) <= 40


def test_eighty_columns_of_code_fit_on_a_desktop(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(home + NOTE)
    code = tab.page.locator("[data-note] pre code").first
    code.evaluate("element => element.textContent = 'x'.repeat(80)")
    assert code.evaluate("element => element.parentElement.scrollWidth <= element.parentElement.clientWidth")
    code.evaluate("element => element.textContent = 'x'.repeat(90)")
    assert code.evaluate("element => element.parentElement.scrollWidth > element.parentElement.clientWidth")


def test_emphasis_in_chinese_is_dots_and_in_english_a_slant(open_tab: OpenTab, home: str) -> None:
    tab = open_tab()
    tab.page.goto(home + NOTE)
    tab.page.locator("[data-note] > p").first.evaluate(
        "p => p.innerHTML = '<em>walk <span lang=zh-Hans>翻译</span></em>'"
    )
    style = "element => [getComputedStyle(element).fontStyle, getComputedStyle(element).textEmphasisStyle]"
    em = tab.page.locator("[data-note] > p em")
    assert em.evaluate(style) == ["italic", "none"]
    assert em.locator("span").evaluate(style) == ["normal", "dot"]
