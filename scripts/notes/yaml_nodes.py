"""Read YAML as nodes: values as they are written, each with its place.

What YAML makes of a value, a date or a Boolean, is not asked here: that takes as long as all the rest.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

# The tag of whatever names none.
UNTAGGED = ""


class NoResolver:
    """Takes the place of what finds out the type of a value."""

    def resolve(self, *_: Any) -> str:
        return UNTAGGED

    def descend_resolver(self, *_: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class PythonLoader(NoResolver, Reader, Scanner, Parser, Composer):
    """Reads YAML by PyYAML's own parser."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)


Loader: Any = PythonLoader
# libyaml is ten times as fast; not every PyYAML was built with it.
if yaml.__with_libyaml__:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class FastLoader(NoResolver, CParser):
        """Reads YAML by libyaml."""

    Loader = FastLoader


def compose(text: str) -> yaml.Node | None:
    """The root of a YAML text, None if it is empty; raises yaml.YAMLError."""
    return yaml.compose(text, Loader=Loader)
