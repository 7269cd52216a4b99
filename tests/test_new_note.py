"""`make note`: a note for its writer to finish, listed in its group; all files or none, one line a fault."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import check_notes
import new_note
from building import whole
from conftest import HANGS, ROOT, copy_project, mkdocs, shell
from inside import run_inside
from notes.navigation import read_pages
from notes.new_notes import heading, quoted, slug_of, with_note
from notes.page import read_page
from tiny import tiny_site, write

GIVEN = {"section": "kernel", "group": "Time", "title": "Jiffies"}
NOTE = """---
title: Jiffies
number: 3
summary:
  en:
  zh:
aliases:
---

# Jiffies

"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tiny_site(tmp_path))
    return tmp_path


def options(**given: str) -> list[str]:
    return [word for name, value in given.items() for word in (f"--{name}", value)]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as it is run without a terminal, in the process of the test."""
    return run_inside(new_note.main, folder, *arguments)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones among them, with their bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_note_is_written_and_listed_and_nothing_else_is_changed(tiny: Path) -> None:
    before = tree(tiny)
    done = run(tiny, *options(**GIVEN))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "docs/kernel/jiffies.md: K·3, listed below `Time` in docs/kernel/.pages",
        "Now fill in `summary` and `aliases`, and write the text below the heading.",
        "`make check` says what is still missing; until nothing is, the note is left out of the site.",
        "`make serve` shows it at http://127.0.0.1:8000/kernel/jiffies/",
    ]
    before["docs/kernel/jiffies.md"] = NOTE.encode()
    before["docs/kernel/.pages"] += b"      - jiffies.md\n"
    assert tree(tiny) == before


def test_the_check_says_what_is_missing(tiny: Path) -> None:
    run(tiny, *options(**GIVEN))
    done = run_inside(check_notes.main, tiny, "docs", "source.txt")
    assert [line.split("; ")[0] for line in done.stdout.splitlines()] == [
        "docs/kernel/jiffies.md:5:6: no `en` in `summary`",
        "docs/kernel/jiffies.md:6:6: no `zh` in `summary`",
        "docs/kernel/jiffies.md:7:9: 0 `aliases`",
        "docs/kernel/jiffies.md:10:1: no text below the heading",
    ]


def test_a_new_group_stands_in_pages_and_index(tiny: Path) -> None:
    before = tree(tiny)
    done = run(tiny, *options(**GIVEN | {"group": "Files: all"}, chinese="文件"))
    assert done.returncode == 0, done.stderr
    assert "docs/kernel/index.md: the group `Files: all` is 文件" in done.stdout
    before["docs/kernel/jiffies.md"] = NOTE.encode()
    before["docs/kernel/.pages"] += b"  - 'Files: all':\n      - jiffies.md\n"
    before["docs/kernel/index.md"] = before["docs/kernel/index.md"].replace(
        "  Time: 时间\n".encode(), "  Time: 时间\n  'Files: all': 文件\n".encode()
    )
    assert tree(tiny) == before


# What is given besides or otherwise, and the one line that it gets, with the status.
WRONG = {
    "no section": (
        {"section": "drivers"},
        1,
        "there is no section `drivers`; the sections are kernel, kvm, ",
    ),
    "a section that is not there": ({"section": "boot"}, 1, "there is no section `boot`; "),
    "no group": (
        {"group": "Tide"},
        1,
        "kernel has no group `Tide`; its groups are Time; --chinese (CHINESE=) makes one; ",
    ),
    "a group that is there": ({"chinese": "时间"}, 1, "kernel has the group `Time`; leave --chinese out; "),
    "a group whose Chinese name is none": (
        {"group": "Tide", "chinese": "Tide"},
        1,
        "`Tide` is not Chinese; write the group's name in Chinese; ",
    ),
    "an empty title": ({"title": " "}, 1, "the title is empty; write one; "),
    "a title of two lines": (
        {"title": "a\nb"},
        1,
        "a tab or a line end in the title; write it on one line; ",
    ),
    "a control code": ({"title": "a\u0007b"}, 1, "`U+0007 a control code` in the title; take it out; "),
    "a zero-width space": ({"title": "a\u200bb"}, 1, "`U+200B ZERO WIDTH SPACE` in the title; take it out"),
    "no title": ({"title": "TODO"}, 1, "`TODO` is a placeholder; write the title; "),
    "a title without Latin letters": (
        {"title": "时钟"},
        2,
        "--slug missing: `时钟` has no letters for one; add it",
    ),
    "a bad slug": (
        {"slug": "My_Note"},
        1,
        "`My_Note` is no slug; write small letters, digits and single hyphens, like `my-note`; ",
    ),
    "an empty slug": ({"slug": ""}, 1, "`` is no slug; write small letters, digits and single hyphens; "),
    "a slug that leads elsewhere": ({"slug": "../x"}, 1, "`../x` is no slug; "),
    "the index": ({"slug": "index"}, 1, "`index` is no slug; "),
    "a slug that is taken": ({"slug": "timer"}, 1, "the slug `timer` belongs to docs/kernel/timer.md; write"),
    "an unknown option": ({"titel": "x"}, 2, "unrecognized arguments: --titel x; see --help"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(tiny: Path, fault: str) -> None:
    given, status, line = WRONG[fault]
    before = tree(tiny)
    done = run(tiny, *options(**GIVEN | given))
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1
    assert tree(tiny) == before


def test_what_is_missing_without_a_terminal_is_one_line(tiny: Path) -> None:
    done = run(tiny, "--section", "kernel")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--group, --title missing; add it (in make: TITLE=…), or type it on a terminal\n"
    done = run(tiny / "docs")
    assert done.stderr == "there is no folder docs here; run it in the folder of mkdocs.yml\n"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (".pages", "nav: [index.md, {Time: [clock.md, timer.md]}]\n", "`clock.md` does not stand on a line"),
        (".pages", "nav:\n  - {\n", "docs/kernel/.pages:"),
        ("index.md", "no front matter\n", "docs/kernel/index.md:1:1: no front matter"),
        ("clock.md", "no front matter\n", "docs/kernel/clock.md:1:1: no front matter"),
    ],
)
def test_a_section_that_is_wrong_itself_is_told(tiny: Path, name: str, text: str, line: str) -> None:
    write(tiny / "docs/kernel" / name, text)
    before = tree(tiny)
    done = run(tiny, *options(**GIVEN))
    assert done.returncode == 1
    assert done.stderr.startswith(line)
    assert tree(tiny) == before


@pytest.mark.parametrize("written", [0, 1, 2])
@pytest.mark.parametrize("stop", [OSError(28, os.strerror(28)), KeyboardInterrupt()])
def test_all_files_are_written_or_none(
    tiny: Path, written: int, stop: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(tiny)
    left = [written]

    def failing(path: Path, data: str) -> None:
        if not left[0]:
            left[0] = 9
            raise stop
        left[0] -= 1
        whole.write_whole(path, data)

    monkeypatch.setattr(new_note, "write_whole", failing)
    with pytest.raises(SystemExit) as ended:
        new_note.main(options(**GIVEN | {"group": "Tide"}, chinese="潮"))
    assert ended.value.code == 130 or str(ended.value.code).startswith(
        "docs/kernel/jiffies.md: not written: No space left on device; free some space on the disk"
    )
    assert tree(tiny) == before


def test_a_file_that_must_not_be_written_stays(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(tiny)
    monkeypatch.setattr(os, "access", lambda path, _mode: path.name != ".pages")
    with pytest.raises(SystemExit, match="not written: Permission denied; allow yourself to write there"):
        new_note.main(options(**GIVEN))
    assert tree(tiny) == before


class Terminal:
    """The command on a terminal: what it asks is waited for, then answered."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.main, other = pty.openpty()
        command = [sys.executable, str(ROOT / "scripts/new_note.py"), *arguments]
        self.process = subprocess.Popen(command, cwd=folder, stdin=other, stdout=other, stderr=other)
        os.close(other)
        self.said = ""

    def read(self) -> bool:
        """Read more of what it says; whether there was more."""
        ready = select.select([self.main], [], [], HANGS)[0]
        assert ready, self.said
        try:
            more = os.read(self.main, 4096).decode()
        except OSError:
            return False
        self.said += more
        return bool(more)

    def answer(self, question: str, text: str) -> None:
        start = time.monotonic()
        while not self.said.endswith(question):
            assert self.read(), self.said
            assert time.monotonic() - start < HANGS, self.said
        os.write(self.main, text.encode())

    def wait(self) -> None:
        """Wait until the process sleeps, as it does when it waits for a key, where the system tells it."""
        state = Path(f"/proc/{self.process.pid}/stat")
        while state.exists() and state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "S":
            time.sleep(0.01)

    def end(self) -> int:
        while self.read():
            pass
        os.close(self.main)
        return self.process.wait(20)


def test_on_a_terminal_it_asks_and_asks_again(tiny: Path) -> None:
    terminal = Terminal(tiny)
    terminal.answer("section: ", "9\n")
    assert "  1 kernel\r\n" in terminal.said
    terminal.answer("`9` is none of them; write a number from 1 to 5\r\nsection: ", "1\n")
    terminal.answer("  1 Time\r\n  2 a new group\r\ngroup: ", "1\n")
    terminal.answer("title: ", "\n")
    terminal.answer("the title is empty; write one\r\ntitle: ", "The jiffies' wrap\n")
    terminal.answer("slug, the end of its address [the-jiffies-wrap]: ", "timer\n")
    terminal.answer(
        "belongs to docs/kernel/timer.md; write another\r\nslug, the end of its address [the-jiffies-wrap]: ",
        "\n",
    )
    assert terminal.end() == 0
    page = read_page(tiny / "docs/kernel/the-jiffies-wrap.md", "")
    assert page.front["title"].data == "The jiffies' wrap"


def test_on_a_terminal_a_new_group_is_made(tiny: Path) -> None:
    terminal = Terminal(tiny, *options(section="kernel", title="时钟"))
    terminal.answer("group: ", "a new group\n")
    terminal.answer("its name in English: ", "Time\n")
    terminal.answer("its name in English: ", "Tide\n")
    terminal.answer("its name in Chinese: ", "Tide\n")
    terminal.answer("its name in Chinese: ", "潮\n")
    terminal.answer("slug, the end of its address: ", "\n")
    terminal.answer("slug, the end of its address: ", "tide\n")
    assert terminal.end() == 0
    assert "kernel has the group `Time`" in terminal.said
    assert (tiny / "docs/kernel/tide.md").read_text(encoding="utf-8").endswith("# 时钟 { #tide }\n\n")


@pytest.mark.parametrize("key", ["\x03", "\x04"])
@pytest.mark.parametrize(
    "question", ["section: ", "group: ", "title: ", "slug, the end of its address [x]: "]
)
def test_ctrl_c_and_the_end_of_the_input_are_one_line(tiny: Path, key: str, question: str) -> None:
    before = tree(tiny)
    terminal = Terminal(tiny)
    for asked, text in {"section: ": "1\n", "group: ": "1\n", "title: ": "x\n"}.items():
        if asked == question:
            break
        terminal.answer(asked, text)
    terminal.answer(question, "" if key == "\x03" else key)
    if key == "\x03":
        # Between the question and the wait for its answer a signal is only noticed after a key.
        terminal.wait()
        time.sleep(0.3)
        terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert terminal.said.endswith("\r\nstopped; nothing was written\r\n")
    assert "Traceback" not in terminal.said
    assert tree(tiny) == before


# A `.pages`, and the same with a note at the end of its group A.
LISTED = {
    "nav:\n- index.md\n- A:\n  - a.md\n- B:\n  - b.md\n": (
        "nav:\n- index.md\n- A:\n  - a.md\n  - n.md\n- B:\n  - b.md\n"
    ),
    "nav:\r\n  - index.md\r\n  - A:\r\n      - a.md": (
        "nav:\r\n  - index.md\r\n  - A:\r\n      - a.md\r\n      - n.md\r\n"
    ),
    "nav:\n  - index.md\n  - A: # one\n      - a.md # two\n\n  # more\n  - B:\n      - b.md\n": (
        "nav:\n  - index.md\n  - A: # one\n      - a.md # two\n      - n.md\n\n  # more\n"
        "  - B:\n      - b.md\n"
    ),
    "nav:\n  - index.md\n  - 'A':\n      - \"a.md\"\ntitle: Ä\n": (
        "nav:\n  - index.md\n  - 'A':\n      - \"a.md\"\n      - n.md\ntitle: Ä\n"
    ),
}


@pytest.mark.parametrize("text", LISTED)
def test_it_lists_a_note_as_the_others_are(tmp_path: Path, text: str) -> None:
    (tmp_path / ".pages").write_bytes(text.encode())
    assert with_note(text, read_pages(tmp_path), "A", "n") == LISTED[text]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Wait queue", "wait-queue"),
        ("struct list_head", "struct-list-head"),
        ("  What's `new` in 6.12?  ", "whats-new-in-6-12"),
        ("Rating 字段", "rating"),
        ("Gödel's naïve ﬁle", "godels-naive-file"),
        ("字段", ""),
    ],
)
def test_a_slug_comes_from_the_letters_of_a_title(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.parametrize(
    "title",
    [
        "a: b",
        "a #b",
        "2038",
        "yes",
        "null",
        "- a",
        "[a]",
        "'a' b",
        "it's",
        '"a"',
        "*a",
        "&a",
        "a:",
        "@a",
        "字：段",
        "!a",
        "? a",
        "1.5",
    ],
)
def test_a_title_is_read_back_as_it_was_typed(tiny: Path, title: str) -> None:
    assert run(tiny, *options(**GIVEN | {"title": title}, slug="x")).returncode == 0
    page = read_page(tiny / "docs/kernel/x.md", "")
    assert not page.problems
    assert page.front["title"].data == title


def test_a_title_is_quoted_only_if_it_has_to_be() -> None:
    assert quoted("Wait queue, part 2 (of 3)") == "Wait queue, part 2 (of 3)"
    assert quoted("it's: a") == "'it''s: a'"


def test_a_heading_shows_a_title_as_it_is() -> None:
    assert heading("struct list_head", "x") == "struct list_head"
    assert heading("__init__ and *p[0]", "x") == r"\_\_init\_\_ and \*p\[0\]"
    assert heading("Rating 字段", "rating") == "Rating 字段 { #rating }"


def test_a_note_that_is_filled_in_passes_and_is_built(tmp_path: Path) -> None:
    copy_project(tmp_path)

    def check() -> subprocess.CompletedProcess[str]:
        return run_inside(check_notes.main, tmp_path)

    given = {
        "section": "kernel",
        "group": "Timers: all",
        "title": "The <jiffies> & 时钟",
        "chinese": "定时器",
    }
    command = [sys.executable, "scripts/new_note.py", *options(**given)]
    done = subprocess.run(
        command, cwd=tmp_path, env=shell(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    note = tmp_path / "docs/kernel/the-jiffies.md"
    assert check().returncode == 1
    text = note.read_text(encoding="utf-8")
    text = text.replace("  en:\n  zh:\n", "  en: How jiffies count.\n  zh: jiffies 如何计数。\n")
    aliases = ("tick counter", "HZ ticks", "timer tick", "节拍计数", "时钟节拍", "how long is a tick")
    text = text.replace("aliases:\n", "aliases:\n" + "".join(f"  - {alias}\n" for alias in aliases))
    write(note, f"{text}They count ticks.\n")
    done = check()
    assert (done.returncode, done.stdout) == (0, "")
    done = mkdocs("build", "--strict", folder=tmp_path)
    # A note that is added has addresses that the list of all addresses does not hold yet; nothing is lost.
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "site/kernel/the-jiffies/index.html").read_text(encoding="utf-8")
    assert "They count ticks." in html
    assert "The &lt;jiffies&gt; &amp;" in html
