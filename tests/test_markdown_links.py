"""The addresses in a Markdown file: each is found with its line, none in code, as Python-Markdown does."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from markdown import Markdown

from check_links import read_document
from conftest import ROOT
from links.markdown_links import Link, ids, images_without_alt, links, srcset, undefined_references
from notes.page import Page, read_page

# A Markdown text, and the line, address, label and kind of each of its links.
LINKS = {
    "[a](b.md)": [(1, "b.md", "a", "link")],
    "![a](b.png)": [(1, "b.png", "a", "image")],
    '[a](b.md "A title (with these)")': [(1, "b.md", "a", "link")],
    "[a](<b c.md> 'A title')": [(1, "b c.md", "a", "link")],
    "[a](b c.md)": [(1, "b c.md", "a", "link")],
    "[a](http://host.test/b_(c))": [(1, "http://host.test/b_(c)", "a", "link")],
    "[a](http://[::1x/)": [(1, "http://[::1x/", "a", "link")],
    "[a](http://host.test/?b=c&amp;d=e)": [(1, "http://host.test/?b=c&amp;d=e", "a", "link")],
    "[a]()": [(1, "", "a", "link")],
    "[](b.md)": [(1, "b.md", "", "link")],
    "[a [b] c](d.md)": [(1, "d.md", "a [b] c", "link")],
    r"[a\]b](c\_d.md) \[e](f.md)": [(1, "c_d.md", "a]b", "link")],
    "[`a[0]` b](c.md)": [(1, "c.md", "a[0] b", "link")],
    "[a\nb](c.md)\n[d](\ne.md)": [(2, "c.md", "a b", "link"), (4, "e.md", "d", "link")],
    "[a\n\nb](c.md)": [],
    "[![a](b.png)](c.md)": [(1, "b.png", "a", "image"), (1, "c.md", "![a](b.png)", "link")],
    "## [a](b.md) c\n\n- [d](e.md)\n- [f](g.md)": [
        (1, "b.md", "a", "link"),
        (3, "e.md", "d", "link"),
        (4, "g.md", "f", "link"),
    ],
    "> [a\n> b](c.md)\n>\n> [d](e.md)": [(2, "c.md", "a b", "link"), (4, "e.md", "d", "link")],
    "[a][b] [b] [B][]\n\n[b]: c.md 'A title'": [(3, "c.md", "b", "definition")],
    "[a][b]\n\n  [b]: <https://host.test/>\n[d]: e.md\n\n[d]": [
        (3, "https://host.test/", "b", "definition"),
        (4, "e.md", "d", "definition"),
    ],
    "[a][b](c.md)\n\n[b]: d.md": [(3, "d.md", "b", "definition")],
    "<https://host.test/a> <me@host.test>": [
        (1, "https://host.test/a", "", "autolink"),
        (1, "mailto:me@host.test", "", "autolink"),
    ],
    "a <a\n href='b.html' class=c>d</a> <IMG SRC=e.png alt>": [
        (2, "b.html", "", "html"),
        (2, "e.png", "", "html"),
    ],
    '<img src="a.png" srcset="b.png 1x, c,d.png 2x" alt="">': [
        (1, "a.png", "", "html"),
        (1, "b.png", "", "html"),
        (1, "c,d.png", "", "html"),
    ],
    '<div>\n[a](b.md)\n<a href="c.html">d</a>\n</div>\n\n[e](f.md)': [
        (3, "c.html", "", "html"),
        (6, "f.md", "e", "link"),
    ],
    "<div>\n[a](b.md)\n\n[c](d.md)": [],
    "## a\n    [b](c.md)\n\na\n    [b](d.md)": [(5, "d.md", "b", "link")],
    '<div markdown="1">\n[a](b.md)\n</div>': [(2, "b.md", "a", "link")],
    "a `[b](c.md)` ``d ` [e](f.md)`` g": [],
    "`<a href='b.html'>` `<https://host.test>`": [],
    "```c\n[a](b.md)\n```\n\n~~~\n<a href='b.html'>\n```\n~~~\n[c](d.md)": [(9, "d.md", "c", "link")],
    "- a\n\n    ```\n    [a](b.md)\n    ```\n\n- [c](d.md)": [(7, "d.md", "c", "link")],
    "a\n\n    [b](c.md)\n\n\t[d](e.md)\n\n[f](g.md)": [(7, "g.md", "f", "link")],
    "- a\n\n    [b](c.md)\n\n        [d](e.md)\n\nf\n\n    [g](h.md)": [(3, "c.md", "b", "link")],
    "a\n    [b](c.md)": [(2, "c.md", "b", "link")],
    "a <!-- [b](c.md) <a href='d'> --> [e](f.md)": [(1, "f.md", "e", "link")],
    "a[i][j] = b(c)[d]; [ ] e (f) [g] (h)": [],
    "if (a < b && c > d) [e](f.md)": [(1, "f.md", "e", "link")],
    "[a [b](c.md)": [(1, "c.md", "b", "link")],
}

UNDEFINED = {
    "[a][b]": [(1, "b")],
    "[a b][]\n[c\nd][E f]": [(1, "a b"), (3, "e f")],
    "![a][b]": [(1, "b")],
    "([a][b])": [(1, "b")],
    "[a][b]\n\n[B]: c.md": [],
    "a[i][j] x()[i][j] [i][j][k]": [(1, "j")],
    "[a] [b] [^1][^2] [a][^1] [][b] \\[a][b] `[a][b]`": [],
    "[a][b](c.md)": [],
    "```\n[a][b]\n```": [],
}

WITHOUT_ALT = {
    "![](a.png)": [(1, "a.png")],
    "![ ](a.png)\n![b](c.png)": [(1, "a.png")],
    "a\n\n<img src='a.png'> <img src='b.png' alt=''> <img alt src='c.png'>": [(3, "a.png")],
    "<p>\n<img\n title='alt' src='a.png'>\n</p>": [(3, "a.png")],
    "[](a.md) `![](a.png)`": [],
}

IDS = {
    "# A b\n\n## C `d` { #e .f }\n\n## [G](h.md) **i**": [(1, "a-b"), (3, "e"), (5, "g-i")],
    "<p id='a'>\n<a name=b></a> <i name=c>d</i>\n\ne { #f }": [(1, "a"), (2, "b"), (4, "f")],
    "```\n# A\n```\n`<p id='a'>`": [],
}

SETS = {
    "a.png": ["a.png"],
    " a.png 1x , b.png 2x ": ["a.png", "b.png"],
    "a.png, b.png 2x,c.png 3x": ["a.png", "b.png", "c.png"],
    "data:image/png;base64,AA== 1x, b,c.png 100w": ["data:image/png;base64,AA==", "b,c.png"],
    "": [],
}


def page(text: str) -> Page:
    return Page("a.md", body=text.split("\n"))


def addresses_in_html(note: Page) -> set[str]:
    """The addresses in what Python-Markdown makes of a text, with the extensions of mkdocs.yml."""
    extensions = ["attr_list", "md_in_html", "pymdownx.highlight", "pymdownx.superfences"]
    made = Markdown(extensions=extensions).convert("\n".join(note.body))
    return {address for _, address in read_document(made, "a.html").links}


def addresses(found: list[Link]) -> set[str]:
    return {html.unescape(link.target) for link in found}


@pytest.mark.parametrize("text", LINKS)
def test_every_address_is_found_with_its_line(text: str) -> None:
    found = [(link.line, link.target, link.text, link.kind) for link in links(page(text))]
    assert found == LINKS[text]


# A Markdown text, and the column of each of its links.
COLUMNS = {
    "[a](b.md)": [5],
    "see [a](b.md) [c](b.md)": [9, 19],
    "> > - [a](b.md)": [11],
    r"\[x \_ `y` [a](<b.md>)": [17],
    "<me@host.test> 字 <https://host.test/>": [2, 19],
    "[a][b]\n\n[b]: c.md": [6],
    '<a\n  href="b.html">c</a>': [9],
}


@pytest.mark.parametrize("text", COLUMNS)
def test_every_address_is_found_with_its_column(text: str) -> None:
    assert [link.column for link in links(page(text))] == COLUMNS[text]


@pytest.mark.parametrize("text", LINKS)
def test_they_are_those_that_the_page_will_have(text: str) -> None:
    assert addresses(links(page(text))) == addresses_in_html(page(text))


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.stem)
def test_of_each_page_as_well(path: Path) -> None:
    note = read_page(path, path.name)
    assert addresses(links(note)) == addresses_in_html(note)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n\n[a](b.md)\n", encoding="utf-8")
    assert [link.line for link in links(read_page(tmp_path / "a.md", "a.md"))] == [5]


@pytest.mark.parametrize("text", UNDEFINED)
def test_a_reference_without_a_definition_is_found(text: str) -> None:
    assert [(link.line, link.target) for link in undefined_references(page(text))] == UNDEFINED[text]


@pytest.mark.parametrize("text", WITHOUT_ALT)
def test_an_image_without_alt_is_found(text: str) -> None:
    assert [(link.line, link.target) for link in images_without_alt(page(text))] == WITHOUT_ALT[text]


@pytest.mark.parametrize("text", IDS)
def test_every_id_is_found_with_its_line(text: str) -> None:
    assert ids(page(text)) == IDS[text]


@pytest.mark.parametrize("value", SETS)
def test_a_set_of_addresses_is_read_as_browsers_do(value: str) -> None:
    assert srcset(value) == SETS[value]
