"""A site of two notes without a fault, for the checks to find what tests put wrong in it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import check_notes
from conftest import ROOT, copy_project
from inside import run_inside

SCRIPT = ROOT / "scripts" / "check_notes.py"
NOTE = """---
title: {title}
number: {number}
source: {source}
summary:
  en: What it holds.
  zh: 它的内容。
aliases: [time piece, 钟表, horologe, chronometer, what time is it, 现在几点]
---

# Heading

Text.
"""
INDEX = "---\ntitle: Index\n---\n\n# Index\n"
SECTION = """---
title: Kernel
chinese: 内核
letter: K
template: section.html
summary:
  en: Notes.
  zh: 笔记。
groups:
  Time: 时间
---
"""
KVM = SECTION.replace("letter: K", "letter: V")
EXTRA = NOTE.format(title="Extra", number=3, source="").replace("source: \n", "")
KERNEL_NAV = "nav:\n  - index.md\n  - Time:\n      - clock.md\n      - timer.md\n"
ROOT_NAV = "nav:\n  - index.md\n  - kernel\n  - kvm\n"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def tiny_site(tmp_path: Path) -> Path:
    """The folder of a site of two notes without a fault, with a source of forty lines."""
    docs = tmp_path / "docs"
    write(docs / ".pages", "nav:\n  - index.md\n  - kernel\n")
    write(docs / "index.md", INDEX)
    write(
        docs / "kernel" / ".pages",
        "title: Kernel\nnav:\n  - index.md\n  - Time:\n      - clock.md\n      - timer.md\n",
    )
    write(docs / "kernel" / "index.md", SECTION)
    write(docs / "kernel" / "clock.md", NOTE.format(title="Clock", number=1, source="1-20"))
    write(docs / "kernel" / "timer.md", NOTE.format(title="Timer", number=2, source="21-40"))
    write(tmp_path / "source.txt", "\n".join(f"line {n}" for n in range(1, 41)))
    return tmp_path


def tiny_project(folder: Path) -> Path:
    """A project of these notes that can be built, in a new folder."""
    copy_project(folder)
    shutil.rmtree(folder / "docs")
    tiny_site(folder)
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets")
    write(folder / "scripts" / "addresses.txt", "/\n/kernel/clock/\n")
    return folder


def run(tiny: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_inside(check_notes.main, tiny, *options, "docs", "source.txt")
