"""Build the notes with MkDocs, with Zensical and with ProperDocs, its successors; compare what they publish.

Usage: python scripts/canary.py
Zensical reads mkdocs.yml, but runs no hooks, knows no `.pages`, and its templates see other variables than
those of MkDocs. Where it cannot use overrides/, that is said, and the pages are built once more with a plain
frame: so the text of the notes is compared all the same. ProperDocs, a fork of MkDocs, gives the same bytes.
Prints a line a difference, each beginning with `differs: `, those of KNOWN with `known: `, then a summary.
Exits with 1 only if nothing could be compared.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from lxml import etree, html

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
# What else a site has that machines read.
FILES = ("feed.xml", "robots.txt", "sitemap.xml", "symbols.json")
# What is known to differ, by how its line begins, and why. What differs otherwise is new, and so is its end.
NO_TEMPLATE = "Zensical renders pages alone and copies what else is in overrides/"
KNOWN = {
    "overrides/: Zensical does not build our frame (zensical build: exit status 1: RuntimeError: undefined": (
        "its templates see other variables; the frame would have to be written anew"
    ),
    "feed.xml: Zensical publishes the code of its template": NO_TEMPLATE,
    "robots.txt: Zensical publishes the code of its template": NO_TEMPLATE,
    "symbols.json: Zensical publishes the code of its template": NO_TEMPLATE,
    "sitemap.xml: <lastmod> is only in MkDocs": "Zensical writes a sitemap of its own and knows no days",
}


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


def values(name: str, text: str) -> dict[str, list[str]]:
    """What a file for machines says: of XML texts and attributes by element, in no order, else its lines."""
    if not name.endswith(".xml"):
        return {"its text": text.split("\n")}
    found = defaultdict(list)
    for element in etree.fromstring(text.encode()).iter(etree.Element):
        tag = etree.QName(element).localname
        found[f"<{tag}>"].append((element.text or "").strip())
        for key, value in element.items():
            found[f"<{tag} {key}>"].append(value)
    return {key: sorted(texts) for key, texts in found.items()}


def file_differences(name: str, ours: str | None, theirs: str | None) -> list[str]:
    """What differs between a file for machines of MkDocs and of Zensical; None is one that is not there."""
    if ours is None or theirs is None:
        return [f"{name}: only in {'MkDocs' if ours else 'Zensical'}"] if ours != theirs else []
    if re.search(r"\{[{%#].*[}%#]\}", theirs):
        return [f"{name}: Zensical publishes the code of its template"]
    try:
        one, other = values(name, ours), values(name, theirs)
    except etree.XMLSyntaxError as fault:
        return [f"{name}: no XML: {fault}"]
    differences = []
    for key in one | other:
        if key not in one or key not in other:
            differences.append(f"{name}: {key} is only in {'MkDocs' if key in one else 'Zensical'}")
        elif one[key] != other[key]:
            pair = next(pair for pair in zip_longest(one[key], other[key]) if pair[0] != pair[1])
            differences.append(f"{name}: {key}: MkDocs has {pair[0]!r}, Zensical has {pair[1]!r}")
    return differences


def byte_differences(ours: Path, theirs: Path) -> tuple[int, list[str]]:
    """How many files two sites have that are the same bytes, and a line for each other one."""
    names = sorted(
        {
            path.relative_to(site).as_posix()
            for site in (ours, theirs)
            for path in site.rglob("*")
            if path.is_file()
        }
    )
    lines = []
    for name in names:
        there = [site for site in (ours, theirs) if (site / name).is_file()]
        if len(there) == 1:
            lines.append(f"{name}: only in {'MkDocs' if there == [ours] else 'ProperDocs'}")
        elif (ours / name).read_bytes() != (theirs / name).read_bytes():
            lines.append(f"{name}: other bytes in ProperDocs")
    return len(names) - len(lines), lines


def sorted_out(lines: list[str]) -> tuple[list[str], list[str]]:
    """Of what differs what is new, the end of what was known, too; then what is known, with its reason."""
    known = {line: start for line in lines for start in KNOWN if line.startswith(start)}
    ended = [
        f"{start} …: no longer; take it out of KNOWN in scripts/canary.py"
        for start in KNOWN
        if start not in known.values()
    ]
    return [line for line in lines if line not in known] + ended, [
        f"{line}: {KNOWN[known[line]]}" for line in known
    ]


def build_with(engine: str, site: Path) -> None:
    """Build the project in the current folder; raises ChildProcessError with what the engine printed."""
    options = ["build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(site)]
    run([sys.executable, "-m", engine, *options], Path())


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
    """Put the plain frame in the place of every page's template; what is no page stays, to see its fate.

    But for the sitemap: Zensical takes ours for its own template, and stops at the first variable.
    """
    for path in list(overrides.iterdir()):
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name == "sitemap.xml":
            path.unlink()
        elif path.suffix == ".html":
            path.write_text(PLAIN, encoding="utf-8")


def build_all(folder: Path) -> tuple[Path, Path, list[str]]:
    """The sites of MkDocs and of Zensical, and what is to be said of frame and bytes; `folder` is empty.

    Raises ChildProcessError if MkDocs does not build the notes, or Zensical not even in a plain frame.
    """
    site = folder / "mkdocs"
    build_with("mkdocs", site)
    tree = folder / "tree"
    tree.mkdir()
    for name in TREE:
        copy = shutil.copytree if Path(name).is_dir() else shutil.copy
        copy(name, tree / name)
    try:
        return site, build_with_zensical(tree), []
    except ChildProcessError as fault:
        write_plain_frame(tree / "overrides")
        said = f"overrides/: Zensical does not build our frame ({fault}); compared in a plain frame"
        return site, build_with_zensical(tree), [said]


def compare_with_properdocs(site: Path, other: Path) -> tuple[list[str], str]:
    """What differs between a site of MkDocs and that which ProperDocs builds in `other`, and a summary."""
    try:
        build_with("properdocs", other)
    except ChildProcessError as fault:
        return [f"ProperDocs does not build the notes ({fault})"], "files: none compared with ProperDocs"
    same, lines = byte_differences(site, other)
    return lines, f"files: {same} of {same + len(lines)} are the same bytes with ProperDocs"


def read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main() -> int:
    with stoppable("canary"), progress("building with all three"), tempfile.TemporaryDirectory() as folder:
        try:
            site, other, lines = build_all(Path(folder))
            of_files, summary = compare_with_properdocs(site, Path(folder) / "properdocs")
        except (ChildProcessError, OSError) as fault:
            print(f"nothing compared: {fault}", file=sys.stderr)
            return 1
        ours, theirs = pages(site), pages(other)
        for name in FILES:
            lines += file_differences(name, read(site / name), read(other / name))
    found = compare(ours, theirs)
    if not found.notes:
        print("nothing compared: no page of MkDocs has an element with data-note", file=sys.stderr)
        return 1
    new, known = sorted_out([*lines, *found.differences, *of_files])
    for kind, told in (("differs", new), ("known", known)):
        for line in told:
            print(f"{kind}: {line}")
    print(f"pages: {found.pages} in both, {len(ours)} in MkDocs, {len(theirs)} in Zensical")
    print(f"notes: {found.same} of {found.notes} have the same text")
    print(summary)
    return 0


if __name__ == "__main__":
    sys.exit(main())
