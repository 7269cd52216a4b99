"""Find a Chromium to test with, install Debian's where that is allowed, or say what to type."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_APPLICATIONS = ("Google Chrome", "Chromium", "Microsoft Edge")
# Without these Chromium asks hosts of its own at every start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No network: a page that asked another host for something would be seen to fail.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PACKAGES = ["chromium", "fonts-noto-cjk"]


class NoBrowserError(RuntimeError):
    """There is no Chromium; says the line to type."""


def find_browser(playwrights_own: str) -> str:
    """The path of a Chromium: $BROWSER_PATH, Playwright's own, an installed one, or a new one.

    Raises NoBrowserError if $BROWSER_PATH is no file, or if there is none and none can be installed.
    """
    named = os.environ.get("BROWSER_PATH")
    if named:
        if not Path(named).is_file():
            raise NoBrowserError(f"BROWSER_PATH is {named}, which is no file")
        return named
    if Path(playwrights_own).is_file():
        return playwrights_own
    found = installed()
    if found:
        return found
    if install():
        return installed() or playwrights_own
    raise NoBrowserError(f"no Chromium to test with; type: {remedy()}")


def installed() -> str | None:
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    mac = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MAC_APPLICATIONS]
    return next((path for path in on_path + mac if Path(path).is_file()), None)


def install() -> bool:
    """Install a browser: Debian's package as root on Debian, Playwright's own otherwise."""
    if on_debian() and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        return run(["apt-get", "update", "-qq"], environment) and run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], environment
        )
    return run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def run(command: list[str], environment: dict[str, str]) -> bool:
    return subprocess.run(command, env=environment, capture_output=True).returncode == 0


def on_debian() -> bool:
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def remedy() -> str:
    if on_debian():
        return f"sudo apt-get install -y {' '.join(PACKAGES)}"
    return ".venv/bin/playwright install chromium"
