"""Find the extensions of Markdown by their names once a build, not once a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from markdown import Extension
from markdown.util import get_installed_extensions


class Extensions(list[Any]):
    """Extensions of Markdown by name, or made already; who goes through them is given new ones each time.

    MkDocs makes a Markdown for each page, and most extensions keep something of the page that they are for.
    """

    def __init__(self, extensions: list[Any], configs: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(extensions)
        self.makers = [maker(extension, configs) for extension in extensions]

    def __iter__(self) -> Iterator[Extension]:
        return (make() for make in self.makers)


def maker(extension: str | Extension, configs: Mapping[str, Mapping[str, Any]]) -> Callable[[], Extension]:
    """What makes an extension anew; `configs` has the configurations by name."""
    if isinstance(extension, Extension):
        return lambda: extension
    config = dict(configs.get(extension, {}))
    if installed := [entry for entry in get_installed_extensions() if entry.name == extension]:
        return partial(installed[0].load(), **config)
    module, _, name = extension.partition(":")
    return partial(getattr(import_module(module), name or "makeExtension"), **config)
