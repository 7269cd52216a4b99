"""Which browser the tests take, and what they say when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import browser


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine without a browser that cannot install one."""
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setattr(browser, "installed", lambda: None)
    monkeypatch.setattr(browser, "run", lambda *_: False)
    return monkeypatch


def test_a_named_browser_comes_first(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = tmp_path / "my-browser"
    named.touch()
    bare.setenv("BROWSER_PATH", str(named))
    assert browser.find_browser("/playwrights/own") == str(named)
    bare.setenv("BROWSER_PATH", "/no/such/file")
    with pytest.raises(browser.NoBrowserError, match="BROWSER_PATH is /no/such/file, which is no file"):
        browser.find_browser("/playwrights/own")


def test_playwrights_own_comes_before_an_installed_one(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.touch()
    bare.setattr(browser, "installed", lambda: "/usr/bin/chromium")
    assert browser.find_browser(str(own)) == str(own)
    assert browser.find_browser("/playwrights/own") == "/usr/bin/chromium"


@pytest.mark.parametrize(
    ("debian", "line"),
    [
        (True, "type: sudo apt-get install -y chromium fonts-noto-cjk"),
        (False, "type: .venv/bin/playwright install chromium"),
    ],
)
def test_without_any_the_line_to_type_is_said(bare: pytest.MonkeyPatch, debian: bool, line: str) -> None:
    bare.setattr(browser, "on_debian", lambda: debian)
    with pytest.raises(browser.NoBrowserError, match=line):
        browser.find_browser("/playwrights/own")


def test_what_has_just_been_installed_is_taken(bare: pytest.MonkeyPatch) -> None:
    found = iter([None, "/usr/bin/chromium"])
    bare.setattr(browser, "installed", lambda: next(found))
    bare.setattr(browser, "run", lambda *_: True)
    assert browser.find_browser("/playwrights/own") == "/usr/bin/chromium"
