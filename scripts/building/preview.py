"""Show an edit in `mkdocs serve` at once: if the text of a note alone was changed, its page is built alone.

What else shows that text, lists and the search, is built when somebody asks for it, before he is answered.
Uses what MkDocs lets a plugin change when it serves: `builder`, `observer`, `build_delay` and the WSGI
application of its server.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils import write_file
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

import check_notes
from notes.page import SOURCE, Mild, Page, Problem, is_note, read_page

log = logging.getLogger("mkdocs.hooks")
# Seconds without a change after which a change is over: an editor writes a file in one or two steps.
QUIET = 0.05
# Addresses that show nothing of the notes; a page asks for them, too.
APART = ("assets/", "livereload/", "figures/")
States = dict[Path, tuple[int, int]]


class Watcher(Observer):  # type: ignore[valid-type,misc]
    """Tells of changes as soon as the system does; that a file is read is none."""

    def schedule(self, handler: Any, path: str, *, recursive: bool = False, **_: Any) -> Any:
        changes = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]
        return super().schedule(handler, path, recursive=recursive, event_filter=changes)


@dataclass
class Built:
    """What a site was built of, whole, and what MkDocs knows of it."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment
    states: States


class Preview:
    """The site that is served: what was built last, and what of it is older than the notes."""

    def __init__(self) -> None:
        self.built: Built | None = None
        # The addresses of pages that were built alone since; all else is stale then.
        self.fresh: set[str] = set()
        self.lock = threading.RLock()
        self.build: Callable[[], None] = lambda: None

    def serve(self, server: LiveReloadServer, build: Callable[[], None], folders: Iterable[str]) -> None:
        """Take over a server whose `folders` are watched so far, and what builds the whole site."""
        self.build = build
        for folder in folders:
            server.unwatch(folder)
        server.observer = Watcher()
        for folder in folders:
            server.watch(folder)
        server.build_delay = QUIET
        server.builder = self.rebuild
        server.set_app(lambda environ, start: self.answer(server, environ, start))

    def keep(self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> None:
        """Remember what the site is being built of."""
        self.built = Built(config, files, nav, env, states(config))
        self.fresh = set()

    def rebuild(self) -> None:
        """Build what has to be built to show what was changed; raises what MkDocs raises."""
        with self.lock:
            built = self.built
            changed = edited(built.states, states(built.config), built.config) if built else None
            if built is None or changed is None or not all(self.show(path, built) for path in changed):
                self.build()
            elif changed:
                names = ", ".join(path.relative_to(built.config.docs_dir).as_posix() for path in changed)
                log.info(f"Built anew: {names}; lists and the search follow when they are asked for")

    def show(self, path: Path, built: Built) -> bool:
        """Build the page of a note alone; False if it is wrong: a whole build tells what becomes of it."""
        config, files = built.config, built.files
        name = path.relative_to(config.docs_dir).as_posix()
        file = files.get_file_from_path(name)
        note = read_page(path, os.path.relpath(path))
        problems = check(note, config)
        if file is None or file.page is None or any(not isinstance(problem, Mild) for problem in problems):
            return False
        for problem in problems:
            log.warning(problem)
        page = file.page
        days = {key: page.meta[key] for key in ("changed", "created") if key in page.meta}
        config.extra["read"][name] = note
        page.read_source(config)
        markdown = page.markdown or ""
        page.markdown = config.plugins.on_page_markdown(markdown, page=page, config=config, files=files)
        page.meta.update(days)
        page.render(config, files)
        html = page.content or ""
        page.content = config.plugins.on_page_content(html, page=page, config=config, files=files)
        page.active = True
        context = get_context(built.nav, files.documentation_pages(), config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=built.nav)
        html = built.env.get_template(page.meta.get("template", "main.html")).render(context)
        page.active = False
        html = config.plugins.on_post_page(html, page=page, config=config)
        write_file(html.encode("utf-8", errors="xmlcharrefreplace"), file.abs_dest_path)
        built.states[path] = state(path)
        self.fresh.add(file.url)
        return True

    def is_stale(self, url: str) -> bool:
        """Whether what is at an address may show another text than the notes have."""
        return bool(self.fresh) and url not in self.fresh and not url.startswith(APART)

    def answer(
        self, server: LiveReloadServer, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request; first, if what is asked for is older than the notes, build the whole site."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith("/livereload/"):
            with self.lock:
                url = path.removeprefix(server.mount_path)
                try:
                    # It may be a page that is being edited right now.
                    if self.is_stale(url):
                        self.rebuild()
                    if self.is_stale(url):
                        self.build()
                except (Exception, SystemExit) as error:
                    log.error(f"The site is as it was before: {error}")
                    self.fresh = set()
        return server.serve_request(environ, start)


def edited(before: States, now: States, config: MkDocsConfig) -> list[Path] | None:
    """The notes whose text was changed and nothing else; None if anything else was changed."""
    changed = [path for path in now if now[path] != before.get(path)]
    docs, read = Path(config.docs_dir), config.extra["read"]
    if before.keys() != now.keys() or not all(is_text(path, docs) for path in changed):
        return None
    for path in changed:
        name = path.relative_to(docs).as_posix()
        # What stands in front other pages show, too.
        if name not in read or read_page(path, name).data() != read[name].data():
            return None
    return changed


def check(note: Page, config: MkDocsConfig) -> list[Problem]:
    """The problems of a note that no other page has a part in."""
    docs, settings = (Path(os.path.relpath(path)) for path in (config.docs_dir, config.config_file_path))
    pages = {Path(os.path.relpath(docs / name)): page for name, page in config.extra["read"].items()}
    project = check_notes.read_project(pages, docs, settings)
    facts = check_notes.facts_of(pages, settings.parent / SOURCE, project)
    return check_notes.check_page(Path(note.path), note, facts)


def is_text(path: Path, docs: Path) -> bool:
    return path.suffix == ".md" and path.is_relative_to(docs) and is_note(path, docs)


def states(config: MkDocsConfig) -> States:
    """Of each file that a site is built of when it was changed, in nanoseconds, and its size."""
    folders = [Path(config.docs_dir), Path(config.config_file_path), *map(Path, config.watch)]
    return {path: state(path) for folder in folders for path in files_of(folder)}


def files_of(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*") if folder.is_dir() else [folder]:
        if path.is_file() and path.suffix != ".pyc":
            yield path


def state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


# MkDocs keeps nothing from one build to the next.
PREVIEW = Preview()
