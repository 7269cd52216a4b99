"""The environment of the templates: without the theme's icons, with what many pages share made once."""

from __future__ import annotations

import os
from functools import cache

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from building.fragments import Fragments


class VisibleFiles(FileSystemLoader):
    """Lists the templates that do not lie in a hidden folder; MkDocs takes no file from one.

    In one of the theme's are 14,000 icons.
    """

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for path in self.searchpath:
            for folder, below, files in os.walk(path, followlinks=self.followlinks):
                below[:] = [name for name in below if not name.startswith(".")]
                place = os.path.relpath(folder, path).replace(os.path.sep, "/")
                found.update(files if place == "." else (f"{place}/{name}" for name in files))
        return sorted(found)


def environment(theme: Theme) -> Environment:
    """The environment that the theme's templates are rendered in; it takes the place of Theme.get_env."""
    made = Theme.get_env(theme)
    made.loader = VisibleFiles(theme.dirs)
    # Each template is compiled in each build: to work out its constants before takes longer than it saves.
    made.optimized = False
    Fragments().serve(made)
    # A page includes a dozen templates, and Jinja looks through its own cache for each of them.
    made.get_template = cache(made.get_template)  # type: ignore[method-assign]
    return made
