"""Hold the site to every address that it ever had: its pages, their anchors, its feed and index.

Usage: python scripts/addresses.py SITE
Adds the addresses of a built site to scripts/addresses.txt. None is ever taken out: a build that lost one
fails until `redirects` in mkdocs.yml names its new place. Addresses begin at the home page, `/`.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import pairwise
from pathlib import Path

from building.whole import in_one_line, write_whole
from notes.page import Problem, Value, at

LIST = Path("scripts/addresses.txt")
# Files that are no pages and that others read by their addresses.
FILES = ("feed.xml", "symbols.json")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


TAG = re.compile(
    # Elements whose content is no HTML.
    r"<!--.*?-->|(?i:<(?P<raw>script|style|textarea)\b.*?</(?P=raw)\s*>)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>[^\"'>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'>]*)*)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(
    r"\s(id|class|aria-labelledby|aria-describedby)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)

# What an id may lie in that is none.
HIDING = ("<!--", "<script", "<style", "<textarea", "<SCRIPT", "<STYLE", "<TEXTAREA")


def anchors(html: str) -> set[str]:
    """The ids of a page that a reader can link to: those in <main> that name no part of a picture.

    Nor a label or a description; nor the marks that remarks lead back to: a remark that is withdrawn takes
    its mark along.
    """
    pictures = 0
    ids: dict[str, str] = {}
    labels: set[str] = set()
    main = html.partition("<main")[2].partition("</main>")[0]
    for _, end, written, attributes in TAG.findall(main):
        name = written.lower()
        if name == "svg":
            pictures += -1 if end else 1
        elif "id" in attributes or "aria-" in attributes:
            values = {key.lower(): unescape(a or b or c) for key, a, b, c in ATTRIBUTE.findall(attributes)}
            labels.update(
                values.get("aria-labelledby", "").split(), values.get("aria-describedby", "").split()
            )
            if not pictures and values.get("id") and values.get("class") != "marks":
                ids[values["id"]] = name
    return {name for name, tag in ids.items() if tag in HEADINGS or name not in labels}


def of_page(url: str, html: str) -> set[str]:
    """The addresses of a page, by its URL from the home page on: its own and those of its anchors."""
    return {f"/{url}", *(f"/{url}#{name}" for name in anchors(html))}


class Wanted:
    """The addresses that a site is to have: looking for these takes less than reading all that it has.

    `found` has those that are there, and every page.
    """

    def __init__(self, listed: Iterable[str], redirects: Mapping[str, Value]) -> None:
        self.anchors: dict[str, set[str]] = defaultdict(set)
        targets = (str(value.data) for value in redirects.values())
        for address in (*(place_of(address, redirects) for address in listed), *redirects, *targets):
            page, _, anchor = address.partition("#")
            self.anchors[page].add(anchor)
        self.found: set[str] = set()

    def look(self, url: str, html: str) -> None:
        """Look for them on a page, by its URL from the home page on."""
        page = f"/{url}"
        wanted = self.anchors.get(page, set()) - {""}
        there = ids_in_sight(html) if wanted else set()
        if not wanted <= there:
            # What seems to be lost may be written in another way.
            there = anchors(html)
        self.found |= {page, *(f"{page}#{anchor}" for anchor in wanted & there)}


def ids_in_sight(html: str) -> set[str]:
    """The ids in <main> that are written as MkDocs and our templates do, if it has nothing that hides one."""
    main = html[html.find("<main") : html.rfind("</main>")]
    if any(mark in main for mark in HIDING):
        return set()
    pieces = main.split(' id="')
    # Within a tag its begin is nearer than the end of another.
    written = (after for before, after in pairwise(pieces) if before.rfind("<") > before.rfind(">"))
    return {unescape(after.partition('"')[0]) for after in written}


def of_files(site: Path) -> set[str]:
    """The addresses of a built site's files that are no pages: `/feed.xml`."""
    return {f"/{name}" for name in FILES if (site / name).is_file()}


def published(site: Path) -> set[str]:
    """Every address of a built site: `/kernel/seqlock/`, `/kernel/seqlock/#seqlock`, `/feed.xml`."""
    found = of_files(site)
    for path in site.rglob("index.html"):
        url = path.relative_to(site).as_posix().removesuffix("index.html")
        found |= of_page(url, path.read_text(encoding="utf-8"))
    return found


def check(built: set[str], root: Path, redirects: dict[str, Value]) -> list[Problem]:
    """What a site has lost, and what is wrong with its redirects.

    `built` are its addresses, those that are wanted at least; `root` is the project's folder.
    """
    if not (root / LIST).is_file():
        return [Problem(str(LIST), 1, "there is no list of the addresses", "take it back from git")]
    listed = read_list(root / LIST)
    return [*lost(listed, built, redirects, str(LIST)), *wrong_redirects(redirects, built, "mkdocs.yml")]


def read_list(path: Path) -> list[str]:
    """The addresses in a list, one a line; none if there is no list."""
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def place_of(address: str, redirects: Mapping[str, Value]) -> str:
    """Where a reader who asks for an address ends up; a page that moved takes its anchors along."""
    page, mark, anchor = address.partition("#")
    if address in redirects:
        return str(redirects[address].data)
    if page not in redirects:
        return address
    place = str(redirects[page].data)
    return place if "#" in place else f"{place}{mark}{anchor}"


def lost(listed: list[str], built: set[str], redirects: dict[str, Value], name: str) -> Iterator[Problem]:
    """A problem for each page whose address, or whose anchors, lead to nothing built.

    `name` is that of the list; of the anchors of a page only the first is named.
    """
    gone: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line, address in enumerate(listed, 1):
        if place_of(address, redirects) not in built:
            gone[address.partition("#")[0]].append((line, address))
    for page, found in gone.items():
        line, address = found[0]
        more = f" and {len(found) - 1} more of its anchors" if len(found) > 1 and address != page else ""
        yield Problem(
            name,
            line,
            f"the build lost the address {address}{more}",
            "bring it back, or name its new place under `redirects` in mkdocs.yml",
        )


def wrong_redirects(redirects: dict[str, Value], built: set[str], name: str) -> Iterator[Problem]:
    """What is wrong with the redirects for the site that was built; `name` is that of mkdocs.yml.

    The page that stands at the old address of a page is built, too; whether a note is there is seen before.
    """
    for old, value in redirects.items():
        new = str(value.data)
        if new in redirects:
            last = redirects[new].data
            yield at(name, value, f"`{new}` has moved on", f"let `{old}` lead to `{last}`")
        elif new not in built:
            yield at(name, value, f"`{old}` leads to `{new}`, which is not there", "correct the new address")
        elif "#" in old and old in built:
            yield at(name, value, f"`{old}` is there and needs no redirect", "take the line out")
        elif "#" in old and (page := old.partition("#")[0]) not in built:
            what = f"`{old}` is an anchor of a page that is not there"
            yield at(name, value, what, f"let `{page}` lead to the page's new place")


def by_number(address: str) -> list[tuple[int, str]]:
    """A key to sort addresses by: L9 stands before L10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", address)]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python scripts/addresses.py SITE", file=sys.stderr)
        return 2
    listed = read_list(LIST)
    every = sorted(published(Path(arguments[0])) | set(listed), key=by_number)
    with in_one_line(LIST):
        write_whole(LIST, "".join(f"{address}\n" for address in every))
    print(f"{LIST}: {len(every)} addresses, {len(every) - len(listed)} of them new")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
