"""Every fault that a writer makes gets its line and remedy; the author's text and what is right get none."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import check_notes
from calls import counted
from checks import body, pictures
from checks.characters import RADICALS, in_line
from conftest import ROOT, copy_project, mkdocs, shell
from inside import run_inside
from notes import yaml_nodes
from tiny import EXTRA, INDEX, KERNEL_NAV, NOTE, SCRIPT, SECTION, run, tiny_project, tiny_site, write

TICK = "docs/kernel/tick.md"
# A note of ours: its first heading is in line 10, its text in line 12; one from the source has a line more.
OURS = EXTRA
NAV = f"{KERNEL_NAV}      - tick.md\n"
TIMER = NOTE.format(title="Timer", number=2, source="21-40")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of three notes without a fault, one of them ours; it is the current one."""
    tiny_site(tmp_path)
    write(tmp_path / "docs/kernel/.pages", NAV)
    write(tmp_path / TICK, OURS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """The lines of a check in the current folder."""
    status = check_notes.main([*options, "docs", "source.txt"])
    lines = capsys.readouterr().out.splitlines()
    left = [line for line in lines if ": fixed: " not in line]
    assert status == (1 if left else 0)
    return lines


def test_three_notes_without_a_fault_pass(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tiny.is_dir()
    assert told(capsys) == []


# Calls of functions that a check of the 67 notes may take.
CALLS = 1_000_000
DELIMITERS = "a table without its row of delimiters; write `| --- | --- |` below the header"
NO_ANCHOR = (
    "a heading that is not all ASCII has no anchor; "
    "write one by hand, like `## Rating 字段 { #rating-field }`"
)
LOST = "a comment that never closes; the rest of the note is lost in it; close it with `-->`"
# What stands in for `Text.` in a note of ours, whose line is 12, and all lines that it gets.
IN_THE_TEXT = {
    "a fence without a language": (
        "```\nx\n```",
        ["12:1: a fence without a language; name it behind the marks: `c`, `bash`, `text` if it is none"],
    ),
    "a fence of tildes without a language": (
        "~~~\nx\n~~~",
        ["12:1: a fence without a language; name it behind the marks: `c`, `bash`, `text` if it is none"],
    ),
    "a fence in a list without a language": (
        "- a\n\n    ```\n    x\n    ```",
        ["14:5: a fence without a language; name it behind the marks: `c`, `bash`, `text` if it is none"],
    ),
    "a fence in a quotation without a language": (
        "> ```\n> x\n> ```",
        ["12:3: a fence without a language; name it behind the marks: `c`, `bash`, `text` if it is none"],
    ),
    "a misspelled language": ("```bahs\nx\n```", ["12:4: Pygments knows no language `bahs`; write `bash`"]),
    "an unknown language": (
        "```qqqqq\nx\n```",
        ["12:4: Pygments knows no language `qqqqq`; write one, or `text`"],
    ),
    "a misspelled language in braces": (
        "```{.pyhton hl_lines='1'}\nx\n```",
        ["12:4: Pygments knows no language `pyhton`; write `python`"],
    ),
    "a fence that never closes": (
        "```c\nx\n# no heading\n",
        ["12:1: a fence that never closes; close it with a line of the same marks"],
    ),
    "a fence that a longer one does not close": (
        "```c\nx\n````\n",
        ["12:1: a fence that never closes; close it with a line of the same marks"],
    ),
    "a comment that never closes": ("a <!-- b\n\n## More", [f"12:3: {LOST}"]),
    "a page that is not there": (
        "[a](nowhere.md)",
        ["12:5: `nowhere.md`: there is no docs/kernel/nowhere.md; correct the link"],
    ),
    "two pages that are not there": (
        "[a](no.md) [b](no.md)\n",
        [
            "12:5: `no.md`: there is no docs/kernel/no.md; correct the link",
            "12:16: `no.md`: there is no docs/kernel/no.md; correct the link",
        ],
    ),
    "a page in another case": (
        "> see [a](Timer.md)",
        ["12:11: `Timer.md`: there is no docs/kernel/Timer.md; the file is docs/kernel/timer.md"],
    ),
    "an anchor that is not there": (
        "[a](timer.md#nowhere)",
        [
            "12:5: `timer.md#nowhere`: docs/kernel/timer.md has no anchor `nowhere`; link to one of "
            "its headings"
        ],
    ),
    "an anchor that is not here": (
        "[a](#nowhere)",
        ["12:5: `#nowhere`: docs/kernel/tick.md has no anchor `nowhere`; link to one of its headings"],
    ),
    "a picture that is not there": (
        "![a](a.png)",
        ["12:6: `a.png`: there is no docs/kernel/a.png; correct the link"],
    ),
    "a link to a folder": (
        "[a](../kernel/)",
        ["12:5: `../kernel/`: names no file; name the file, like `../kernel/wait-queue.md`"],
    ),
    "a link from the root on": (
        "[a](/kernel/timer/)",
        [
            "12:5: `/kernel/timer/`: an address from the root on; "
            "name the file, like `../kernel/wait-queue.md`"
        ],
    ),
    "an empty link": ("[a]()", ["12:4: an empty link; write an address or take the link out"]),
    "a name that is not defined": (
        "[a][b]",
        [
            "12:5: `[a][b]`: the name `b` is defined nowhere; write `[b]: address` on a line of its own, "
            "or `\\[` for a bracket"
        ],
    ),
    "a picture without words": (
        "![](https://host.test/a.png)",
        ["12:5: `https://host.test/a.png`: an image without alt; say in it what the image shows"],
    ),
    "two anchors by hand": (
        "## A { #a }\n\nx\n\n## B { #a }",
        ["16:1: `a`: an id that line 12 has too; give one of the two another name"],
    ),
    "a heading without an anchor": ("## 字段", [f"12:1: {NO_ANCHOR}"]),
    "a heading with a class alone": ("## 字段 { .wide }", [f"12:1: {NO_ANCHOR}"]),
    "a level that is left out": (
        "## A\n\n#### B",
        ["14:1: a heading of level 4 below one of level 2; write `###`"],
    ),
    "a level that is left out below the first": (
        "### A",
        ["12:1: a heading of level 3 below one of level 1; write `##`"],
    ),
    "a row of too many cells": (
        "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |",
        ["14:1: a row of 3 cells in a table of 2 columns; write 2; a pipe inside a cell is written `\\|`"],
    ),
    "a row of too few cells": (
        "a | b\n--- | ---\n1",
        ["14:1: a row of 1 cells in a table of 2 columns; write 2; a pipe inside a cell is written `\\|`"],
    ),
    "no delimiters": ("| a | b |\n| 1 | 2 |", [f"13:1: {DELIMITERS}"]),
    "delimiters that are none": ("| a | b |\n| ——— | --- |", [f"13:1: {DELIMITERS}"]),
    "too few delimiters": (
        "| a | b |\n| --- |\n| 1 | 2 |",
        ["13:1: 1 delimiters below a header of 2 cells; write `| --- | --- |`"],
    ),
    "a zero-width space": ("a\u200bb", ["12:2: `U+200B ZERO WIDTH SPACE`; take it out: nobody sees it"]),
    "a byte order mark inside": (
        "a\ufeffb",
        ["12:2: `U+FEFF ZERO WIDTH NO-BREAK SPACE`; take it out: nobody sees it"],
    ),
    "a bidi control": ("a\u202eb", ["12:2: `U+202E RIGHT-TO-LEFT OVERRIDE`; take it out: nobody sees it"]),
    "a soft hyphen": ("a\u00adb", ["12:2: `U+00AD SOFT HYPHEN`; take it out: nobody sees it"]),
    "a selector of a drawing": (
        "字\ufe01",
        ["12:2: `U+FE01 VARIATION SELECTOR-2`; take it out: nobody sees it"],
    ),
    "a no-break space": ("a\u00a0b", ["12:2: `U+00A0 NO-BREAK SPACE`; write a plain space"]),
    "an ideographic space": ("\u3000字", ["12:1: `U+3000 IDEOGRAPHIC SPACE`; write a plain space"]),
    "a line separator": ("a\u2028b", ["12:2: `U+2028 LINE SEPARATOR`; write a plain space"]),
    "a next line": ("a\u0085b", ["12:2: `U+0085 a control code`; take it out"]),
    "a control code": ("a\u0008b", ["12:2: `U+0008 a control code`; take it out"]),
    "a carriage return inside": ("a\rb", ["12:2: `U+000D a control code`; take it out"]),
    "a lost letter": (
        "a\ufffdb",
        ["12:2: `U+FFFD REPLACEMENT CHARACTER`; write the letter that was lost here"],
    ),
    "a letter of a font's own": (
        "a\ue001b",
        ["12:2: `U+E001 a control code`; write what is meant: every font draws another thing, or none"],
    ),
    "a Kangxi radical": (
        "\u2f8f",
        ["12:1: `U+2F8F KANGXI RADICAL WALK ENCLOSURE`; write the ideograph `行` (U+884C)"],
    ),
    "a radical of a simplified form": (
        "一匹\u2ee2",
        ["12:3: `U+2EE2 CJK RADICAL C-SIMPLIFIED HORSE`; write the ideograph `马` (U+9A6C)"],
    ),
    "a radical that is no ideograph": (
        "\u2e80",
        ["12:1: `U+2E80 CJK RADICAL REPEAT`; write the ideograph that is meant"],
    ),
    "an ideograph for compatibility": (
        "\uf900",
        ["12:1: `U+F900 CJK COMPATIBILITY IDEOGRAPH-F900`; write the ideograph `豈` (U+8C48)"],
    ),
    "a Cyrillic letter": (
        "the k\u0435rnel",
        [
            "12:5: `k\u0435rnel` has a letter that looks Latin, `U+0435 CYRILLIC SMALL LETTER IE`; "
            "write `kernel`"
        ],
    ),
    "a Greek letter": (
        "R\u039fM",
        [
            "12:1: `R\u039fM` has a letter that looks Latin, `U+039F GREEK CAPITAL LETTER OMICRON`; "
            "write `ROM`"
        ],
    ),
    "a Cyrillic letter like no other": (
        "kern\u0436l",
        [
            "12:1: `kern\u0436l` has a letter that looks Latin, `U+0436 CYRILLIC SMALL LETTER ZHE`; "
            "write it in one script"
        ],
    ),
}


@pytest.mark.parametrize("fault", IN_THE_TEXT)
def test_a_fault_of_our_text_is_told_where_it_is(
    tiny: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text, lines = IN_THE_TEXT[fault]
    (tiny / TICK).write_bytes(OURS.replace("Text.", text).encode())
    assert told(capsys) == [f"{TICK}:{line}" for line in lines]


# What looks wrong and is right, in a note of ours.
RIGHT = """
```c title="clock.c"
| a | b |
[a](nowhere.md) <!-- ####
```

```{ .bash .wide }
x
```

````text
```
````

- a

    ```c
    x
    ```

> ```c
> x
> ```

        ```
        code that is indented

`<!--` <!-- a comment
of two lines --> `| a | b |`

[a](timer.md) [b](timer.md#heading) [c](#here) [d](../index.md#what-a-template-makes) [e](tick.md#here_1)
[f](https://host.test/nowhere.md) [g](index.md#groups) ![h](../assets/face.png)
[i](timer.md?q=clock) [j](#top)

## Here

### Rating 字段 { #rating-field }

| a | b |
| --- | :-: |
| `x | y` | 2 |
| a \\| b | |

| no table, a line that begins with a pipe

a | b is no table

5 μs, 3 kΩ, λ, Ω, Δt, привет, naïve, Ångström, “quotes” — dashes… “中文，标点。” ｆｕｌｌ ①②③ 🙂 ✔️ 👩‍💻 ﬁ

## Here
"""


def test_what_is_right_in_our_text_is_not_told(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tiny / TICK, OURS + RIGHT)
    write(tiny / "docs/assets/face.png", "x")
    assert told(capsys) == []


# Everything of the above that is the author's words and characters.
VERBATIM = (
    "\n\ta\u200bb\u00a0c\u202e\u00adk\u0435rnel \u2f8f\u2ee2\uf900\ue001\ufffd a\u2028b\u0085c\u3000d\u0008\n"
    "\n| a | b |\n| 1 |\n\n## One\n\n#### Three\n\n```c\nx \u200b\n\t\u00a0\n```\n\nend\r\nthe last "
    "line has no end\u200b"
)


def test_the_text_of_the_author_is_neither_told_nor_mended(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny / "docs/kernel/timer.md"
    raw = (TIMER + VERBATIM).encode()
    path.write_bytes(raw)
    assert told(capsys) == []
    assert told(capsys, "--fix") == []
    assert path.read_bytes() == raw


@pytest.mark.parametrize(
    "front",
    [
        ("source: 21-40", "sources: 21-40"),
        ("source: 21-40", "Source: 21-40"),
        ("source: 21-40", "source： 21-40"),
        ("source: 21-40", "source:\t21-40\n\tx: 1"),
        ("source: 21-40", "source: '21-40"),
        ("title: Timer", "title: Timer: a clock"),
        ("---\ntitle", "title"),
        ("\n---\n\n#", "\n\n#"),
    ],
)
def test_what_may_be_the_author_s_is_not_mended_either(
    tiny: Path, front: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tiny / "docs/kernel/timer.md"
    old, new = front
    assert old in TIMER
    raw = (TIMER + VERBATIM).replace(old, new, 1).encode()
    path.write_bytes(raw)
    assert told(capsys, "--fix")
    assert path.read_bytes() == raw


def test_random_text_of_the_author_stays_byte_for_byte(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The front matter above it is mended all the same."""
    path = tiny / "docs/kernel/timer.md"
    numbers = random.Random(7)
    odd = "\u200b\u00a0\ufeff\u2f8f\u0435\r\n\t a`|#-\u2028\u0085\U0001f642字\\[]()!<>&"
    head, _, rest = TIMER.replace("Timer", "Ti\u200bmer").partition("\n---\n")
    for _ in range(60):
        body_text = rest + "".join(numbers.choice(odd) for _ in range(numbers.randrange(400)))
        raw = f"\ufeff{head}\n---\n".replace("\n", "\r\n").encode() + body_text.encode()
        path.write_bytes(raw)
        told_lines = told_all(capsys)
        assert f"{path.relative_to(tiny)}:1:1: fixed: the byte order mark is gone" in told_lines
        after = path.read_bytes()
        assert after == f"{head}\n---\n".replace("\u200b", "").encode() + body_text.encode()


def told_all(capsys: pytest.CaptureFixture[str]) -> list[str]:
    check_notes.main(["--fix", "docs", "source.txt"])
    return capsys.readouterr().out.splitlines()


QUOTE_IT = "put the value in quotes"
# What stands in for what in the front matter of a note of ours, and all lines that it gets.
IN_THE_FRONT = {
    "a tab": ("  en: What", "\ten: What", ["5:1: a tab indents the line; indent it with spaces"]),
    "a full-width colon": ("title: E", "title：E", ["2:6: a full-width colon after the key; write `: `"]),
    "a full-width colon inside": (
        "  en: What",
        "  en：What",
        ["5:5: a full-width colon after the key; write `: `"],
    ),
    "no space after the colon": ("title: E", "title:E", ["2:6: no space after the colon; write `: `"]),
    "a quote that never closes": (
        "en: What it",
        "en: 'What it",
        ["5:7: broken YAML: a quote that never closes; close it; within '…' write a ' twice"],
    ),
    "a bracket without its end": (
        "现在几点]",
        "现在几点",
        ["7:10: broken YAML: a bracket without its end; close it, and put a comma between what it holds"],
    ),
    "a colon in a value": (
        "en: What",
        "en: What: all",
        [f"5:11: broken YAML: a value that holds `: `; {QUOTE_IT}"],
    ),
    "a value that begins with a mark": (
        "en: What",
        "en: `What",
        [f"5:7: broken YAML: a value begins with a mark that means something to YAML; {QUOTE_IT}"],
    ),
    "a value that begins with a star": (
        "title: E",
        "title: *E",
        [f"2:8: broken YAML: a value begins with `*`; {QUOTE_IT}"],
    ),
    "a value used twice": (
        "[time piece,",
        "[&a time piece, *a,",
        ["7:11: a value that is used twice by its name (`&`, `*`); write it out"],
    ),
    "a value that holds itself": (
        "aliases: [",
        "aliases: &a [*a, ",
        ["7:10: a value that is used twice by its name (`&`, `*`); write it out"],
    ),
    "a key that is a list": (
        "number: 3",
        "? [number]\n: 3",
        ["3:3: a key that is no text; write a name before the colon"],
    ),
    "a language twice": (
        "  zh:",
        "  en: Again.\n  zh:",
        ["6:3: the key `en` stands twice; keep one of the two"],
    ),
    "a key with a capital": (
        "title:",
        "Title:",
        [
            "2:1: unknown key `Title`; the keys are title, number, source, summary, aliases, "
            "figures, checked, "
            "against, remarks, newer: write `title`"
        ],
    ),
    "smart quotes": (
        "title: Extra",
        "title: “Extra”",
        ["2:8: `title` stands in “ ”, no quotes to YAML; write ' or \", or none"],
    ),
    "a title of two lines": (
        "title: Extra",
        "title: |\n  Extra\n  and more",
        ["2:8: `title` is no text; write it on the same line, a number in quotes"],
    ),
    "a summary that is one text": (
        "summary:\n  en: What it holds.\n  zh: 它的内容。",
        "summary: What it holds.",
        ["4:10: `summary` is one text; write `  en: ` and `  zh: ` below it, with one sentence each"],
    ),
    "a summary to be written": (
        "en: What it holds.",
        "en: TODO",
        ["5:7: `en` is a placeholder: `TODO`; write the text"],
    ),
    "a summary to be written soon": (
        "zh: 它的内容。",
        "zh: FIXME 说明内容",
        ["6:7: `zh` is a placeholder: `FIXME 说明内容`; write the text"],
    ),
    "the example's summary": (
        "en: What it holds.",
        "en: One sentence in English that tells what the note holds.",
        [
            "5:7: `en` is a placeholder: `One sentence in English that tells what the note holds.`; "
            "write the text"
        ],
    ),
    "a summary in Chinese for English": (
        "en: What it holds.",
        "en: 它的内容是 a。",
        ["5:7: `en` of `summary` is not English; write it in English"],
    ),
    "a summary in English for Chinese": (
        "zh: 它的内容。",
        "zh: It holds a lot。",
        ["6:7: `zh` of `summary` is not Chinese; write it in Chinese"],
    ),
    "one summary twice": (
        "en: What it holds.\n  zh: 它的内容。",
        "en: seqlock 锁\n  zh: seqlock 锁",
        ["6:7: `en` and `zh` of `summary` are the same; write each in its language"],
    ),
    "an empty alias": (
        "[time piece,",
        "['', time piece,",
        ["7:11: the alias `` is no name; write 2 to 80 letters, in quotes if it holds `: `"],
    ),
    "an alias to be written": (
        "[time piece,",
        "[time piece, xxx,",
        ["7:23: `aliases` is a placeholder: `xxx`; write the text"],
    ),
    "a zero-width space": (
        "title: Ex",
        "title: Ex\u200b",
        ["2:10: `U+200B ZERO WIDTH SPACE`; take it out: nobody sees it"],
    ),
    "a control code": ("title: Ex", "title: E\u0001x", ["2:9: `U+0001 a control code`; take it out"]),
    "a line separator": (
        "en: What",
        "en: What\u2028",
        ["5:11: `U+2028 LINE SEPARATOR`; write a plain space"],
    ),
    "an empty line first": (
        "---\ntitle",
        "\n---\ntitle",
        [
            "1:1: the front matter begins in line 2; take away what stands above it: "
            "`---` is the first line of the file"
        ],
    ),
    "a dash first": (
        "---\ntitle",
        "—-\ntitle",
        ["1:1: `—-` does not begin the front matter; write `---`, three hyphens"],
    ),
}


@pytest.mark.parametrize("loader", ["FastLoader", "PythonLoader"])
@pytest.mark.parametrize("fault", IN_THE_FRONT)
def test_a_fault_of_the_front_matter_is_told_alike_by_both_parsers(
    tiny: Path, fault: str, loader: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert yaml.__with_libyaml__, "this PyYAML comes without libyaml: install a wheel of PyPI's"
    monkeypatch.setattr(yaml_nodes, "Loader", getattr(yaml_nodes, loader))
    old, new, lines = IN_THE_FRONT[fault]
    assert old in OURS
    write(tiny / TICK, OURS.replace(old, new, 1))
    assert told(capsys) == [f"{TICK}:{line}" for line in lines]


# What looks wrong and is right: what stands in for what in the front matter of a note of ours.
RIGHT_IN_THE_FRONT = {
    "a comment to be done": ("What it holds.", "What TODO comments and xxx are for."),
    "a quotation": ("What it holds.", "“What” it holds: “all”.".replace(": ", " - ")),
    "Chinese names in English": ("What it holds.", "How to type 锁 and 内核."),
    "English names in Chinese": ("它的内容。", "seqlock 与 spinlock 的区别。"),
    "a name like a placeholder": ("horologe", "tbd device"),
    "a tab in quotes": ("What it holds.", "'What\tit holds.'"),
    "a colon in quotes": ("What it holds.", "'What: it holds.'"),
    "a wide colon in a value": ("它的内容。", "内容：时钟。"),
    "a title in quotes": ("title: Extra", "title: '2038: the year'"),
}


@pytest.mark.parametrize("case", RIGHT_IN_THE_FRONT)
def test_what_is_right_in_the_front_matter_is_not_told(
    tiny: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = RIGHT_IN_THE_FRONT[case]
    assert old in OURS
    write(tiny / TICK, OURS.replace(old, new, 1))
    assert told(capsys) == []


HEAVY = f"a picture of {(pictures.HEAVIEST + 1000) // 1000} kB"
# Files that are written, with their bytes, and all lines that the tree then gets.
IN_THE_TREE = {
    "a heavy picture": (
        {TICK: f"{OURS}\n![a](a.png)\n", "docs/kernel/a.png": "x" * (pictures.HEAVIEST + 1000)},
        [f"docs/kernel/a.png:1:1: {HEAVY}; make it smaller or draw it as SVG: 200 kB at most"],
    ),
    "a picture that nothing shows": (
        {"docs/assets/a.svg": "<svg/>"},
        ["docs/assets/a.svg:1:1: no page shows it; show it or take the file away"],
    ),
    "an empty picture": (
        {TICK: f"{OURS}\n![a](a.png)\n", "docs/kernel/a.png": ""},
        ["docs/kernel/a.png:1:1: an empty picture; put the picture here or take the file away"],
    ),
    "a picture with a bad name": (
        {TICK: f"{OURS}\n![a](<A b.png>)\n", "docs/kernel/A b.png": "x"},
        [
            "docs/kernel/A b.png:1:1: `A b.png` is no good name for a file; "
            "use small letters, digits, hyphens: addresses tell small letters from capitals"
        ],
    ),
    "a note with another ending": (
        {"docs/kernel/tock.markdown": OURS},
        [
            "docs/kernel/tock.markdown:1:1: `.markdown` is not the end of a note's name; "
            "name it `tock.md`, or take it away"
        ],
    ),
    "a note in capitals": (
        {"docs/kernel/tock.MD": OURS},
        [
            "docs/kernel/tock.MD:1:1: `.MD` is not the end of a note's name; name it `tock.md`, or "
            "take it away"
        ],
    ),
    "a note as text": (
        {"docs/kernel/tock.txt": OURS},
        [
            "docs/kernel/tock.txt:1:1: `.txt` is not the end of a note's name; name it `tock.md`, "
            "or take it away"
        ],
    ),
    "a section in capitals": (
        {"docs/Kernel/tock.md": INDEX},
        ["docs/Kernel/tock.md:1:1: no section has this folder; the folder is `kernel`"],
    ),
    "a space in a name": (
        {
            "docs/kernel/.pages": f"{NAV}      - My note.md\n",
            "docs/kernel/My note.md": OURS.replace("3", "4"),
        },
        [
            "docs/kernel/My note.md:1:1: `My note` is no slug; name the file with small letters, digits and "
            "single hyphens, like `my-note.md`"
        ],
    ),
    "a name in another case in .pages": (
        {"docs/kernel/.pages": NAV.replace("tick.md", "Tick.md")},
        ["docs/kernel/.pages:6:9: there is no `Tick.md`; the file is `tick.md`"],
    ),
    "a group without notes": (
        {
            "docs/kernel/.pages": f"{NAV}  - Locks:\n",
            "docs/kernel/index.md": SECTION.replace("  Time: 时间", "  Time: 时间\n  Locks: 锁"),
        },
        ["docs/kernel/.pages:7:5: the group `Locks` has no notes; list one below it or take it out"],
    ),
    "a group twice": (
        {"docs/kernel/.pages": KERNEL_NAV + "  - Time:\n      - tick.md\n"},
        ["docs/kernel/.pages:6:5: a second group `Time`; list its notes below the first"],
    ),
    "a group in a group": (
        {"docs/kernel/.pages": f"{NAV}      - Inner:\n          - clock.md\n"},
        [
            "docs/kernel/.pages:7:9: the group `Inner` stands in another; let it stand beside the "
            "other, not inside"
        ],
    ),
    "an odd character in .pages": (
        {"docs/kernel/.pages": NAV.replace("nav:", "title: Ker\u200bnel\nnav:")},
        ["docs/kernel/.pages:1:11: `U+200B ZERO WIDTH SPACE`; take it out: nobody sees it"],
    ),
    "an odd character on a page of ours": (
        {"docs/index.md": INDEX + "\na\u00a0b\n"},
        ["docs/index.md:7:2: `U+00A0 NO-BREAK SPACE`; write a plain space"],
    ),
    "an odd character in the front matter of the author's note": (
        {"docs/kernel/timer.md": TIMER.replace("What it", "What\u00a0it")},
        ["docs/kernel/timer.md:6:11: `U+00A0 NO-BREAK SPACE`; write a plain space"],
    ),
    "no end of the last line": (
        {TICK: OURS.removesuffix("\n")},
        [f"{TICK}:12:6: no line end at the end of the file; end the last line with a line end"],
    ),
    "line ends of Windows": (
        {TICK: OURS.replace("\n", "\r\n")},
        [f"{TICK}:1:4: a line end of Windows (CR LF); save the file with line ends of Unix (LF)"],
    ),
}


@pytest.mark.parametrize("fault", IN_THE_TREE)
def test_a_fault_of_the_files_is_told(tiny: Path, fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    files, lines = IN_THE_TREE[fault]
    for name, text in files.items():
        (tiny / name).parent.mkdir(parents=True, exist_ok=True)
        (tiny / name).write_bytes(text.encode())
    assert told(capsys) == lines


def test_a_file_that_cannot_be_read_is_one_line(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tiny / TICK).unlink()
    (tiny / TICK).symlink_to("nowhere.md")
    assert told(capsys) == [
        f"{TICK}:1:1: cannot be read: No such file or directory; mend that, or take it away"
    ]


def test_all_faults_of_a_note_come_in_one_run_in_order(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = OURS.replace("What it holds.", "TODO").replace(
        "Text.", "[a](no.md)\u200b\n\n#### B\n\n```\nx\n```"
    )
    write(tiny / TICK, text)
    places = [tuple(map(int, line.split(":")[1:3])) for line in told(capsys)]
    assert places == [(5, 7), (12, 5), (12, 11), (14, 1), (16, 1)]


def test_what_is_sure_is_mended_and_told_and_the_rest_is_left(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = OURS.replace("number: 3\n", "").replace("Extra", "Ex\u200btra").replace("\n", "\r\n")
    odd = odd.replace("Text.\r\n", "k\u0435rnel\u00a0\u2ee2 \ue001")
    (tiny / TICK).write_bytes(f"\ufeff{odd}".encode())
    write(tiny / "docs/.pages", "nav:\n  - index.md\n  - kernel\u200b")
    lines = told(capsys, "--fix")
    assert lines == [
        "docs/.pages:3:11: fixed: `U+200B ZERO WIDTH SPACE`; taken out",
        "docs/.pages:3:12: fixed: the last line has its end",
        f"{TICK}:1:1: fixed: the byte order mark is gone",
        f"{TICK}:1:4: fixed: line ends of Windows are those of Unix",
        f"{TICK}:2:10: fixed: `U+200B ZERO WIDTH SPACE`; taken out",
        f"{TICK}:11:1: fixed: `k\u0435rnel` has a letter that looks Latin, `U+0435 CYRILLIC SMALL "
        f"LETTER IE`; "
        "now `kernel`",
        f"{TICK}:11:7: fixed: `U+00A0 NO-BREAK SPACE`; a plain space",
        f"{TICK}:11:8: fixed: `U+2EE2 CJK RADICAL C-SIMPLIFIED HORSE`; now `马`",
        f"{TICK}:11:11: fixed: the last line has its end",
        f"{TICK}:3:1: fixed: no `number`; now `number: 3`",
        f"{TICK}:12:10: `U+E001 a control code`; write what is meant: every font draws another "
        f"thing, or none",
    ]
    whole = (tiny / TICK).read_text(encoding="utf-8")
    assert whole == OURS.replace("Text.", "kernel 马 \ue001")
    assert [path.name for path in tiny.rglob(".*")] == [".pages", ".pages"]
    assert told(capsys, "--fix") == lines[-1:]
    assert (tiny / TICK).read_text(encoding="utf-8") == whole


def test_numbers_that_are_missing_are_the_next_free_ones(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tiny / "docs/kernel/index.md", SECTION.replace("template", "retired: [3]\ntemplate"))
    write(tiny / "docs/kernel/.pages", f"{NAV}      - tock.md\n")
    write(tiny / TICK, OURS.replace("number: 3\n", ""))
    write(
        tiny / "docs/kernel/tock.md",
        OURS.replace("number: 3\n", "").replace("title: Extra", "title: >\n  Ex\n  tra"),
    )
    assert told(capsys, "--fix") == [
        f"{TICK}:3:1: fixed: no `number`; now `number: 4`",
        "docs/kernel/tock.md:2:1: fixed: no `number`; now `number: 5`",
    ]


def test_a_file_that_cannot_be_written_stays_and_is_one_line(
    tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tiny / TICK, OURS.replace("Text.", "a\u200bb"))

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("checks.fix.write_whole", full)
    with pytest.raises(SystemExit) as stopped:
        check_notes.main(["--fix", "docs", "source.txt"])
    assert str(stopped.value).startswith(f"{TICK}: not written: No space left on device; free some space")
    assert capsys.readouterr().out == ""
    assert "\u200b" in (tiny / TICK).read_text(encoding="utf-8")


def test_the_command_mends_too(tiny: Path) -> None:
    write(tiny / TICK, OURS.replace("Text.", "a\u200bb"))
    done = run(tiny, "--fix")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert (tiny / TICK).read_text(encoding="utf-8") == OURS.replace("Text.", "ab")


def test_every_radical_has_another_ideograph() -> None:
    for code in range(0x2E80, 0x2FD6):
        found = in_line(chr(code))
        if code not in (0x2E9A, *range(0x2EF4, 0x2F00)):
            assert [odd.start for odd in found] == [0], hex(code)
            assert not found[0].meant or not 0x2E80 <= ord(found[0].meant) <= 0x2FDF
    assert RADICALS[0x2EE2] == "马"
    assert RADICALS[0x2EF3] == "龟"


@pytest.mark.parametrize("name", ["c", "bash", "text", "asm", "python", "console", "make", "yaml"])
def test_the_languages_of_notes_are_known(name: str) -> None:
    assert name in body.languages()


def check_project(folder: Path) -> subprocess.CompletedProcess[str]:
    return run_inside(check_notes.main, folder)


@pytest.mark.notes
def test_the_real_project_has_no_fault_and_is_checked_with_little_work() -> None:
    done, calls = counted(ROOT, "scripts/check_notes.py")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert calls < CALLS


def test_ten_times_the_notes_take_no_more_than_ten_times_the_work(tiny: Path) -> None:
    """A section of 670 notes, each as long as the real ones are."""

    def work(last: int) -> int:
        for number in range(4, last + 1):
            text = OURS.replace("number: 3", f"number: {number}").replace("Text.", "Text of a note.\n" * 60)
            write(tiny / f"docs/kernel/n{number}.md", text)
        names = "".join(f"      - n{number}.md\n" for number in range(4, last + 1))
        write(tiny / "docs/kernel/.pages", NAV + names)
        done, calls = counted(tiny, str(SCRIPT), "docs", "source.txt")
        assert (done.returncode, done.stdout) == (0, "")
        return calls

    few = work(67)
    assert work(670) <= 10 * few


def test_the_other_texts_of_the_project_are_checked_too(tmp_path: Path) -> None:
    copy_project(tmp_path)
    for name in ("README.md", "overrides/404.html", "docs/assets/site.css", "scripts/README.md"):
        write(tmp_path / name, "a\u200bb\n")
    config = tmp_path / "mkdocs.yml"
    write(config, config.read_text(encoding="utf-8") + "# a\u00a0b\n")
    lines = check_project(tmp_path).stdout.splitlines()
    assert [re.sub(r":\d+:\d+: .*", "", line) for line in lines] == [
        "README.md",
        "docs/assets/site.css",
        "mkdocs.yml",
        "overrides/404.html",
        "scripts/README.md",
    ]


def test_a_strict_build_refuses_what_another_shows(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "project")
    page = project / "docs/index.md"
    write(page, page.read_text(encoding="utf-8") + "\na\u200bb\n")
    done = mkdocs("build", "--strict", folder=project)
    assert done.returncode == 1
    assert ":2: `U+200B ZERO WIDTH SPACE`; take it out: nobody sees it" in done.stderr
    done = mkdocs("build", folder=project)
    assert done.returncode == 0
    assert (project / "site/index.html").is_file()


def sources(folder: Path) -> dict[Path, bytes]:
    """The files of a project without what Python makes of its scripts."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path: path.read_bytes() for path in files}


def test_the_real_project_has_nothing_to_mend(tmp_path: Path) -> None:
    """The page of the whole export among it, whose text is the author's, too."""
    copy_project(tmp_path)
    before = sources(tmp_path)
    command = [sys.executable, "scripts/check_notes.py", "--fix"]
    done = subprocess.run(command, cwd=tmp_path, env=shell(), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert sources(tmp_path) == before
    assert before[tmp_path / "docs/source.md"].count("\u00a0".encode()) == 28


def test_a_control_code_in_the_front_matter_leaves_the_page_out(tmp_path: Path) -> None:
    """YAML cannot read it, so MkDocs would take the note for one without any keys."""
    project = tiny_project(tmp_path / "project")
    note = project / "docs/kernel/clock.md"
    write(note, note.read_text(encoding="utf-8").replace("title: Clo", "title: Clo\u0001"))
    done = mkdocs("build", folder=project)
    assert done.returncode == 0, done.stderr
    assert "docs/kernel/clock.md:2:11: `U+0001 a control code`; take it out" in done.stderr
    assert not (project / "site/kernel/clock").exists()
    assert (project / "site/kernel/timer").is_dir()


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    for arguments, name in (((), "docs"), (("--help",), "--help"), ((str(tmp_path), "no.txt"), "no.txt")):
        done = run_inside(check_notes.main, tmp_path, *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(
            f"there is no {name}; usage: python scripts/check_notes.py [--fix] [DOCS"
        )


def test_a_link_to_what_moved_is_right(tmp_path: Path) -> None:
    copy_project(tmp_path)
    config = tmp_path / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    moved = '{ /kernel/old/: /kernel/seqlock/, "/kernel/seqlock/#old": "/kernel/seqlock/#seqlock" }'
    write(config, text.replace("redirects: {}", f"redirects: {moved}"))
    page = tmp_path / "docs/about.md"
    links = "[a](kernel/old.md) [b](kernel/seqlock.md#old) [c](kernel/seqlock.md#outdated-160)"
    write(page, f"{page.read_text(encoding='utf-8')}\n{links} [d](kernel/older.md)\n")
    assert [line.partition(": ")[2] for line in check_project(tmp_path).stdout.splitlines()] == [
        "`kernel/older.md`: there is no docs/kernel/older.md; correct the link"
    ]
