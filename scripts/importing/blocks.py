"""Take Markdown apart into blocks, each with the lines of the input that it came from.

The rules are CommonMark's and Obsidian's, which differ from this site's: a list may follow a paragraph
without a blank line and nests by two spaces. `write.py` writes the blocks as this site reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Line:
    """A line of the input; `text` is what is left of `raw` inside of the lists and quotes that hold it."""

    file: str
    number: int
    raw: str
    text: str


@dataclass
class Block:
    """A piece of a note.

    `kind` is one of heading, text, table, code, list, quote, box (an HTML element with Markdown in it), html,
    rule, comment, definition, footnote. `mark` is the language of code, the label of a definition, the
    attributes of a box, the kind of a callout; `parts` are the items of a list, with their `numbers`, or the
    one content of a quote or box. `level` is that of a heading; of code, 1 says that its fence never closes,
    2 that it is a formula. Plain text has what it may be written as in `spellings`, the best first, and what
    a reader must see in `shown`.
    """

    kind: str
    lines: list[Line]
    text: str = ""
    level: int = 0
    mark: str = ""
    parts: list[list[Block]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    loose: bool = False
    spellings: list[str] = field(default_factory=list)
    shown: str | None = None


FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?!#+[ \t]*$)(\S.*?)(?:[ \t]+#+)?[ \t]*")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
QUOTE = re.compile(r" {0,3}> ?")
CALLOUT = re.compile(r"\[!([^\]\s]+)\]([-+]?)(?:[ \t]+(.*)|)")
ITEM = re.compile(r"([ \t]*)(?:([-+*•])|(\d{1,9})[.)])(?:([ \t]+)(.*)|)")
UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
COLUMNS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
DEFINITION = re.compile(r" {0,3}\[(?!\^)([^\[\]]+)\]:[ \t]*\S.*")
FOOTNOTE = re.compile(r" {0,3}\[(\^[^\[\]\s]+)\]:.*")
TAG = re.compile(r" {0,3}<([a-zA-Z][a-zA-Z0-9]*)\b([^<>]*)>(.*)", re.DOTALL)
# What may stand as HTML in a note: its content is Markdown (boxes), or is left as it is.
BOXES = {"details", "aside", "div", "section"}
RAW = {"table", "pre", "p", "figure", "center", "ul", "ol", "dl", "blockquote", "summary"}


def parse(lines: list[Line]) -> list[Block]:
    """The blocks of Markdown, top to bottom; every line that is not blank belongs to exactly one."""
    found = []
    at = 0
    while at < len(lines):
        if blank(lines[at]):
            at += 1
            continue
        readers: Iterator[tuple[Block, int] | None] = (reader(lines, at) for reader in READERS)
        block, at = next((read for read in readers if read), None) or read_text(lines, at)
        found.append(block)
    return found


def blank(line: Line) -> bool:
    return not line.text.strip(" \t\f")


def indent(text: str) -> int:
    """How many columns a line is indented, with tab stops at every fourth."""
    column = 0
    for letter in text:
        if letter not in " \t":
            break
        column += 4 - column % 4 if letter == "\t" else 1
    return column


def dedent(text: str, columns: int) -> str:
    """A line less some columns of its indent; of a tab that is cut in two the rest becomes spaces."""
    column = 0
    while column < columns and text[:1] in (" ", "\t"):
        column += 4 - column % 4 if text[0] == "\t" else 1
        text = " " * max(0, column - columns) + text[1:]
        if column > columns:
            break
    return text


def read_comment(lines: list[Line], at: int) -> tuple[Block, int] | None:
    """Obsidian's comment on lines of its own, from `%%` to `%%`."""
    text = lines[at].text.strip(" \t")
    if not text.startswith("%%"):
        return None
    if text.find("%%", 2) >= 0:
        return (Block("comment", lines[at : at + 1]), at + 1) if text.find("%%", 2) == len(text) - 2 else None
    end = next((n for n in range(at + 1, len(lines)) if lines[n].text.rstrip(" \t").endswith("%%")), None)
    return (Block("comment", lines[at : end + 1]), end + 1) if end else None


def read_fence(lines: list[Line], at: int) -> tuple[Block, int] | None:
    opening = FENCE.fullmatch(lines[at].text)
    if not opening:
        return None
    end = fence_end(lines, at, opening[1])
    held = lines[at + 1 : end]
    while end == len(lines) and held and blank(held[-1]):
        held.pop()
    prefix = re.match(r"[ \t>]*", lines[at].raw)[0]  # type: ignore[index]  # it matches any line
    text = "\n".join(code_line(line, prefix, indent(lines[at].text)) for line in held)
    closed = end < len(lines)
    block = Block("code", lines[at : end + 1], text, mark=opening[2].strip(" \t"), level=0 if closed else 1)
    return block, end + 1


def fence_end(lines: list[Line], at: int, mark: str) -> int:
    """The line that closes a fence, or the number of lines if none does."""
    closing = re.compile(rf" {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*")
    return next((n for n in range(at + 1, len(lines)) if closing.fullmatch(lines[n].text)), len(lines))


def code_line(line: Line, prefix: str, columns: int) -> str:
    """A line of code without the indent of its fence; a tab that is indent in part only is kept whole."""
    if prefix and line.raw.startswith(prefix):
        return line.raw[len(prefix) :]
    text = dedent(line.text, columns)
    kept = line.raw.lstrip(" ")
    return kept if kept.startswith("\t") and not line.raw.endswith(text) else text


def read_maths(lines: list[Line], at: int) -> tuple[Block, int] | None:
    """A formula on lines of its own, which this site shows as its code."""
    if lines[at].text.strip(" \t") != "$$":
        return None
    end = next((n for n in range(at + 1, len(lines)) if lines[n].text.strip(" \t") == "$$"), None)
    if end is None:
        return None
    held = lines[at : end + 1]
    return Block("code", held, "\n".join(line.text for line in held), mark="latex", level=2), end + 1


def read_indented(lines: list[Line], at: int) -> tuple[Block, int] | None:
    if indent(lines[at].text) < 4:
        return None
    end = at
    for n in range(at, len(lines)):
        if not blank(lines[n]):
            if indent(lines[n].text) < 4:
                break
            end = n + 1
    held = lines[at:end]
    text = "\n".join(code_line(line, "", 4) for line in held)
    return Block("code", held, text), end


def read_heading(lines: list[Line], at: int) -> tuple[Block, int] | None:
    found = HEADING.fullmatch(lines[at].text)
    return (Block("heading", [lines[at]], found[2], len(found[1])), at + 1) if found else None


def read_rule(lines: list[Line], at: int) -> tuple[Block, int] | None:
    return (Block("rule", [lines[at]]), at + 1) if RULE.fullmatch(lines[at].text) else None


def read_quote(lines: list[Line], at: int) -> tuple[Block, int] | None:
    if not QUOTE.match(lines[at].text):
        return None
    held: list[Line] = []
    for n in range(at, len(lines)):
        mark = QUOTE.match(lines[n].text)
        # A line without the mark still belongs to the paragraph of the line before.
        if not mark and (blank(lines[n]) or blank(held[-1]) or starts(lines, n) or indent(held[-1].text) > 3):
            break
        held.append(replace(lines[n], text=lines[n].text[mark.end() if mark else 0 :]))
    block = Block("quote", held)
    callout = CALLOUT.fullmatch(held[0].text.strip(" \t"))
    if callout:
        block.mark, block.text = callout[1], callout[3] or ""
    block.parts = [parse(held[1:] if callout else held)]
    return block, at + len(held)


def item(line: Line) -> re.Match[str] | None:
    """The match of a list item that begins here: indent, bullet, number, space, content."""
    found = ITEM.fullmatch(line.text)
    return found if found and indent(line.text) < 4 and not RULE.fullmatch(line.text) else None


def read_list(lines: list[Line], at: int) -> tuple[Block, int] | None:
    first = item(lines[at])
    if not first:
        return None
    block = Block("list", [])
    start = at
    while at < len(lines):
        found = item(lines[at])
        if not found or bool(found[3]) != bool(first[3]):
            break
        held, at = item_lines(lines, at, found)
        block.numbers.append(found[3] or "")
        block.parts.append(parse(held))
        block.lines = lines[start:at]
        after = next((n for n in range(at, len(lines)) if not blank(lines[n])), at)
        inside = len(block.parts[-1]) > 1 and any(blank(line) for line in held)
        again = after < len(lines) and item(lines[after])
        block.loose |= inside or bool(again and after > at and bool(again[3]) == bool(first[3]))
        if not again:
            break
        at = after
    return block, start + len(block.lines)


def item_lines(lines: list[Line], at: int, found: re.Match[str]) -> tuple[list[Line], int]:
    """The lines of one item, without its mark and indent, and where the next thing begins."""
    column = indent(found[1])
    space = len(found[4] or " ")
    content = column + len(found[2] or found[3] + ".") + (space if space < 5 else 1)
    text = (found[5] or "") if space < 5 else " " * (space - 1) + found[5]
    held = [replace(lines[at], text=text)]
    at += 1
    while at < len(lines):
        after = next((n for n in range(at, len(lines)) if not blank(lines[n])), len(lines))
        line = lines[at]
        fence = FENCE.fullmatch(held[-1].text)
        if fence:
            # Code may be indented less than its fence; without an end it stops where the item does.
            inner = [replace(each, text=dedent(each.text, content)) for each in lines[at:]]
            end = fence_end([held[-1], *inner], 0, fence[1])
            if end <= len(inner):
                held += inner[:end]
                at += end
                # So that the line that closed it is not taken for one that opens.
                held.append(replace(held[-1], text="", raw=""))
                continue
        if blank(line):
            if after == len(lines) or indent(lines[after].text) < column + 2:
                break
            held.append(replace(line, text=""))
        elif indent(line.text) >= column + 2:
            held.append(replace(line, text=dedent(line.text, min(indent(line.text), content))))
        elif blank(held[-1]) or item(line) or starts(lines, at):
            break
        else:
            held.append(line)
        at += 1
    return held, at


def read_definition(lines: list[Line], at: int) -> tuple[Block, int] | None:
    """What a link leads to that is written elsewhere, or a footnote with all of its lines."""
    found = DEFINITION.fullmatch(lines[at].text)
    if found:
        return Block("definition", [lines[at]], lines[at].text.strip(" "), mark=found[1].casefold()), at + 1
    found = FOOTNOTE.fullmatch(lines[at].text)
    if not found:
        return None
    end = at + 1
    while end < len(lines) and not blank(lines[end]) and not starts(lines, end):
        end += 1
    text = "\n".join(line.text.strip(" \t") for line in lines[at:end])
    return Block("footnote", lines[at:end], text, mark=found[1].casefold()), end


def read_html(lines: list[Line], at: int) -> tuple[Block, int] | None:
    """An HTML element or comment that begins a line, if it ends; what does not is text."""
    if lines[at].text.lstrip(" ").startswith("<!--"):
        last = next((n for n in range(at, len(lines)) if "-->" in lines[n].text), None)
        if last is None or not lines[last].text.rstrip(" \t").endswith("-->"):
            return None
        held = lines[at : last + 1]
        return Block("html", held, "\n".join(line.text for line in held)), last + 1
    tag = TAG.fullmatch(lines[at].text)
    if not tag or tag[1].lower() not in BOXES | RAW:
        return None
    name = tag[1].lower()
    depth = 0
    for end in range(at, len(lines)):
        depth += len(re.findall(rf"(?i)<{name}\b", lines[end].text))
        depth -= len(re.findall(rf"(?i)</{name}\s*>", lines[end].text))
        if depth <= 0:
            break
    closing = re.fullmatch(rf"(?is)(.*)</{name}\s*>[ \t]*", lines[end].text)
    if depth or not closing:
        return None
    held = lines[at : end + 1]
    if name not in BOXES or end == at:
        return Block("html", held, "\n".join(line.text for line in held)), end + 1
    inner = [replace(held[0], text=tag[3]), *held[1:-1], replace(held[-1], text=closing[1])]
    return Block("box", held, name, mark=tag[2], parts=[parse(inner)]), end + 1


def read_table(lines: list[Line], at: int) -> tuple[Block, int] | None:
    if not table(lines, at):
        return None
    end = next((n for n in range(at, len(lines)) if "|" not in lines[n].text), len(lines))
    held = lines[at:end]
    return Block("table", held, "\n".join(line.text.strip(" \t") for line in held)), end


def table(lines: list[Line], at: int) -> bool:
    rule = lines[at + 1].text if at + 1 < len(lines) else ""
    return "|" in lines[at].text and "|" in rule and bool(COLUMNS.fullmatch(rule))


def read_text(lines: list[Line], at: int) -> tuple[Block, int]:
    """A paragraph, or a heading that is underlined; it takes one line at least."""
    end = at + 1
    while end < len(lines) and not blank(lines[end]):
        underline = UNDERLINE.fullmatch(lines[end].text)
        if underline and end == at + 1:
            level = 1 if underline[1][0] == "=" else 2
            return Block("heading", lines[at : end + 1], lines[at].text.strip(" \t"), level), end + 1
        if starts(lines, end):
            break
        end += 1
    text = "\n".join(line.text.lstrip(" \t") for line in lines[at:end])
    return Block("text", lines[at:end], text), end


def starts(lines: list[Line], at: int) -> bool:
    """Whether something begins here that ends a paragraph."""
    found = item(lines[at])
    listed = found is not None and bool(found[5]) and found[3] in (None, "1")
    readers = (read_comment, read_heading, read_rule, read_definition, read_html)
    return (
        listed
        or bool(FENCE.fullmatch(lines[at].text) or QUOTE.match(lines[at].text))
        or table(lines, at)
        or any(reader(lines, at) for reader in readers)
    )


READERS: tuple[Callable[[list[Line], int], tuple[Block, int] | None], ...] = (
    read_comment,
    read_fence,
    read_maths,
    read_indented,
    read_heading,
    read_rule,
    read_quote,
    read_list,
    read_definition,
    read_html,
    read_table,
)
