from __future__ import annotations

import compileall
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from xdist.scheduler import LoadScopeScheduling

import order
import warm
from browser import ARGUMENTS, NoBrowserError, find_browser
from site_server import serve
from yardstick import Yardstick, read_yardstick

ROOT = Path(__file__).parent.parent
BASE = "/kernel-notes/"
# Milliseconds that a browser, and seconds that a process may take: no measure, only the end of what hangs.
PATIENCE = 300_000
HANGS = PATIENCE // 1000
# What Python and its libraries may read as they start needs a Python that starts; these it does not know.
READ_BY_US = {"CI", "NOTES_CACHE", "REPO_URL", "SITE_URL"}
# The folder of the fixture `compiled`, when it is filled.
COMPILED: list[Path] = []
expect.set_options(timeout=PATIENCE)


def pytest_configure() -> None:
    """Let Ctrl-C stop what the tests start: what a shell runs in the background ignores it, and all below."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first, mark what a writer runs."""
    items.sort(key=lambda item: order.place(item.path.stem))
    for item in items:
        module, fixtures = item.path.stem, getattr(item, "fixturenames", [])
        if order.is_of_notes(module, fixtures):
            item.add_marker(pytest.mark.notes)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep together what shares a costly fixture: the marks for that do nothing with pytest 9.2.

    See https://github.com/pytest-dev/pytest-xdist/issues/1386; each worker made it all.
    """
    scheduling = LoadScopeScheduling(config, log)
    scheduling._split_scope = order.scope
    return scheduling


@pytest.fixture(scope="session")
def facts() -> Yardstick:
    return read_yardstick()


def shell() -> dict[str, str]:
    """The environment that a reader's shell has: no address of a host, and no make that runs the tests."""
    unset = ("SITE_URL", "REPO_URL", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    # What one test built no other takes: those of the cache alone keep anything.
    return kept | {"NOTES_CACHE": "0"}


def copy_project(folder: Path, root: Path = ROOT) -> None:
    """What `mkdocs build` needs of the project, in another folder."""
    scripts = COMPILED[0] if COMPILED and root == ROOT else root / "scripts"
    shutil.copytree(scripts, folder / "scripts")
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, folder / name)
    shutil.copytree(root / "tests" / "source", folder / "tests" / "source")
    shutil.copy(root / "mkdocs.yml", folder)


def mkdocs(
    *arguments: str, folder: Path = ROOT, python: str = sys.executable, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in `folder` as a reader would, with the given environment variables on top."""
    environment = shell() | {"NO_MKDOCS_2_WARNING": "1"} | variables
    if python == sys.executable and variables.keys() <= READ_BY_US:
        return warm.build(folder, [*arguments], environment)
    command = [python, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Gives the folder of a name: who asks first fills it, who runs beside waits until it is filled."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder

    def filled(name: str, fill: Callable[[Path], None]) -> Path:
        whole = shared / name
        with FileLock(shared / f"{name}.lock"):
            if not whole.exists():
                begun = shared / f"{name}.begun"
                shutil.rmtree(begun, ignore_errors=True)
                begun.mkdir()
                fill(begun)
                begun.rename(whole)
        return whole

    return filled


@pytest.fixture(scope="session", autouse=True)
def compiled(once: Once) -> None:
    """Copies of the scripts come with what Python makes of them as it reads them: no test takes that time."""

    def fill(folder: Path) -> None:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "scripts", folder, ignore=ignored, dirs_exist_ok=True)
        compileall.compile_dir(folder, quiet=1)

    COMPILED.append(once("scripts", fill))


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The real notes, built for a host that puts them below a sub-path; to read, not to change."""

    def build(folder: Path) -> None:
        done = mkdocs("build", "--strict", "--site-dir", str(folder), SITE_URL=f"http://127.0.0.1:1{BASE}")
        assert done.returncode == 0, done.stderr

    return once("site", build)


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """The address of the served site, with the sub-path and a slash at its end."""
    with serve(site, BASE) as address:
        yield address


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts a Chromium of its own with more arguments of its command line."""
    with sync_playwright() as playwright:
        try:
            path = find_browser(playwright.chromium.executable_path)
        except NoBrowserError as error:
            pytest.fail(str(error), pytrace=False)
        yield lambda *more: playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


class Tab:
    """A page in the browser that writes down whatever goes wrong in it."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.faults: list[str] = []
        host = home.split("/")[2]
        page.on("console", lambda m: self.note("console", m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.note("script", str(error)))
        page.on("requestfailed", self.failed)
        page.on("request", lambda request: self.outside(request.url, host))
        page.on("response", lambda r: self.note(str(r.status), r.url) if r.status >= 400 else None)

    def note(self, what: str, detail: str) -> None:
        self.faults.append(f"{what}: {detail}")

    def failed(self, request: Request) -> None:
        # Aborted requests are those that were under way when the test went on to the next page.
        if request.failure != "net::ERR_ABORTED":
            self.note("failed", request.url)

    def outside(self, url: str, host: str) -> None:
        if not url.startswith((f"http://{host}/", "data:", "blob:")):
            self.note("outside", url)


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """A context that waits as long as it takes; the options are Playwright's."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_tab(chromium: Browser, home: str) -> Iterator[Callable[..., Tab]]:
    """Opens a tab of its own context; the arguments are Playwright's for a context."""
    contexts = []

    def open_one(**options: object) -> Tab:
        contexts.append(new_context(chromium, **options))
        return Tab(contexts[-1].new_page(), home)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def addresses(site: Path) -> list[str]:
    """Every page of the built site, relative to its home."""
    pages = [path.relative_to(site) for path in site.rglob("*.html") if path.name != "404.html"]
    return sorted(str(path).removesuffix("index.html") for path in pages)
