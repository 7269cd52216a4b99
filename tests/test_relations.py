"""Related notes, what links to a note, and the reading paths: pages show what tables and notes give."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

from lxml import html
from lxml.html import HtmlElement

from around import gather, paths, relations
from around.relations import Relation, relate
from conftest import ROOT, copy_project, mkdocs
from notes.page import is_note, read_page
from tiny import tiny_project

DOCS = ROOT / "docs"
NOTES = sorted(
    path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md") if is_note(path, DOCS)
)


def page(site: Path, name: str) -> HtmlElement:
    return html.document_fromstring((site / name / "index.html").read_text(encoding="utf-8"))


def table(name: str) -> dict[str, object]:
    return {key: value.data for key, value in read_page(DOCS / name, "").front.items()}


def test_rare_names_relate_and_common_ones_do_not() -> None:
    notes = [f"kernel/{letter}" for letter in "abcdefghijklmnopqrst"]
    names = {
        "rare": notes[:2],
        "rarer": notes[:2],
        "rarest": notes[:2],
        "known": notes[1:5],
        "common": notes,
        "alone": notes[:1],
    }
    found = relate(notes, names, {}, set())
    weight = 1000 * math.log(1 + 20 / 2)
    assert 2 * weight < relations.LEAST <= 3 * weight
    assert found == [Relation("kernel/a", "kernel/b", ("rare", "rarer", "rarest"), {})]
    assert relate(notes, names, {}, {("kernel/a", "kernel/b")}) == []


def test_the_table_comes_first_in_its_order_and_no_note_has_more_than_five() -> None:
    notes = [f"kernel/{letter}" for letter in "abcdefgh"]
    why = {"en": "x", "zh": "同"}
    by_hand = {("kernel/a", f"kernel/{letter}"): why for letter in "hgfedc"}
    names = {f"name-{number}": ["kernel/a", "kernel/b"] for number in range(9)}
    found = relate(notes, names, by_hand, set())
    assert [(pair.one, pair.other) for pair in found] == list(by_hand)[:5]


def target(page_: str, link: str) -> str:
    """The name of the note that a link of a page leads to."""
    return urljoin(f"{page_}/", link).rstrip("/")


def shown(site: Path, note: str) -> dict[str, str]:
    """The notes that a built note shows as related, each with what is said of it."""
    rows = page(site, note).xpath("//ul[@aria-labelledby='related-label']/li")
    return {
        target(note, row.find("a").get("href", "")): " ".join(p.text_content() for p in row.iter("p"))
        for row in rows
    }


def test_related_notes_are_few_mutual_and_say_why(site: Path) -> None:
    related = {note: shown(site, note) for note in NOTES}
    table_ = relations.pairs(table(relations.TABLE), "related")
    unrelated = relations.pairs(table(relations.TABLE), "unrelated")
    for note, others in related.items():
        assert len(others) <= 5, note
        for other, said in others.items():
            assert other != note
            assert related[other][note] == said
            pair = (min(note, other), max(note, other))
            assert pair not in unrelated
            if pair in table_:
                assert table_[pair]["en"] in said
                assert table_[pair]["zh"] in said
            else:
                assert "both: " in said
    alone = [note for note, others in related.items() if not others]
    assert len(alone) <= 3, alone


def test_what_the_pages_share_is_in_both(site: Path) -> None:
    """The names that a pair is said to share stand among the symbols or the terms of both pages."""
    named = {
        note: {link.text_content() for row in page(site, note).find_class("named") for link in row.iter("a")}
        for note in NOTES
    }
    checked = 0
    for note in NOTES:
        for other, said in shown(site, note).items():
            for name in said.partition("both: ")[2].split(", ") if "both: " in said else []:
                for one in (note, other):
                    assert any(text == name or text.startswith(f"{name} ") for text in named[one]), (
                        one,
                        name,
                    )
                checked += 1
    assert checked > 50


def test_a_link_between_notes_is_told_at_the_note_that_it_leads_to(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "tiny")
    note = project / "docs/kernel/clock.md"
    text = note.read_text(encoding="utf-8")
    link = "\n[timer](timer.md#heading), [again](timer.md), [me](clock.md)\n"
    note.write_text(text + link, encoding="utf-8")
    done = mkdocs("build", "--strict", folder=project)
    assert done.returncode == 0, done.stderr
    for name, expected in (("kernel/timer", ["../clock/"]), ("kernel/clock", [])):
        rows = page(project / "site", name).xpath("//ul[@aria-labelledby='linked-label']/li/a/@href")
        assert [row.replace("../../kernel", "..") for row in rows] == expected


def test_a_note_that_is_left_out_takes_its_relations_and_steps_along(tmp_path: Path) -> None:
    copy_project(tmp_path)
    (tmp_path / "docs/kernel/wait-queue.md").write_text("no front matter\n", "utf-8")
    done = mkdocs("build", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("networking/epoll-wakeup", "paths", "map", "symbols"):
        text = (tmp_path / "site" / name / "index.html").read_text(encoding="utf-8")
        assert "wait-queue/" not in text, name


def test_a_site_without_the_tables_is_built(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "tiny")
    assert not (project / "docs" / relations.TABLE).exists()
    done = mkdocs("build", folder=project)
    assert done.returncode == 0, done.stderr
    assert "related-label" not in (project / "site/kernel/clock/index.html").read_text(encoding="utf-8")


def test_the_paths_are_ordered_walks_and_lead_through_their_notes(site: Path) -> None:
    walks = table(paths.TABLE)["paths"]
    assert isinstance(walks, list)
    assert 4 <= len(walks) <= 8
    listed = page(site, "paths")
    for walk in walks:
        section = listed.xpath("//section[@aria-labelledby=$slug]", slug=walk["slug"])[0]
        steps = section.xpath(".//ol/li")
        links = [target("paths", step.find("a").get("href", "")) for step in steps]
        assert links == [step["note"] for step in walk["steps"]]
        for number, (step, shown_) in enumerate(zip(walk["steps"], steps, strict=True), 1):
            assert [p.text_content() for p in shown_.iter("p")] == [step["why"]["en"], step["why"]["zh"]]
            rows = page(site, step["note"]).xpath("//ul[@aria-labelledby='paths-label']/li")
            mine = [row for row in rows if row.find("a").get("href") == f"../../paths/#{walk['slug']}"]
            assert len(mine) == 1
            assert f"step {number} of {len(steps)}" in mine[0].text_content()
            following = [target(step["note"], link.get("href", "")) for link in mine[0].iter("a")][1:]
            assert following == links[number : number + 1]


def test_every_note_of_a_table_is_gathered_once() -> None:
    stops = paths.stops(table(paths.TABLE), NOTES)
    assert set(stops) <= set(NOTES)
    assert Counter(stop.path for found in stops.values() for stop in found)["packet"] > 3
    empty = gather.Gathering({}, {}).around()
    assert (empty.index, empty.terms, empty.pairs) == ({}, [], [])
