"""The comparison of MkDocs and Zensical: on small pages, and once with both on the real notes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from canary import Comparison, compare, pages, write_plain_frame
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
    for name in ("main.html", "section.html", "partials/nav.html"):
        (tmp_path / name).write_text("{{ page.file.src_uri }}", encoding="utf-8")
    write_plain_frame(tmp_path)
    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert written.keys() == {"main.html", "section.html"}
    assert all("data-note" in text and "src_uri" not in text for text in written.values())


def canary(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "canary.py")]
    return subprocess.run(command, cwd=folder, env=shell(), capture_output=True, text=True)


def test_both_build_the_real_notes_and_every_note_is_compared() -> None:
    cache = (ROOT / ".cache").exists()
    done = canary(ROOT)
    assert done.returncode == 0, done.stderr
    *differences, of_pages, of_notes = done.stdout.splitlines()
    assert all(line.startswith("differs: ") for line in differences)
    counted = re.fullmatch(r"pages: (\d+) in both, (\d+) in MkDocs, (\d+) in Zensical", of_pages)
    assert counted
    assert int(counted[2]) > 67
    same = re.fullmatch(r"notes: (\d+) of 67 have the same text", of_notes)
    assert same
    # It may warn of any number; but every note that is not the same has its line.
    assert len(differences) >= 67 - int(same[1])
    assert (ROOT / ".cache").exists() == cache, "Zensical wrote into the project"


def test_where_nothing_can_be_compared_it_says_so_and_fails(tmp_path: Path) -> None:
    done = canary(tmp_path)
    assert done.returncode == 1
    assert re.fullmatch(r"nothing compared: mkdocs build: exit status 1: .*mkdocs\.yml.*\n", done.stderr)
