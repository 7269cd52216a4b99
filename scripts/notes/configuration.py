"""Read what our own scripts need of mkdocs.yml, with the line of each value."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from notes import yaml_nodes

CONFIG = Path("mkdocs.yml")
# Who asks for one setting asks for others.
compose = lru_cache(1)(yaml_nodes.compose)


def setting(config: Path, *names: str) -> yaml.Node | None:
    """The YAML node of a key, named from the top level on; its mark has its line (from 0). None without one.

    Only composed, never constructed: tags such as !ENV are MkDocs' to understand. Raises OSError if the file
    cannot be read; what is no YAML holds nothing, and MkDocs says so.
    """
    try:
        node = compose(config.read_text(encoding="utf-8"))
    except yaml.YAMLError:
        return None
    for name in names:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in entries if key.value == name), None)
    return node
