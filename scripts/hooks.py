"""The hooks of MkDocs: refuse wrong notes, mark the Chinese, date pages, write the search index."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files, InclusionLevel

import addresses
import changes
import check_notes
import languages
import left_out
import notes
import readable_links
import redirects
import search_index
import slim

log = logging.getLogger("mkdocs.hooks")


def on_config(config: MkDocsConfig) -> None:
    """Add our own extensions, date the build, and tell the templates whether this is `mkdocs serve`.

    MkDocs cannot import extensions by name: this folder is on its path only while it loads the hooks.
    """
    config.markdown_extensions += [languages.makeExtension(), readable_links.makeExtension()]  # type: ignore[list-item]
    # What is left out of a build that is not strict may be listed in `.pages` all the same.
    config.plugins["awesome-pages"].config["strict"] = config.strict
    # A commit always gives the same bytes: what MkDocs dates by the day of the build takes the commit's.
    seconds = changes.last_commit(Path(config.config_file_path).parent)
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(seconds))
    command = click.get_current_context(silent=True)
    config.extra["serving"] = command is not None and command.info_name == "serve"


def on_pre_build(config: MkDocsConfig) -> None:
    """Raise BuildError with a line a problem, as `scripts/check_notes.py` prints them.

    A build that is not strict leaves the wrong pages out and warns, if it can do without them.
    """
    docs = Path(os.path.relpath(config.docs_dir))
    source = Path(config.config_file_path).parent / check_notes.SOURCE
    problems = check_notes.check_project(docs, source, Path(os.path.relpath(config.config_file_path)))
    wrong = None if config.strict else left_out.left_out(problems, docs)
    if problems and wrong is None:
        raise BuildError("the notes are not built:\n" + "\n".join(map(str, problems)))
    config.extra["left_out"] = [page.relative_to(docs).as_posix() for page in wrong or ()]
    for page in sorted(docs.rglob("*.md")):
        problems += readable_links.problems(notes.read_page(page, str(page)))
    for problem in problems:
        log.warning(problem)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Take out the wrong pages, and add a page at the old address of each page that moved."""
    for name in config.extra["left_out"]:
        if wrong := files.get_file_from_path(name):
            files.remove(wrong)
    found, _ = redirects.read_redirects(Path(config.config_file_path), Path(config.docs_dir))
    for path, text in redirects.pages(found) if config.use_directory_urls else ():
        files.append(File.generated(config, path, content=text, inclusion=InclusionLevel.NOT_IN_NAV))


def on_env(_env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Set `changed` and `created` of every page whose history is known, once a build, when all are read."""
    root = Path(config.config_file_path).parent
    last, first = changes.last_changes(root), changes.first_changes(root)
    for file in files.documentation_pages():
        path = f"{check_notes.DOCS}/{file.src_uri}"
        if file.page and path in last:
            file.page.meta.update(changed=last[path], created=first[path])


def on_post_build(config: MkDocsConfig) -> None:
    """Slim the scripts, write the search index, and hold the site to its addresses.

    MkDocs runs the plugin that the index is made of first.
    """
    site = Path(config.site_dir)
    slim.write(site)
    try:
        search_index.write(site, Path(config.docs_dir))
    except (FileNotFoundError, ValueError) as error:
        raise BuildError(
            f"no search index: {error}; is the plugin `search` in {config.config_file_path}?"
        ) from error
    if config.use_directory_urls:
        file = Path(config.config_file_path)
        found, _ = redirects.read_redirects(file, Path(config.docs_dir))
        for problem in addresses.check(site, file.parent, found):
            log.warning(problem)
