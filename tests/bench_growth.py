"""Print what the site costs with 67, 670 and 6,700 notes, beside stock Material for MkDocs: `make bench`.

Each size is built by both, one after the other, in a process of its own. Stock Material has the same notes
and `.pages`, its own search, and prunes its navigation, as its documentation advises for large sites. What it
has not built after the time limit is told as far as it came. Pages are those of notes that are in every size.

Usage: python tests/bench_growth.py [--times 1,10,100] [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from building.progress import come_to, progress
from building.whole import stoppable
from conftest import copy_project, shell
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


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds, MB of memory at most; bytes of a note's page (median) and of the search."""

    notes: int
    seconds: float
    memory: float
    page: int
    zipped: int
    search: int
    pages: int
    stopped: bool

    def __str__(self) -> str:
        if self.stopped:
            return f"stopped after {self.seconds:.0f} s with {self.pages} notes built; page {self.page:,} B"
        return (
            f"{self.seconds:8.1f} s {1000 * self.seconds / self.notes:8.1f} ms/note {self.memory:8.0f} MB"
            f" {1000 * self.memory / self.notes:8.0f} kB/note {self.page:9,} B/page {self.zipped:8,} B gzip"
            f" {self.search / self.notes:8,.0f} B/note of search"
        )


def build(folder: Path, site: Path, notes: int, search: str, limit: float) -> Cost:
    """Build a project and measure; stopped after `limit` seconds. `search` are the files of its search."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=shell() | {"NO_MKDOCS_2_WARNING": "1"}, stderr=subprocess.DEVNULL
    )
    try:
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            time.sleep(0.05)
            if time.perf_counter() - start > limit:
                process.send_signal(signal.SIGKILL)
                ended = os.wait4(process.pid, 0)
                break
    except BaseException:
        process.kill()
        raise
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    stopped = process.returncode < 0
    built = len(list(site.glob("*/*/index.html")))
    if not stopped and (process.returncode or built < notes):
        raise ChildProcessError(f"{folder}: {built} of {notes} notes built, status {process.returncode}")
    pages = [page.read_bytes() for name in NOTES if (page := site / name / "index.html").exists()]
    return Cost(
        notes,
        seconds,
        ended[2].ru_maxrss / 1024,
        int(median(map(len, pages or [b""]))),
        int(median(len(gzip.compress(page, 9)) for page in pages or [b""])),
        sum(file.stat().st_size for file in site.glob(search) if file.is_file()),
        built,
        stopped,
    )


def reload(folder: Path, edits: int = 5) -> list[float]:
    """Seconds from an edit of a note's text to its page, a few times."""
    with serving(folder, "--dirty") as home:
        note = folder / "docs" / f"{EDITED}.md"
        return [edit(note, f"{home}{EDITED}/", f"edit-{number}") for number in range(edits)]


def measure(times: int, limit: float) -> tuple[Cost, Cost, list[float]]:
    """What our site and the stock one cost with so many times the notes, and how long ours takes to reload.

    `limit` is how many seconds the stock build has.
    """
    with tempfile.TemporaryDirectory() as name:
        ours, stock = Path(name) / "ours", Path(name) / "stock"
        ours.mkdir()
        copy_project(ours)
        come_to(f"{times} times the notes: writing them")
        notes = multiply(ours / "docs", times)
        shutil.copytree(ours / "docs", stock / "docs")
        (stock / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
        for page in stock.glob("docs/**/*.md"):
            # It has none of our templates.
            text = re.sub(r"(?m)^template: .*\n", "", page.read_text(encoding="utf-8"))
            page.write_text(text, encoding="utf-8")
        come_to(f"{notes} notes: our build")
        our_cost = build(ours, Path(name) / "our-site", notes, "search/*/*.js", float("inf"))
        come_to(f"{notes} notes: our reload")
        seconds = reload(ours) if times <= 10 else []
        come_to(f"{notes} notes: stock Material")
        stock_cost = build(stock, Path(name) / "stock-site", notes, "search/*", limit)
        return our_cost, stock_cost, seconds


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Print what the site costs as it grows.")
    parser.add_argument("--times", default="1,10,100", help="how many times the notes, separated by commas")
    parser.add_argument("--limit", type=float, default=900, help="seconds that a stock build has")
    options = parser.parse_args(arguments)
    first: Cost | None = None
    for times in map(int, options.times.split(",")):
        try:
            with progress("measuring"):
                ours, stock, seconds = measure(times, options.limit)
        except (ChildProcessError, AssertionError) as fault:
            print(f"nothing measured: {fault}", file=sys.stderr)
            return 1
        first = first or ours
        print(f"{ours.notes} notes\n  ours  {ours}\n  stock {stock}", flush=True)
        ratio = ours.seconds / ours.notes / (first.seconds / first.notes)
        growth = ours.page / first.page
        print(f"  a note takes {ratio:.2f} times what it takes with {first.notes}, its page has {growth:.2f}")
        if seconds:
            print(f"  an edit is shown after {median(seconds):.1f} s, {max(seconds):.1f} at most", flush=True)
    return 0


if __name__ == "__main__":
    with stoppable("bench"):
        sys.exit(main(sys.argv[1:]))
