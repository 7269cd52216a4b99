"""Which tests come first, which stay together, and which a writer runs."""

from __future__ import annotations

from pathlib import PurePath

# The files whose tests take longest: begun last, one of them would keep a worker busy while others idle.
LONGEST = (
    "test_growth",
    "test_cache",
    "test_search",
    "test_weight",
    "test_links",
    "test_offline",
    "test_build",
    "test_commands",
    "test_import",
    "test_code",
    "test_policy",
    "test_access",
    "test_browser",
)
# The files in which many tests share what takes seconds to make: one worker makes it and runs them all.
TOGETHER = {
    "test_addresses",
    "test_discovery",
    "test_external_links",
    "test_growth",
    "test_links",
    "test_offline",
    "test_policy",
    "test_reproducible",
}
# The files that look at what was built of the notes. Their tests that build nothing themselves are a
# writer's, and so are those that are marked `notes`.
OF_NOTES = {
    "test_figures",
    "test_glossary",
    "test_map",
    "test_relations",
    "test_remarks",
    "test_site",
    "test_symbols",
    "test_verbatim",
}


def place(module: str) -> int:
    """Where the tests of a file come, from 0."""
    return LONGEST.index(module) if module in LONGEST else len(LONGEST)


def scope(name: str) -> str:
    """What a worker is given with a test, by the test's name: all of its file, or it alone."""
    file = name.partition("::")[0]
    return file if PurePath(file).stem in TOGETHER else name


def is_of_notes(module: str, fixtures: list[str]) -> bool:
    """Whether a writer runs a test that has no mark."""
    return module in OF_NOTES and "site" in fixtures and "tmp_path" not in fixtures
