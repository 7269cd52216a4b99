"""Tell which pages a build leaves out: those that mkdocs.yml keeps out, and if it is not strict, wrong ones.

One wrong note does not hide the others so.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from notes import navigation
from notes.configuration import setting
from notes.page import Problem, Value


def left_out(problems: Iterable[Problem], docs: Path) -> set[Path] | None:
    """The pages that have a problem; None if the site cannot be built without one of them.

    It needs the index pages, what the `.pages` in `docs` lists, and whatever is no page.
    """
    nav = navigation.read_pages(docs).front.get("nav", Value(1, [])).data
    needed = {docs / name for name, _ in navigation.entries(nav)}
    pages = {Path(problem.path) for problem in problems}
    if all(page.suffix == ".md" and page.name != "index.md" and page not in needed for page in pages):
        return pages
    return None


def excluded(config: Path, docs: Path) -> set[Path]:
    """The pages below `docs` that `exclude_docs` and `draft_docs` in mkdocs.yml keep out of a build."""
    nodes = [node for name in ("exclude_docs", "draft_docs") if (node := setting(config, name))]
    if not nodes:
        return set()
    # It takes longer to load than many a check takes.
    from pathspec.gitignore import GitIgnoreSpec

    patterns = GitIgnoreSpec.from_lines(line for node in nodes for line in node.value.splitlines())
    return {docs / name for name in patterns.match_tree_files(docs) if name.endswith(".md")}


def take_away(site: Path) -> None:
    """Remove the pages of a built site: MkDocs builds anew what is not there."""
    for path in site.rglob("*.html"):
        path.unlink()
