"""The comparison of MkDocs, Zensical and ProperDocs: on small pages, and once with all on the real notes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import canary
from canary import (
    Comparison,
    byte_differences,
    compare,
    file_differences,
    pages,
    sorted_out,
    write_plain_frame,
)
from conftest import ROOT, shell


def page(text: str) -> str:
    return f"<!doctype html><html><body><p>around</p><div data-note>{text}</div></body></html>"


NOTE = "<h1>Seqlock</h1>\n<p>让 writer <em>优先</em>的锁</p>\n<pre><code>if (a)\n\tb();\n</code></pre>"
OURS = {
    "index.html": "<p>home</p>",
    "kernel/seqlock/index.html": page(NOTE),
    "b/index.html": page("<p>b</p>"),
}
NAME = "kernel/seqlock/index.html"

# What Zensical makes of the note above, and what has to be said of it: nothing, or the one line.
PAGES = {
    "the same page": (page(NOTE), ""),
    "another frame": (page(NOTE).replace("around", "elsewhere"), ""),
    "other elements around the same text": (page(NOTE.replace("em>", "strong>")), ""),
    "marks of a language": (page(NOTE.replace("的锁", '<span lang="zh-Hans">的锁</span>')), ""),
    "other white space in prose": (page(NOTE.replace("writer ", "writer\n  ")), ""),
    "a permalink": (page(NOTE.replace("</h1>", '<a class="headerlink" href="#a">¶</a></h1>')), ""),
    "an addition of ours": (page(NOTE.replace("</h1>", "</h1><p data-added>In short</p>")), ""),
    "a changed letter": (
        page(NOTE.replace("writer", "Writer")),
        "the text, character 11: MkDocs has 'Seqlock 让 writer 优先的锁', "
        "Zensical has 'Seqlock 让 Writer 优先的锁'",
    ),
    "a lost end": (
        page(NOTE.replace("的锁", "")),
        "the text, character 20: MkDocs has 'Seqlock 让 writer 优先的锁', "
        "Zensical has 'Seqlock 让 writer 优先'",
    ),
    "spaces for a tab in code": (
        page(NOTE.replace("\t", "    ")),
        "code block 1, character 8: MkDocs has 'if (a)\\n\\tb();\\n', Zensical has 'if (a)\\n    b();\\n'",
    ),
    "a lost block of code": (page(NOTE.split("<pre>")[0]), "code block 1 is only in MkDocs"),
    "a block of code more": (page(f"{NOTE}<pre>c</pre>"), "code block 2 is only in Zensical"),
    "a lost data-note": (page(NOTE).replace("data-note", "class"), "no data-note in Zensical"),
    "an empty page": ("", "no data-note in Zensical"),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_note_differs_by_the_authors_text_and_nothing_else(case: str) -> None:
    theirs, line = PAGES[case]
    lines = [f"{NAME}: {line}"] if line else []
    assert compare(OURS, OURS | {NAME: theirs}) == Comparison(3, 2, 1 if line else 2, lines)


def test_pages_that_one_of_both_lacks_are_named() -> None:
    theirs = {"index.html": OURS["index.html"], "b/index.html": OURS["b/index.html"], "new.html": "<p>n</p>"}
    expected = [f"{NAME}: only in MkDocs", "new.html: only in Zensical"]
    assert compare(OURS, theirs) == Comparison(2, 2, 1, expected)


def test_pages_are_read_from_every_folder_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "kernel").mkdir()
    for name in ("index.html", "kernel/index.html", "kernel/seqlock.js"):
        (tmp_path / name).write_text(f"内 {name}", encoding="utf-8")
    assert pages(tmp_path) == {name: f"内 {name}" for name in ("index.html", "kernel/index.html")}


def test_the_plain_frame_takes_the_place_of_every_template(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    for name in ("main.html", "section.html", "partials/nav.html", "robots.txt", "sitemap.xml"):
        (tmp_path / name).write_text("{{ page.file.src_uri }}", encoding="utf-8")
    write_plain_frame(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written.pop("robots.txt") == "{{ page.file.src_uri }}"
    assert written.keys() == {"main.html", "section.html"}
    assert all("data-note" in text and "src_uri" not in text for text in written.values())


FEED = '<feed><link href="http://a.test/"/><title>让 writer</title><title>b</title></feed>'
# What Zensical makes of a file for machines, and the lines that have to be said of it.
MACHINES: dict[str, tuple[str, str | None, str | None, list[str]]] = {
    "the same": ("a.xml", FEED, FEED, []),
    "in another order": (
        "a.xml",
        FEED,
        FEED.replace("<title>b</title>", "").replace(">", "><title>b</title>", 1),
        [],
    ),
    "with other spaces": ("a.xml", FEED, FEED.replace("><", ">\n  <"), []),
    "not there": ("a.xml", FEED, None, ["a.xml: only in MkDocs"]),
    "new": ("a.xml", None, FEED, ["a.xml: only in Zensical"]),
    "nowhere": ("a.xml", None, None, []),
    "a template": ("a.xml", FEED, "<a>{{ b }}</a>", ["a.xml: Zensical publishes the code of its template"]),
    "a template of statements": (
        "a.txt",
        "a",
        "{% if a %}a{% endif %}",
        ["a.txt: Zensical publishes the code of its template"],
    ),
    "no XML": ("a.xml", FEED, "<a>", ["a.xml: no XML: "]),
    "another text": (
        "a.xml",
        FEED,
        FEED.replace("writer", "Writer"),
        ["a.xml: <title>: MkDocs has '让 writer', Zensical has '让 Writer'"],
    ),
    "another attribute": (
        "a.xml",
        FEED,
        FEED.replace("a.test", "b.test"),
        ["a.xml: <link href>: MkDocs has 'http://a.test/', Zensical has 'http://b.test/'"],
    ),
    "an element less": (
        "a.xml",
        FEED,
        FEED.replace("<title>b</title>", ""),
        ["a.xml: <title>: MkDocs has 'b', Zensical has '让 writer'"],
    ),
    "no such element": ("a.xml", FEED, "<feed/>", ["is only in MkDocs"] * 3),
    "another line": (
        "a.json",
        '[\n{"a": 1}]',
        '[\n{"a": 2}]',
        ["a.json: its text: MkDocs has '{\"a\": 1}]', Zensical has '{\"a\": 2}]'"],
    ),
}


@pytest.mark.parametrize("case", MACHINES)
def test_a_file_for_machines_differs_by_what_it_says(case: str) -> None:
    name, ours, theirs, lines = MACHINES[case]
    found = file_differences(name, ours, theirs)
    assert len(found) == len(lines), found
    assert all(line in one for one, line in zip(found, lines, strict=True)), found


def test_every_file_for_machines_is_compared() -> None:
    templates = re.search(
        r"static_templates:\n((?: +- .+\n)+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    )
    assert templates
    assert {*re.findall(r"- (.+)", templates[1]), "sitemap.xml"} == set(canary.FILES)


def test_sites_are_compared_byte_by_byte(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for site, files in ((ours, {"a": "1", "b/c": "2", "d": "3"}), (theirs, {"a": "1", "b/c": "2 ", "e": ""})):
        (site / "b").mkdir(parents=True)
        for name, text in files.items():
            (site / name).write_text(text, encoding="utf-8")
    lines = ["b/c: other bytes in ProperDocs", "d: only in MkDocs", "e: only in ProperDocs"]
    assert byte_differences(ours, theirs) == (1, lines)
    assert byte_differences(ours, ours) == (3, [])


def test_what_is_known_is_told_with_its_reason_and_what_is_new_or_has_ended_is_loud(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(canary, "KNOWN", {"feed.xml: code": "of old", "robots.txt: code": "of old"})
    new, known = sorted_out(["feed.xml: code here", "feed.xml: other code"])
    assert known == ["feed.xml: code here: of old"]
    ended = "robots.txt: code …: no longer; take it out of KNOWN in scripts/canary.py"
    assert new == ["feed.xml: other code", ended]


def run_canary(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "canary.py")]
    return subprocess.run(command, cwd=folder, env=shell(), capture_output=True, text=True)


def test_all_build_the_real_notes_and_every_note_is_compared() -> None:
    cache = (ROOT / ".cache").exists()
    done = run_canary(ROOT)
    assert done.returncode == 0, done.stderr
    *lines, of_pages, of_notes, of_files = done.stdout.splitlines()
    assert all(line.startswith(("differs: ", "known: ")) for line in lines)
    # With the packages that are pinned nothing is new.
    assert [line for line in lines if line.startswith("differs: ")] == []
    assert len(lines) == len(canary.KNOWN)
    counted = re.fullmatch(r"pages: (\d+) in both, (\d+) in MkDocs, (\d+) in Zensical", of_pages)
    assert counted
    assert int(counted[2]) > 67
    assert of_notes == "notes: 67 of 67 have the same text"
    same = re.fullmatch(r"files: (\d+) of (\d+) are the same bytes with ProperDocs", of_files)
    assert same
    assert int(same[1]) == int(same[2]) > int(counted[2])
    assert (ROOT / ".cache").exists() == cache, "Zensical wrote into the project"


def test_where_nothing_can_be_compared_it_says_so_and_fails(tmp_path: Path) -> None:
    done = run_canary(tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(r"nothing compared: mkdocs build: exit status 2: .*mkdocs\.yml.*\n", done.stderr)
