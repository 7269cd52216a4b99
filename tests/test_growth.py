"""The site with ten times its notes: pages no larger, builds no more work a note, an edit shown at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig

from building import preview
from calls import counted
from conftest import ROOT, copy_project
from live import edit, serving, wait_for
from more_notes import multiply
from notes.page import is_note, read_page
from tiny import tiny_project

TIMES = 10
NAVIGATION = re.compile(r'<div class="side notes">(.*?)</nav>', re.DOTALL)
NOTES = [path for path in sorted((ROOT / "docs").rglob("*.md")) if is_note(path, ROOT / "docs")]
NAMES = [path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in NOTES]


@dataclass(frozen=True)
class Built:
    folder: Path
    site: Path
    # Of functions, while it was built.
    calls: int


def build(folder: Path) -> Built:
    # Without `--quiet`, with which MkDocs counts no warning: nothing would be strict.
    done, calls = counted(folder, "-m", "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    return Built(folder, folder / "site", calls)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("few")
    copy_project(folder)
    return build(folder)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("many")
    copy_project(folder)
    assert multiply(folder / "docs", TIMES) == TIMES * len(NOTES)
    return build(folder)


# Of a section whose notes are all listed; and of a larger one the notes around, and two lines for the rest.
LISTED, AROUND = 40, 2 * 10 + 1 + 2


def test_a_build_that_is_strict_sees_a_broken_anchor(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "tiny")
    note = project / "docs/kernel/clock.md"
    note.write_text(f"{note.read_text(encoding='utf-8')}\n[x](timer.md#nowhere)\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="nowhere"):
        build(project)


def test_a_page_of_a_note_does_not_grow_with_the_notes(few: Built, many: Built) -> None:
    for name in NAMES:
        small, large = ((built.site / name / "index.html").read_text("utf-8") for built in (few, many))
        # What it hangs together with may be other notes, with longer names.
        assert len(NAVIGATION.sub("", large)) <= 1.1 * len(NAVIGATION.sub("", small)) + 1000, name
        groups = len(list((many.folder / "docs" / name).parent.joinpath(".pages").read_text().split(":\n")))
        assert len(navigation(large)) <= max(LISTED, AROUND + groups), name


def navigation(page: str) -> list[str]:
    """The addresses in the list of the section's notes."""
    found = NAVIGATION.search(page)
    assert found
    return re.findall(r'href="([^"]+)"', found[1])


def test_a_large_section_shows_the_notes_around_and_leads_to_all_others(many: Built) -> None:
    page = (many.site / "kernel/seqlock-4/index.html").read_text("utf-8")
    addresses = navigation(page)
    assert "./" in addresses
    assert "../seqlock-3/" in addresses
    assert "../#memory" in addresses
    section = (many.site / "kernel/index.html").read_text("utf-8")
    for address in addresses:
        if "#" in address:
            assert f'id="{address.partition("#")[2]}"' in section
    listed = set(re.findall(r'href="([a-z0-9-]+/)"', section))
    notes = {f"{path.stem}/" for path in (many.folder / "docs/kernel").glob("*.md")} - {"index/"}
    assert listed >= notes


def test_lists_of_the_whole_site_show_the_first_of_each_group(few: Built, many: Built) -> None:
    small, large = ((built.site / "index.html").read_text("utf-8") for built in (few, many))
    assert "670 notes" in large
    assert len(large) < 3 * len(small)
    assert re.search(r'href="kernel/#memory">5 more</a>', large)


def test_a_note_takes_no_more_work_to_build_than_with_few(few: Built, many: Built) -> None:
    assert many.calls / TIMES <= 1.5 * few.calls


# What is built anew is told and counted: of 67 notes that is as good to see as of 670.
@pytest.fixture(scope="module")
def server(few: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Built, str, Path]]:
    log = tmp_path_factory.mktemp("log") / "serve.log"
    with serving(few.folder, "--dirty", log=log) as home:
        yield few, home, log


def test_an_edit_is_shown_without_a_whole_build(server: tuple[Built, str, Path]) -> None:
    few, home, log = server
    note = few.folder / "docs/kernel/seqlock.md"
    before = wait_for(f"{home}kernel/seqlock/", "</html>")
    for number in range(3):
        edit(note, f"{home}kernel/seqlock/", f"edit-{number}")
    # Of all notes the one alone, each time.
    built = re.findall("Built anew: ([^;]*);", log.read_text(encoding="utf-8"))
    assert built == 3 * ["kernel/seqlock.md"]
    after = wait_for(f"{home}kernel/seqlock/", "edit-2")
    # Its lists and numbers know the other notes as they were read before.
    assert words(re.sub(r"edit-\d", "", after)) == words(before)


def test_what_else_shows_an_edit_is_built_before_it_is_answered(server: tuple[Built, str, Path]) -> None:
    few, home, log = server
    edit(few.folder / "docs/kernel/watchdog.md", f"{home}kernel/watchdog/", "FALLOC_FL_PUNCH_HOLE")
    # Not "Documentation built in 1.08 seconds": what MkDocs has said it does not say again.
    builds = log.read_text(encoding="utf-8").count("Building documentation")
    wait_for(f"{home}assets/site.css", "{")
    assert log.read_text(encoding="utf-8").count("Building documentation") == builds
    index = wait_for(f"{home}symbols/", "</html>")
    assert log.read_text(encoding="utf-8").count("Building documentation") == builds + 1
    entry = index.partition('id="macro-FALLOC_FL_PUNCH_HOLE"')[2].partition("</ul>")[0]
    assert "kernel/watchdog/" in entry
    # Nothing is stale then, and nothing is built again.
    wait_for(f"{home}kernel/", "</html>")
    assert log.read_text(encoding="utf-8").count("Building documentation") == builds + 1


def words(page: str) -> list[str]:
    """A page without its paragraphs, white space, and the moment that live reload waits for."""
    return re.sub(r"</?p>|livereload\([^)]*", "", page).split()


def test_what_other_pages_show_is_built_anew_everywhere(server: tuple[Built, str, Path]) -> None:
    few, home, _ = server
    note = few.folder / "docs/kernel/watchdog.md"
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("\ntitle: ", "\ntitle: Renamed ", 1), encoding="utf-8")
    assert "Renamed" in wait_for(f"{home}kernel/", "Renamed")
    assert "Renamed" in wait_for(f"{home}kernel/clocksource/", "Renamed")


@pytest.mark.parametrize(
    ("name", "front", "body", "alone"),
    [
        ("docs/kernel/note.md", "title: A", "other text\n---\nand more", True),
        ("docs/kernel/note.md", "title: B", "text", False),
        ("docs/kernel/index.md", "title: A", "other text", False),
        ("docs/symbols.md", "title: A", "other text", False),
        ("docs/kernel/.pages", "title: A", "other text", False),
        ("overrides/main.html", "title: A", "other text", False),
        ("docs/kernel/new.md", "title: A", "text", False),
    ],
)
def test_only_the_text_of_a_note_is_its_page_s_alone(
    tmp_path: Path, name: str, front: str, body: str, alone: bool
) -> None:
    docs = tmp_path / "docs"
    (docs / "kernel").mkdir(parents=True)
    (tmp_path / "overrides").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    for known in ("docs/kernel/note.md", "docs/kernel/index.md", "docs/symbols.md", "docs/kernel/.pages"):
        write(tmp_path / known, "title: A", "text")
    write(tmp_path / "overrides/main.html", "title: A", "text")
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    config.docs_dir, config.watch = str(docs), [str(tmp_path / "overrides")]
    pages = sorted(docs.rglob("*.md"))
    config.extra["read"] = {path.relative_to(docs).as_posix(): read_page(path, "") for path in pages}
    before = preview.states(config)
    assert preview.edited(before, preview.states(config), config) == []
    write(tmp_path / name, front, body)
    expected = [tmp_path / name] if alone else None
    assert preview.edited(before, preview.states(config), config) == expected


def write(path: Path, front: str, body: str) -> None:
    path.write_text(f"---\n{front}\n---\n\n# A\n\n{body}\n", encoding="utf-8")
