"""The figures: beside the paragraph that they explain, an addition, in both languages, legible everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import expect

from conftest import ROOT, Tab
from notes.languages import RUN
from notes.page import read_page, rows

OpenTab = Callable[..., Tab]
FOLDER = ROOT / "overrides/figures"
FIGURES = sorted(path.stem for path in FOLDER.glob("*.svg"))


def placed() -> dict[str, tuple[str, str]]:
    """For each figure the note that shows it, and how what follows it begins."""
    found = {}
    for path in (ROOT / "docs").glob("*/*.md"):
        front = read_page(path, "").front
        for row in rows(front["figures"].data) if "figures" in front else ():
            note = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
            found[str(row["name"])] = (note, str(row.get("before", "")))
    return found


def test_every_figure_is_shown_by_one_note() -> None:
    assert len(FIGURES) >= 8
    assert sorted(placed()) == FIGURES


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_small_and_takes_its_colours_from_the_page(name: str) -> None:
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert len(text.encode()) < 6_000
    assert not re.search(r"style|<script|<image|href=|#[0-9a-fA-F]{3,8}\b(?=\")|fill=|stroke=\"|{[{%]", text)
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert all(value.startswith(f"{name}-") for value in ids)
    assert {f"{name}-{part}" for part in ("title", "desc", "desc-zh")} <= set(ids)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_stands_in_its_place_as_an_addition_in_both_languages(site: Path, name: str) -> None:
    note, before = placed()[name]
    text = (site / note / "index.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    figure = page.get_element_by_id(f"figure-{name}")
    assert "data-added" in figure.attrib
    assert page.xpath("//*[@data-note]/figure[@id=$id]", id=f"figure-{name}") == [figure]
    after = text.split(f'id="figure-{name}"')[1].split("</figure>")[1].strip()
    assert after.startswith(before or "</div>"), "what follows the figure is not what its note says"
    picture = next(figure.iter("svg"))
    for attribute in ("aria-labelledby", "aria-describedby"):
        english, chinese = (page.get_element_by_id(part) for part in picture.get(attribute, "").split())
        assert len(english.text_content()) > 10
        assert not re.search(RUN, english.text_content())
        assert re.search(RUN, chinese.text_content())
    caption = next(figure.iter("figcaption")).text_content()
    assert "Added figure 编者图" in caption
    for part in picture.iter("title"):
        assert part.text_content() in caption


INSIDE = """svg => {
  const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
  const view = svg.getBoundingClientRect(), scale = view.width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll("text")].map((text) => {
    const box = text.getBoundingClientRect();
    const sizes = [text, ...text.querySelectorAll("tspan")].map(sizeOf);
    const size = scale * Math.min(...sizes);
    return { text: text.textContent, box: [box.left, box.top, box.right, box.bottom], size };
  });
  return { view: [view.left, view.top, view.right, view.bottom], texts };
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_legible(open_tab: OpenTab, home: str, name: str, width: int) -> None:
    """No letters below 10 pixels, none outside of the picture, no text over another."""
    tab = open_tab(viewport={"width": width, "height": 900})
    tab.page.goto(f"{home}{placed()[name][0]}/")
    drawing = tab.page.locator(f"#figure-{name} svg")
    expect(drawing).to_be_visible()
    found = drawing.evaluate(INSIDE)
    left, top, right, bottom = found["view"]
    assert right <= width
    for text in found["texts"]:
        box = text["box"]
        assert text["size"] >= 10, text
        assert box[0] >= left - 1, text
        assert box[2] <= right + 1, text
        assert box[1] >= top - 3, text
        assert box[3] <= bottom + 3, text
    for number, one in enumerate(found["texts"]):
        for other in found["texts"][number + 1 :]:
            a, b = one["box"], other["box"]
            # Boxes of letters are higher than the letters.
            over = min(a[3], b[3]) - max(a[1], b[1])
            assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or over <= 0.35 * (a[3] - a[1]), (one, other)
