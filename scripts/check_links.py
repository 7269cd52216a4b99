"""Check every link of the built site without a network: pages, fragments, images, style sheets, scripts.

Usage: python scripts/check_links.py SITE [ADDRESS]
ADDRESS is where the site will stand (by default SITE_URL, or else http://127.0.0.1:8000/); links below
its path lead into SITE. Prints one line a fault, `file:line: what is wrong; how to mend it`, then the
number of links, and exits with 1 if there is a fault or nothing to check.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

DEFAULT_ADDRESS = "http://127.0.0.1:8000/"
# Addresses that look wrong and are meant, each with the reason.
EXCEPTIONS = {"javascript:void(0)": "the theme's share button, to which its script gives an address"}
LINK_ATTRIBUTES = {"href", "src", "srcset", "poster", "data", "action", "cite"}
# The addresses in <meta content>, by the name or property of the element.
META_ADDRESSES = {"og:image", "og:url", "twitter:image"}


@dataclass
class Document:
    """What a page holds: its links and the ids that a fragment can name, each with its line."""

    links: list[tuple[int, str]] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    images_without_alt: list[int] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.style_line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = dict(attrs)
        for name, value in attrs:
            if name == "srcset":
                links = [part.split()[0] for part in (value or "").split(",") if part.strip()]
                self.document.links += [(line, link) for link in links]
            elif name in LINK_ATTRIBUTES:
                self.document.links.append((line, value or ""))
            elif name == "id" or (name == "name" and tag == "a"):
                self.document.ids.append((line, value or ""))
        if tag == "meta" and {values.get("property"), values.get("name")} & META_ADDRESSES:
            self.document.links.append((line, values.get("content") or ""))
        if tag == "img" and values.get("alt") is None:
            self.document.images_without_alt.append(line)
        if tag == "style":
            self.style_line = line

    def handle_endtag(self, tag: str) -> None:
        self.style_line = 0 if tag == "style" else self.style_line

    def handle_data(self, data: str) -> None:
        if self.style_line:
            self.document.links += style_links(data, self.style_line)


def style_links(css: str, first_line: int = 1) -> list[tuple[int, str]]:
    """The addresses in url(…) of a style sheet with their lines, `first_line` being its first."""
    return [
        (first_line + css.count("\n", 0, match.start()), match[2])
        for match in re.finditer(r"url\((['\"]?)(.*?)\1\)", css)
    ]


def read_page(html: str) -> Document:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.document


def check(site: Path, address: str) -> tuple[int, list[str]]:
    """The number of links of a built site and its faults, one line each.

    `address` is the site's full address, with the path that it will be hosted below.
    """
    root = urljoin(address, "./")
    files = {str(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()}
    pages = {name: read_page(read(site, name)) for name in sorted(files) if name.endswith(".html")}
    links = {name: page.links for name, page in pages.items()}
    for name in sorted(files):
        if name.endswith(".css"):
            links[name] = style_links(read(site, name))
    faults = []
    for name, page in pages.items():
        faults += [f"{site / name}:{fault}" for fault in page_faults(page)]
    for name, found in links.items():
        for line, link in found:
            what = link_fault(link, name, root, files, pages)
            if what:
                faults.append(f"{site / name}:{line}: {what}")
    return sum(map(len, links.values())), faults


def read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def page_faults(page: Document) -> Iterator[str]:
    seen: dict[str, int] = {}
    for line, name in page.ids:
        if name in seen:
            yield f"{line}: the id `{name}` stands in line {seen[name]} too; give one another name"
        seen.setdefault(name, line)
    for line in page.images_without_alt:
        yield f"{line}: an image without alt; say in `alt` what it shows"


def link_fault(link: str, name: str, root: str, files: set[str], pages: dict[str, Document]) -> str | None:
    """What is wrong with a link on the file `name` of the site, None if nothing is."""
    if link in EXCEPTIONS or link.startswith("data:"):
        return None
    if not link.strip():
        return "an empty link; write an address or take the link out"
    if re.search(r"\s", link):
        return f"white space in `{link}`; write it as %20"
    if re.match(r"https?:(?!//[^/?#])", link, re.IGNORECASE):
        return f"`{link}` has no host; write it or make the link relative"
    try:
        # The 404 page is shown at any address, so its links are read from the root.
        parts = urlsplit(urljoin(root + (name if name != "404.html" else ""), link))
        _ = parts.port
    except ValueError as error:
        return f"`{link}` is no address ({error}); correct it"
    if parts.scheme == "mailto":
        if re.fullmatch(r"[^@]+@[^@]+\.[^@]+", parts.path):
            return None
        return f"`{link}` is no mail address; write mailto:name@host"
    if parts.scheme not in ("http", "https"):
        return f"`{link}` has the scheme `{parts.scheme}`; use http, https or mailto"
    return local_fault(link, parts, root, files, pages)


def local_fault(
    link: str,
    parts: SplitResult,
    root: str,
    files: set[str],
    pages: dict[str, Document],
) -> str | None:
    """What is wrong with an absolute address, if it leads into the site or ought to."""
    home = urlsplit(root)
    if parts.netloc != home.netloc:
        if parts.hostname in ("localhost", "127.0.0.1", "::1"):
            return f"`{link}` leads to the reader's own machine; link to the page itself"
        return None
    if not parts.path.startswith(home.path):
        return f"`{link}` leaves the site, which stands below {home.path}; use fewer `../`"
    path = unquote(parts.path[len(home.path) :])
    target = str(PurePosixPath(path)) if not path.endswith("/") and path else f"{path}index.html"
    if target not in files:
        close = next((file for file in files if file.lower() == target.lower()), None)
        return f"`{link}`: there is no {target} in the site; " + (
            f"the file is {close}" if close else "correct the link"
        )
    fragment = unquote(parts.fragment.split(":~:")[0])
    if not fragment or target not in pages or fragment == "top":
        return None
    if fragment not in {anchor for _, anchor in pages[target].ids}:
        return f"`{link}`: {target} has no anchor `{fragment}`; link to one of its headings"
    return None


def main(arguments: list[str]) -> int:
    site = Path(arguments[0])
    address = arguments[1] if len(arguments) > 1 else os.environ.get("SITE_URL", DEFAULT_ADDRESS)
    count, faults = check(site, address)
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{count} links, {len(faults)} faults")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
