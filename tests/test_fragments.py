"""What is made once for many pages is right on each of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment
from lxml import html

from building import theme
from building.fragments import Fragments


def environment() -> Environment:
    made = Environment(autoescape=False)  # noqa: S701 (as MkDocs makes it)
    made.filters["url"] = theme.url
    return made


def test_a_part_is_made_once_for_all_that_it_depends_on() -> None:
    made = []

    def caller() -> str:
        made.append("")
        return f"part {len(made)}"

    same = Fragments()
    assert [same("a", 1, caller=caller), same("a", 2, caller=caller), same("a", 1, caller=caller)] == [
        "part 1",
        "part 2",
        "part 1",
    ]


@pytest.mark.parametrize(
    ("value", "page", "address"),
    [
        ("about/", "kernel/b4/", "../../about/"),
        ("kernel/b4/", "kernel/seqlock/", "../../kernel/b4/"),
        ("about/", "", "about/"),
        ("about.html", "kernel/b4.html", "../about.html"),
        ("assets/site.css", None, "/below/assets/site.css"),
        (".", "kernel/b4/", "../.."),
        ("./", "", "./"),
        ("https://host.test/a:b", "kernel/b4/", "https://host.test/a:b"),
        ("mailto:name@host.test", "kernel/b4/", "mailto:name@host.test"),
        ("/about/", "kernel/b4/", "/about/"),
        ("#top", "kernel/b4/", "#top"),
    ],
)
def test_an_address_depends_on_the_depth_of_a_page(value: str, page: str | None, address: str) -> None:
    template = environment().from_string("{{ value | url }}")
    shown = SimpleNamespace(url=page) if page is not None else None
    assert template.render(value=value, page=shown, base_url="/below/") == address


def test_the_bar_and_the_foot_of_each_page_lead_to_the_same_places(site: Path) -> None:
    found = set()
    for path in sorted(site.rglob("index.html")):
        base = f"https://host.test/{path.relative_to(site).parent.as_posix()}/".replace("/./", "/")
        page = html.fromstring(path.read_text(encoding="utf-8"), base_url=base)
        if not page.xpath("//header"):
            continue
        page.make_links_absolute(base)
        links = page.xpath("//header//a/@href | //form/@action | //footer[@class='foot']//a/@href")
        found.add(tuple(links))
        section = path.relative_to(site).parts[0]
        current = page.xpath("//nav[@class='sections']//a[@aria-current]/@href")
        named = {f"https://host.test/{name}/" for name in ("map", "symbols")}
        if path.relative_to(site).parts[1:-1] or f"https://host.test/{section}/" in named:
            assert current == [f"https://host.test/{section}/"], path
    assert len(found) == 1, found
