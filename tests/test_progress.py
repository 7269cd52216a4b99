"""What takes long tells a terminal how far it is, a pipe nothing; what is stopped ends in one line."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from building.whole import write_whole
from conftest import HANGS, ROOT, copy_project, shell

WORK = """
import sys, time
from building.progress import come_to, progress
with progress("counting"):
    come_to("3 of 5 sheep")
    time.sleep(float(sys.argv[1]))
    if len(sys.argv) > 2:
        raise SystemExit("no more sheep")
print("five")
"""
CLEAR = "\r\x1b[K"


def on_terminal(*command: str, folder: Path = ROOT) -> tuple[int, str]:
    """The exit status of a command that somebody looks at, and what it prints, each line end as `\\n`."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command, cwd=folder, env=shell() | {"PYTHONPATH": "scripts"}, stdin=its, stdout=its, stderr=its
    )
    os.close(its)
    printed = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux says so when the other end is closed.
            break
        if not piece:
            break
        printed += piece
    os.close(ours)
    return process.wait(), printed.decode().replace("\r\n", "\n")


def test_a_terminal_is_told_how_far_it_is_and_the_line_goes_away() -> None:
    status, printed = on_terminal(sys.executable, "-c", WORK, "1.5")
    assert status == 0
    assert printed.startswith(f"{CLEAR}counting: 3 of 5 sheep, 1 s{CLEAR}")
    assert printed.endswith(f"{CLEAR}five\n")


def test_what_ends_soon_or_fails_leaves_no_line() -> None:
    assert on_terminal(sys.executable, "-c", WORK, "0") == (0, "five\n")
    status, printed = on_terminal(sys.executable, "-c", WORK, "1.5", "fail")
    assert status == 1
    assert printed.endswith(f"{CLEAR}no more sheep\n")


def test_a_pipe_is_told_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORK, "1.5"],
        cwd=ROOT,
        env=shell() | {"PYTHONPATH": "scripts"},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("five\n", "")


def test_a_build_tells_how_many_pages_it_wrote(tmp_path: Path) -> None:
    copy_project(tmp_path)
    # Told at once and often, so that a fast machine does not build the pages between two lines.
    often = "import runpy; from building import progress; progress.AFTER = progress.EVERY = 0.01; "
    build = "runpy.run_path('scripts/build.py', run_name='__main__')"
    status, printed = on_terminal(sys.executable, "-c", often + build, folder=tmp_path)
    assert status == 0, printed
    assert f"{CLEAR}building the site: " in printed
    assert " pages, " in printed
    assert printed.split(CLEAR)[-1] == "site: 81 pages\n"


@pytest.mark.parametrize(
    ("script", "name"), [("check_links.py", "links"), ("canary.py", "canary"), ("offline.py", "notes.zip")]
)
def test_what_is_stopped_ends_in_one_line_and_leaves_nothing(tmp_path: Path, script: str, name: str) -> None:
    copy_project(tmp_path)
    before = sorted(path for path in tmp_path.rglob("*") if "__pycache__" not in path.parts)
    (tmp_path / "temporary").mkdir()
    process = subprocess.Popen(
        [sys.executable, f"scripts/{script}", *(["notes.zip"] if script == "offline.py" else [])],
        cwd=tmp_path,
        env=shell() | {"TMPDIR": str(tmp_path / "temporary")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + HANGS
    while not list((tmp_path / "temporary").rglob("*.css")):
        assert time.monotonic() < until, "nothing was written"
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    printed, errors = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert errors.splitlines()[-1:] == [f"{name}: stopped; type the command again; nothing was changed"]
    assert "Traceback" not in printed + errors
    assert list((tmp_path / "temporary").iterdir()) == []
    (tmp_path / "temporary").rmdir()
    assert sorted(path for path in tmp_path.rglob("*") if "__pycache__" not in path.parts) == before


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "list.txt"
    target.write_text("before", encoding="utf-8")
    target.chmod(0o640)
    write_whole(target, "after\r\n")
    assert target.read_bytes() == b"after\r\n"
    assert target.stat().st_mode & 0o777 == 0o640
    with pytest.raises(UnicodeEncodeError):
        write_whole(target, "no text: \ud800")
    assert target.read_bytes() == b"after\r\n"
    assert list(tmp_path.iterdir()) == [target]
