"""What a reader sees of Markdown on this site, and the proof that no line of the input is missing from it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser

from markdown import Markdown

from importing.blocks import Block, Line
from importing.headings import BULLETS

# Those of mkdocs.yml.
EXTENSIONS = ["toc", "tables", "attr_list", "md_in_html", "pymdownx.highlight", "pymdownx.superfences"]
SETTINGS: dict[str, dict[str, object]] = {
    "tables": {"use_align_attribute": True},
    "pymdownx.highlight": {"anchor_linenums": False, "pygments_lang_class": True},
    "pymdownx.superfences": {"preserve_tabs": True},
}
# HTML that may stand in a line; any other tag is text, such as the <pid> of /proc/<pid>.
TAGS = (
    "a|abbr|b|big|br|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub"
    "|sup|tt|u|var|wbr"
)
BREAKS = {"p", "li", "ul", "ol", "div", "pre", "blockquote", "br", "hr", "table", "tr", "td", "th", "summary"}
BREAKS |= {f"h{level}" for level in range(1, 7)} | {"details", "aside", "section"}


@cache
def renderer() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=SETTINGS)


def render(text: str) -> str:
    """The HTML of Markdown as this site makes it."""
    return str(renderer().reset().convert(text))


class Reader(HTMLParser):
    """Reads HTML: `seen` is the visible text with the marks of lists, `words` without, `all` with addresses.

    `codes` are the contents of its `<pre>`.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen, self.words, self.all, self.codes = "", "", "", list[str]()
        self.lists: list[int] = []
        self.in_code = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.add("\n")
        if tag in ("ul", "ol"):
            self.lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else -1)
        elif tag == "li" and self.lists:
            self.seen += f"{self.lists[-1]}. " if self.lists[-1] >= 0 else "• "
            self.lists[-1] += self.lists[-1] >= 0
        elif tag == "pre":
            self.codes.append("")
            self.in_code = True
        self.addresses = [value or "" for name, value in attrs if name in ("href", "src", "alt", "title")]
        if tag == "img":
            self.all += " ".join(sorted(self.addresses, key=lambda value: value != dict(attrs).get("alt")))
        elif tag == "a":
            self.href = " ".join(self.addresses)
            self.start = len(self.all)

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.add("\n")
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.in_code = False
        elif tag == "a" and self.all[getattr(self, "start", 0) :] != getattr(self, "href", ""):
            self.all += " " + getattr(self, "href", "")

    def handle_data(self, data: str) -> None:
        if self.in_code:
            self.codes[-1] += data
        self.add(data)

    def add(self, text: str) -> None:
        self.seen, self.words, self.all = self.seen + text, self.words + text, self.all + text


def fold(text: str) -> str:
    """Text with its white space as a browser shows it."""
    return re.sub(r"[ \t\n\r\f]+", " ", text).strip(" ")


def bare(text: str) -> str:
    """What cannot be a mark of Markdown: a text without white space and the punctuation of ASCII."""
    return re.sub(r"[\s!-/:-@\[-`{-~]+", "", html.unescape(text))


def codes(blocks: Iterable[Block]) -> Iterator[str]:
    """The code in blocks, and in the blocks that they hold."""
    for block in blocks:
        if block.kind == "code":
            yield block.text
        for part in block.parts:
            yield from codes(part)


def missing(block: Block, markdown: str) -> list[Line]:
    """The lines of a block that a reader of its Markdown would not find in it.

    Of plain text and of code every character counts; of Markdown every character but its marks, in the order
    of the line, be it seen or the address of a link.
    """
    page = render(markdown)
    reader = Reader(page)
    shown = [code.removesuffix("\n").strip("\n") for code in reader.codes]
    if block.kind != "html" and any(code.strip("\n") not in shown for code in codes([block])):
        return block.lines
    if block.kind == "code" or (block.shown is not None and fold(reader.seen) == fold(block.shown)):
        return []
    if block.shown is not None:
        return block.lines
    texts = [bare(text) for text in (reader.words, reader.all, page)]
    if block.kind in ("definition", "footnote"):
        texts.append(bare(markdown))
    return [line for line in block.lines if not any(holds(text, line.raw) for text in texts)]


def holds(text: str, raw: str) -> bool:
    """Whether a bare text has what a reader must find of a line of Markdown: all but marks and plain tags."""
    line = unmarked(raw)
    return bare(line) in text or bare(re.sub(rf"(?i)</?(?:{TAGS})[ ]?/?>", "", line)) in text


def unmarked(raw: str) -> str:
    """A line without what is a mark and may have letters: the number of a list, the language of a fence."""
    text = re.sub(rf"^(?:[\s>]*(?:[{re.escape(BULLETS)}]|\d{{1,9}}[.)])[ \t]+)+", "", raw)
    return re.sub(r"^[\s>]*(?:`{3,}|~{3,})[^`]*$", "", text)
