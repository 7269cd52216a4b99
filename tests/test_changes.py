"""The days of the last changes, read from small repositories that git makes on the spot."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from building.changes import days
from conftest import mkdocs
from history import git
from tiny import tiny_project

SECOND = "2024-03-05T12:00:00+00:00"
THIRD = "2024-03-09T12:00:00+00:00"
ABOUT = "docs/about.md"
ODD = 'docs/kernel/笔记 "1"\n@2.md'


def last_changes(root: Path) -> dict[str, str]:
    return {path: touched[0] for path, touched in days(root).items()}


DAYS = {ABOUT: "2024-03-05", ODD: "2024-02-29"}


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A repository of two commits; the second changes one of its three files."""
    root = tmp_path / "notes"
    for name in (ABOUT, ODD, "README.md"):
        write(root, name, "first\n")
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "first")
    write(root, ABOUT, "second\n")
    git(root, "commit", "-a", "-m", "second", when=SECOND)
    return root


def test_a_file_has_the_day_of_the_last_commit_that_touched_it(notes: Path) -> None:
    assert last_changes(notes) == DAYS


def test_a_file_that_was_never_committed_has_no_day(notes: Path) -> None:
    write(notes, "docs/new.md", "new\n")
    write(notes, ABOUT, "third\n")
    git(notes, "add", ".")
    assert last_changes(notes) == DAYS


@pytest.fixture(params=["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_the_day_hangs_on_nobody_s_time_zone(notes: Path) -> None:
    assert last_changes(notes) == DAYS


def test_the_settings_of_the_reader_change_nothing(notes: Path) -> None:
    for name, value in {
        "color.ui": "always",
        "core.quotePath": "true",
        "diff.relative": "true",
        "log.date": "relative",
        "log.decorate": "full",
        "log.showSignature": "true",
    }.items():
        git(notes, "config", name, value)
    assert last_changes(notes) == DAYS


def test_a_merge_counts_for_what_was_changed_in_it(notes: Path) -> None:
    git(notes, "checkout", "-b", "side", "HEAD~1")
    write(notes, ABOUT, "side\n")
    write(notes, "docs/side.md", "side\n")
    git(notes, "add", ".")
    git(notes, "commit", "-m", "side", when=SECOND)
    git(notes, "checkout", "main")
    git(notes, "merge", "--no-commit", "-s", "ours", "side")
    write(notes, ABOUT, "both\n")
    write(notes, "docs/side.md", "side\n")
    git(notes, "add", ".")
    git(notes, "commit", "-m", "merge", when=THIRD)
    assert last_changes(notes) == {ABOUT: "2024-03-09", "docs/side.md": "2024-03-05", ODD: "2024-02-29"}


def test_a_shallow_clone_knows_nothing_and_a_whole_one_all(notes: Path) -> None:
    git(notes.parent, "clone", "--depth", "1", notes.as_uri(), "shallow")
    git(notes.parent, "clone", notes.as_uri(), "whole")
    assert last_changes(notes.parent / "shallow") == {}
    assert last_changes(notes.parent / "whole") == DAYS


def test_a_folder_that_is_no_repository_knows_nothing(tmp_path: Path) -> None:
    write(tmp_path, ABOUT, "first\n")
    assert last_changes(tmp_path) == {}


def test_a_repository_without_a_commit_knows_nothing(tmp_path: Path) -> None:
    write(tmp_path, ABOUT, "first\n")
    git(tmp_path, "init")
    assert last_changes(tmp_path) == {}


def test_a_copy_inside_another_repository_knows_nothing(notes: Path) -> None:
    write(notes, f"copy/{ABOUT}", "first\n")
    git(notes, "add", ".")
    git(notes, "commit", "-m", "copy")
    assert last_changes(notes / "copy") == {}


def test_without_git_nothing_is_known(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(notes))
    assert last_changes(notes) == {}


def test_the_pages_get_their_days_when_the_site_is_built(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "tiny")
    write(project, "overrides/main.html", "changed: {{ page.meta.changed if page }}.")
    write(project, "scripts/addresses.txt", "")
    git(project, "init")
    git(project, "add", ".")
    git(project, "rm", "--cached", "docs/kernel/timer.md")
    git(project, "commit", "-m", "first")
    done = mkdocs("build", "--strict", folder=project)
    assert done.returncode == 0, done.stderr
    shown = {
        page: (project / "site" / page / "index.html").read_text(encoding="utf-8")
        for page in ("", "kernel", "kernel/clock", "kernel/timer")
    }
    assert shown.pop("kernel/timer") == "changed: ."
    assert set(shown.values()) == {"changed: 2024-02-29."}
