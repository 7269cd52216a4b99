"""Find every address that a Markdown file holds outside code, with its line. Pure functions over text.

Python-Markdown itself tells where a link's label and address end; it has forgotten the lines by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown import Markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import AUTOLINK_RE, AUTOMAIL_RE, LinkInlineProcessor

from notes.page import Page, once
from notes.structure import ITEM

# Attributes of HTML that hold an address, or more than one.
ADDRESS_ATTRIBUTES = {"href", "src", "poster", "data", "action", "formaction", "cite", "xlink:href"}
SET_ATTRIBUTES = {"srcset", "imagesrcset"}
KINDS = ("link", "image", "definition", "autolink", "html")

QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n`]*\n(?:.*\n)*?[ \t]*(?P=fence)[ \t]*$", re.MULTILINE)
INERT = re.compile(
    r"<!--.*?-->"
    r"|\\(?P<escaped>[\\`*_{}\[\]()>#+.!-])"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=ticks)(?!`)",
    re.DOTALL,
)
# What begins a paragraph of its own: a blank line, an item of a list, a heading.
BOUNDARY = re.compile(r"^(?:[ \t]*$|(?=[ \t]*(?:[*+-]|\d+\.)[ \t]|#))", re.MULTILINE)
TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s\"'<>@/]*)"
    r"(?P<attributes>(?:\s+[^\s\"'=<>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*)\s*/?>"
)
ATTRIBUTE = re.compile(r"([^\s=\"']+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
REFERENCE = re.compile(r"\s?\[([^\]]*)\]")
# Stand-ins, of a private area of Unicode, for characters that have no meaning where they are.
HIDE = {ord(char): 0xE000 + ord(char) for char in "[]()<>!\\`\"'&#"}
SHOW = {stand_in: char for char, stand_in in HIDE.items()}

markdown = Markdown()
# Without it addresses are not looked up among the pieces of a page that is being converted.
markdown.treeprocessors.deregister("inline")
rules = LinkInlineProcessor("", markdown)


@dataclass(frozen=True)
class Link:
    """An address in a Markdown file.

    `line` and `column` (from 1) tell where in the file the address stands, `target` is the address as it is
    written (`mailto:` is put before that of <name@host>), `text` the label, "" if there is none, `kind` one
    of KINDS.
    """

    line: int
    target: str
    text: str
    kind: str
    column: int = 1


# The offset of an address in the text, and a link's target, text and kind.
Found = tuple[int, str, str, str]


def links(page: Page) -> list[Link]:
    """Every address of a Markdown file outside code, by line; each address of a `srcset` is one."""
    return [link for link in scan(page) if link.kind in KINDS]


def undefined_references(page: Page) -> list[Link]:
    """Each `[text][name]` and `[text][]` whose name, the target, is defined nowhere; it is shown as text.

    `a[i][j]` is none, and neither is what looks like a footnote.
    """
    found = scan(page)
    names = {link.text.lower() for link in found if link.kind == "definition"}
    return [link for link in found if link.kind == "reference" and link.target not in names]


def images_without_alt(page: Page) -> list[Link]:
    """Each image of a Markdown file that does not say what it shows: `![](a.png)`, `<img src="a.png">`."""
    return [link for link in scan(page) if link.kind == "no alt"]


def ids(page: Page) -> list[tuple[int, str]]:
    """The ids in a Markdown file by line: of headings, of `{ #name }`, of HTML."""
    text = prose(page)
    found = ids_by_hand(page)
    for match in re.finditer(r"^#{1,6}[ \t]*([^\n{]*[^\s{#])[ \t]*#*$", text, re.MULTILINE):
        label = re.sub(r"\]\([^)]*\)", "", match[1])
        found.append((line_of(page, text, match.start()), slugify(label.translate(SHOW), "-")))
    return sorted(found)


def ids_by_hand(page: Page) -> list[tuple[int, str]]:
    """The ids in a Markdown file by line that somebody wrote: `{ #name }`, and those of HTML."""
    text = prose(page)
    found = [(match.start(), match[1]) for match in re.finditer(r"\{:?[^}\n]*?#([^\s}]+)[^}\n]*\}", text)]
    for tag in TAG.finditer(text):
        for attribute in ATTRIBUTE.finditer(tag["attributes"]):
            if attribute[1].lower() == "id" or (
                attribute[1].lower() == "name" and tag["name"].lower() == "a"
            ):
                start = tag.start("attributes") + attribute.start()
                found.append((start, attribute[2] or attribute[3] or attribute[4] or ""))
    return [(line_of(page, text, start), name.translate(SHOW)) for start, name in sorted(found)]


def line_of(page: Page, text: str, offset: int) -> int:
    """The line of the file of an offset in the text of its body."""
    return page.body_line + text.count("\n", 0, offset)


@once
def scan(page: Page) -> list[Link]:
    """All links by line; those of the kinds `reference` and `no alt` hold no address of their own."""
    text = prose(page)
    found = list(tag_links(text))
    text = without(text, raw_blocks(text))
    names = set()
    # To look through a text for what it has no letter of takes longer than all that most pages have.
    if "]:" in text:
        for match in ReferenceProcessor.RE.finditer(text):
            names.add(" ".join(match[1].lower().split()))
            found.append((match.start(2), match[2].lstrip("<").rstrip(">"), match[1], "definition"))
        text = ReferenceProcessor.RE.sub(lambda match: blank(match[0]), text)
    parentheses: list[tuple[int, int]] = []
    for start, end in paragraphs(text) if "[" in text else ():
        found += inline_links(text[:end], start, names, parentheses)
    text = without(text, parentheses)
    if "<" in text:
        found += [(match.start(), match[1], "", "autolink") for match in re.finditer(AUTOLINK_RE, text)]
        found += [
            (match.start(), f"mailto:{match[1]}", "", "autolink") for match in re.finditer(AUTOMAIL_RE, text)
        ]
    return [
        Link(
            line_of(page, text, start),
            target.translate(SHOW),
            " ".join(label.translate(SHOW).split()),
            kind,
            column_of(page, text, start, target.translate(SHOW)),
        )
        for start, target, label, kind in sorted(found)
    ]


def column_of(page: Page, text: str, offset: int, target: str) -> int:
    """The column where an address stands, of which `offset` in `text` lacks what was taken out before it."""
    line = page.body[text.count("\n", 0, offset)]
    least = offset - text.rfind("\n", 0, offset) - 1
    return max(line.find(target.removeprefix("mailto:"), least), least) + 1


def blank(text: str) -> str:
    """As much white space as the text is long, with its lines."""
    return re.sub(r"[^\n]", " ", text)


def without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + blank(text[start:end]) + text[end:]
    return text


@once
def prose(page: Page) -> str:
    """The body of a page without code, as without_code leaves it."""
    return without_code(page.text)


def without_code(text: str) -> str:
    """Markdown without blocks of code, comments and quote marks, its lines where they were.

    What is escaped or in a span of code has its stand-ins, so that a label can be shown whole.
    """
    if ">" in text:
        text = QUOTE.sub("", text)
    if "```" in text or "~~~" in text:
        text = FENCE.sub(lambda match: blank(match[0]), text)

    def inert(match: re.Match[str]) -> str:
        text = match["escaped"] or match["code"]
        return str(text).translate(HIDE) if text else blank(match[0])

    text = without_indented_code(text)
    return INERT.sub(inert, text) if any(mark in text for mark in ("\\", "`", "<!--")) else text


def without_indented_code(text: str) -> str:
    """Markdown without the paragraphs that are indented deeper than the list around them."""
    if not any(indent in f"\n{text}" for indent in ("\n ", "\n\t")):
        return text
    lines = text.split("\n")
    depth, code, after_blank = 0, False, True
    for number, line in enumerate(lines):
        if not line.strip():
            after_blank = True
            continue
        indent = line[: len(line) - len(line.lstrip())]
        level = len(indent.expandtabs(4)) // 4 if indent else 0
        code = level > depth and (code or after_blank)
        if code:
            lines[number] = ""
        elif ITEM.match(line):
            depth = level + 1
        elif after_blank and level == 0:
            depth = 0
        after_blank = line.startswith("#")
    return "\n".join(lines)


def tag_links(text: str) -> Iterator[Found]:
    for tag in TAG.finditer(text) if "<" in text else ():
        attributes = list(ATTRIBUTE.finditer(tag["attributes"]))
        names = {attribute[1].lower(): attribute for attribute in attributes}
        for name, attribute in names.items():
            value = attribute[2] or attribute[3] or attribute[4] or ""
            start = tag.start("attributes") + attribute.start()
            targets = srcset(value) if name in SET_ATTRIBUTES else [value] * (name in ADDRESS_ATTRIBUTES)
            yield from ((start, target, "", "html") for target in targets)
            if tag["name"].lower() == "img" and name == "src" and "alt" not in names:
                yield start, value, "", "no alt"


def srcset(value: str) -> list[str]:
    """The addresses in a `srcset`, each up to white space; commas may be a part of them."""
    return re.findall(r"[\s,]*(\S*[^\s,])(?:\s[^,]*)?(?:,|$)", value)


def raw_blocks(text: str) -> list[tuple[int, int]]:
    """Where the elements of HTML lie that begin a line: what they hold is no Markdown."""
    blocks = []
    name, depth, start = "", 0, 0
    for tag in TAG.finditer(text) if "<" in text else ():
        before = text[text.rfind("\n", 0, tag.start()) + 1 : tag.start()]
        if name and tag["name"] == name:
            depth += -1 if tag["end"] else 1
            if not depth:
                blocks.append((start, tag.end()))
                name = ""
        elif not name and not tag["end"] and len(before) < 4 and not before.strip():
            is_markdown = re.search(r"(?i)\smarkdown\b", tag["attributes"])
            if markdown.is_block_level(tag["name"].lower()) and not is_markdown:
                name, depth, start = tag["name"], 1, tag.start()
    return [*blocks, (start, len(text))] if name else blocks


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Beginning and end of each stretch of text that a link can lie in."""
    start = 0
    for match in BOUNDARY.finditer(text):
        yield start, match.start()
        start = match.start()
    yield start, len(text)


def inline_links(
    text: str, start: int, names: set[str], parentheses: list[tuple[int, int]]
) -> Iterator[Found]:
    """The links, images and references in `text` from `start` on.

    `names` are those of the definitions; where the links' parentheses lie is added to `parentheses`.
    """
    while (begin := text.find("[", start)) >= 0:
        start = begin + 1
        before = text[begin - 1 : begin] if begin else ""
        label, after, closed = rules.getText(text, start)
        if not closed:
            continue
        reference = REFERENCE.match(text, after)
        if reference:
            name = " ".join((reference[1] or label).lower().split())
            meant = text[after] == "[" and label and name[0] != "^" and text[reference.end() :][:1] != "("
            if name in names or (meant and not re.match(r"[\w)\]]", before)):
                yield after, name, label, "reference"
            if name not in names:
                continue
            end = reference.end()
        else:
            target, _, end, found = rules.getLink(text, after)
            if not found:
                continue
            parentheses.append((after, end))
            place = text.find(target, after) if target else after
            yield place, target, label, "image" if before == "!" else "link"
        if before == "!" and not label.strip():
            yield after, name if reference else target, label, "no alt"
        yield from inline_links(text[: after - 1], start, names, parentheses)
        start = end
