"""Spell plain text in Markdown, so that a reader sees every character of it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

ADDRESS = r"https?://[^\s<>\[\]`\\{}|\"'*\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]*[\w/#=&%+~-]"
# What begins something at the beginning of a line: a heading, a list, a quote, a rule, a fence, a table.
OPENING = re.compile(r"(#|[-+](?=[ \t]|$)|>|(?:=+|-+)(?=[ \t]*$)|-(?=[- \t|:]*$)|~~~|:(?=[-| :]*$)|\|)")
NUMBER = re.compile(r"(\d+)(\.)(?=[ \t]|$)")
# Markdown takes these off the edges of a paragraph, though they are the author's.
EDGE = re.compile(r"^[^\S \t\n\r\f]+|[^\S \t\n\r\f]+$")
Span = tuple[int, int, str, str]


def spell(text: str, addresses: bool = True) -> str:
    """Plain text, lines apart by newlines, in Markdown; addresses of the web become links if one wants it."""
    brackets = re.search(r"\]\(|\]:|\]\[|\[TOC\]", text) is not None
    lines = [line.strip(" \t") for line in text.split("\n")]
    return "\n".join(opening(words(line, brackets, addresses)) for line in lines)


def words(text: str, brackets: bool, addresses: bool) -> str:
    pieces = re.split(f"({ADDRESS})", text) if addresses else [text]
    return "".join(
        f"<{piece}>" if n % 2 else piece_of(piece, brackets, pieces[n - 1][-1:] if n else "")
        for n, piece in enumerate(pieces)
    )


def piece_of(text: str, brackets: bool, before: str) -> str:
    spelled = []
    for n, letter in enumerate(text):
        previous = text[n - 1] if n else before
        after = text[n + 1 : n + 2]
        inner = letter == "_" and previous.isalnum() and after.isalnum()
        brace = letter == "{" and "}" in text[n:]
        slash = letter == "\\" and (not after or re.match(r"[^\w\s]|_", after))
        if (letter in "`*_" and not inner) or brace or slash or (letter in "[]" and brackets):
            spelled.append("\\" + letter)
        elif letter == "<" or (letter == "&" and re.match(r"&#?\w+;", text[n:])):
            spelled.append("&lt;" if letter == "<" else "&amp;")
        else:
            spelled.append(letter)
    return "".join(spelled)


def entities(found: re.Match[str]) -> str:
    """Characters by their numbers; HTML takes those of control characters for others."""
    return "".join(
        letter if letter < " " or "\x7f" <= letter < "\xa0" else f"&#{ord(letter)};" for letter in found[0]
    )


def opening(line: str) -> str:
    """A spelled line, which begins nothing that is more than a paragraph and keeps its edges."""
    line = EDGE.sub(entities, line)
    found = OPENING.match(line)
    if found and line[0] in "=~:|":
        return f"&#{ord(line[0])};{line[1:]}"
    return "\\" + line if found else NUMBER.sub(r"\1\\\2", line, count=1) if NUMBER.match(line) else line


def safest(text: str) -> str:
    """Plain text in Markdown with every character that could mean anything written as its number."""
    lines = [line.strip(" \t") for line in text.split("\n")]
    return "\n".join(re.sub(r"[!-/:-@\[-`{-~]|[^\S \t]|^\d", entities, line) for line in lines)


def heading(text: str) -> str:
    """The Markdown of a heading's text: a `#` at its end is not taken for its mark."""
    return re.sub(r"#(?=#*$)", r"\\#", text)


def marked(text: str, spans: Iterable[Span], begins: bool = True) -> str:
    """A line of plain text in Markdown with marks: from, to, kind (code, strong, em or link), address.

    A span lies within another or beside it; one that overlaps another in part is left out. What `begins` a
    line is kept from beginning a list or the like.
    """
    ordered = sorted(spans, key=lambda span: (span[0], -span[1], span[2] != "link"))
    brackets = (
        any(span[2] == "link" for span in ordered) or re.search(r"\]\(|\]:|\]\[|\[TOC\]", text) is not None
    )
    addresses = begins and not ordered
    spelled, at = [], 0
    while ordered:
        start, end, kind, address = ordered.pop(0)
        if start < at:
            continue
        inner = [(a - start, b - start, k, v) for a, b, k, v in ordered if a < end and b <= end]
        ordered = [span for span in ordered if span[0] >= end]
        spelled.append(words(text[at:start], brackets, addresses))
        spelled.append(wrapped(text[start:end], inner, kind, address))
        at = end
    line = "".join([*spelled, words(text[at:], brackets, addresses)]).strip(" \t")
    return opening(line) if begins else line


def wrapped(text: str, inner: list[Span], kind: str, address: str) -> str:
    if kind == "code":
        return code(text)
    held = marked(text, inner, begins=False)
    if kind == "link":
        return f"[{held}](<{address}>)" if re.search(r"[\s()<>]", address) else f"[{held}]({address})"
    sign = "**" if kind == "strong" else "*"
    return sign + held + sign


def code(text: str) -> str:
    """Text as inline code, between as many backticks as it needs."""
    runs = {len(run) for run in re.findall(r"`+", text)}
    sign = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{sign}{space}{text}{space}{sign}"
