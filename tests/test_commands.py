"""The commands of the README, as somebody types them who has only just cloned the project."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, expect

from conftest import HANGS, ROOT, copy_project, new_context, shell
from live import free_port, wait_for
from recall import Query, ask_all
from tiny import tiny_project

# In a copy of the project: this run's packages, which are not to be installed again.
THESE_PACKAGES = (f"BIN={sys.prefix}/bin", "-o", ".venv/site")


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],  # noqa: S607 (make is where the reader has it)
        cwd=folder,
        env=shell(),
        capture_output=True,
        text=True,
    )


def project(folder: Path) -> Path:
    copy_project(folder)
    (folder / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    return folder


def test_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"(?m)^\.PHONY: (.*)$", text)
    assert phony
    listed = [line.split()[1] for line in make("help").stdout.splitlines()]
    assert sorted(listed) == sorted(phony[1].split())


def test_the_readme_shows_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"(?m)(?:^|`)make ([a-z]+)", readme))
    listed = {line.split()[1] for line in make("help").stdout.splitlines()}
    assert {"serve", "test"} <= used <= listed
    for target in re.findall(r"\]\(([^):#]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_test_command() -> None:
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_build_writes_the_site_and_links_checks_the_notes(tmp_path: Path) -> None:
    folder = project(tmp_path)
    done = make("build", "links", *THESE_PACKAGES, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"(?m)^\d{4,} links, 0 faults$", done.stdout)
    assert (folder / "site/kernel/clocksource/index.html").is_file()


def test_links_fails_on_a_fault_that_mkdocs_does_not_see(tmp_path: Path) -> None:
    folder = tiny_project(tmp_path / "tiny")
    shutil.copy(ROOT / "Makefile", folder)
    page = folder / "docs" / "index.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f'{text}\n<a href="http://127.0.0.1:8000/">here</a>\n', encoding="utf-8")
    done = make("links", *THESE_PACKAGES, folder=folder)
    assert done.returncode != 0
    line = text.count("\n") + 2
    assert f"docs/index.md:{line}:10: `http://127.0.0.1:8000/`: an address of the reader's own" in done.stdout
    assert not (folder / "site").exists()


def test_a_build_that_fails_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("the site before", encoding="utf-8")
    (folder / "docs" / "kernel" / "seqlock.md").write_text("no front matter", encoding="utf-8")
    done = make("build", *THESE_PACKAGES, folder=folder)
    assert done.returncode != 0
    assert "docs/kernel/seqlock.md:1:1: no front matter; begin the file with" in done.stderr
    assert (folder / "site" / "index.html").read_text(encoding="utf-8") == "the site before"


def test_serve_prints_its_address_shows_an_edit_and_finds_it(tmp_path: Path, chromium: Browser) -> None:
    folder = project(tmp_path)
    port = free_port()
    log = tmp_path / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            ["make", "serve", f"ADDR=127.0.0.1:{port}", *THESE_PACKAGES],  # noqa: S607
            cwd=folder,
            env=shell(),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}/"
        assert wait_for(address, "67 notes")
        assert f"Serving on {address}" in log.read_text(encoding="utf-8")

        # A tab of its own each time: live reload would take away one that was open before the edit.
        def found_for(query: str) -> list[str]:
            with new_context(chromium) as context:
                return ask_all(context.new_page(), address, [Query("", query, ())])[0][1]

        note = folder / "docs" / "kernel" / "seqlock.md"
        text = note.read_text(encoding="utf-8")
        assert found_for("zyzzyva") == []
        with new_context(chromium) as context:
            tab = context.new_page()
            faults: list[str] = []
            tab.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
            tab.goto(f"{address}kernel/wait-queue/")
            other = folder / "docs" / "kernel" / "wait-queue.md"
            other.write_text(f"{other.read_text(encoding='utf-8')}\nan edit that is seen\n", encoding="utf-8")
            expect(tab.locator("[data-note]")).to_contain_text("an edit that is seen")
            assert faults == []
        note.write_text(text.replace("seqlock。", "seqlock。 a zyzzyva just now"), encoding="utf-8")
        assert wait_for(f"{address}kernel/seqlock/", "zyzzyva")
        assert found_for("zyzzyva") == ["kernel/seqlock"]
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=HANGS)


def test_an_old_python_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    (tmp_path / "requirements.txt").touch()
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = make("serve", f"PYTHON={old}", folder=tmp_path)
    assert done.returncode != 0
    assert "is not Python 3.11 or later; name one that is" in done.stdout
