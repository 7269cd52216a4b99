"""Print what the site costs with 67, 670, 6,700 notes, beside its peers and what it was before: `make bench`.

Each size is built by turns by our scripts, by those of an earlier commit, by stock Material for MkDocs and by
Zensical, of the same notes, each in a process of its own. What counts are seconds of CPU (user and system,
children included), the median of the rounds, to stock Material's; and memory at most. Stock Material and
Zensical have their own search, and prune their navigation, as Material's documentation advises for large
sites. Then: a second build after an edit of one note, a check, and an edit until `mkdocs serve` shows it.

Usage: python tests/bench_growth.py [--times 1,10,100] [--rounds 5,3,1] [--base COMMIT]
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from building.progress import come_to, progress
from building.whole import stoppable
from conftest import ROOT, copy_project, shell
from history import git
from live import edit, serving
from more_notes import multiply
from notes.page import DOCS, is_note

STOCK = """site_name: Kernel Notes
site_url: http://127.0.0.1:8000/
theme:
  name: material
  font: false
  features: [navigation.prune]
markdown_extensions: [attr_list, md_in_html, tables, pymdownx.highlight, pymdownx.superfences]
plugins: [awesome-pages, search]
"""
NOTES = [path.relative_to(DOCS).with_suffix("") for path in sorted(DOCS.rglob("*.md")) if is_note(path, DOCS)]
EDITED = "kernel/seqlock"


@dataclass
class Builder:
    """A project that is built by a command, where its site and its search lie, and what the builds took."""

    name: str
    folder: Path
    command: list[str]
    site: Path
    search: str
    seconds: list[float] = field(default_factory=list)
    memory: float = 0

    def build(self, notes: int, **variables: str) -> float:
        """Seconds of CPU of a build where nothing was; raises ChildProcessError if not all is built."""
        # What was built stays until the end: where much was just removed, some file systems (ext4 without a
        # journal) take ten times as long for each new file, for minutes.
        if self.site.exists():
            self.site.rename(self.site.with_name(f"{self.site.name}-{time.time_ns()}"))
        seconds, self.memory = cpu(self.command, self.folder, **variables)
        if (built := len(list(self.site.glob("*/*/index.html")))) < notes:
            raise ChildProcessError(f"{self.name}: {built} of {notes} notes built")
        return seconds

    def row(self, notes: int, stock: float) -> str:
        """A line of the table; `stock` is what stock Material's build took."""
        pages = [(self.site / name / "index.html").read_bytes() for name in NOTES]
        zipped = median(len(gzip.compress(page, 9)) for page in pages)
        search = sum(file.stat().st_size for file in self.site.glob(self.search) if file.is_file())
        seconds = median(self.seconds)
        return (
            f"  {self.name:10} {seconds:7.2f} s {seconds / stock:5.2f} to stock"
            f" {1000 * seconds / notes:6.1f} ms/note {self.memory:5.0f} MB"
            f" {zipped:7,.0f} B/page gzip {search / notes:6,.0f} B/note of search"
        )


def cpu(command: list[str], folder: Path, **variables: str) -> tuple[float, float]:
    """Seconds of CPU of a command and its children, and MB at most; raises ChildProcessError if it fails."""
    # Readers' Pythons keep what they have compiled; some machines are told not to.
    environment = shell() | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""} | variables
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise ChildProcessError(f"{' '.join(command)}: {said.read().decode(errors='replace')[-500:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def mkdocs(python: str, site: Path) -> list[str]:
    return [python, "-m", "mkdocs", "build", "--site-dir", str(site)]


def before(commit: str, folder: Path) -> tuple[Path, str]:
    """An earlier commit in a folder of its own, and a Python that has the packages it was pinned to."""
    root, venv = folder / "before", folder / "venv"
    git(folder, "clone", "--shared", "--no-checkout", str(ROOT), str(root))
    git(root, "checkout", commit)
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "--requirement", str(root / "requirements.txt")], check=True, capture_output=True)
    return root, str(venv / "bin/python")


def builders(folder: Path, times: int, base: tuple[Path, str] | None) -> tuple[int, list[Builder]]:
    """How many notes there are with so many times the notes, and who builds them: we first, stock last."""
    ours, stock = folder / "ours", folder / "stock"
    ours.mkdir()
    copy_project(ours)
    notes = multiply(ours / "docs", times)
    found = [Builder("ours", ours, mkdocs(sys.executable, folder / "site"), folder / "site", "search/*/*.js")]
    if base:
        root, python = base
        old, site = folder / "before", folder / "site-before"
        old.mkdir()
        copy_project(old, root)
        shutil.rmtree(old / "docs")
        shutil.copytree(ours / "docs", old / "docs")
        found.append(Builder("before", old, mkdocs(python, site), site, "search/*/*.js"))
    shutil.copytree(ours / "docs", stock / "docs")
    (stock / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    for page in stock.glob("docs/**/*.md"):
        # They have none of our templates.
        text = re.sub(r"(?m)^template: .*\n", "", page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8")
    zensical = folder / "zensical"
    shutil.copytree(stock, zensical)
    command = [sys.executable, "-m", "zensical", "build", "--clean"]
    found.append(Builder("Zensical", zensical, command, zensical / "site", "search*"))
    found.append(
        Builder(
            "stock", stock, mkdocs(sys.executable, folder / "site-stock"), folder / "site-stock", "search/*"
        )
    )
    return notes, found


def second_build(ours: Builder, notes: int) -> str:
    """What a build takes with nothing kept, and after an edit of the text of one note."""
    first = ours.build(notes, NOTES_CACHE="")
    note = ours.folder / f"docs/{EDITED}.md"
    note.write_text(f"{note.read_text(encoding='utf-8')}\nOne more sentence.\n", encoding="utf-8")
    second = ours.build(notes, NOTES_CACHE="")
    return f"  second build after an edit: {second:.2f} s, the first {first:.2f} s: {second / first:.2f}"


def reload(folder: Path, edits: int = 7) -> str:
    """How long it takes from an edit of a note's text to its page, a few times."""
    with serving(folder) as home:
        note = folder / f"docs/{EDITED}.md"
        seconds = [edit(note, f"{home}{EDITED}/", f"edit-{number}") for number in range(edits)]
    return (
        f"  an edit is shown after {median(seconds):.2f} s (median of {edits}), {max(seconds):.2f} s at most"
    )


def measure(times: int, rounds: int, base: tuple[Path, str] | None) -> list[str]:
    """The lines of what the site costs with so many times the notes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        come_to(f"{times} times the notes: writing them")
        notes, found = builders(folder, times, base)
        for number in range(rounds):
            for builder in found:
                come_to(f"{notes} notes: round {number + 1} of {rounds}, {builder.name}")
                builder.seconds.append(builder.build(notes, NOTES_CACHE="0"))
        stock = median(found[-1].seconds)
        lines = [f"{notes} notes", *(builder.row(notes, stock) for builder in found)]
        if times <= 10:
            come_to(f"{notes} notes: second build, check, reload")
            lines.append(second_build(found[0], notes))
            checks = [
                cpu([sys.executable, "scripts/check_notes.py"], found[0].folder)[0] for _ in range(rounds)
            ]
            lines += [f"  a check takes {median(checks):.2f} s", reload(found[0].folder)]
        return lines


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Print what the site costs as it grows.")
    parser.add_argument("--times", default="1,10,100", help="how many times the notes, separated by commas")
    parser.add_argument("--rounds", default="5,3,1", help="how often each is built, by size")
    parser.add_argument("--base", default="", help="an earlier commit to compare with")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            base = before(options.base, Path(folder)) if options.base else None
            for times, rounds in zip(options.times.split(","), options.rounds.split(","), strict=False):
                with progress("measuring"):
                    lines = measure(int(times), int(rounds), base)
                print(*lines, sep="\n", flush=True)
    except (ChildProcessError, AssertionError, subprocess.CalledProcessError) as fault:
        print(f"nothing measured: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    with stoppable("bench"):
        sys.exit(main(sys.argv[1:]))
