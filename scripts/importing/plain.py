"""Take plain text apart into blocks, spelled in Markdown so that every character of it is seen."""

from __future__ import annotations

import re

from importing.blocks import Block, Line
from importing.facts import Facts
from importing.headings import ITEM, SEPARATOR, guess_code, guess_headings, width
from importing.spelling import Span, heading, marked, safest, spell
from importing.topics import Report, code

# Lines longer than this were not broken to fit a width: each is a paragraph or stands for itself.
BROKEN_AT = 100


def read_plain(lines: list[Line], facts: Facts, report: Report) -> list[Block]:
    """The blocks of a plain text; headings and code that no table tells are guessed and reported."""
    texts = [line.text for line in lines]
    blocks = guess_code(texts) if facts.code is None else {n - 1: v for n, v in facts.code.items()}
    headings = guess_headings(texts, blocks) if None in (facts.topics, facts.subheadings) else {}
    guessed = set(headings)
    if facts.topics is not None:
        headings = dict.fromkeys(headings, (2, 0)) | {n - 1: (1, 0) for n in facts.topics}
        guessed -= {n - 1 for n in facts.topics}
    if facts.subheadings is not None:
        headings |= {n - 1: (2, 0) for n in facts.subheadings}
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if not texts[at].strip(" \t\f\r"):
            at += 1
        elif at in blocks:
            last, language = blocks[at]
            found.append(code_block(lines[at:last], language, report, facts.code is None))
            at = last
        elif at in headings:
            level, marks = headings[at]
            found.append(heading_block(lines[at : at + 1 + marks], level, facts))
            if at in guessed:
                report.guess(lines[at], f"a heading: {code(texts[at].strip())}")
            report.leave(lines[at + 1 : at + 1 + marks], "The line below a heading, which only marked it")
            at += 1 + marks
        else:
            reader = read_items if ITEM.fullmatch(texts[at]) else read_paragraph
            stop = next((n for n in range(at + 1, len(lines)) if n in blocks or n in headings), len(lines))
            block = reader(lines[at:stop], facts)
            found.append(block)
            at += len(block.lines)
    return found


def code_block(lines: list[Line], language: str, report: Report, guessed: bool) -> Block:
    fenced = guessed and language.startswith("```")
    held = lines[1:-1] if fenced else lines
    if fenced:
        report.leave([lines[0], lines[-1]], "The fence of code, which only marked it")
        language = language.strip("`")
    elif guessed:
        report.guess(lines[0], f"{language} code, to line {lines[-1].number}")
    return Block("code", lines, "\n".join(line.text for line in held), mark=language)


def spans_of(line: Line, facts: Facts) -> list[Span]:
    return facts.spans.get(line.number, [])


def heading_block(lines: list[Line], level: int, facts: Facts) -> Block:
    text = lines[0].text.strip(" \t")
    shift = len(lines[0].text) - len(lines[0].text.lstrip(" \t"))
    spans = [(a - shift, b - shift, kind, address) for a, b, kind, address in spans_of(lines[0], facts)]
    spellings = [heading(marked(text, spans, begins=False)), heading(spell(text)), safest(text)]
    return Block("heading", lines, level=level, spellings=spellings, shown=text)


def read_paragraph(lines: list[Line], facts: Facts) -> Block:
    end = next((n for n, line in enumerate(lines) if n and ends_paragraph(line)), len(lines))
    held = lines[:end]
    texts = [line.text.strip(" \t") for line in held]
    breaks = kept_breaks(texts)
    text = "\n".join(texts)
    rich = [marked(line.text, spans_of(line, facts)) for line in held]
    spellings = [
        with_breaks(each, breaks) for each in (rich, spell(text).split("\n"), safest(text).split("\n"))
    ]
    kind = "quote" if held[0].number in facts.quotes else "text"
    if kind == "quote":
        spellings = ["> " + spelling.replace("\n", "\n> ") for spelling in spellings]
    return Block(kind, held, spellings=spellings, shown=text)


def ends_paragraph(line: Line) -> bool:
    return not line.text.strip(" \t\f\r") or bool(ITEM.fullmatch(line.text) or SEPARATOR.fullmatch(line.text))


def kept_breaks(texts: list[str]) -> list[bool]:
    """After which lines of a paragraph the author began a new one though there was room for more."""
    room = max(map(width, texts))
    # Lines that were broken to fit a width are all about as long as that, but for the last.
    if not 50 <= room <= BROKEN_AT or any(width(text) < room * 0.7 for text in texts[:-1]):
        return [True] * (len(texts) - 1)
    words = [re.match(r"[\x21-\x7e]*|.", text)[0] for text in texts]  # type: ignore[index]  # it matches any
    return [
        width(text) + 1 + width(word or after[:1]) <= room
        for text, after, word in zip(texts, texts[1:], words[1:], strict=False)
    ]


def with_breaks(spelled: list[str], breaks: list[bool]) -> str:
    return "".join(
        f"{line}  \n" if kept else f"{line}\n" for line, kept in zip(spelled, [*breaks, False], strict=True)
    )[:-1]


def read_items(lines: list[Line], facts: Facts) -> Block:
    """A list as far as it goes on: nested by its indents, its numbers without a gap."""
    depths: list[tuple[int, int | None]] = []
    spelled: list[str] = []
    shown: list[str] = []
    loose = False
    kind: bool | None = None
    at = end = 0
    while at < len(lines):
        line = lines[at]
        found = ITEM.fullmatch(line.text)
        column = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip(" "))
        if not line.text.strip(" \t\f\r"):
            at += 1
            continue
        if not found:
            if at > end or column <= depths[-1][0]:
                break
            text = line.text.strip(" \t")
            spelled.append("    " * len(depths) + spell(text))
            shown.append(text)
            at = end = at + 1
            continue
        while len(depths) > 1 and column < depths[-1][0]:
            depths.pop()
        if depths and column >= depths[-1][0] + 2:
            depths.append((column, None))
        before = depths.pop() if depths else (column, None)
        number = int(found[3]) if found[3] else None
        if not depths and spelled and (kind != bool(found[3]) or (number and number != (before[1] or 0) + 1)):
            break
        kind = bool(found[3]) if not depths else kind
        depths.append((before[0] if before[1] is None and spelled else column, number))
        prefix = f"{number}. " if number is not None else "- "
        spans = spans_of(line, facts)
        start = found.start(4)
        text = found[4].strip(" \t")
        inner = [(a - start, b - start, mark, address) for a, b, mark, address in spans]
        if spelled and at > end:
            loose = True
            spelled.append("")
        spelled.append("    " * (len(depths) - 1) + prefix + marked(text, inner))
        shown.append(f"{number}. {text}" if number is not None else f"• {text}")
        at = end = at + 1
    held = lines[:end]
    texts = [line.text.strip(" \t") for line in held if line.text.strip(" \t\f\r")]
    if loose:
        spelled = [each for line in spelled for each in ((line, "") if line and not line.isspace() else ())][
            :-1
        ]
    plain = [spell("\n".join(texts)), safest("\n".join(texts))]
    plain = [with_breaks(each.split("\n"), [True] * (len(texts) - 1)) for each in plain]
    block = Block("list", held, spellings=["\n".join(spelled), *plain], shown="\n".join(shown))
    block.text = "\n".join(texts)
    return block
