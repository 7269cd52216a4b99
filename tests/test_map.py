"""The map: every note and relation on it, no title over another, read at 360 pixels and by voices."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from urllib.parse import urljoin

import pytest
from lxml import html
from playwright.sync_api import expect

from around import map_layout
from conftest import Tab
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
SIZES = {360: "narrow", 800: "narrow", 1280: "wide"}
TITLES = {f"kernel/{n}": f"A title of note {n} {'内核札记' * (n % 3)}" for n in range(30)}
PAIRS = [(f"kernel/{n}", f"kernel/{n * 7 % 30}") for n in range(1, 30)]


def test_a_title_is_cut_between_words_and_chinese_anywhere() -> None:
    assert map_layout.wrapped("one two three", 50) == ["one two", "three"]
    assert map_layout.wrapped("extraordinarily", 20) == ["extraordinarily"]
    assert map_layout.wrapped("内核札记 kernel", 30) == ["内核", "札记", "kernel"]
    assert map_layout.wrapped("Hyper-V 内核", 200) == ["Hyper-V 内核"]


def test_no_box_lies_over_another_and_all_are_inside() -> None:
    for width, room in ((1120, 150), (328, 120)):
        picture = map_layout.draw(TITLES, [list(TITLES)], PAIRS, width, room)
        assert len(picture.nodes) == len(TITLES)
        for node in picture.nodes:
            assert node.left >= 0
            assert node.left + node.width <= width
            assert node.top >= 0
            assert node.top + node.height <= picture.height
        for one, other in combinations(picture.nodes, 2):
            apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
            assert apart_x or abs(one.y - other.y) >= (one.height + other.height) / 2, (one, other)


def test_related_notes_are_nearer_than_others_and_the_picture_is_always_the_same() -> None:
    picture = map_layout.draw(TITLES, [], PAIRS, 1120, 150)
    again = map_layout.draw(TITLES, [], PAIRS, 1120, 150)
    assert [(node.x, node.y) for node in picture.nodes] == [(node.x, node.y) for node in again.nodes]

    def distance(one: map_layout.Node, other: map_layout.Node) -> float:
        return float(((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5)

    every = [distance(one, other) for one, other in combinations(picture.nodes, 2)]
    related = [distance(one, other) for one, other in picture.edges if one is not other]
    assert sum(related) / len(related) < 0.6 * sum(every) / len(every)


def test_of_very_many_notes_those_with_most_relations_are_drawn() -> None:
    titles = {f"kernel/{n}": str(n) for n in range(400)}
    pairs = [("kernel/399", f"kernel/{n}") for n in range(200, 399)]
    picture = map_layout.draw(titles, [], pairs, 1120, 150)
    names = [node.name for node in picture.nodes]
    assert len(names) == map_layout.MOST
    assert "kernel/399" in names
    assert "kernel/0" not in names
    assert map_layout.draw({}, [], [], 1120, 150).nodes == []


def test_both_pictures_and_the_list_have_every_note_and_every_relation(site: Path, facts: Yardstick) -> None:
    page = html.document_fromstring((site / "map/index.html").read_text(encoding="utf-8"))
    notes = {topic.key for topic in facts.topics}
    related = {}
    for note in notes:
        own = html.document_fromstring((site / note / "index.html").read_text(encoding="utf-8"))
        links = own.xpath("//ul[@aria-labelledby='related-label']/li/a/@href")
        related[note] = [urljoin(f"{note}/", link).rstrip("/") for link in links]
    number = sum(len(others) for others in related.values()) // 2
    assert number > 80
    for size in ("wide", "narrow"):
        picture = page.find_class(f"map--{size}")[0]
        links = {link.get("href", "")[3:].rstrip("/"): link for link in picture.iter("a")}
        assert set(links) >= notes
        assert len(picture.xpath("./path")) == number
        for note, link in links.items():
            assert link.get("class") == f"s-{note.split('/')[0]}"
            name = page.get_element_by_id(link.get("aria-labelledby", "")).text_content()
            shown = "".join(text.text_content() for text in link.iter("text"))
            assert re.sub(r"^\w·\d+|\s", "", name) == re.sub(r"\s", "", shown) != "", note
    listed = page.find_class("relations")[0]
    for item in listed.xpath("./section/ul/li"):
        note = item.find("a").get("href", "")[3:].rstrip("/")
        others = [link.get("href", "")[3:].rstrip("/") for link in item.iterfind("./ul/li/a")]
        assert others == related[note]


@pytest.mark.parametrize("width", SIZES)
def test_the_picture_is_legible(open_tab: OpenTab, home: str, width: int) -> None:
    """Titles of 11 pixels at least, none over another, by the letters that this browser sets."""
    tab = open_tab(viewport={"width": width, "height": 800})
    tab.page.goto(f"{home}map/")
    for size in ("wide", "narrow"):
        visible = expect(tab.page.locator(f".map--{size}"))
        visible.to_be_visible() if SIZES[width] == size else visible.to_be_hidden()
    found = tab.page.locator(f".map--{SIZES[width]} text > tspan").evaluate_all(
        """all => all.map((text) => {
          const box = text.getBoundingClientRect(), svg = text.ownerSVGElement;
          const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          const size = parseFloat(getComputedStyle(text).fontSize) * scale;
          return [box.left, box.top + 2, box.right, box.bottom - 2, size];
        })"""
    )
    assert len(found) > 67
    assert min(letters for *_, letters in found) >= 11
    for one, other in combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert min(left for left, *_ in found) >= 0
    assert max(right for _, _, right, *_ in found) <= width


def test_signs_tell_the_sections_apart_without_colour(site: Path) -> None:
    page = html.document_fromstring((site / "map/index.html").read_text(encoding="utf-8"))
    shapes: dict[str, set[str]] = {}
    for link in page.find_class("map--wide")[0].iter("a"):
        sign = link.xpath("./circle | ./path")[0]
        drawn = (sign.get("d") or "").lstrip("M0123456789. ")
        shapes.setdefault(link.get("class", ""), set()).add(f"{sign.tag} {sign.get('class')} {drawn}")
    assert all(len(found) == 1 for found in shapes.values())
    assert len({shape for found in shapes.values() for shape in found}) == len(shapes) == 5


def test_a_node_leads_to_its_note_by_mouse_and_keyboard_without_scripts(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    tab.page.goto(f"{home}map/")
    tab.page.locator(".map--wide a", has_text="Seqlock").click()
    expect(tab.page.locator("[data-note] h1")).to_contain_text("Seqlock")
    tab.page.goto(f"{home}map/")
    tab.page.locator(".map--wide a", has_text="Seqlock").focus()
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("[data-note] h1")).to_contain_text("Seqlock")
