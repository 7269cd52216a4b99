"""Bad input gets one line, `file:line:column: what is wrong; how to mend it`, and exit status 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, copy_project, mkdocs, shell
from notes.page import read_page
from tiny import EXTRA, INDEX, KERNEL_NAV, KVM, NOTE, ROOT_NAV, SECTION, run, tiny_site, write
from yardstick import Yardstick


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return tiny_site(tmp_path)


def test_notes_without_a_fault_pass(tiny: Path) -> None:
    done = run(tiny)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_note_that_is_not_in_the_source_needs_no_source(tiny: Path) -> None:
    text = NOTE.format(title="Clock", number=1, source="1-20").replace("source: 1-20\n", "")
    write(tiny / "docs/kernel/clock.md", text)
    assert run(tiny).returncode == 0


def test_the_number_of_a_note_that_was_taken_out_leaves_no_gap(tiny: Path) -> None:
    write(tiny / "docs/kernel/timer.md", NOTE.format(title="Timer", number=4, source="21-40"))
    write(tiny / "docs/kernel/index.md", SECTION.replace("template", "retired: [2, 3, 5]\ntemplate"))
    assert run(tiny).stdout == ""


def test_a_page_that_is_no_note_may_be_described_and_left_out_of_the_search(tiny: Path) -> None:
    keys = "description: All notes.\nsearch:\n  exclude: true\n---"
    write(tiny / "docs/index.md", INDEX.replace("---\n\n", f"{keys}\n\n"))
    assert run(tiny).stdout == ""


def test_headings_in_code_and_windows_line_ends_of_the_author_are_no_fault(tiny: Path) -> None:
    front, body = NOTE.format(title="Clock", number=1, source="1-20").split("\n\n", 1)
    body += "\n```c\n# define X\n===\n```\n"
    (tiny / "docs/kernel/clock.md").write_bytes(f"{front}\n".encode() + body.replace("\n", "\r\n").encode())
    assert run(tiny).stdout == ""


def table(text: str) -> dict[str, str]:
    """The index page with a table in its front matter, which begins in line 3."""
    return {"docs/index.md": INDEX.replace("title: Index", f"title: Index\n{text.strip()}")}


TERM = """
terms:
  - en: [lock]
    zh: [锁]
    means: {en: It locks., zh: 上锁。}
    source: {title: Locks, address: 'https://host.test/', seen: locks.txt}
"""
SYMBOLS = """
authorities:
  man: {title: Pages, zh: 手册, address: 'https://host.test/{}', seen: pages 1}
kinds:
  tool:
    title: Tools
    zh: 工具
    symbols:
      - {name: date, at: man date.1, only: [kernel/clock]}
left_out:
  - {name: u32, why: a type}
"""
PATHS = """
paths:
  - slug: time
    title: {en: Time, zh: 时间}
    summary: {en: Of time., zh: 关于时间。}
    steps:
      - {note: kernel/clock, why: {en: First., zh: 先。}}
      - {note: kernel/timer, why: {en: Then., zh: 后。}}
"""
RELATED = """
related:
  - notes: [kernel/clock, kernel/timer]
    why: {en: Both tick., zh: 都会走。}
unrelated:
  - {notes: [kernel/clock, kernel/tick], why: a word}
"""
# A table, what is put in for what, and the one line that it gets.
TABLE_FAULTS = {
    "a term without a meaning": (
        TERM,
        "means: {en: It locks., zh: 上锁。}",
        "means: {en: It locks.}",
        "4:5: `lock` has no meaning; write `means:` with one sentence in `en` and one in `zh`",
    ),
    "a meaning that is long": (
        TERM,
        "It locks.",
        "It locks. " * 30,
        "4:5: `lock` has a long `en` in `means`; say it in 200 letters at most",
    ),
    "a term without a source": (
        TERM,
        ", seen: locks.txt",
        "",
        "4:5: `lock` has no source; write `source:` with `title`, `address`, and where it was `seen`",
    ),
    "a source that is nowhere": (
        TERM,
        "https://host.test/",
        "locks.txt",
        "4:5: `lock` has a source without an address; write the whole address, from `https://` on",
    ),
    "an abbreviation that is not spelled out": (
        TERM,
        "    means:",
        "    short: lock\n    means:",
        "4:5: `lock` has one of `short` and `long`; write both, or neither if it is no abbreviation",
    ),
    "an abbreviation that is none of the names": (
        TERM,
        "    means:",
        "    short: LCK\n    long: Lock\n    means:",
        "4:5: `LCK` is not among its names; put LCK into `en`, as it is written in the notes",
    ),
    "a term of a note that is not there": (
        TERM,
        "    means:",
        "    only: [kernel/lock]\n    means:",
        "4:5: there is no note `kernel/lock`; write it as `section/slug`",
    ),
    "an unknown key of a term": (
        TERM,
        "    means:",
        "    mean: it\n    means:",
        "4:5: unknown key `mean`; the keys are en, zh, short, long, means, source, only, also",
    ),
    "an authority that is not whole": (
        SYMBOLS,
        "host.test/{}",
        "host.test/",
        "3:1: the authority `man` is not whole; "
        "give it `title`, `zh`, `address` with `{}` for the page, and `seen`",
    ),
    "a kind without a name": (
        SYMBOLS,
        "    title: Tools\n",
        "",
        "5:1: the kind `tool` is not whole; give it `title`, `zh` and `symbols`",
    ),
    "a symbol without a name": (
        SYMBOLS,
        "name: date, at",
        "at",
        "10:9: a symbol has no `name`; write `{name: …}`",
    ),
    "a symbol twice": (
        SYMBOLS,
        "left_out",
        "      - {name: date}\nleft_out",
        "11:9: `date` has the anchor of `date`; keep one of the two",
    ),
    "an unknown authority": (
        SYMBOLS,
        "at: man date.1",
        "at: info date",
        "10:9: there is no authority `info`; name one of man",
    ),
    "a symbol of a note that is not there": (
        SYMBOLS,
        "[kernel/clock]",
        "[kernel/date]",
        "10:9: there is no note `kernel/date`; write it as `section/slug`",
    ),
    "an unknown key of a symbol": (
        SYMBOLS,
        "name: date, at",
        "name: date, where: here, at",
        "10:9: unknown key `where`; the keys are name, forms, only, plain, at, seen",
    ),
    "a name that is left out without a reason": (
        SYMBOLS,
        ", why: a type",
        "",
        "12:5: a name that is left out has no reason; write `{name: …, why: …}`",
    ),
    "a path with few steps": (PATHS, "", "", "4:5: the path `time` has 2 steps; give it 4 to 9"),
    "a relation to a note that is not there": (
        RELATED,
        "kernel/tick]",
        "kernel/tock]",
        "7:5: there is no note `kernel/tock`; write it as `section/slug`",
    ),
    "a relation twice": (
        RELATED,
        "unrelated:",
        "  - {notes: [kernel/timer, kernel/clock], why: {en: x, zh: 同}}\nunrelated:",
        "6:5: kernel/clock and kernel/timer stand twice; keep one of the two",
    ),
    "a relation to itself": (
        RELATED,
        "[kernel/clock, kernel/timer]",
        "[kernel/clock, kernel/clock]",
        "4:5: no pair of notes with a reason; write `{notes: [section/slug, section/slug], why: …}`",
    ),
    "a relation in one language": (
        RELATED,
        ", zh: 都会走。",
        "",
        "4:5: `why` is not in both languages; write `en` and `zh`",
    ),
    "no relation without a reason": (
        RELATED,
        "why: a word",
        "why: ''",
        "7:5: no reason; say in one line why the pair teaches nothing",
    ),
}
TICK = {"docs/kernel/.pages": f"{KERNEL_NAV}      - tick.md\n", "docs/kernel/tick.md": EXTRA}


@pytest.mark.parametrize("fault", TABLE_FAULTS)
def test_a_fault_of_a_table_is_told_with_its_line(tiny: Path, fault: str) -> None:
    text, before, after, line = TABLE_FAULTS[fault]
    assert before in text
    for name, content in {**TICK, **table(text.replace(before, after, 1))}.items():
        write(tiny / name, content)
    done = run(tiny)
    assert done.stdout == f"docs/index.md:{line}\n"
    assert done.returncode == 1


@pytest.mark.parametrize("text", [TERM, SYMBOLS, RELATED])
def test_a_sound_table_is_no_fault(tiny: Path, text: str) -> None:
    for name, content in {**TICK, **table(text)}.items():
        write(tiny / name, content)
    assert run(tiny).stdout == ""


def test_every_fault_of_a_path_is_told(tiny: Path) -> None:
    steps = "      - {note: kernel/clock, why: {en: First., zh: 先。}}\n"
    wrong = PATHS.replace(steps, steps + steps + "      - {note: kernel/tack, why: {en: x}}\n")
    wrong = wrong.replace("summary: {en: Of time., zh: 关于时间。}", "summary: Of time.")
    twice = wrong.rstrip() + wrong.replace("paths:\n", "")
    for name, content in table(twice).items():
        write(tiny / name, content)
    lines = run(tiny).stdout.splitlines()
    assert lines[:4] == [
        "docs/index.md:4:5: the path `time` has no `summary`; write `summary:` with `en` and `zh`",
        "docs/index.md:9:9: the path comes by `kernel/clock` twice; take one of the steps out",
        "docs/index.md:10:9: a step is not whole; write `note:`, and `why:` with `en` and `zh`",
        "docs/index.md:10:9: there is no note `kernel/tack`; write it as `section/slug`",
    ]
    assert "docs/index.md:12:5: the slug `time` belongs to another path; rename one of the two" in lines


def test_a_figure_that_is_not_drawn_or_not_named_is_told(tiny: Path) -> None:
    text = NOTE.format(title="Clock", number=1, source="1-20")
    figures = "figures:\n  - name: face\n    zh: 表盘\n  - before: x\naliases"
    write(tiny / "docs/kernel/clock.md", text.replace("aliases", figures))
    assert run(tiny).stdout.splitlines() == [
        "docs/kernel/clock.md:9:5: there is no figure `face`; draw overrides/figures/face.svg, "
        "or correct the name",
        "docs/kernel/clock.md:11:5: a figure is not whole; write `name:`, its title in Chinese as `zh:` and, "
        "to set it within the note, `before:`",
    ]
    write(tiny / "overrides/figures/face.svg", "<svg></svg>")
    write(
        tiny / "docs/kernel/clock.md", text.replace("aliases", "figures: [{name: face, zh: 表盘}]\naliases")
    )
    assert run(tiny).stdout == ""


# What is put in for what in docs/kernel/timer.md, and the one line that it gets.
NOTE_FAULTS = {
    "no front matter": (
        "---\ntitle: Timer",
        "title: Timer",
        "1:1: no front matter; begin the file with a block between two lines of `---`",
    ),
    "front matter without an end": (
        "现在几点]\n---",
        "现在几点]",
        "1:1: the front matter does not end; close it with a line `---`",
    ),
    "broken YAML": (
        "title: Timer",
        "title: Timer: a clock",
        "2:13: broken YAML: a value that holds `: `; put the value in quotes",
    ),
    "not a mapping": (
        NOTE.format(title="Timer", number=2, source="21-40").split("---")[1],
        "\n- Timer\n",
        "2:1: not a list of `key: value`; write one key a line",
    ),
    "a key twice": (
        "title: Timer",
        "title: Timer\ntitle: Time",
        "3:1: the key `title` stands twice; keep one of the two",
    ),
    "an unknown key": (
        "source: 21-40",
        "sorce: 21-40",
        "4:1: unknown key `sorce`; the keys are title, number, source, summary, aliases, figures, checked, "
        "against, remarks, newer: write `source`",
    ),
    "an unknown key like no other": (
        "source: 21-40",
        "draft: yes",
        "4:1: unknown key `draft`; the keys are title, number, source, summary, aliases, figures, "
        "checked, against, remarks, newer",
    ),
    "no title": (
        "title: Timer\n",
        "",
        "1:1: no `title` in the front matter; add `title:`",
    ),
    "an empty title": (
        "title: Timer",
        "title:",
        "2:7: `title` is no text; write it on the same line, a number in quotes",
    ),
    "a title that is a number": (
        "title: Timer",
        "title: 2038",
        "2:8: `title` is no text; write it on the same line, a number in quotes",
    ),
    "no number": (
        "number: 2\n",
        "",
        "1:1: no `number` in the front matter; add `number: 2`, the next free one",
    ),
    "a number in words": (
        "number: 2",
        "number: two",
        "3:9: `number: two` is no positive integer; write it in digits, without quotes; the "
        "next free one is 2",
    ),
    "a number in quotes": (
        "number: 2",
        "number: '2'",
        "3:9: `number: 2` is no positive integer; write it in digits, without quotes; the next free one is 2",
    ),
    "the number zero": (
        "number: 2",
        "number: 0",
        "3:9: `number: 0` is no positive integer; write it in digits, without quotes; the next free one is 2",
    ),
    "a number that another note has": (
        "number: 2",
        "number: 1",
        "3:9: the number 1 belongs to docs/kernel/clock.md; give the newer of the two notes the next free "
        "one, 2",
    ),
    "a number after a gap": (
        "number: 2",
        "number: 3",
        "3:9: the number 3 leaves out 2; numbers are never reused: give a new note the next "
        "free one; list the "
        "number of a note that was taken out under `retired` in docs/kernel/index.md",
    ),
    "a number after a wider gap": (
        "number: 2",
        "number: 5",
        "3:9: the number 5 leaves out 2 to 4; numbers are never reused: give a new note the next free one; "
        "list the number of a note that was taken out under `retired` in docs/kernel/index.md",
    ),
    "no aliases": (
        "aliases: [time piece, 钟表, horologe, chronometer, what time is it, 现在几点]\n",
        "",
        "1:1: no `aliases` in the front matter; add `aliases:`",
    ),
    "too few aliases": (
        "horologe, chronometer, ",
        "",
        "8:10: 4 `aliases`; list 6 at least: what a reader would call the note or ask, in both languages",
    ),
    "aliases that are no list": (
        "aliases: [time piece, 钟表, horologe, chronometer, what time is it, 现在几点]",
        "aliases: clock",
        "8:10: 0 `aliases`; list 6 at least: what a reader would call the note or ask, in both languages",
    ),
    "an alias that is a mapping": (
        "time piece,",
        "a: b,",
        "8:11: the alias `{'a': 'b'}` is no name; write 2 to 80 letters, in quotes if it holds `: `",
    ),
    "an alias twice": (
        "horologe,",
        "time piece,",
        "8:27: the alias `time piece` stands twice; keep one of the two",
    ),
    "no Chinese alias": (
        "钟表, horologe, chronometer, what time is it, 现在几点",
        "clocks, horologe, chronometer, what time is it, watch",
        "8:10: no Chinese among `aliases`; add what a reader would call the note in Chinese",
    ),
    "no summary": (
        "summary:\n  en: What it holds.\n  zh: 它的内容。\n",
        "",
        "1:1: no `summary` in the front matter; add `summary:`",
    ),
    "no Chinese summary": (
        "  zh: 它的内容。\n",
        "",
        "5:1: no `zh` in `summary`; add `  zh: ` and one sentence below `summary:`",
    ),
    "an empty English summary": (
        "en: What it holds.",
        "en:",
        "6:6: no `en` in `summary`; add `  en: ` and one sentence below `summary:`",
    ),
    "a summary in a third language": (
        "  en: What it holds.",
        "  en: What it holds.\n  de: Was darin steht.",
        "5:1: unknown key `de` in `summary`; its keys are en, zh",
    ),
    "a source that is no range": (
        "source: 21-40",
        "source: 21 to 40",
        "4:9: `source: 21 to 40` is no range of lines; write first and last line, such as "
        "`790-910`, or leave the key out for a new note",
    ),
    "a source that runs backwards": (
        "source: 21-40",
        "source: 40-21",
        "4:9: `source: 40-21` is no range of lines; write first and last line, such as "
        "`790-910`, or leave the key out for a new note",
    ),
    "a source beyond the end": (
        "source: 21-40",
        "source: 21-41",
        "4:9: `source` ends at line 41; the source has 40 lines",
    ),
    "a source that overlaps": (
        "source: 21-40",
        "source: 20-40",
        "4:9: `source` 20-40 overlaps 1-20 of docs/kernel/clock.md; a line of the source belongs to one note",
    ),
    "no heading": (
        "# Heading\n",
        "",
        "12:1: no first-level heading; begin the note with `# Heading`",
    ),
    "a heading of the second level only": (
        "# Heading",
        "## Heading",
        "11:1: no first-level heading; begin the note with `# Heading`",
    ),
    "two headings": (
        "Text.",
        "Text.\n\n# Another",
        "15:1: a second first-level heading (the first is in line 11); write `##` for a "
        "heading inside a note",
    ),
    "two headings, one underlined": (
        "Text.",
        "Text.\n\nAnother\n=======",
        "15:1: a second first-level heading (the first is in line 11); write `##` for a "
        "heading inside a note",
    ),
    "text before the heading": (
        "# Heading",
        "Text.\n\n# Heading",
        "11:1: text before the heading; begin the note with `# Heading`",
    ),
    "an empty note": (
        "# Heading\n\nText.\n",
        "",
        "10:1: the note is empty; write `# Heading` and the text",
    ),
    "a heading without text": (
        "\nText.\n",
        "",
        "11:1: no text below the heading; write the note",
    ),
}


@pytest.mark.parametrize("fault", NOTE_FAULTS)
def test_a_fault_of_a_note_is_one_clear_line(tiny: Path, fault: str) -> None:
    old, new, line = NOTE_FAULTS[fault]
    text = NOTE.format(title="Timer", number=2, source="21-40").replace("内容。", "内容文。")
    old = old.replace("内容。", "内容文。")
    assert old in text
    write(tiny / "docs/kernel/timer.md", text.replace(old, new))
    done = run(tiny)
    assert (done.returncode, done.stdout) == (1, f"docs/kernel/timer.md:{line}\n")


def test_a_note_that_is_not_utf_8_is_one_clear_line(tiny: Path) -> None:
    text = NOTE.format(title="Timer", number=2, source="21-40").encode()
    (tiny / "docs/kernel/timer.md").write_bytes(text.replace(b"Text.", "时钟".encode("gbk")))
    done = run(tiny)
    line = "docs/kernel/timer.md:13:2: byte 0xd6 is not UTF-8; save the file as UTF-8\n"
    assert (done.returncode, done.stdout) == (1, line)


def test_a_byte_order_mark_is_one_clear_line(tiny: Path) -> None:
    (tiny / "docs/kernel/timer.md").write_bytes(b"\xef\xbb\xbf" + NOTE.encode())
    done = run(tiny)
    line = "docs/kernel/timer.md:1:1: a byte order mark begins the file; save it as UTF-8 without one\n"
    assert (done.returncode, done.stdout) == (1, line)


# Files to write on top of the tiny site, and the one line that they get.
TREE_FAULTS = {
    "a page outside the navigation": (
        {"docs/kernel/jiffies.md": EXTRA},
        "docs/kernel/jiffies.md:1:1: the page is outside the navigation; add `jiffies.md` to "
        "docs/kernel/.pages below a group",
    ),
    "a note outside of any group": (
        {"docs/kernel/.pages": "nav:\n  - index.md\n  - timer.md\n  - Time:\n      - clock.md\n"},
        "docs/kernel/.pages:3:5: the note `timer.md` is in no group; list it below a group",
    ),
    "a page in the navigation that does not exist": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}      - tick.md\n"},
        "docs/kernel/.pages:6:9: there is no `tick.md`; correct the name or take the line out",
    ),
    "a page twice in the navigation": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}      - clock.md\n"},
        "docs/kernel/.pages:6:9: `clock.md` is listed twice; keep one of the two",
    ),
    "a section that does not begin with its index page": (
        {"docs/kernel/.pages": "nav:\n  - Time:\n      - clock.md\n      - timer.md\n  - index.md\n"},
        "docs/kernel/.pages:1:1: `nav` does not begin with the index page; put `- index.md` first",
    ),
    "a section without a summary": (
        {"docs/kernel/index.md": SECTION.replace("summary:\n  en: Notes.\n  zh: 笔记。\n", "")},
        "docs/kernel/index.md:1:1: no `summary` in the front matter; add `summary:`",
    ),
    "a section without a Chinese summary": (
        {"docs/kernel/index.md": SECTION.replace("  zh: 笔记。\n", "")},
        "docs/kernel/index.md:6:1: no `zh` in `summary`; add `  zh: ` and one sentence below `summary:`",
    ),
    "a section without a letter": (
        {"docs/kernel/index.md": SECTION.replace("letter: K\n", "")},
        "docs/kernel/index.md:1:1: no `letter` in the front matter; add `letter:`",
    ),
    "a small letter": (
        {"docs/kernel/index.md": SECTION.replace("letter: K", "letter: k")},
        "docs/kernel/index.md:4:9: `letter: k` is not one capital letter; write one of A to Z",
    ),
    "two letters": (
        {"docs/kernel/index.md": SECTION.replace("letter: K", "letter: KN")},
        "docs/kernel/index.md:4:9: `letter: KN` is not one capital letter; write one of A to Z",
    ),
    "a letter that another section has": (
        {
            "docs/.pages": ROOT_NAV,
            "docs/kvm/.pages": "nav:\n  - index.md\n",
            "docs/kvm/index.md": SECTION.replace("  Time: 时间\n", ""),
        },
        "docs/kvm/index.md:4:9: the letter K belongs to docs/kernel/index.md; give one of the two sections "
        "another",
    ),
    "a section without a Chinese name": (
        {"docs/kernel/index.md": SECTION.replace("chinese: 内核", "chinese:")},
        "docs/kernel/index.md:3:9: `chinese` is empty; write the Chinese name on the same line",
    ),
    "a group without a Chinese name": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}  - Locks:\n      - lock.md\n", "docs/kernel/lock.md": EXTRA},
        "docs/kernel/index.md:9:1: the group `Locks` of docs/kernel/.pages has no Chinese name; add "
        "`  Locks: ` and the name below `groups:`",
    ),
    "an empty Chinese name of a group": (
        {"docs/kernel/index.md": SECTION.replace("Time: 时间", "Time:")},
        "docs/kernel/index.md:9:1: the group `Time` of docs/kernel/.pages has no Chinese name; "
        "add `  Time: ` "
        "and the name below `groups:`",
    ),
    "a Chinese name of no group": (
        {"docs/kernel/index.md": SECTION.replace("  Time: 时间", "  Time: 时间\n  Locks: 锁")},
        "docs/kernel/index.md:9:1: `Locks` in `groups` is no group of docs/kernel/.pages; "
        "correct the name or "
        "take the line out",
    ),
    "a retired number that is in use": (
        {"docs/kernel/index.md": SECTION.replace("template", "retired: [2, 3]\ntemplate")},
        "docs/kernel/timer.md:3:9: the number 2 is retired in docs/kernel/index.md; numbers "
        "are never reused: "
        "write the next free one, 4",
    ),
    "a retired number after a gap": (
        {"docs/kernel/index.md": SECTION.replace("template", "retired: [4]\ntemplate")},
        "docs/kernel/index.md:5:10: the number 4 leaves out 3; numbers are never reused: give a new note the "
        "next free one; list the number of a note that was taken out under `retired` in docs/kernel/index.md",
    ),
    "retired numbers that are no list": (
        {"docs/kernel/index.md": SECTION.replace("template", "retired: 3\ntemplate")},
        "docs/kernel/index.md:5:10: `retired` is no list of numbers; write it like `retired: [5, 8]`",
    ),
    "retired notes by name": (
        {"docs/kernel/index.md": SECTION.replace("template", "retired: [tick]\ntemplate")},
        "docs/kernel/index.md:5:10: `retired` is no list of numbers; write it like `retired: [5, 8]`",
    ),
    "a term without Chinese": (
        {"docs/index.md": INDEX.replace("title: Index", "title: Index\nterms:\n  - en: [lock]")},
        "docs/index.md:4:5: term 1 has no names; write `- en: [name]` and below it `zh: [名称]`",
    ),
    "a name in two terms": (
        {
            "docs/index.md": INDEX.replace(
                "title: Index",
                "title: Index\nterms:\n  - en: [lock]\n    zh: [锁]\n  - en: [Lock]\n    zh: [闭锁]",
            )
        },
        "docs/index.md:6:5: `lock` in term 2 is a name already; keep one of the two",
    ),
    "a summary on a page that is neither note nor section": (
        {"docs/index.md": INDEX.replace("title: Index", "title: Index\nsummary: Notes.")},
        "docs/index.md:3:1: unknown key `summary`; the keys are title, template, description, search, terms, "
        "kinds, paths, related, unconfirmed",
    ),
    "an unknown key of .pages": (
        {"docs/kernel/.pages": f"order: asc\n{KERNEL_NAV}"},
        "docs/kernel/.pages:1:1: unknown key `order`; the keys are title, nav",
    ),
    "broken YAML in .pages": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}    - {{\n"},
        "docs/kernel/.pages:6:5: broken YAML: this line does not fit those around it; indent it like them; "
        "quote a value that holds `: ` or ` #`",
    ),
    "a section without .pages": (
        {"docs/.pages": ROOT_NAV, "docs/kvm/vmx.md": EXTRA},
        "docs/kvm/.pages:1:1: the folder has no .pages; list its pages below `nav:`",
    ),
    "a section outside the navigation": (
        {
            "docs/kvm/.pages": "nav:\n  - index.md\n",
            "docs/kvm/index.md": KVM.replace("  Time: 时间\n", ""),
        },
        "docs/.pages:1:1: `kvm` is not listed; add `- kvm`",
    ),
    "a name that is no slug": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}      - Tick_2.md\n", "docs/kernel/Tick_2.md": EXTRA},
        "docs/kernel/Tick_2.md:1:1: `Tick_2` is no slug; name the file with small letters, "
        "digits and single hyphens, like `tick-2.md`",
    ),
    "a folder that is no section": (
        {"docs/drivers/tick.md": INDEX},
        "docs/drivers/tick.md:1:1: no section has this folder; move the file into one of "
        "kernel, kvm, networking, assembly-elf, boot",
    ),
    "a slug that another section has": (
        {
            "docs/.pages": ROOT_NAV,
            "docs/kvm/.pages": "nav:\n  - index.md\n  - Time:\n      - clock.md\n",
            "docs/kvm/index.md": KVM,
            "docs/kvm/clock.md": EXTRA.replace("number: 3", "number: 1"),
        },
        "docs/kvm/clock.md:1:1: the slug `clock` belongs to docs/kernel/clock.md; rename one "
        "of the two files",
    ),
}


@pytest.mark.parametrize("fault", TREE_FAULTS)
def test_a_fault_of_the_tree_is_one_clear_line(tiny: Path, fault: str) -> None:
    files, line = TREE_FAULTS[fault]
    for path, text in files.items():
        write(tiny / path, text)
    done = run(tiny)
    assert (done.returncode, done.stdout) == (1, f"{line}\n")


def test_all_faults_come_in_one_run(tiny: Path) -> None:
    write(tiny / "docs/kernel/clock.md", "no front matter\n")
    write(tiny / "docs/kernel/timer.md", "no front matter\n")
    assert len(run(tiny).stdout.splitlines()) == 2


def test_what_mkdocs_yml_says_of_addresses_is_checked_with_the_notes(tmp_path: Path) -> None:
    copy_project(tmp_path)
    config = tmp_path / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    text = text.replace("redirects: {}", "redirects: { /old: /kernel/ }")
    config.write_text(text.replace("dead_links: []", "dead_links: [a]"), encoding="utf-8")
    line = text[: text.index("redirects: {")].count("\n") + 1
    command = [sys.executable, "scripts/check_notes.py"]
    done = subprocess.run(command, cwd=tmp_path, env=shell(), capture_output=True, text=True)
    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert first.startswith(f"mkdocs.yml:{line}:16: `/old` is no address of a page of this site; write it")
    assert second.startswith(f"mkdocs.yml:{line + 2}:16: `a` is no known-dead address; write `- address:`")
    done = mkdocs("build", "--strict", folder=tmp_path)
    assert done.returncode == 1
    assert first in done.stderr
    assert "Traceback" not in done.stderr


def test_mkdocs_itself_refuses_bad_notes_and_writes_nothing(tmp_path: Path) -> None:
    copy_project(tmp_path)
    note = tmp_path / "docs/kernel/seqlock.md"
    write(note, note.read_text(encoding="utf-8").replace("title: Seqlock\n", ""))
    done = mkdocs("build", "--strict", folder=tmp_path)
    assert done.returncode == 1
    assert "docs/kernel/seqlock.md:1:1: no `title` in the front matter; add `title:`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "site").rglob("*.html"))


# The notes of the source in the order in which they got their numbers, from 1. A note keeps its number for
# good, so these lines never change.
NUMBERED = {
    "kernel": """
        kthreadd process-command-line scheduling lockup preemptive-kernel unkillable-process
        process-image gfp-flags wait-queue seqlock watchdog clocksource ftruncate fallocate
        which-filesystem procfs-sysfs zero-copy list-head flexible-array-member export-symbol-gpl
        header-guard printk-stuck trace-events b4 obsidian-code-block-languages rebase-merges
    """,
    "kvm": """
        virtualization-exception kvm-msr-user-space kvm-read-guest-virt host-initiated-msr piix
        ide-pata-ata enable-virtual-machine-platform hyper-v
    """,
    "networking": """
        sk-buff socket struct-sock unix-domain-socket epoll-wakeup send-calls readv-writev sendmsg
        send rcp-connection-refused switchyomega-forgetting
    """,
    "assembly-elf": """
        x86-instruction-encoding intel-ibt self-modifying-code mnemonic-and-opcode ud1
        undocumented-instructions local-label byte-directive align-directive globl-directive
        location-counter directive gas-format readelf-objdump pkg-config section-and-segment symbol
        section-and-relocation
    """,
    "boot": """
        bootloader bios-finds-bootloader install-kernel-rpm grubby-default-kernel
    """,
}


def test_the_notes_of_the_source_keep_their_numbers(facts: Yardstick) -> None:
    keys = [f"{section}/{slug}" for section, slugs in NUMBERED.items() for slug in slugs.split()]
    assert sorted(keys) == sorted(topic.key for topic in facts.topics)
    for section, slugs in NUMBERED.items():
        pages = [read_page(ROOT / "docs" / section / f"{slug}.md", slug) for slug in slugs.split()]
        assert [page.front["number"].data for page in pages] == list(range(1, len(pages) + 1))


def test_the_real_notes_have_the_titles_and_groups_of_the_table(facts: Yardstick) -> None:
    """Holds the pages and `.pages` against topics.tsv: section, group, order, title."""
    for section in {topic.section for topic in facts.topics}:
        pages = ROOT / "docs" / section / ".pages"
        nav = yaml.safe_load(pages.read_text(encoding="utf-8"))["nav"]
        groups = {name: files for item in nav[1:] for name, files in item.items()}
        expected: dict[str, list[str]] = {}
        for topic in facts.topics:
            if topic.section == section:
                expected.setdefault(topic.group, []).append(f"{topic.slug}.md")
                page = read_page(ROOT / "docs" / f"{topic.key}.md", topic.key)
                assert page.front["title"].data == topic.title
                assert page.front["source"].data == f"{topic.first}-{topic.last}"
        kept = {
            name: [file for file in files if file in expected.get(name, [])] for name, files in groups.items()
        }
        assert {name: files for name, files in kept.items() if files} == expected
