"""The hooks of MkDocs: refuse wrong notes, mark Chinese and remarks, date pages, write the search index."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

import addresses
import check_notes
from around import figures, gather, glossary, lists, map_layout, note_text, relations, remark_marks
from building import changes, kept_check, left_out, slim, theme
from building.cache import Templates, digest
from building.extensions import Once
from building.kept_pages import KeptPage
from building.progress import come_to
from building.sources import open_cache, write_cache
from links import readable_links, redirects
from notes import languages, shown
from notes.page import DOCS, SOURCE, Mild, is_note
from search.index import Index, packed_note
from search.keys import size
from search.notes import FIGURES, read_note, read_pages, read_terms

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks")
# How seldom Python looks for what it can forget: pages are kept until the end, and with its own (700, 10, 10)
# it goes through all of them again and again, for a twelfth of the time of a build. Memory is the same.
SELDOM = (5000, 50, 100)
# Whether MkDocs serves: it says so only to the thread that runs its command.
serving: list[bool] = []
# Whether it leaves out pages that have not changed (`--dirty`): it says so once, before it reads anything.
leaving_out: list[bool] = []


def on_startup(*, dirty: bool, **_: object) -> None:
    """Note whether pages are left out."""
    leaving_out.append(dirty)


def on_config(config: MkDocsConfig) -> None:
    """Add our own extensions, date the build, and tell the templates whether this is `mkdocs serve`.

    MkDocs cannot import extensions by name: this folder is on its path only while it loads the hooks.
    """
    gc.set_threshold(*SELDOM)
    own = [languages.makeExtension(), readable_links.makeExtension()]
    once: Any = Once([*config.markdown_extensions, *own], config.mdx_configs)
    config.markdown_extensions = [once]
    config.theme.get_env = partial(theme.environment, config.theme)  # type: ignore[method-assign]
    # What is left out of a build that is not strict may be listed in `.pages` all the same.
    config.plugins["awesome-pages"].config["strict"] = config.strict
    # A commit always gives the same bytes: what MkDocs dates by the day of the build takes the commit's.
    seconds = changes.last_commit(Path(config.config_file_path).parent)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(seconds))
    command = click.get_current_context(silent=True)
    if command is not None:
        serving.append(command.info_name == "serve")
    config.extra["serving"] = serving[-1:] == [True]
    logging.getLogger("mkdocs.commands.build").addFilter(is_no_warning)


def on_pre_build(config: MkDocsConfig) -> None:
    """Raise BuildError with a line a problem, as `scripts/check_notes.py` prints them.

    A build that is not strict leaves the wrong pages out and warns, if it can do without them.
    """
    docs = Path(os.path.relpath(config.docs_dir))
    source = Path(config.config_file_path).parent / SOURCE
    cache, sources = open_cache(config, os.environ)
    config.extra.update(cache=cache, sources=sources)
    pages = check_notes.read_pages(docs)
    settings = Path(os.path.relpath(config.config_file_path))
    problems = kept_check.check(cache, sources, pages, docs, source, settings)
    if problems:
        # What is left out or warned of is told again by each build.
        cache.close()
    grave = [problem for problem in problems if not isinstance(problem, Mild)]
    wrong = None if config.strict and grave else left_out.left_out(grave, docs)
    if grave and wrong is None:
        raise BuildError("the notes are not built:\n" + "\n".join(map(str, problems)))
    wrong_pages = sorted(page.relative_to(docs).as_posix() for page in wrong or ())
    config.extra["left_out"] = wrong_pages
    for problem in problems:
        log.warning(problem)
    config.extra["read"] = {path.relative_to(docs).as_posix(): page for path, page in pages.items()}
    if leaving_out[-1:] != [False]:
        # A page that has not changed shows more than its own text.
        left_out.take_away(Path(config.site_dir))


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Take out the wrong pages, and add a page at the old address of each page that moved."""
    for name in config.extra["left_out"]:
        if wrong := files.get_file_from_path(name):
            files.remove(wrong)
    found, _ = redirects.read_redirects(Path(config.config_file_path), Path(config.docs_dir))
    config.extra["renamed"] = redirects.renamed(found)
    # A preview, and a copy to read from files, promise no addresses.
    kept = config.use_directory_urls and not config.extra["serving"]
    listed = addresses.read_list(Path(config.config_file_path).parent / addresses.LIST)
    config.extra["wanted"] = addresses.Wanted(listed, found) if kept else None
    for path, text in redirects.pages(found) if config.use_directory_urls else ():
        files.append(File.generated(config, path, content=text, inclusion=InclusionLevel.NOT_IN_NAV))
    for file in files.documentation_pages():
        if file.src_uri in config.extra["read"]:
            KeptPage(None, file, config)


def on_nav(nav: Navigation, config: MkDocsConfig, **_: object) -> None:
    """Keep the navigation for the preview."""
    config.extra["nav"] = nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Once a build, when all pages are read: date them, and gather what stands around the notes.

    Sets `changed` and `created` of every page whose history is known, and for the templates `extra.notes`
    (the pages of the notes by name, `kernel/seqlock`), `extra.around` and `extra.maps`; for the remarks
    `extra.export`, the lines of the author's export; and the drawings by name; the functions of
    notes/shown.py as `text`, of around/lists.py as `lists`.
    """
    env.globals |= {"text": shown, "lists": lists}
    config.extra["pages"] = len(files.documentation_pages())
    root = Path(config.config_file_path).parent
    days = changes.days(root)
    for file in files.documentation_pages():
        path = f"{DOCS}/{file.src_uri}"
        if file.page and path in days:
            file.page.meta.update(changed=days[path][0], created=days[path][-1])
    drawings = (root / figures.FOLDER).glob("*.svg")
    config.extra["drawings"] = {path.stem: path.read_text(encoding="utf-8") for path in sorted(drawings)}
    config.extra["export"] = (root / SOURCE).read_text(encoding="utf-8").split("\n")
    docs = Path(config.docs_dir)
    pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
    note_pages = {
        name.removesuffix(".md"): page
        for name, page in pages.items()
        if is_note(docs / name, docs) and "moved" not in page.meta
    }
    config.extra["notes"] = note_pages
    tables = {name: page.meta for name, page in pages.items() if "/" not in name}
    if renamed := config.extra["renamed"]:
        tables = {name: gather.with_new_names(table, renamed) for name, table in tables.items()}
    config.extra["tables"] = tables
    gathering = gather.Gathering({name: page.url for name, page in note_pages.items()}, tables)
    cache = config.extra["cache"]
    env.bytecode_cache = Templates(cache) if cache.keeps else None
    index = config.extra["index"] = Index(cache)
    found = read_notes(config, gathering, index)
    around = config.extra["around"] = gathering.around()
    config.extra["abbreviations"] = gathering.terms.short
    if cache.keeps:
        look_up(config, pages, digest(config.extra["sources"].fronts, repr(sorted(days.items()))), found)
    page_of_map = pages.get(relations.TABLE)
    is_drawn = isinstance(page_of_map, KeptPage) and page_of_map.is_kept
    config.extra["maps"] = {} if is_drawn else maps(note_pages, around)
    if config.extra["serving"]:
        from building.preview import PREVIEW

        PREVIEW.keep(config, files, config.extra["nav"], env)


def read_notes(config: MkDocsConfig, gathering: gather.Gathering, index: Index) -> bytes:
    """Show all notes to what is gathered and to the index; returns a digest of all that was found."""
    cache, docs = config.extra["cache"], Path(config.docs_dir)
    found = []
    for name, page in config.extra["notes"].items():
        own = config.extra["sources"].notes.get(page.file.src_uri, b"")
        kept, before = cache.get("note", name, own), None
        if kept is None:
            text = note_text.read(page.content or "")
            here = gathering.look(name, page.content or "", text.pieces)
            note = read_note(page.url, page.meta, shown.letter(page), docs.parent / FIGURES, text.parts)
            kept, before = (here, packed_note(note), size(note)), cache.last("note", name)
            cache.put("note", name, own, kept)
        else:
            gathering.take(name, kept[0])
        here, packed, length = kept
        index.take(page.url, packed, length, before[1] if before else b"")
        found.append(digest(name, repr(here)))
    return digest(*found)


def look_up(config: MkDocsConfig, pages: dict[str, Page], fronts: bytes, found: bytes) -> None:
    """Take from the cache the HTML of the pages that show nothing new.

    `fronts` is the digest of all front matter, `found` that of what was found in the notes.
    """
    sources, around = config.extra["sources"], config.extra["around"]
    for name, page in pages.items():
        own = sources.notes.get(name)
        about = digest(own, around.about(name.removesuffix(".md"))) if own else found
        if isinstance(page, KeptPage):
            page.look_up(config.extra["cache"], digest(fronts, about))


def maps(notes: dict[str, Page], known: gather.Around) -> dict[str, map_layout.Picture]:
    """The map of the notes for a wide window and for a narrow one."""
    numbered = sorted(notes, key=lambda name: (name.split("/")[0], int(notes[name].meta["number"])))
    groups: dict[tuple[str, str], list[str]] = {}
    for name in numbered:
        group = notes[name].parent
        groups.setdefault((name.split("/")[0], group.title if group else ""), []).append(name)
    titles = {name: str(notes[name].title) for name in numbered}
    pairs = [(pair.one, pair.other) for pair in known.pairs]
    sizes = {"wide": (1120, 150), "narrow": (328, 120)}
    return {
        name: map_layout.draw(titles, groups.values(), pairs, width, room)
        for name, (width, room) in sizes.items()
    }


def on_post_page(output: str, page: Page, config: MkDocsConfig, **_: object) -> None:
    """Note the addresses of a page that is written, and say how many there are."""
    if config.extra["wanted"]:
        config.extra["wanted"].look(page.url, output)
    if isinstance(page, KeptPage) and not page.is_kept:
        page.keep(output)
    if not config.extra["serving"]:
        # Nobody asks for them again, and with thousands of notes they are much of what a build holds.
        page.content = page.markdown = ""
    config.extra["written"] = config.extra.get("written", 0) + 1
    come_to(f"{config.extra['written']:,} of {config.extra['pages']:,} pages")


def on_page_context(_context: TemplateContext, page: Page, config: MkDocsConfig, **_: object) -> None:
    """Mark the remarked lines of a note, explain its abbreviations; the search has read it before."""
    if isinstance(page, KeptPage):
        page.begin()
        if page.is_kept:
            return
    name = page.file.src_uri.removesuffix(".md")
    if name in config.extra["notes"] and "remarks" in page.meta:
        first, last = map(int, page.meta["source"].split("-"))
        lines = config.extra["export"][first - 1 : last]
        try:
            page.content = remark_marks.place(page.content or "", lines, page.meta["remarks"], first)
        except ValueError as error:
            log.warning(f"{DOCS}/{page.file.src_uri}:1: {error}; keep the note as its author wrote it")
    if terms := config.extra["around"].terms_of.get(name):
        # One pattern for all notes: to make one takes longer than to look through a note.
        page.content = glossary.explain(page.content or "", terms, config.extra["abbreviations"])


def on_post_build(config: MkDocsConfig, **_: object) -> None:
    """Slim the scripts, write the search index, and hold the site to its addresses."""
    site, docs = Path(config.site_dir), Path(config.docs_dir)
    come_to("search index")
    # How it is packed depends on the zlib that Python has here; nothing reads it where sitemap.xml is.
    (site / "sitemap.xml.gz").unlink(missing_ok=True)
    slim.write(site)
    ending = "/" if config.use_directory_urls else ".html"
    fronts = config.extra["tables"]
    terms = read_terms(fronts.get(glossary.TABLE, {}))
    config.extra["index"].write(site / "search", terms, read_pages(fronts, ending))
    if wanted := config.extra["wanted"]:
        file = Path(config.config_file_path)
        moved = redirects.read_redirects(file, docs)[0]
        for problem in addresses.check(wanted.found | addresses.of_files(site), file.parent, moved):
            log.warning(problem)
    write_cache(config.extra["cache"], config.extra["sources"], config)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Let the preview take over the server of `mkdocs serve`."""
    from building.preview import PREVIEW

    PREVIEW.serve(server, builder, [config.docs_dir, config.config_file_path])


def is_no_warning(record: logging.LogRecord) -> bool:
    """Whether a message of MkDocs is none that warns of `--dirty`: what it warns of is seen to here."""
    return "'dirty' build" not in str(record.msg)
