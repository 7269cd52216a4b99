"""Parts of pages that are the same on many of them: made once for all that they depend on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import url_filter

# An address that begins with a name: not with a scheme, a dot or a slash.
NAME = re.compile(r"[\w%-]+(?![\w%:.-]*:)")


class Fragments:
    """What `same` makes of the templates of one build: `{% call same("foot", home) %}…{% endcall %}`.

    In what it makes, addresses lead by way of the home page: so they are right on every page of that depth.
    """

    def __init__(self) -> None:
        self.made: dict[tuple[object, ...], str] = {}
        self.making = 0

    def same(self, *key: object, caller: Callable[[], str]) -> str:
        """What the caller made for this key, be it on another page; `key` names all that it depends on."""
        if key not in self.made:
            self.making += 1
            try:
                self.made[key] = caller()
            finally:
                self.making -= 1
        return self.made[key]

    @pass_context
    def url(self, context: Context, value: object) -> str:
        """The address of something of the site, as MkDocs' filter gives it, or by way of the home page."""
        text = str(value)
        if not self.making or not NAME.match(text):
            return str(url_filter(context, text))  # type: ignore[arg-type]
        page = context["page"]
        return home(page.url if page else None, context["base_url"]) + text

    def serve(self, env: Environment) -> None:
        """Let the templates of an environment use it."""
        env.globals["same"] = self.same
        env.filters["url"] = self.url


@cache
def home(url: str | None, base: str) -> str:
    """What leads to the home page from a page, by its URL, or from what is no page: from `base`."""
    return f"{base.rstrip('/')}/" if url is None else get_relative_url("x", url)[:-1]
