"""From a built page back to the lines of the source, and what differs from them.

The text of a note is what stands in `[data-note]` less what carries `data-added`, permalinks and buttons;
the `<span>`s in WORDLESS count for nothing. A list item becomes a line with the author's bullet or number
and indent, a code block its lines, everything else a line of its own. Nothing is normalized: a character
more or less is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement

from yardstick import QUOTES, Topic, Yardstick

# They tell the language, and where a long heading may break; so do abbreviations that are explained.
WORDLESS = ({"lang": "zh-Hans"}, {"class": "part"})
INLINE = {"code", "strong", "em", "a"}
BLOCKS = {"h1", "h2", "p", "ul", "ol", "blockquote", "div"}


@dataclass
class Line:
    """A line as the page shows it: its text, the block it is, and the marks and links in it."""

    text: str
    kind: str
    spans: list[tuple[int, int, str, str]] = field(default_factory=list)


def note_of(page: str) -> HtmlElement:
    """The one `[data-note]` of a page, without what is not the author's; raises ValueError otherwise."""
    document = html.document_fromstring(page)
    found = [element for element in document.iter() if "data-note" in element.attrib]
    if len(found) != 1:
        raise ValueError(f"{len(found)} elements carry data-note; a note's page has exactly one")
    note = found[0]
    for element in list(note.iter()):
        permalink = element.tag == "a" and element.get("class") == "headerlink"
        if "data-added" in element.attrib or permalink or element.tag == "button":
            element.drop_tree()
        elif dict(element.attrib) in WORDLESS or element.get("class") == "term":
            element.drop_tag()
    return note


def lines_of(note: HtmlElement) -> list[Line]:
    """All lines of a note from top to bottom; text outside of any known block is a line `stray`."""
    return list(blocks(note, ""))


def blocks(parent: HtmlElement, kind: str) -> Iterator[Line]:
    yield from stray(parent.text)
    for child in parent:
        tag = str(child.tag)
        if tag not in BLOCKS:
            yield Line(child.text_content(), f"stray <{tag}>")
        elif tag in ("ul", "ol"):
            yield from items(child, 0)
        elif tag == "blockquote":
            yield from blocks(child, "quote")
        elif tag == "div":
            yield from code(child)
        else:
            yield inline(child, kind or tag)
        yield from stray(child.tail)


def stray(text: str | None) -> Iterator[Line]:
    if text and text.strip():
        yield Line(text, "stray text")


def items(listing: HtmlElement, depth: int) -> Iterator[Line]:
    """The items of a list, each behind the marker that the author wrote."""
    yield from stray(listing.text)
    for number, item in enumerate(listing, int(listing.get("start", "1"))):
        marker = "•" if listing.tag == "ul" else f"{number}."
        nested = [child for child in item if child.tag in ("ul", "ol")]
        own = inline(item, str(listing.tag), stop=("ul", "ol"))
        indent = "  " * (depth + 1)
        prefix = f"{indent}{marker} "
        own.spans = [(a + len(prefix), b + len(prefix), k, v) for a, b, k, v in own.spans]
        own.text = prefix + own.text
        yield own
        for child in nested:
            yield from items(child, depth + 1)
            yield from stray(child.tail)
        yield from stray(item.tail)


def code(box: HtmlElement) -> Iterator[Line]:
    """A highlighted block: one <code> in one <pre>, its language in the class of the box."""
    found = list(box.iter("code"))
    if len(found) != 1 or box.text_content() != found[0].text_content():
        yield Line(box.text_content(), "stray <div>")
        return
    language = re.search(r"language-(\S+)", box.get("class", ""))
    for line in found[0].text_content().removesuffix("\n").split("\n"):
        yield Line(line, f"code {language[1] if language else ''}")


def inline(block: HtmlElement, kind: str, stop: tuple[str, ...] = ()) -> Line:
    """The text of a block up to the first of the `stop` elements, with its marks and links."""
    line = Line("", kind)

    def walk(element: HtmlElement) -> None:
        line.text += element.text or ""
        for child in element:
            tag = str(child.tag)
            if tag in stop:
                break
            start = len(line.text)
            if tag not in INLINE:
                line.spans.append((start, start, f"stray <{tag}>", ""))
            walk(child)
            if tag in INLINE:
                line.spans.append((start, len(line.text), tag, child.get("href", "")))
            line.text += child.tail or ""

    walk(block)
    if stop:
        line.text = line.text.removesuffix("\n")
    return line


def expected_lines(topic: Topic, facts: Yardstick) -> list[Line]:
    """What a topic's page must show, by the source and the tables."""
    lines = []
    code_until, language = 0, ""
    for number in range(topic.first, topic.last + 1):
        text = facts.lines[number]
        if number in facts.code_blocks:
            code_until, language = facts.code_blocks[number]
        if number <= code_until:
            lines.append(Line(text, f"code {language}"))
        elif text.strip():
            lines.append(Line(text, block_kind(number, topic, facts), expected_spans(number, facts)))
    return lines


def block_kind(number: int, topic: Topic, facts: Yardstick) -> str:
    if number == topic.first:
        return "h1"
    if number in facts.subheadings:
        return "h2"
    if number in QUOTES:
        return "quote"
    if re.match(r" +• ", facts.lines[number]):
        return "ul"
    return "ol" if re.match(r" +\d+\. ", facts.lines[number]) else "p"


def expected_spans(number: int, facts: Yardstick) -> list[tuple[int, int, str, str]]:
    spans = [(m.start, m.end, m.kind, "") for m in facts.marks if m.line == number]
    for line, text, address in facts.links:
        if line == number:
            start = facts.lines[number].index(text)
            spans.append((start, start + len(text), "a", address))
    return spans


def differences(page: str, topic: Topic, facts: Yardstick) -> list[str]:
    """What the built page of a topic has otherwise than the source; empty when it is verbatim."""
    try:
        note = note_of(page)
    except ValueError as error:
        return [str(error)]
    found, expected = lines_of(note), expected_lines(topic, facts)
    faults = []
    if note.get("data-source-lines") != f"{topic.first}-{topic.last}":
        faults.append(f"data-source-lines is {note.get('data-source-lines')}")
    for number in range(max(len(found), len(expected))):
        if number >= len(found):
            faults.append(f"lost: {expected[number].text!r}")
        elif number >= len(expected):
            faults.append(f"not the author's: {found[number].text!r} ({found[number].kind})")
        else:
            faults += line_differences(found[number], expected[number])
    return faults


def line_differences(found: Line, expected: Line) -> Iterator[str]:
    if found.text != expected.text:
        yield f"the source has {expected.text!r}, the page {found.text!r}"
    if found.kind != expected.kind:
        yield f"{expected.text!r} should be {expected.kind}, is {found.kind}"
    # Marks that the highlighter sets inside code are not the author's.
    if not expected.kind.startswith("code") and sorted(found.spans) != sorted(expected.spans):
        yield f"{expected.text!r} should have {sorted(expected.spans)}, has {sorted(found.spans)}"
