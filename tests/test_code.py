"""The code itself: formatted, linted, typed, and free of what must not be in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, copy_project, shell

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


def test_a_commit_is_checked_and_a_wrong_note_refused(tmp_path: Path) -> None:
    """With the hooks of `make hooks`: what pre-commit runs before each commit."""
    copy_project(tmp_path)
    shutil.copytree(ROOT / "tests", tmp_path / "tests", dirs_exist_ok=True)
    for name in (".pre-commit-config.yaml", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".gitignore").write_text("/.venv\n__pycache__/\n", encoding="utf-8")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@host.test"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    hooks = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    environment = shell() | {"PRE_COMMIT_HOME": str(tmp_path.with_name(f"{tmp_path.name}-home"))}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(hooks, cwd=tmp_path, env=environment, capture_output=True, text=True)

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 4
    note = tmp_path / "docs/kernel/seqlock.md"
    note.write_text(note.read_text(encoding="utf-8").replace("\nsource: ", "\nsources: "), encoding="utf-8")
    done = run()
    assert done.returncode == 1
    assert "docs/kernel/seqlock.md:4:1: unknown key `sources`; the keys are" in done.stdout
