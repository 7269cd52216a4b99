"""Make the Markdown that reads the pages once a build, not once a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Extension, Markdown


class Once(Extension):
    """Stands for all extensions, by name or made already; `configs` has their configurations by name.

    MkDocs makes a Markdown for each page; each but the first is given all that the first one has. Before it
    converts, Markdown resets what belongs to a page.
    """

    def __init__(self, extensions: Sequence[str | Extension], configs: Mapping[str, dict[str, Any]]) -> None:
        super().__init__()
        self.extensions, self.configs = extensions, configs
        self.made: dict[str, Any] | None = None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        if self.made is None:
            md.registerExtensions(self.extensions, self.configs)
            self.made = md.__dict__
        md.__dict__ = self.made
