"""The code itself: formatted, linted, typed, and free of what must not be in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import order
from conftest import ROOT, copy_project, shell

HERE = Path(__file__)


def test_the_browser_waits_for_functions_not_for_text() -> None:
    """Text that it evaluates again and again the site's policy forbids, from the second time on."""
    waits = re.compile(r"wait_for_function\(\s*[\"'](?!\()")
    assert waits.search('wait_for_function("window.done")')
    assert not [
        path.name
        for path in (ROOT / "tests").glob("*.py")
        if path != HERE and waits.search(path.read_text("utf-8"))
    ]


def test_what_shares_what_is_costly_is_given_to_one_worker() -> None:
    """Files that build in a fixture of theirs, but for those whose tests take longer than that."""
    shares = re.compile(r'(?m)^@pytest\.fixture\(scope="module"\)')
    files = HERE.parent.glob("test_*.py")
    sharing = {path.stem for path in files if shares.search(path.read_text(encoding="utf-8"))}
    assert sharing == order.TOGETHER | {"test_import"}
    scopes = {order.scope(f"tests/test_links.py::{name}") for name in ("a", "b[c::d]")}
    assert scopes == {"tests/test_links.py"}
    assert order.scope("tests/test_cache.py::a") == "tests/test_cache.py::a"


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_requirements_are_pinned_and_hashed_and_name_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"(?m)^[a-z].*?(?<!\\)$", text.replace("\\\n", ""))
    assert len(packages) > 10
    for package in packages:
        assert re.match(r"[a-z0-9-]+==[\d.]+\S* ", package), package
        assert "--hash=sha256:" in package, package
    assert "://" not in text


def test_the_code_is_clean_and_a_wrong_note_is_refused_before_a_commit(tmp_path: Path) -> None:
    """With the hooks of `make hooks`: pre-commit runs ruff and mypy over all code, and `make check`."""
    copy_project(tmp_path)
    shutil.copytree(ROOT / "tests", tmp_path / "tests", dirs_exist_ok=True)
    for name in (".pre-commit-config.yaml", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".gitignore").write_text("/.venv\n__pycache__/\n", encoding="utf-8")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    git = ["git", "-C", str(tmp_path), "-c", "user.name=A", "-c", "user.email=a@host.test"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    hooks = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]
    environment = shell() | {"PRE_COMMIT_HOME": str(tmp_path.with_name(f"{tmp_path.name}-home"))}

    def run(*only: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*hooks, *only], cwd=tmp_path, env=environment, capture_output=True, text=True)

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.findall(r"(?m)^(.*?)\.+Passed$", done.stdout) == [
        "make check",
        "ruff check",
        "ruff format",
        "mypy",
    ]
    # Of all code that there is.
    scripts = len([path for name in ("scripts", "tests") for path in (ROOT / name).rglob("*.py")])
    assert f"Success: no issues found in {scripts} source files" in done.stdout
    note = tmp_path / "docs/kernel/seqlock.md"
    note.write_text(note.read_text(encoding="utf-8").replace("\nsource: ", "\nsources: "), encoding="utf-8")
    done = run("check")
    assert done.returncode == 1
    assert "docs/kernel/seqlock.md:4:1: unknown key `sources`; the keys are" in done.stdout
