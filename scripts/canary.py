"""Build the notes with MkDocs and with Zensical, its successor; compare the pages and the text of every note.

Usage: python scripts/canary.py
Zensical reads mkdocs.yml, but runs no hooks, knows no `.pages`, and its templates see other variables than
those of MkDocs. Where it cannot use overrides/, that is said, and the pages are built once more with a plain
frame: so the text of the notes is compared all the same. Prints a line a difference, each beginning with
`differs: `, then a summary. Exits with 1 only if nothing could be compared.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from lxml import html

from building.progress import progress
from building.whole import stoppable

# What Zensical needs of the project; it writes only below the folder that holds mkdocs.yml.
TREE = ("docs", "overrides", "mkdocs.yml")
# A frame that shows nothing but the text, in the element that overrides/partials/content.html shows it in.
PLAIN = """<!doctype html>
<html lang="en"><head><title>plain</title></head><body><main>
{% if page and page.meta and page.meta.summary and not page.meta.template %}
<div data-note>{{ page.content }}</div>
{% endif %}
</main></body></html>
"""
AROUND = 20


@dataclass
class Comparison:
    """What two builds of the same notes have: how many pages and notes alike, and a line a difference."""

    pages: int
    notes: int
    same: int
    differences: list[str]


def pages(site: Path) -> dict[str, str]:
    """The HTML of every page of a built site by its path from there."""
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
    }


def note_text(page: str) -> list[str] | None:
    """The author's text on a page: first its prose with single spaces, then every block of code as it is.

    None if the page has no element with data-note. What carries data-added and permalinks are not his.
    """
    notes = html.document_fromstring(page).xpath("//*[@data-note]") if page.strip() else []
    if not notes:
        return None
    note = notes[0]
    for element in note.xpath('.//*[@data-added or contains(@class, "headerlink") or self::button]'):
        element.drop_tree()
    blocks = [block.text_content() for block in note.iter("pre")]
    for block in list(note.iter("pre")):
        block.drop_tree()
    return [" ".join(note.text_content().split()), *blocks]


def first_difference(ours: list[str], theirs: list[str]) -> str:
    """Where two texts of a note differ first, "" if they do not."""
    for number, (one, other) in enumerate(zip_longest(ours, theirs)):
        place = f"code block {number}" if number else "the text"
        if one is None or other is None:
            return f"{place} is only in {'MkDocs' if other is None else 'Zensical'}"
        if one != other:
            at = next(i for i, (a, b) in enumerate(zip_longest(one, other)) if a != b)
            here = slice(max(at - AROUND, 0), at + AROUND)
            return f"{place}, character {at + 1}: MkDocs has {one[here]!r}, Zensical has {other[here]!r}"
    return ""


def compare(ours: dict[str, str], theirs: dict[str, str]) -> Comparison:
    """What differs between the pages of MkDocs and those of Zensical; the notes are those that MkDocs has."""
    differences = [f"{name}: only in MkDocs" for name in sorted(ours.keys() - theirs)]
    differences += [f"{name}: only in Zensical" for name in sorted(theirs.keys() - ours)]
    notes = {name: text for name, page in ours.items() if (text := note_text(page)) is not None}
    same = 0
    for name, text in notes.items():
        if name not in theirs:
            continue
        other = note_text(theirs[name])
        what = "no data-note in Zensical" if other is None else first_difference(text, other)
        if what:
            differences.append(f"{name}: {what}")
        same += not what
    return Comparison(len(ours.keys() & theirs), len(notes), same, differences)


def build_with_mkdocs(site: Path) -> None:
    """Build the project in the current folder; raises ChildProcessError with what MkDocs printed."""
    run([sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)], Path())


def build_with_zensical(tree: Path) -> Path:
    """The site that Zensical builds of a copy of the project; raises ChildProcessError with its last line."""
    site = tree / "site"
    shutil.rmtree(site, ignore_errors=True)
    run([sys.executable, "-m", "zensical", "build", "--clean"], tree)
    return site


def run(command: list[str], folder: Path) -> None:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 (the commands are this file's)
        command, cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        printed = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()
        raise ChildProcessError(f"{command[2]} build: exit status {done.returncode}: {printed[-1]}")


def write_plain_frame(overrides: Path) -> None:
    """Put the plain frame in the place of every template, so that no page lacks the one that it names."""
    names = [path.name for path in overrides.glob("*.html")]
    shutil.rmtree(overrides)
    overrides.mkdir()
    for name in names:
        (overrides / name).write_text(PLAIN, encoding="utf-8")


def build_both(folder: Path) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The pages of MkDocs, those of Zensical, and what is to be said of the frame; `folder` is empty.

    Raises ChildProcessError if MkDocs does not build the notes, or Zensical not even in a plain frame.
    """
    build_with_mkdocs(folder / "mkdocs")
    tree = folder / "tree"
    tree.mkdir()
    for name in TREE:
        copy = shutil.copytree if Path(name).is_dir() else shutil.copy
        copy(name, tree / name)
    said = []
    try:
        site = build_with_zensical(tree)
    except ChildProcessError as fault:
        said = [f"overrides/: Zensical does not build our frame ({fault}); compared in a plain frame"]
        write_plain_frame(tree / "overrides")
        site = build_with_zensical(tree)
    return pages(folder / "mkdocs"), pages(site), said


def main() -> int:
    with stoppable("canary"), progress("building with both"), tempfile.TemporaryDirectory() as folder:
        try:
            ours, theirs, said = build_both(Path(folder))
        except (ChildProcessError, OSError) as fault:
            print(f"nothing compared: {fault}", file=sys.stderr)
            return 1
    found = compare(ours, theirs)
    if not found.notes:
        print("nothing compared: no page of MkDocs has an element with data-note", file=sys.stderr)
        return 1
    lines = said + found.differences
    print(*(f"differs: {line}" for line in lines), sep="\n", end="\n" if lines else "")
    print(f"pages: {found.pages} in both, {len(ours)} in MkDocs, {len(theirs)} in Zensical")
    print(f"notes: {found.same} of {found.notes} have the same text")
    return 0


if __name__ == "__main__":
    sys.exit(main())
