"""One commit gives the same bytes: in another folder, on another day and machine, with another Python."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from conftest import copy_project, mkdocs, shell
from history import commit_all, git

# Python runs it before all else. It makes what another machine may have: a clock that is 400 days ahead,
# folders that list their files the other way round, sums of floats as another Python rounds them, and a libm
# whose last digit is another. It writes down which modules were looked for and not found.
ANOTHER_MACHINE = """
import builtins, datetime, functools, math, operator, os, sys, time
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

class Backwards:
    def __init__(self, entries):
        with entries:
            self.entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
scan, listed, add = os.scandir, os.listdir, builtins.sum
os.scandir = lambda *path: Backwards(scan(*path))
os.listdir = lambda *path: sorted(listed(*path), reverse=True)

def other_sum(values, /, start=0):
    values = list(values)
    floats = any(isinstance(value, float) for value in values)
    return functools.reduce(operator.add, reversed(values), start) if floats else add(values, start)
builtins.sum = other_sum

def another_libm(function):
    def nearly(*values):
        result = function(*values)
        return math.nextafter(result, math.inf) if isinstance(result, float) else result
    return nearly
# IEEE 754 says what these give; of the others it does not.
EXACT = "sqrt fsum fabs copysign ldexp fmod remainder nextafter ulp floor ceil trunc".split()
for name, function in vars(math).copy().items():
    if callable(function) and name not in EXACT and not name.startswith("_"):
        setattr(math, name, another_libm(function))

class NotFound:
    def find_spec(self, name, path=None, target=None):
        with open(os.environ["NOT_FOUND"], "a", encoding="utf-8") as file:
            print(name.partition(".")[0], file=file)
sys.meta_path.append(NotFound())
"""
# It cuts Chinese after each character.
JIEBA = "def cut(text): return list(text.decode())\n"
# What a build looks for though requirements.txt does not have it, and why the site is the same with it.
OPTIONAL = {
    "ctags": "Pygments links names to an index of tags, when it is told one",
    "fastnumbers": "natsort reads numbers faster, but the same",
    "hyperscan": "pathspec matches faster, but the same",
    "icu": "natsort sorts by the locale, when it is told so",
    "org": "Python's own `copy` asks whether it is Jython",
    "properdocs": "the theme words its notice, which no file has",
    "pytz": "Babel has dates of it, when it is given one",
    "re2": "pathspec matches faster, but the same",
    "typing_extensions": "types alone, for older Pythons",
}
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {
    "TZ": "Pacific/Kiritimati",
    # No UTF-8 where a program does not ask for it.
    "LC_ALL": "POSIX",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONHASHSEED": "2",
}


def other_python() -> dict[str, str]:
    """The newest Python besides this one that is here and can build the site, by its version; {} if none."""
    names = [f"python3.{minor}" for minor in range(11, 30)]
    places = [*filter(None, map(shutil.which, names)), *Path.home().glob(".pyenv/versions/3.*/bin/python3")]
    found = {}
    for place in ("/usr/bin/python3", *map(str, places)):
        command = [place, "-c", "import sys; print(*sys.version_info[:2])"]
        if Path(place).is_file():
            done = subprocess.run(command, env=shell(), capture_output=True, text=True)
            version = tuple(map(int, done.stdout.split()))
            if version >= (3, 11) and version != sys.version_info[:2]:
                found[version] = place
    return {f"3.{version[1]}": found[version] for version in sorted(found)[-1:]}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site of one commit: built here, as if on another machine, and with another Python if there is."""
    folder = tmp_path_factory.mktemp("builds")
    first, second = folder / "first", folder / "another place" / "第二"
    copy_project(first)
    commit_all(first)
    second.parent.mkdir()
    git(folder, "clone", str(first), str(second))
    for path in second.rglob("*"):
        os.utime(path, (1, 1))
    machine = folder / "machine"
    machine.mkdir()
    (machine / "sitecustomize.py").write_text(ANOTHER_MACHINE, encoding="utf-8")
    (machine / "jieba.py").write_text(JIEBA, encoding="utf-8")
    another = ELSEWHERE | {"PYTHONPATH": str(machine), "NOT_FOUND": str(folder / "not found")}
    for place, variables in ((first, HERE), (second, another)):
        done = mkdocs("build", "--strict", folder=place, **variables)
        assert done.returncode == 0, done.stderr
    built = {"here": first / "site", "elsewhere": second / "site"}
    # Another Python does without those parts of the packages that are compiled for this one.
    packages = {"PYTHONPATH": sysconfig.get_path("purelib"), "PYTHONDONTWRITEBYTECODE": "1"}
    for version, python in other_python().items():
        built[version] = folder / version
        done = mkdocs(
            "build", "--strict", "--site-dir", str(built[version]), folder=first, python=python, **packages
        )
        assert done.returncode == 0, done.stderr
    return built


def digests(site: Path) -> dict[str, str]:
    files = [path for path in site.rglob("*") if path.is_file()]
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_two_builds_of_one_commit_are_the_same_bytes(builds: dict[str, Path]) -> None:
    first, *others = map(digests, builds.values())
    assert len(first) > 100
    for other in others:
        assert [name for name in first.keys() | other.keys() if first.get(name) != other.get(name)] == []


def test_the_pages_have_the_day_of_the_commit_and_not_of_the_build(builds: dict[str, Path]) -> None:
    for site in builds.values():
        assert "<lastmod>2024-02-29</lastmod>" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_no_page_tells_where_it_was_built(builds: dict[str, Path]) -> None:
    for site in builds.values():
        place = os.fsencode(site.parent)
        assert not [path for path in site.rglob("*") if path.is_file() and place in path.read_bytes()]


def test_a_build_looks_for_nothing_that_is_not_pinned(builds: dict[str, Path]) -> None:
    """But for what changes no byte: a package that happens to be installed is seen by no reader."""
    text = (builds["here"].parent.parent / "not found").read_text(encoding="utf-8")
    missed = set(text.split()) - sys.stdlib_module_names
    assert "icu" in missed
    assert missed - OPTIONAL.keys() == set()
    assert "jieba" not in missed
