"""One commit gives the same bytes: in another folder, on another day, in another time zone and locale."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from conftest import copy_project, mkdocs
from history import commit_all, git

# Python runs it before all else: a clock that is 400 days ahead.
LATER = """
import datetime, time
AHEAD = 400 * 24 * 3600
now, clock = datetime.datetime, time.time
class Later(now):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(clock() + AHEAD, tz)
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.timezone.utc).replace(tzinfo=None)
datetime.datetime = Later
time.time = lambda: clock() + AHEAD
"""
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    # No UTF-8 where a program does not ask for it.
    "LC_ALL": "POSIX",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "2",
}


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The site of one commit, built in two folders that share nothing else."""
    folder = tmp_path_factory.mktemp("builds")
    first, second = folder / "first", folder / "another place" / "第二"
    copy_project(first)
    commit_all(first)
    second.parent.mkdir()
    git(folder, "clone", str(first), str(second))
    for path in second.rglob("*"):
        os.utime(path, (1, 1))
    (folder / "later").mkdir()
    (folder / "later/sitecustomize.py").write_text(LATER, encoding="utf-8")
    for place, variables in (
        (first, HERE),
        (second, ELSEWHERE | {"PYTHONPATH": str(folder / "later")}),
    ):
        done = mkdocs("build", "--strict", folder=place, **variables)
        assert done.returncode == 0, done.stderr
    return [first / "site", second / "site"]


def digests(site: Path) -> dict[str, str]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_two_builds_of_one_commit_are_the_same_bytes(two_builds: list[Path]) -> None:
    first, second = (digests(site) for site in two_builds)
    assert len(first) > 100
    assert [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)] == []


def test_the_pages_have_the_day_of_the_commit_and_not_of_the_build(two_builds: list[Path]) -> None:
    for site in two_builds:
        assert "<lastmod>2024-02-29</lastmod>" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_no_page_tells_where_it_was_built(two_builds: list[Path]) -> None:
    for site in two_builds:
        place = os.fsencode(site.parent)
        assert not [path for path in site.rglob("*") if path.is_file() and place in path.read_bytes()]
