"""Check every link of the site without a network: pages, fragments, images, style sheets, scripts, feeds.

Usage: python scripts/check_links.py [SITE [ADDRESS]]
Without SITE it builds the site into a temporary folder and names the lines of the notes, templates and
settings that hold what is wrong; run it in the folder of mkdocs.yml. SITE is a site that is built already.
ADDRESS is where that will stand, by default SITE_URL or else http://127.0.0.1:8000/. Prints one line a fault,
`file:line: what is wrong; how to mend it`, then the number of links, and exits with 1 if there is a fault or
nothing to check.
"""

from __future__ import annotations

import ipaddress
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import check_notes
from building.left_out import excluded, left_out
from building.progress import progress
from building.whole import stoppable
from links import file_links, link_places
from links.file_links import Project
from links.link_places import Fault
from links.markdown_links import ADDRESS_ATTRIBUTES, SET_ATTRIBUTES, srcset
from links.readable_links import why_unreadable
from notes.configuration import CONFIG
from notes.page import DOCS, SOURCE, Mild, Problem

# Where a project's site is checked: below a path, as on its host, and at a host that no note can mean.
ADDRESS = "https://kernel-notes.invalid/kernel-notes/"
# Where MkDocs takes a site to stand that it is not told about; see mkdocs.yml.
DEFAULT_ADDRESS = "http://127.0.0.1:8000/"
OVERRIDES = Path("overrides")
# What an outside link may begin with; those that are no web pages are usual in texts about Linux.
SCHEMES = ("http", "https", "mailto", "ftp", "git", "irc", "ircs", "news", "rsync", "ssh", "tel")
# No name of a host has these; full-width punctuation, as it follows an address in a Chinese text, among them.
NO_HOST = r"[\x00-\x20\x7f<>\\^`{}|%\"',;!*()$&+=~\u3000-\u303f\uff00-\uffef]|^[.-]|\.\."
# The elements that hold an address as text: of sitemap.xml, and of a feed (RFC 4287).
TEXT_ADDRESSES = {"loc", "icon", "logo"}
META_ADDRESS = re.compile(r"(og|twitter):((image|video|audio)(:url|:secure_url|:src)?|url)")
REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?(['\"]?)(.*?)\1\s*", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*(['\"]?)(?P<url>.*?)\1\s*\)|@import\s+(['\"])(?P<import>.*?)\3")


@dataclass
class Document:
    """What a file holds: links, the ids that a fragment can name, images without alt; each with its line."""

    links: list[tuple[int, str]] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    images_without_alt: list[tuple[int, str]] = field(default_factory=list)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        links = [values[name] for name in ADDRESS_ATTRIBUTES & values.keys()]
        links += [link for name in SET_ATTRIBUTES & values.keys() for link in srcset(values[name])]
        if tag == "meta":
            names = (values.get("property", ""), values.get("name", ""))
            links += [values.get("content", "") for name in names if META_ADDRESS.fullmatch(name)]
            refresh = values.get("http-equiv", "").lower() == "refresh"
            links += [
                match[2] for match in [REFRESH.fullmatch(values.get("content", ""))] if refresh and match
            ]
        self.document.links += [(line, link) for link in links]
        self.document.links += style_links(values.get("style", ""), line)
        ids = {values.get("id", ""), values.get("name", "") if tag == "a" else ""}
        self.document.ids += [(line, name) for name in ids if name]
        if tag == "img" and "alt" not in values:
            self.document.images_without_alt.append((line, values.get("src", "")))
        self.tag = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the parser's argument)
        self.tag = ""

    def handle_data(self, data: str) -> None:
        line = self.getpos()[0]
        if self.tag == "style":
            self.document.links += style_links(data, line)
        elif self.tag in TEXT_ADDRESSES:
            self.document.links.append((line, data.strip()))


def style_links(css: str, first_line: int = 1) -> list[tuple[int, str]]:
    """The addresses in a style sheet with their lines, `first_line` being its first."""
    css = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), css, flags=re.DOTALL)
    return [
        (first_line + css.count("\n", 0, match.start()), match["url"] or match["import"] or "")
        for match in CSS_ADDRESS.finditer(css)
    ]


def read_document(text: str, name: str) -> Document:
    """What a file of the site holds, by the end of its name; nothing if it is of a kind without links."""
    if name.endswith((".html", ".svg", ".xml")):
        reader = Reader()
        reader.feed(text)
        reader.close()
        return reader.document
    if name.endswith(".css"):
        return Document(links=style_links(text))
    lines = enumerate(text.split("\n"), 1)
    return Document(links=[(n, line[8:].strip()) for n, line in lines if line.lower().startswith("sitemap:")])


def check(site: Path, address: str) -> tuple[int, list[Fault]]:
    """The number of links of a built site, and its faults.

    `address` is the site's full address, with the path that it will be hosted below.
    """
    root = urljoin(address, "./")
    files = {str(path.relative_to(site).as_posix()) for path in site.rglob("*") if path.is_file()}
    documents = {
        name: read_document((site / name).read_text(encoding="utf-8"), name)
        for name in sorted(files)
        if name.endswith((".html", ".svg", ".xml", ".css")) or name == "robots.txt"
    }
    anchors = {name: {anchor for _, anchor in documents[name].ids} for name in documents if is_page(name)}
    faults = []
    for name, document in documents.items():
        for line, link in document.links:
            fault = link_fault(link, name, root, files, anchors)
            if fault:
                faults.append(Fault(name, line, "link", link, *fault))
        if is_page(name):
            faults += page_faults(name, document)
    return sum(len(document.links) for document in documents.values()), faults


def is_page(name: str) -> bool:
    return name.endswith(".html")


def page_faults(name: str, page: Document) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line, anchor in page.ids:
        if anchor in seen:
            what = f"an id that stands in line {seen[anchor]} too"
            yield Fault(name, line, "id", anchor, what, "give one of the two another name")
        seen.setdefault(anchor, line)
    for line, link in page.images_without_alt:
        yield Fault(name, line, "image", link, *file_links.NO_ALT)


def link_fault(
    link: str, name: str, root: str, files: set[str], anchors: dict[str, set[str]]
) -> tuple[str, str] | None:
    """What is wrong with a link in the file `name` of the site and how to mend it, None if nothing is.

    `anchors` has those of each page.
    """
    if re.match(r"data:(image|font|audio|video)/", link, re.IGNORECASE):
        return None
    if not link.strip():
        return "an empty link", "write an address or take the link out"
    if re.search(r"\s", link):
        return "white space in an address", "write it as %20"
    if re.match(r"(https?|ftp|git):(?!//[^/?#])|//+(?![^/?#])", link, re.IGNORECASE):
        return "no host", "write it or make the link relative"
    why = why_unreadable(link)
    if why:
        return f"no address ({why})", "correct it"
    # The 404 page is shown at any address, so its links are read from the root.
    parts = urlsplit(urljoin(root + (name if name != "404.html" else ""), link))
    if parts.scheme not in SCHEMES:
        return f"the scheme `{parts.scheme}`", "use http, https or mailto"
    if parts.scheme == "mailto":
        names = unquote(parts.path).split(",")
        right = all(re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", name) for name in names)
        return None if right else ("no mail address", "write mailto:name@host")
    if parts.netloc.lower() != urlsplit(root).netloc.lower():
        return host_fault(parts.hostname or "") if parts.netloc else None
    return local_fault(parts, urlsplit(root).path, files, anchors)


def host_fault(host: str) -> tuple[str, str] | None:
    """What is wrong with the host of an address that leads out of the site."""
    if own_machine(host):
        return "an address of the reader's own machine", "link to the page itself"
    if not host or re.search(NO_HOST, host):
        return f"`{host}` is no host", "correct it"
    return None


def own_machine(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(re.fullmatch(r"(.+\.)?localhost\.?|127(\.\d+){0,3}|0", host))
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)


def local_fault(
    parts: SplitResult, home: str, files: set[str], anchors: dict[str, set[str]]
) -> tuple[str, str] | None:
    """What is wrong with an address on the site's host; `home` is the path that the site stands below."""
    if not parts.path.startswith(home):
        return f"leaves the site, which stands below {home}", "use fewer `../`"
    path = unquote(parts.path[len(home) :])
    target = str(PurePosixPath(path)) if not path.endswith("/") and path else f"{path}index.html"
    if target not in files:
        close = next((file for file in files if file.lower() == target.lower()), None)
        mend = f"the file is {close}" if close else "correct the link"
        mend = "end it with a slash" if f"{target}/index.html" in files else mend
        return f"there is no {target} in the site", mend
    anchor = unquote(parts.fragment.partition(":~:")[0])
    if anchor and anchor != "top" and anchor not in anchors.get(target, {anchor}):
        return f"{target} has no anchor `{anchor}`", "link to one of its headings"
    return None


def build(site: Path, address: str) -> str:
    """Build the project in the current folder as well as it goes; what MkDocs says if it cannot."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    variables = os.environ | {"SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=variables, capture_output=True, text=True)  # noqa: S603 (MkDocs)
    said, _, traceback = (done.stdout + done.stderr).partition("Traceback")
    if traceback:
        places = re.findall(rf'File "[^"]*?({OVERRIDES}/[^"]*)", line (\d+)', traceback)
        place = ":".join(places[-1]) if places else "mkdocs"
        said += f"{place}: {traceback.splitlines()[-1]}\n"
    return said if done.returncode else ""


def check_project(address: str) -> tuple[int, list[Problem]]:
    """The number of links of the project in the current folder, and all faults where they were written.

    When the site cannot be built it has no links; what MkDocs says goes to stderr.
    """
    problems = check_notes.check_project(check_notes.read_pages(DOCS), DOCS, SOURCE, CONFIG)
    with progress("building the site aside and checking its links"), tempfile.TemporaryDirectory() as folder:
        refusal = build(Path(folder), address)
        if refusal:
            print(f"{refusal}the site could not be built, so no link was checked", file=sys.stderr)
        count, faults = (0, []) if refusal else check(Path(folder), address)
    kept_out = excluded(CONFIG, DOCS)
    grave = [problem for problem in problems if not isinstance(problem, Mild)]
    wrong = (left_out(grave, DOCS) or set()) - kept_out
    project = Project(DOCS, OVERRIDES, CONFIG, urljoin(address, "./"), wrong, kept_out)
    return count, sorted({*problems, *link_places.problems(faults, project)})


def main(arguments: list[str]) -> int:
    address = os.environ.get("SITE_URL")
    if arguments:
        site = Path(arguments[0])
        count, faults = check(site, arguments[1] if len(arguments) > 1 else address or DEFAULT_ADDRESS)
        problems = sorted(fault.problem(str(site / fault.name), fault.line) for fault in faults)
    else:
        with stoppable("links"):
            count, problems = check_project(address or ADDRESS)
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{count} links, {len(problems)} faults")
    return 1 if problems or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
