"""The code itself: formatted, linted, typed, and free of what must not be in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

HERE = Path(__file__)

COMMANDS = {
    "ruff format": ["ruff", "format", "--check", "--no-cache", "."],
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "mypy": ["mypy", "--no-incremental"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_code_is_clean(name: str) -> None:
    command = [sys.executable, "-m", *COMMANDS[name]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_browser_waits_for_functions_not_for_text() -> None:
    """Text that it evaluates again and again the site's policy forbids, from the second time on."""
    waits = re.compile(r"wait_for_function\(\s*[\"'](?!\()")
    assert waits.search('wait_for_function("window.done")')
    assert not [
        path.name
        for path in (ROOT / "tests").glob("*.py")
        if path != HERE and waits.search(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_requirements_are_pinned_and_hashed_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"(?m)^[a-z].*?(?<!\\)$", text.replace("\\\n", ""))
    assert len(packages) > 10
    for package in packages:
        assert re.match(r"[a-z0-9-]+==[\d.]+\S* ", package), package
        assert "--hash=sha256:" in package, package
    assert "://" not in text
