"""Write the whole site as one zip that is read from files: no server, no network.

Usage: python scripts/offline.py ZIP
The zip holds one folder; its index.html is the home page. One commit always gives the same bytes.
"""

from __future__ import annotations

import html
import json
import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from build import run_mkdocs
from building.changes import last_commit
from building.progress import progress
from building.whole import in_one_line, whole
from notes.languages import mark
from notes.page import DOCS, Page, is_note, read_page

FOLDER = "kernel-notes"
# Files that are of use on a host only.
HOSTED = {"assets/social.png"}
# Files that a build writes beside the pages and the reader may want.
DATA = {"symbols.json"}
# The oldest time that a zip can hold, for where nobody says which one it is.
OLDEST = 315532800


def previews(docs: Path) -> dict[str, list[str]]:
    """For the address of each note the paragraphs of its preview: number and title, both summaries (HTML)."""
    cards = {}
    for path in sorted(path for path in docs.rglob("*.md") if is_note(path, docs)):
        note, section = read_page(path, str(path)), read_page(path.with_name("index.md"), "")
        number = f"{section.front['letter'].data}·{int(str(note.front['number'].data)):02}"
        title = f'<span class="number">{number}</span> <b>{text_of(note, "title")}</b>'
        lines = [title, text_of(note, "en"), text_of(note, "zh")]
        cards[path.relative_to(docs).with_suffix(".html").as_posix()] = lines
    return cards


def text_of(note: Page, key: str) -> str:
    """A text of the front matter as HTML, its Chinese marked; `en` and `zh` are those of the summary."""
    summary = note.front["summary"].data
    text = summary[key] if isinstance(summary, dict) and key in summary else note.front[key].data
    return mark(html.escape(str(text)))


def collect(site: Path, docs: Path) -> dict[str, bytes]:
    """The files of the zip by name: pages, own assets, the search index, and the previews as a script."""
    pages = [path for path in site.rglob("*.html") if path.name != "404.html"]
    own = [path for path in docs.rglob("*.*") if path.suffix != ".md" and path.name != ".pages"]
    names = {path.relative_to(docs).as_posix() for path in own} - HOSTED
    assets = [site / name for name in sorted(names | DATA)]
    index = list((site / "search").rglob("*.js"))
    files = {path.relative_to(site).as_posix(): path.read_bytes() for path in pages + assets + index}
    cards = json.dumps(previews(docs), ensure_ascii=False)
    files["assets/previews.js"] = f"globalThis.offlinePreviews = {cards};\n".encode()
    return files


def write_zip(target: Path, files: dict[str, bytes], seconds: int) -> None:
    """Write the files to a zip, all with one time (seconds since 1970), whole or not at all."""
    when = time.gmtime(max(seconds, OLDEST))[:6]
    with whole(target) as file, zipfile.ZipFile(file, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", when)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python scripts/offline.py ZIP", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    # A page that is read from files has no address, and a folder's does not lead to its index.html.
    os.environ["SITE_URL"] = ""
    # What is given away is made of the notes alone.
    os.environ["NOTES_CACHE"] = "0"
    with in_one_line(target), tempfile.TemporaryDirectory() as folder:
        run_mkdocs("--strict", "--no-directory-urls", "--site-dir", folder)
        seconds = int(os.environ.get("SOURCE_DATE_EPOCH", last_commit(Path())))
        with progress("packing the zip"):
            write_zip(target, collect(Path(folder), DOCS), seconds)
    print(f"{target}: {target.stat().st_size:,} bytes; unpack it and open {FOLDER}/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
