"""`make links`: every seeded fault is found with file and line, and nothing is a false alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_links import check, main
from conftest import BASE

ADDRESS = "https://notes.test/below/"
PAGE = """<!doctype html>
<title>{title}</title>
<h1 id="top-of-page">Heading</h1>
<h2 id="时钟源">时钟源</h2>
{body}
"""

FAULTS = {
    "a missing page": ('<a href="../nowhere/">', "there is no nowhere/index.html"),
    "a missing page by its full address": (
        f'<a href="{ADDRESS}nowhere/">',
        "there is no nowhere/index.html",
    ),
    "a page without its slash": ('<a href="../two">', "there is no two in the site"),
    "a missing fragment here": ('<a href="#nowhere">', "has no anchor `nowhere`"),
    "a missing fragment there": ('<a href="../two/#nowhere">', "has no anchor `nowhere`"),
    "a missing Chinese fragment": ('<a href="#时钟">', "has no anchor `时钟`"),
    "wrong case": ('<a href="../TWO/">', "the file is two/index.html"),
    "too many ../": ('<a href="../../two/">', "leaves the site, which stands below /below/"),
    "an absolute path without the sub-path": ('<a href="/two/">', "leaves the site"),
    "a missing picture": ('<img src="a.png" alt="A">', "there is no one/a.png"),
    "a missing srcset": (
        '<img src="../a.png" srcset="../a.png 1x, ../b.png 2x" alt="A">',
        "there is no b.png",
    ),
    "a missing frame": ('<iframe src="frame.html"></iframe>', "there is no one/frame.html"),
    "a missing style sheet": ('<link rel="stylesheet" href="../b.css">', "there is no b.css"),
    "a missing script": ('<script src="../b.js"></script>', "there is no b.js"),
    "a missing social picture": (
        f'<meta property="og:image" content="{ADDRESS}b.png">',
        "there is no b.png",
    ),
    "an unknown scheme": ('<a href="htp://host.test/">', "has the scheme `htp`"),
    "a script as address": ('<a href="javascript:alert(1)">', "has the scheme `javascript`"),
    "no host": ('<a href="http:///path">', "has no host"),
    "a space": ('<a href="https://host.test/a b">', "white space"),
    "broken IPv6": ('<a href="http://[::1x/">', "is no address"),
    "a port that is none": ('<a href="http://host.test:port/">', "is no address"),
    "an empty link": ('<a href="">', "an empty link"),
    "a bad mail address": ('<a href="mailto:nobody">', "is no mail address"),
    "the reader's own machine": (
        '<a href="http://localhost:8000/two/">',
        "leads to the reader's own machine",
    ),
    "an id twice": ('<p id="top-of-page">', "the id `top-of-page` stands in line 3 too"),
    "a picture without alt": ('<img src="../a.png">', "an image without alt"),
    "a missing picture in a style": (
        "<style>p{background:url(b.png)}</style>",
        "there is no one/b.png",
    ),
}

RIGHT = (
    '<a href="#top-of-page">',
    '<a href="#top">',
    '<a href="#时钟源">',
    '<a href="#%E6%97%B6%E9%92%9F%E6%BA%90">',
    '<a href="../two/#时钟源">',
    '<a href="../two/">',
    '<a href="../two/?h=clock#top-of-page">',
    '<a href="../two/#:~:text=clock">',
    f'<a href="{ADDRESS}two/">',
    '<a href="/below/two/">',
    '<a href="https://host.test/page#anywhere">',
    '<a href="mailto:name@host.test">',
    '<img src="../a.png" alt="">',
    '<img src="data:image/png;base64,AA==" alt="A">',
)


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        page = PAGE.format(title=name, body="")
        (tmp_path / name / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"")
    return tmp_path


def put(site: Path, body: str) -> None:
    (site / "one" / "index.html").write_text(PAGE.format(title="one", body=body), encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_found(small_site: Path, fault: str) -> None:
    body, message = FAULTS[fault]
    put(small_site, body)
    _, faults = check(small_site, ADDRESS)
    assert len(faults) == 1
    assert faults[0].startswith(f"{small_site}/one/index.html:5: ")
    assert message in faults[0]


@pytest.mark.parametrize("body", RIGHT)
def test_no_false_alarm(small_site: Path, body: str) -> None:
    put(small_site, body)
    assert check(small_site, ADDRESS) == (1, [])


def test_links_of_style_sheets_are_checked(small_site: Path) -> None:
    (small_site / "a.css").write_text("p {}\nh1 { background: url('b.png') }", encoding="utf-8")
    _, faults = check(small_site, ADDRESS)
    assert faults == [f"{small_site}/a.css:2: `b.png`: there is no b.png in the site; correct the link"]


def test_the_404_page_is_read_from_the_root(small_site: Path) -> None:
    page = PAGE.format(title="404", body='<a href="/below/two/"><a href="two/"><a href="three/">')
    (small_site / "404.html").write_text(page, encoding="utf-8")
    count, faults = check(small_site, ADDRESS)
    assert count == 3
    assert len(faults) == 1
    assert "three/index.html" in faults[0]


def test_an_empty_folder_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), ADDRESS]) == 1
    assert capsys.readouterr().out == "0 links, 0 faults\n"


def test_the_real_site_has_no_fault(site: Path) -> None:
    count, faults = check(site, f"http://127.0.0.1:1{BASE}")
    assert not faults
    assert count > 1000
