"""The page of the source is up to date, and holds the whole source line by line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from lxml import html

from conftest import ROOT, mkdocs
from notes.page import DOCS, SOURCE
from source_page import source_page
from tiny import tiny_project


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / DOCS / "source.md").read_text(encoding="utf-8")
    assert page == source_page((ROOT / SOURCE).read_text(encoding="utf-8")), "type: make source"


def test_the_fence_is_longer_than_any_in_the_text() -> None:
    assert re.findall("(?m)^`+", source_page("a\n")) == ["```", "```"]
    assert re.findall("(?m)^`+", source_page("a\n````\nb\n")) == ["`````", "````", "`````"]


def test_the_template_gets_every_line_of_the_source_as_it_is(tmp_path: Path) -> None:
    """Markdown and the highlighter might lose tabs, spaces at the end, blank lines and rare spaces."""
    project = tiny_project(tmp_path / "tiny")
    shutil.copy(ROOT / DOCS / "source.md", project / DOCS)
    pages = project / DOCS / ".pages"
    pages.write_text(f"{pages.read_text(encoding='utf-8')}  - source.md\n", encoding="utf-8")
    (project / "overrides" / "source.html").write_text("{{ page.content }}", encoding="utf-8")
    done = mkdocs("build", "--strict", folder=project)
    assert done.returncode == 0, done.stderr
    content = (project / "site" / "source" / "index.html").read_text(encoding="utf-8")
    assert len(re.findall("<pre[ >]", content)) == 1
    before, code, after = re.split("</?code>", content)
    shown = [html.fragment_fromstring(line, create_parent=True) for line in code.split("\n")]
    lines = (ROOT / SOURCE).read_text(encoding="utf-8").split("\n")
    assert [line.text_content() for line in shown] == [*lines, ""]
    assert not html.fragment_fromstring(before + after, create_parent=True).text_content().strip()
