"""Bad input gets one line, `file:line: what is wrong; how to mend it`, and exit status 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, copy_project, mkdocs
from notes import read_page
from yardstick import Yardstick

SCRIPT = ROOT / "scripts" / "check_notes.py"
NOTE = """---
title: {title}
source: {source}
summary:
  en: What it holds.
  zh: 它的内容。
---

# Heading

Text.
"""
INDEX = "---\ntitle: Index\n---\n\n# Index\n"
SECTION = INDEX.replace("---\n\n", "template: section.html\nsummary:\n  en: Notes.\n  zh: 笔记。\n---\n\n")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A site of two notes without a fault, with a source of forty lines."""
    docs = tmp_path / "docs"
    write(docs / ".pages", "nav:\n  - index.md\n  - kernel\n")
    write(docs / "index.md", INDEX)
    write(
        docs / "kernel" / ".pages",
        "title: Kernel\nnav:\n  - index.md\n  - Time:\n      - clock.md\n      - timer.md\n",
    )
    write(docs / "kernel" / "index.md", SECTION)
    write(docs / "kernel" / "clock.md", NOTE.format(title="Clock", source="1-20"))
    write(docs / "kernel" / "timer.md", NOTE.format(title="Timer", source="21-40"))
    write(tmp_path / "source.txt", "\n".join(f"line {n}" for n in range(1, 41)))
    return tmp_path


def run(tiny: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), "docs", "source.txt"],
        cwd=tiny,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_notes_without_a_fault_pass(tiny: Path) -> None:
    done = run(tiny)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_note_that_is_not_in_the_source_needs_no_source(tiny: Path) -> None:
    text = NOTE.format(title="Clock", source="1-20").replace("source: 1-20\n", "")
    write(tiny / "docs/kernel/clock.md", text)
    assert run(tiny).returncode == 0


def test_headings_in_code_and_windows_line_ends_are_no_fault(tiny: Path) -> None:
    text = NOTE.format(title="Clock", source="1-20") + "\n```c\n# define X\n===\n```\n"
    (tiny / "docs/kernel/clock.md").write_bytes(text.replace("\n", "\r\n").encode())
    assert run(tiny).stdout == ""


# What is put in for what in docs/kernel/timer.md, and the one line that it gets.
NOTE_FAULTS = {
    "no front matter": (
        "---\ntitle: Timer",
        "title: Timer",
        "1: no front matter; begin the file with a block between two lines of `---`",
    ),
    "front matter without an end": (
        "文。\n---",
        "文。",
        "1: the front matter does not end; close it with a line `---`",
    ),
    "broken YAML": (
        "title: Timer",
        "title: Timer: a clock",
        "2: broken YAML: mapping values are not allowed here; quote a value that holds `: ` or ` #`",
    ),
    "not a mapping": (
        "title: Timer\nsource: 21-40\nsummary:\n  en: What it holds.\n  zh: 它的内容。\n",
        "- Timer\n",
        "2: not a list of `key: value`; write one key a line",
    ),
    "a key twice": (
        "title: Timer",
        "title: Timer\ntitle: Time",
        "3: the key `title` stands twice; keep one of the two",
    ),
    "an unknown key": (
        "source: 21-40",
        "sorce: 21-40",
        "3: unknown key `sorce`; the keys are title, source, summary",
    ),
    "no title": (
        "title: Timer\n",
        "",
        "1: no `title` in the front matter; add `title:`",
    ),
    "an empty title": (
        "title: Timer",
        "title:",
        "2: `title` is empty; write the title on the same line",
    ),
    "no summary": (
        "summary:\n  en: What it holds.\n  zh: 它的内容。\n",
        "",
        "1: no `summary` in the front matter; add `summary:`",
    ),
    "no Chinese summary": (
        "  zh: 它的内容。\n",
        "",
        "4: no `zh` in `summary`; add `  zh: ` and one sentence below `summary:`",
    ),
    "an empty English summary": (
        "en: What it holds.",
        "en:",
        "4: no `en` in `summary`; add `  en: ` and one sentence below `summary:`",
    ),
    "a summary in a third language": (
        "  en: What it holds.",
        "  en: What it holds.\n  de: Was darin steht.",
        "4: unknown key `de` in `summary`; its keys are en, zh",
    ),
    "a source that is no range": (
        "source: 21-40",
        "source: 21 to 40",
        "3: `source: 21 to 40` is no range of lines; write first and last line, such as "
        "`790-910`, or leave the key out for a new note",
    ),
    "a source that runs backwards": (
        "source: 21-40",
        "source: 40-21",
        "3: `source: 40-21` is no range of lines; write first and last line, such as "
        "`790-910`, or leave the key out for a new note",
    ),
    "a source beyond the end": (
        "source: 21-40",
        "source: 21-41",
        "3: `source` ends at line 41; the source has 40 lines",
    ),
    "a source that overlaps": (
        "source: 21-40",
        "source: 20-40",
        "3: `source` 20-40 overlaps 1-20 of docs/kernel/clock.md; a line of the source belongs to one note",
    ),
    "no heading": (
        "# Heading\n",
        "",
        "10: no first-level heading; begin the note with `# Heading`",
    ),
    "a heading of the second level only": (
        "# Heading",
        "## Heading",
        "9: no first-level heading; begin the note with `# Heading`",
    ),
    "two headings": (
        "Text.",
        "Text.\n\n# Another",
        "13: a second first-level heading (the first is in line 9); write `##` for a heading inside a note",
    ),
    "two headings, one underlined": (
        "Text.",
        "Text.\n\nAnother\n=======",
        "13: a second first-level heading (the first is in line 9); write `##` for a heading inside a note",
    ),
    "text before the heading": (
        "# Heading",
        "Text.\n\n# Heading",
        "9: text before the heading; begin the note with `# Heading`",
    ),
    "an empty note": (
        "# Heading\n\nText.\n",
        "",
        "8: the note is empty; write `# Heading` and the text",
    ),
    "a heading without text": (
        "\nText.\n",
        "",
        "9: no text below the heading; write the note",
    ),
}


@pytest.mark.parametrize("fault", NOTE_FAULTS)
def test_a_fault_of_a_note_is_one_clear_line(tiny: Path, fault: str) -> None:
    old, new, line = NOTE_FAULTS[fault]
    text = NOTE.format(title="Timer", source="21-40").replace("内容。", "内容文。")
    old = old.replace("内容。", "内容文。")
    assert old in text
    write(tiny / "docs/kernel/timer.md", text.replace(old, new))
    done = run(tiny)
    assert (done.returncode, done.stdout) == (1, f"docs/kernel/timer.md:{line}\n")


def test_a_note_that_is_not_utf_8_is_one_clear_line(tiny: Path) -> None:
    text = NOTE.format(title="Timer", source="21-40").encode()
    (tiny / "docs/kernel/timer.md").write_bytes(text.replace(b"Text.", "时钟".encode("gbk")))
    done = run(tiny)
    line = "docs/kernel/timer.md:11: byte 0xd6 is not UTF-8; save the file as UTF-8\n"
    assert (done.returncode, done.stdout) == (1, line)


EXTRA = NOTE.format(title="Extra", source="").replace("source: \n", "")
KERNEL_NAV = "nav:\n  - index.md\n  - Time:\n      - clock.md\n      - timer.md\n"
ROOT_NAV = "nav:\n  - index.md\n  - kernel\n  - kvm\n"


def test_a_byte_order_mark_is_one_clear_line(tiny: Path) -> None:
    (tiny / "docs/kernel/timer.md").write_bytes(b"\xef\xbb\xbf" + NOTE.encode())
    done = run(tiny)
    line = "docs/kernel/timer.md:1: a byte order mark begins the file; save it as UTF-8 without one\n"
    assert (done.returncode, done.stdout) == (1, line)


# Files to write on top of the tiny site, and the one line that they get.
TREE_FAULTS = {
    "a page outside the navigation": (
        {"docs/kernel/jiffies.md": EXTRA},
        "docs/kernel/jiffies.md:1: the page is outside the navigation; add `jiffies.md` to "
        "docs/kernel/.pages below a group",
    ),
    "a note outside of any group": (
        {"docs/kernel/.pages": "nav:\n  - index.md\n  - timer.md\n  - Time:\n      - clock.md\n"},
        "docs/kernel/.pages:3: the note `timer.md` is in no group; list it below a group",
    ),
    "a page in the navigation that does not exist": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}      - tick.md\n"},
        "docs/kernel/.pages:6: there is no `tick.md`; correct the name or take the line out",
    ),
    "a page twice in the navigation": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}      - clock.md\n"},
        "docs/kernel/.pages:6: `clock.md` is listed twice; keep one of the two",
    ),
    "a section that does not begin with its index page": (
        {"docs/kernel/.pages": "nav:\n  - Time:\n      - clock.md\n      - timer.md\n  - index.md\n"},
        "docs/kernel/.pages:1: `nav` does not begin with the index page; put `- index.md` first",
    ),
    "a section without a summary": (
        {"docs/kernel/index.md": SECTION.replace("summary:\n  en: Notes.\n  zh: 笔记。\n", "")},
        "docs/kernel/index.md:1: no `summary` in the front matter; add `summary:`",
    ),
    "a section without a Chinese summary": (
        {"docs/kernel/index.md": SECTION.replace("  zh: 笔记。\n", "")},
        "docs/kernel/index.md:4: no `zh` in `summary`; add `  zh: ` and one sentence below `summary:`",
    ),
    "a summary on a page that is neither note nor section": (
        {"docs/index.md": INDEX.replace("title: Index", "title: Index\nsummary: Notes.")},
        "docs/index.md:3: unknown key `summary`; the keys are title, template, hide",
    ),
    "an unknown key of .pages": (
        {"docs/kernel/.pages": f"order: asc\n{KERNEL_NAV}"},
        "docs/kernel/.pages:1: unknown key `order`; the keys are title, nav",
    ),
    "broken YAML in .pages": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}    - {{\n"},
        "docs/kernel/.pages:6: broken YAML: expected <block end>, but found '-'; quote a value "
        "that holds `: ` or ` #`",
    ),
    "a section without .pages": (
        {"docs/.pages": ROOT_NAV, "docs/kvm/vmx.md": EXTRA},
        "docs/kvm/.pages:1: the folder has no .pages; list its pages below `nav:`",
    ),
    "a section outside the navigation": (
        {"docs/kvm/.pages": "nav:\n  - index.md\n", "docs/kvm/index.md": SECTION},
        "docs/.pages:1: `kvm` is not listed; add `- kvm`",
    ),
    "a name that is no slug": (
        {"docs/kernel/.pages": f"{KERNEL_NAV}      - Tick_2.md\n", "docs/kernel/Tick_2.md": EXTRA},
        "docs/kernel/Tick_2.md:1: `Tick_2` is no slug; name the file with small letters, "
        "digits and single hyphens",
    ),
    "a folder that is no section": (
        {"docs/drivers/tick.md": INDEX},
        "docs/drivers/tick.md:1: no section has this folder; move the file into one of "
        "kernel, kvm, networking, assembly-elf, boot",
    ),
    "a slug that another section has": (
        {
            "docs/.pages": ROOT_NAV,
            "docs/kvm/.pages": "nav:\n  - index.md\n  - Time:\n      - clock.md\n",
            "docs/kvm/index.md": SECTION,
            "docs/kvm/clock.md": EXTRA,
        },
        "docs/kvm/clock.md:1: the slug `clock` belongs to docs/kernel/clock.md; rename one of the two files",
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


def test_mkdocs_itself_refuses_bad_notes_and_writes_nothing(tmp_path: Path) -> None:
    copy_project(tmp_path)
    note = tmp_path / "docs/kernel/seqlock.md"
    write(note, note.read_text(encoding="utf-8").replace("title: Seqlock\n", ""))
    done = mkdocs("build", folder=tmp_path)
    assert done.returncode == 1
    assert "docs/kernel/seqlock.md:1: no `title` in the front matter; add `title:`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "site").rglob("*.html"))


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
