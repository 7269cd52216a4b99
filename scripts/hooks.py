"""The only hook of MkDocs: no build and no live preview goes on with notes that are wrong."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError

import check_notes


def on_pre_build(config: MkDocsConfig) -> None:
    """Raise BuildError with a line a problem, as `scripts/check_notes.py` prints them."""
    docs = Path(os.path.relpath(config.docs_dir))
    source = Path(config.config_file_path).parent / check_notes.SOURCE
    problems = check_notes.check(docs, source)
    if problems:
        raise BuildError("the notes are not built:\n" + "\n".join(map(str, problems)))
