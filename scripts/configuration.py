"""Read what mkdocs.yml holds for our own scripts, below its key `extra`, with the line of each value."""

from __future__ import annotations

from pathlib import Path

import yaml

CONFIG = Path("mkdocs.yml")


def extra(config: Path, name: str) -> yaml.Node | None:
    """The YAML node of `name` below `extra`, whose mark has its line (from 0); None if it is not there.

    Only composed, never constructed: tags such as !ENV are MkDocs' to understand. Raises OSError if the file
    cannot be read; what is no YAML holds nothing, and MkDocs says so.
    """
    try:
        node = yaml.compose(config.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    for key in ("extra", name):
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for found, value in entries if found.value == key), None)
    return node
