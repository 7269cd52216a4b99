"""The hooks of MkDocs: refuse wrong notes, mark the Chinese, date pages, write the search index."""

from __future__ import annotations

import os
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import Files

import changes
import check_notes
import languages
import search_index
import slim


def on_config(config: MkDocsConfig) -> None:
    """Add the extension `languages`.

    MkDocs cannot import it by a name in mkdocs.yml: this folder is on its path only while it loads the hooks.
    """
    config.markdown_extensions.append(languages.makeExtension())  # type: ignore[arg-type]


def on_pre_build(config: MkDocsConfig) -> None:
    """Raise BuildError with a line a problem, as `scripts/check_notes.py` prints them."""
    docs = Path(os.path.relpath(config.docs_dir))
    source = Path(config.config_file_path).parent / check_notes.SOURCE
    problems = check_notes.check(docs, source)
    if problems:
        raise BuildError("the notes are not built:\n" + "\n".join(map(str, problems)))


def on_env(_env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Set `changed` of every page whose last change is known, once a build, when all pages are read."""
    days = changes.last_changes(Path(config.config_file_path).parent)
    for file in files.documentation_pages():
        day = days.get(f"{check_notes.DOCS}/{file.src_uri}")
        if file.page and day:
            file.page.meta["changed"] = day


def on_post_build(config: MkDocsConfig) -> None:
    """Slim the scripts, then write the search index; MkDocs runs the plugin that it is made of first."""
    slim.write(Path(config.site_dir))
    try:
        search_index.write(Path(config.site_dir), Path(config.docs_dir))
    except (OSError, ValueError) as error:
        raise BuildError(
            f"no search index: {error}; is the plugin `search` in {config.config_file_path}?"
        ) from error
