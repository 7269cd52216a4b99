"""A build that fails, is stopped or killed leaves the site as it was, and says why in one line."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import build
from building.whole import write_whole
from conftest import HANGS, copy_project, shell
from tiny import tiny_project

BEFORE = "the site before"
BUILD = [sys.executable, "scripts/build.py"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_project(tmp_path)
    return with_site(tmp_path)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return with_site(tiny_project(tmp_path / "tiny"))


def with_site(project: Path) -> Path:
    (project / "site").mkdir()
    (project / "site/index.html").write_text(BEFORE, encoding="utf-8")
    return project


def is_whole(project: Path) -> bool:
    """Whether the site before is there, and nothing half-written beside it."""
    left = sorted(path.name for path in project.iterdir() if path.name.startswith((".site", "site")))
    return left == ["site"] and (project / "site/index.html").read_text(encoding="utf-8") == BEFORE


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=project, env=shell(), capture_output=True, text=True)


def started(project: Path) -> subprocess.Popen[str]:
    """A build that has begun to write."""
    process = subprocess.Popen(
        BUILD, cwd=project, env=shell(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + HANGS
    while not list((project / ".site-build").rglob("*.css")):
        assert time.monotonic() < until, "the build wrote nothing"
        time.sleep(0.005)
    return process


def test_a_build_takes_the_place_of_the_one_before(project: Path) -> None:
    done = run(project, *BUILD)
    # A pipe is not told how far it is.
    assert (done.returncode, done.stdout, done.stderr) == (0, "site: 81 pages\n", "")
    assert "[data-note]" not in (project / "site/index.html").read_text(encoding="utf-8")
    assert (project / "site/kernel/seqlock/index.html").is_file()
    assert not (project / ".site-build").exists()


def test_a_note_that_is_refused_leaves_the_site(tiny: Path) -> None:
    (tiny / "docs/kernel/clock.md").write_text("no front matter", encoding="utf-8")
    done = run(tiny, *BUILD)
    assert done.returncode == 1
    assert "docs/kernel/clock.md:1:1: no front matter; begin the file with" in done.stderr
    assert is_whole(tiny)


def test_a_file_that_cannot_be_written_to_its_end_leaves_the_site(tiny: Path) -> None:
    """Files of at most 8 KiB: a write fails as on a full disk, in the middle of a file."""
    done = run(tiny, "sh", "-c", f"ulimit -f 8; exec {sys.executable} -B scripts/build.py")
    assert done.returncode == 1
    *_, last = done.stderr.splitlines()
    assert last == (
        "site: not written: File too large; raise the limit of file sizes (ulimit -f); nothing was changed"
    )
    assert "Traceback" not in done.stderr
    assert is_whole(tiny)


def test_a_place_that_is_no_folder_is_one_line(tiny: Path) -> None:
    (tiny / "taken").touch()
    done = run(tiny, *BUILD, "taken/site")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("taken/site: not written: Not a directory")
    assert "name a folder, or take that file away; nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("number", "mend"),
    [
        (errno.ENOSPC, "free some space on the disk"),
        (errno.EROFS, "name a place that can be written"),
        (errno.EACCES, "allow yourself to write there"),
    ],
)
def test_a_full_disk_and_a_read_only_folder_are_one_line_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, mend: str
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(BEFORE, encoding="utf-8")

    def fail(*options: str) -> None:
        (Path(options[-1]) / "kernel").mkdir(parents=True)
        raise OSError(number, os.strerror(number), f"{options[-1]}/kernel/index.html")

    monkeypatch.setattr(build, "run_mkdocs", fail)
    with pytest.raises(SystemExit) as stopped:
        build.main([str(site)])
    assert stopped.value.code == f"{site}: not written: {os.strerror(number)}; {mend}; nothing was changed"
    assert is_whole(tmp_path)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_build_that_is_stopped_leaves_the_site_and_says_so(project: Path, name: str) -> None:
    process = started(project)
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "site: stopped; type the command again; nothing was changed"
    assert "Traceback" not in errors
    assert is_whole(project)


def test_a_build_that_is_killed_leaves_the_site_and_the_next_one_clears_up(project: Path) -> None:
    process = started(project)
    process.kill()
    process.communicate(timeout=HANGS)
    assert (project / "site/index.html").read_text(encoding="utf-8") == BEFORE
    done = run(project, *BUILD)
    assert done.returncode == 0, done.stderr
    assert (project / "site/kernel/seqlock/index.html").is_file()
    assert not (project / ".site-build").exists()


def test_a_build_that_was_killed_between_its_two_renames_is_put_right_first(tiny: Path) -> None:
    (tiny / ".site-build").mkdir()
    (tiny / "site").rename(tiny / ".site-build/old")
    (tiny / "docs/kernel/clock.md").write_text("no front matter", encoding="utf-8")
    done = run(tiny, *BUILD)
    assert done.returncode == 1
    assert is_whole(tiny)


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """As root, a file in the place of /dev/null breaks a machine."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "text")
        assert os.read(reader, 10) == b"text"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
