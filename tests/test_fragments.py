"""What is made once for many pages is right on each of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment
from lxml import html

from building.fragments import Fragments


def test_a_part_is_made_once_for_all_that_it_depends_on() -> None:
    made = []

    def caller() -> str:
        made.append("")
        return f"part {len(made)}"

    same = Fragments().same
    assert [same("a", 1, caller=caller), same("a", 2, caller=caller), same("a", 1, caller=caller)] == [
        "part 1",
        "part 2",
        "part 1",
    ]


@pytest.mark.parametrize(
    ("value", "page", "by_home", "shortest"),
    [
        ("about/", "kernel/b4/", "../../about/", "../../about/"),
        ("kernel/b4/", "kernel/seqlock/", "../../kernel/b4/", "../b4/"),
        ("about/", "", "about/", "about/"),
        ("kernel/", "kernel/b4.html", "../kernel/", "./"),
        ("assets/site.css", None, "/below/assets/site.css", "/below/assets/site.css"),
        ("./", "kernel/b4/", "../../", "../../"),
        ("./", "", "./", "./"),
        ("https://host.test/a:b", "kernel/b4/", "https://host.test/a:b", "https://host.test/a:b"),
        ("mailto:name@host.test", "kernel/b4/", "mailto:name@host.test", "mailto:name@host.test"),
        ("/about/", "kernel/b4/", "/about/", "/about/"),
        ("#top", "kernel/b4/", "#top", "#top"),
    ],
)
def test_an_address_in_such_a_part_leads_by_way_of_the_home_page(
    value: str, page: str | None, by_home: str, shortest: str
) -> None:
    env = Environment(autoescape=False)  # noqa: S701 (as MkDocs makes it)
    Fragments().serve(env)
    template = env.from_string('{% call same("x") %}{{ value | url }}{% endcall %} {{ value | url }}')
    shown = SimpleNamespace(url=page) if page is not None else None
    assert template.render(value=value, page=shown, base_url="/below/").split() == [by_home, shortest]


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
