"""Which tests come first, which stay together, and which a writer runs."""

from __future__ import annotations

# The files whose tests take longest: begun last, one of them would keep a worker busy while others idle.
LONGEST = (
    "test_growth",
    "test_search",
    "test_weight",
    "test_links",
    "test_offline",
    "test_build",
    "test_commands",
    "test_import",
    "test_policy",
    "test_access",
    "test_browser",
)
# What takes seconds to make for the tests of one file: one worker makes it and runs those tests.
TOGETHER = {"checked", "copy", "few", "hosted", "hostile", "many", "moved", "quotes", "seeded", "two_builds"}
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


def group(module: str, fixtures: list[str]) -> str | None:
    """The group of a test by its fixtures; none if any worker may run it."""
    return module if TOGETHER.intersection(fixtures) else None


def is_of_notes(module: str, fixtures: list[str]) -> bool:
    """Whether a writer runs a test that has no mark."""
    return module in OF_NOTES and "site" in fixtures and "tmp_path" not in fixtures
