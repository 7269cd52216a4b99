"""Write notes and the report of an import: texts by their paths in the review folder."""

from __future__ import annotations

import itertools
import re

import yaml

from importing.blocks import Block, Line
from importing.headings import language_of
from importing.obsidian import Turner, World
from importing.shown import Reader, bare, missing, render
from importing.spelling import heading, safest, spell
from importing.topics import Note, Report, code

LANGUAGE = re.compile(r"\{?\.?([\w+#-]+)\}?")


def note_text(note: Note, definitions: dict[str, Block], world: World, report: Report) -> str:
    """The file of a note; what of its lines is not seen in it goes to the report."""
    turner = Turner(note, world, report)
    pieces = [title_line(note, turner)]
    for before, block in zip([None, *note.blocks], note.blocks, strict=False):
        pieces += ["<!-- -->"] if apart(before, block) else []
        pieces.append(checked(block, turner, definitions))
    used = [definitions[label] for label in definitions if uses("\n".join(pieces), label)]
    note.blocks += used
    pieces += [checked(block, turner, definitions) for block in used]
    body = "\n\n".join(piece for piece in pieces if piece)
    whole, parts = Reader(render(body)).words, [Reader(render(piece + links(used))).words for piece in pieces]
    if bare(whole) != bare("".join(parts)):
        report.leave(note.lines, "This note does not show all of its text: compare it with these lines")
    return front(note) + body + "\n"


def front(note: Note) -> str:
    """The front matter as far as it is known; the check of the project names what is missing."""
    keys: dict[str, object] = {"title": note.title}
    if note.source:
        keys["source"] = note.source
    text = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False, width=10**9)
    aliases = [
        f"  - {yaml.safe_dump([name], allow_unicode=True, width=10**9)[2:-1]}\n" for name in note.aliases
    ]
    return f"---\n{text}summary:\n  en:\n  zh:\naliases:\n{''.join(aliases)}---\n\n"


def title_line(note: Note, turner: Turner) -> str:
    anchor = "" if note.title.isascii() else f" {{ #{note.slug} }}"
    if note.heading:
        note.heading.level = 1
        return checked(note.heading, turner, {}, anchor)
    spelled = Block("heading", [], level=1, spellings=[], shown=note.title)
    spelled.spellings = [heading(spell(note.title, addresses=False)), safest(note.title)]
    return checked(spelled, turner, {}, anchor)


def links(used: list[Block]) -> str:
    return "".join(f"\n\n{block.text}" for block in used if block.kind == "definition")


def uses(text: str, label: str) -> bool:
    return re.search(rf"\[{re.escape(label)}\](?!:)", text, re.IGNORECASE) is not None


def apart(before: Block | None, block: Block) -> bool:
    """Whether Markdown would make one of two lists or quotes that stand one after the other."""
    same = before is not None and before.kind == block.kind
    # Of plain text, paragraphs that are quotes one after the other are one quote.
    return same and (block.kind == "list" or (block.kind == "quote" and block.shown is None))


def checked(block: Block, turner: Turner, definitions: dict[str, Block], anchor: str = "") -> str:
    """A block as Markdown, of its spellings the first that shows all; lines that none shows are reported."""
    turner.changes = []
    if block.shown is not None:
        sign = "#" * block.level + " " if block.kind == "heading" else ""
        anchor = anchor or handmade(block, turner)
        for number, spelling in enumerate(block.spellings):
            if not number or block.kind != "list":
                wanted = block
            else:
                wanted = Block("text", block.lines, shown=block.text)
            if not missing(wanted, sign + spelling + anchor):
                return sign + spelling + anchor
        turner.report.leave(block.lines, "Characters that no page can show")
        return sign + block.spellings[-1] + anchor
    text = spelled(block, turner) + anchor
    known = "".join(f"\n\n{each.text}" for each in definitions.values() if uses(text, each.mark))
    for line in missing(block, text + known):
        raw = re.sub(
            r"\]\[([^\[\]]+)\]", lambda to: "]" if to[1].casefold() in definitions else to[0], line.raw
        )
        for old, new in turner.changes:
            raw = raw.replace(old, new, 1)
        again = Block("text", [Line(line.file, line.number, raw, raw)])
        if raw != line.raw and not missing(again, text + known):
            turner.report.turned[line.file, line.number] = raw
        elif not turner.report.holds(line):
            turner.report.leave([line], "The note shows this line otherwise")
    return text


def handmade(block: Block, turner: Turner) -> str:
    anchor = turner.note.handmade.get(block.lines[0].number, "") if block.lines else ""
    return f" {{ #{anchor} }}" if block.kind == "heading" and anchor else ""


def spelled(block: Block, turner: Turner) -> str:
    """A block of Markdown as this site's Markdown."""
    if block.kind == "heading":
        return (
            "#" * block.level + " " + heading(turner.turn(block.text, block.lines)) + handmade(block, turner)
        )
    if block.kind == "code":
        return fenced(block, turner)
    if block.kind == "list":
        return listed(block, turner)
    if block.kind == "quote":
        return quoted(block, turner)
    if block.kind == "box":
        return (
            f'<{block.text}{block.mark} markdown="1">\n\n{all_of(block.parts[0], turner)}\n\n</{block.text}>'
        )
    if block.kind == "rule":
        return "---"
    if block.kind == "comment":
        turner.report.leave(block.lines, "A comment, which readers do not see")
        return ""
    return block.text if block.kind in ("html", "definition") else turner.turn(block.text, block.lines)


def all_of(blocks: list[Block], turner: Turner, tight: bool = False) -> str:
    text = ""
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.kind == "heading":
            block.level = max(block.level, 2)
        gap = "\n" if tight and block.kind == "list" and before and before.kind == "text" else "\n\n"
        text += (
            (gap if text else "") + ("<!-- -->\n\n" if apart(before, block) else "") + spelled(block, turner)
        )
    return text


def fenced(block: Block, turner: Turner) -> str:
    """Code between fences that are longer than any in it, with a language."""
    first = block.lines[0]
    language = LANGUAGE.match(block.mark)
    if block.shown is None and language and language[0] != block.mark:
        turner.report.leave([first], "What stands behind the language of a fence")
    if block.level == 1:
        turner.report.guess(first, "a fence that never closes: all below it, to the end, became code")
    if block.level == 2:
        turner.report.guess(first, "a formula: this site shows it as it was typed")
    name = language[1].lower() if language else language_of(block.text.split("\n")) or "text"
    if not language and block.mark != name:
        turner.report.guess(first, f"{name} as the language of code that names none")
    return fence(block.text, name)


def fence(text: str, language: str) -> str:
    """Code between fences that are longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    sign = "`" * max(3, longest + 1)
    return f"{sign}{language}\n{text}\n{sign}"


def listed(block: Block, turner: Turner) -> str:
    items = []
    for number, part in zip(block.numbers, block.parts, strict=True):
        content = all_of(part, turner, not block.loose)
        if not part or part[0].kind not in ("text", "heading"):
            content = f"<!-- -->\n\n{content}" if content else "<!-- -->"
        item = re.sub(r"\n(?=[^\n])", "\n    ", content)
        items.append((f"{int(number)}. " if number else "- ") + item)
    return ("\n\n" if block.loose else "\n").join(items)


def quoted(block: Block, turner: Turner) -> str:
    text = all_of(block.parts[0], turner)
    if block.mark:
        title = block.text or block.mark.replace("-", " ").capitalize()
        turner.report.guess(
            block.lines[0], f"a callout, {code(block.mark)}, is a quote with its title in bold"
        )
        found = re.search(r"\[![^\]]+\][-+]?", block.lines[0].raw)
        turner.change(found[0] if found else "", "" if block.text else title)
        text = f"**{turner.turn(title, block.lines[:1])}**" + (f"\n\n{text}" if text else "")
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def report_text(name: str, notes: list[Note], report: Report, others: list[str]) -> str:
    """The report: what was written and is to be done, what was guessed, and lines that are nowhere else.

    `others` are the files of the input that no note came of.
    """
    parts = [f"# Import of {code(name)}", "## Notes"]
    parts.append(
        "No line of it became a note: there is no text below any heading."
        if not notes
        else "Every note still needs its `number`, `summary` in both languages and `aliases` (six at least);"
        " `make check` says what is missing once it stands in `docs/<section>/` and in a group of `.pages`."
    )
    rows = []
    for note in notes:
        blocks = [block for block in note.blocks if block.kind not in ("definition", "footnote")]
        numbers = [line.number for block in [note.heading, *blocks] if block for line in block.lines]
        todo = [] if note.section else ["choose a section and a group"]
        todo += [f"group: {note.group}"] if note.group else []
        todo += [f"{len(note.aliases)} aliases came along"] if note.aliases else []
        where = f"{note.file}:{min(numbers)}-{max(numbers)}"
        rows.append(
            f"- {code(note.path)}: {code(note.title)}, {code(where)}" + "".join(f"; {each}" for each in todo)
        )
    parts += ["\n".join(rows)] if rows else []
    tagged = [
        f"- {code(note.path)}: {', '.join(map(code, dict.fromkeys(note.tags)))}"
        for note in notes
        if note.tags
    ]
    if tagged:
        said = "Those in a text stand there as they were; words for `aliases` may be among them."
        parts += ["## Tags", said, "\n".join(tagged)]
    if report.guesses:
        parts += ["## Guessed", "Look at each of these."]
        told = sorted(set(report.guesses))
        parts.append("\n".join(f"- {code(f'{file}:{line}')}: {what}" for file, line, what in told))
    if others:
        parts += ["## Files that are in no note", "\n".join(f"- {code(other)}" for other in others)]
    if report.left:
        parts += ["## Lines that no note shows as they were"]
    for why in sorted({why for why, _ in report.left}):
        parts.append(f"### {why}")
        kept = sorted({(line.file, line.number, line.raw) for reason, line in report.left if reason == why})
        for file, lines in itertools.groupby(kept, key=lambda line: line[0]):
            held = list(lines)
            text = "\n".join(raw for _, _, raw in held)
            parts.append(
                f"{code(f'{file}:{ranges([number for _, number, _ in held])}')}\n\n{fence(text, 'text')}"
            )
    return "\n\n".join(parts) + "\n"


def ranges(numbers: list[int]) -> str:
    """Numbers in rising order in words, those that follow each other together: `3, 5-7`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] + 1 == number:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)
