"""Tell by digests what a site is built of: the texts of the notes, and everything else."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from building.cache import FOLDER, Cache, digest
from checks import characters
from notes.page import SOURCE, is_note

# Settings that no byte of a site hangs on.
ELSEWHERE = {"site_dir", "strict", "dev_addr"}


@dataclass
class Sources:
    """`notes` has of each note, by its file below docs, the digest of its file; `fronts` is that of all front
    matter; `state` that of everything else: of scripts, templates, settings, tables, packages, and names of
    files."""

    state: bytes = b""
    fronts: bytes = b""
    notes: dict[str, bytes] = field(default_factory=dict)


def read_sources(config: MkDocsConfig) -> Sources:
    """The sources of a project; raises OSError if one cannot be read."""
    root, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    state: list[bytes | str] = [*settings(config), *packages()]
    fronts: list[bytes] = []
    notes: dict[str, bytes] = {}
    for path in files_of(docs):
        raw, name = path.read_bytes(), path.relative_to(docs).as_posix()
        state.append(name)
        if path.suffix == ".md" and is_note(path, docs):
            notes[name] = digest(raw)
            # Front matter ends here at the first, and a file without any is all front matter.
            fronts.append(raw[: raw.find(b"\n---\n") + 1] or raw)
        else:
            state.append(raw)
    texts = {path for folder in ("overrides", "scripts") for path in files_of(root / folder)}
    for path in sorted(texts | {*characters.texts(root), root / SOURCE, Path(config.config_file_path)}):
        state += [path.relative_to(root).as_posix(), path.read_bytes()]
    return Sources(digest(*state), digest(*fronts), notes)


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, in order, but not those that Python makes."""
    found = [Path(place, name) for place, _, names in os.walk(folder, followlinks=True) for name in names]
    return sorted(path for path in found if path.suffix != ".pyc")


def settings(config: MkDocsConfig) -> Iterator[str]:
    """The settings as text: those of mkdocs.yml, of the command line and of the environment."""
    for part in config.user_configs:
        yield repr({name: value for name, value in part.items() if name not in ELSEWHERE})
    yield repr(config.extra["serving"])
    yield os.path.relpath(config.docs_dir)
    yield os.environ.get("SOURCE_DATE_EPOCH", "")
    yield str(logging.getLogger("mkdocs").getEffectiveLevel() > logging.DEBUG)


def packages() -> Iterator[str]:
    """The version of Python, and the names and versions of all packages."""
    yield sys.version
    for folder in sys.path:
        if folder.endswith("-packages"):
            yield from sorted(path.name for path in Path(folder).glob("*-info"))


def open_cache(config: MkDocsConfig, environment: Mapping[str, str]) -> tuple[Cache, Sources]:
    """The cache of a project and its sources; one that keeps nothing where CI is set or NOTES_CACHE is 0."""
    if environment.get("CI") or environment.get("NOTES_CACHE") == "0":
        return Cache(), Sources()
    try:
        sources = read_sources(config)
    except OSError:
        return Cache(), Sources()
    name = "serve" if config.extra["serving"] else "build"
    return Cache(Path(config.config_file_path).parent / FOLDER / f"{name}.db", sources.state), sources
