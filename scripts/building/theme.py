"""The environment of the templates: without the theme's icons, and with addresses that many pages share."""

from __future__ import annotations

import os
import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, pass_context
from mkdocs.theme import Theme
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext, url_filter

# An address that begins with a name: not with a scheme, a dot or a slash.
PLAIN = re.compile(r"[\w%-]+(?![\w%:.-]*:)")


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


@pass_context
def url(context: TemplateContext, value: object) -> str:
    """The address of something of the site, by way of the home page: it takes the place of MkDocs' filter.

    So what is the same on many pages (see Fragments) may hold addresses: they depend on the depth of a page
    alone.
    """
    text = str(value)
    if not PLAIN.match(text):
        return str(url_filter(context, text))
    page = context["page"]
    return home(page.url if page else None, context["base_url"]) + text


@cache
def home(url: str | None, base: str) -> str:
    """What leads to the home page from a page, by its URL, or from what is no page: from `base`."""
    return f"{base.rstrip('/')}/" if url is None else get_relative_url("x", url)[:-1]


def environment(theme: Theme) -> Environment:
    """The environment that the theme's templates are rendered in; it takes the place of Theme.get_env."""
    made = Theme.get_env(theme)
    made.loader = VisibleFiles(theme.dirs)
    # Each template is compiled in each build: to work out its constants before takes longer than it saves.
    made.optimized = False
    made.filters["url"] = url
    # A page includes a dozen templates, and Jinja looks through its own cache for each of them.
    made.get_template = cache(made.get_template)  # type: ignore[method-assign]
    return made
