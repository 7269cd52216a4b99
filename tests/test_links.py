"""`make links`: every seeded fault is found where it was written, and nothing is a false alarm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from check_links import check, main
from conftest import BASE, copy_project, mkdocs, shell
from tiny import tiny_project

HOME = "https://notes.test/below/"
NOTE = "docs/kernel/seqlock.md"
CLOCK = "docs/kernel/clock.md"
STYLE = "docs/assets/site.css"
OTHER = "docs/kernel/zero-copy.md"
FOOTER = "overrides/partials/footer.html"
CONFIG = "mkdocs.yml"

# What is wrong: a text that is added to the note, the last of its lines, and how that fault is told.
IN_THE_NOTE = {
    "a missing page": ("[x](nowhere.md)", "`nowhere.md`: there is no docs/kernel/nowhere.md; correct"),
    "a missing page by its folder": (
        "[x](../nowhere/)",
        "`../nowhere/`: names no file; name the file, like `../kernel/wait-queue.md`",
    ),
    "a page by its folder": ("[x](../clocksource/)", "`../clocksource/`: names no file; name the file"),
    "a page from the root on": ("[x](/below/kernel/)", "`/below/kernel/`: an address from the root on; name"),
    "a missing page in raw HTML": ('<a href="../raw/">x</a>', "`../raw/`: there is no kernel/raw/index.html"),
    "a missing page that a definition names": (
        "[x][def]\n\n[def]: defined.md",
        "`defined.md`: there is no docs/kernel/defined.md",
    ),
    "a missing page behind a label of two lines": (
        "[x\ny](lines.md)",
        "`lines.md`: there is no docs/kernel/lines.md",
    ),
    "a missing page in a list": ("- one\n- [x](list.md)", "`list.md`: there is no"),
    "a missing page by its full address": (
        f"[x]({HOME}nowhere/)",
        f"`{HOME}nowhere/`: there is no nowhere/index",
    ),
    "a missing fragment here": (
        "[x](#nowhere)",
        "`#nowhere`: docs/kernel/seqlock.md has no anchor `nowhere`",
    ),
    "a missing fragment there": (
        "[x](clocksource.md#nowhere)",
        "`clocksource.md#nowhere`: docs/kernel/clocksource.md has",
    ),
    "a missing fragment in raw HTML": (
        '<a href="../watchdog/#nowhere">x</a>',
        "`../watchdog/#nowhere`: kernel/watchdog/index",
    ),
    "a missing Chinese fragment here": (
        "[x](#时钟)",
        "`#时钟`: docs/kernel/seqlock.md has no anchor `时钟`",
    ),
    "a missing Chinese fragment there": (
        "[x](clocksource.md#时)",
        "`clocksource.md#时`: docs/kernel/clocksource.md has",
    ),
    "an encoded Chinese fragment": (
        "[x](#%E6%97%B6)",
        "`#%E6%97%B6`: docs/kernel/seqlock.md has no anchor `时`",
    ),
    "wrong case": (
        "[x](Clocksource.md)",
        "`Clocksource.md`: there is no docs/kernel/Clocksource.md; the file is docs",
    ),
    "wrong case in raw HTML": (
        '<a href="../Watchdog/">x</a>',
        "`../Watchdog/`: there is no kernel/Watchdog/index.html in the site; the",
    ),
    "too many ../": (
        "[x](../../../kernel/b4.md)",
        "`../../../kernel/b4.md`: leaves docs; use fewer `../`",
    ),
    "too many ../ by folder": ("[x](../../../kernel/)", "`../../../kernel/`: names no file"),
    "a path without the sub-path": ('<a href="/kernel/">x</a>', "`/kernel/`: leaves the site"),
    "a page without its slash": (
        '<a href="../clocksource">x</a>',
        "`../clocksource`: there is no kernel/clocksource in",
    ),
    "a missing image": ("![x](a.png)", "`a.png`: there is no docs/kernel/a.png"),
    "a missing image in raw HTML": ('<img src="b.png" alt="B">', "`b.png`: there is no kernel/seqlock/b.png"),
    "a missing srcset": (
        '<img src="../../assets/social.png" srcset="../../assets/social.png 1x, c,d.png 2x" alt="C">',
        "`c,d.png`: there is no kernel/seqlock/c,d.png",
    ),
    "a missing frame": (
        '<iframe src="frame.html"></iframe>',
        "`frame.html`: there is no kernel/seqlock/frame",
    ),
    "a missing file": ("[x](paper.pdf)", "`paper.pdf`: there is no docs/kernel/paper.pdf"),
    "an unknown scheme": ("[x](htp://host.test/)", "`htp://host.test/`: the scheme `htp`"),
    "no host": ("[x](http:///path)", "`http:///path`: no host"),
    "a space in a host": ("[x](https://ho st.test/)", "`https://ho st.test/`: white space in an address"),
    "an encoded space in a host": (
        "[x](https://ho%20st.test/)",
        "`https://ho%20st.test/`: `ho%20st.test` is no host",
    ),
    "Chinese punctuation in a host": (
        "[x](https://host.test，见)",
        "`https://host.test，见`: `host.test，见` is no",
    ),
    "broken IPv6": ("[x](http://[::1x/)", "`http://[::1x/`: no address (Invalid IPv6 URL)"),
    "broken IPv6 in raw HTML": (
        '<a href="http://[::2x/">x</a>',
        "`http://[::2x/`: no address (Invalid IPv6 URL)",
    ),
    "broken IPv6 between < and >": ("<http://[::3x/>", "`http://[::3x/`: no address (Invalid IPv6 URL)"),
    "a full-width mark that ends a host": (
        "[x](https://host.test？q)",
        "`https://host.test？q`: no address (netloc",
    ),
    "a port that is none": (
        "[x](http://host.test:port/)",
        "`http://host.test:port/`: no address (Port could",
    ),
    "an empty link": ("[x]()", "an empty link"),
    "an undefined reference": ("[text][nowhere]", "`[text][nowhere]`: the name `nowhere` is defined nowhere"),
    "an undefined reference by its text": ("[text][]", "`[text][text]`: the name `text` is defined nowhere"),
    "a bad mail address": ("[x](mailto:nobody)", "`mailto:nobody`: no mail address"),
    "a bad mail address between < and >": ("<nobody@host>", "`mailto:nobody@host`: no mail address"),
    "a script as address": ("[x](javascript:alert(1))", "`javascript:alert(1)`: the scheme `javascript`"),
    "a page as address": ("[x](data:text/html,x)", "`data:text/html,x`: the scheme `data`"),
    "a VBScript as address": ('<a href="VBScript:x">x</a>', "`VBScript:x`: the scheme `vbscript`"),
    "the reader's own machine": (
        "[x](http://localhost:8000/b4/)",
        "`http://localhost:8000/b4/`: an address of the",
    ),
    "the default address of the site": (
        "[x](http://127.0.0.1:8000/)",
        "`http://127.0.0.1:8000/`: an address of the",
    ),
    "another loopback address": (
        "[x](http://127.8.9.1/)",
        "`http://127.8.9.1/`: an address of the reader's own",
    ),
    "a loopback address of IPv6": (
        "[x](http://[::1]:8000/)",
        "`http://[::1]:8000/`: an address of the reader's own",
    ),
    "any address of the machine": (
        "[x](http://0.0.0.0/)",
        "`http://0.0.0.0/`: an address of the reader's own",
    ),
    "an image without alt": (
        '<img src="../../assets/social.png">',
        "`../../assets/social.png`: an image without alt; say in it what the image shows",
    ),
    "a Markdown image without alt": (
        "![](../assets/social.png)",
        "`../assets/social.png`: an image without alt",
    ),
    "an id twice": ('<i id="twice">x</i>\n\n## Second { #twice }', "`twice`: an id that line"),
    "an id of a heading again": ('<i id="seqlock">x</i>', "`seqlock`: an id that line {heading} has too"),
    "an id of the frame": ('<i id="main">x</i>', "`main`: an id that what stands around the note has too"),
    "a page that exclude_docs keeps out": (
        "[x](lockup.md)",
        "`lockup.md`: mkdocs.yml keeps docs/kernel/lockup.md out of the site",
    ),
}

# What is wrong: a file, the line that a text is put below (at the end if it is ""), the text, how it is told.
ELSEWHERE = {
    "a template": (
        FOOTER,
        "</footer>",
        "<a href=\"{{ 'foot/' | url }}\">x</a>",
        "`foot/`: there is no foot/index.html",
    ),
    "a fragment in a template": (
        FOOTER,
        "</footer>",
        "<a href=\"{{ 'about/' | url }}#nowhere\">x</a>",
        "`about/#nowhere`: about/index.html has no anchor `nowhere`",
    ),
    "a template's image": (
        FOOTER,
        "</footer>",
        '<img src="https://host.test/a.png">',
        "`https://host.test/a.png`: an image",
    ),
    "the 404 page": (
        "overrides/404.html",
        '  <main id="main" class="home">',
        "<a href=\"{{ 'lost/' | url }}\">x</a>",
        "`lost/`: there is no lost/index.html",
    ),
    "a feed": (
        "overrides/partials/about-page.html",
        "",
        '<link rel="alternate" href="{{ \'new.xml\' | url }}">',
        "`new.xml`: there is no new.xml in the site",
    ),
    "a social picture": (
        "overrides/partials/about-page.html",
        "",
        '<meta property="og:image" content="{{ config.site_url }}assets/b.png">',
        "`assets/b.png`: there is no assets/b.png in the site",
    ),
    "a refresh": (
        "overrides/404.html",
        "{% block container %}",
        '<meta http-equiv="refresh" content="0; url=refresh/">',
        "`refresh/`: there is no refresh/index.html",
    ),
    "an address in a feed": (
        "overrides/feed.xml",
        "  <subtitle>New and changed notes</subtitle>",
        "  <logo>{{ config.site_url }}assets/logo.png</logo>",
        "`assets/logo.png`: there is no assets/logo.png in the site",
    ),
    "an address in the map of the site": (
        "overrides/sitemap.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        "<url><loc>{{ config.site_url }}unmapped/</loc></url>",
        "`unmapped/`: there is no unmapped/index.html",
    ),
    "the map for robots": (
        "overrides/robots.txt",
        "Allow: /",
        "Sitemap: {{ config.site_url }}maps.xml",
        "`maps.xml`: there is no maps.xml in the site",
    ),
    "a style sheet": (
        CONFIG,
        "  - assets/site.css",
        "  - assets/more.css",
        "`assets/more.css`: there is no assets/more",
    ),
    "a script": (
        CONFIG,
        "  - assets/site.js",
        "  - assets/more.js",
        "`assets/more.js`: there is no assets/more.js in",
    ),
    "an image of a style sheet": (
        STYLE,
        "",
        "p { background: url('e.png') }",
        "`e.png`: there is no assets/e.png",
    ),
    "a style sheet of a style sheet": (
        STYLE,
        "",
        '@import "more.css";',
        "`more.css`: there is no assets/more.css",
    ),
    "a page outside the navigation": (
        "docs/orphan.md",
        "",
        "---\ntitle: Orphan\n---\n\n# Orphan",
        "the page is outside the navigation; add `orphan.md` to docs/.pages",
    ),
    "a note that is wrong itself": ("docs/kernel/b4.md", "", "# b4 again", "a second first-level heading"),
}

# What is wrong besides: where a page is said to have moved to, and one fault three times.
REDIRECT = "    /old/: /nowhere/"
AGAIN = "[x](again.md)\n\n[y](again.md) [z](again.md)"

# What looks wrong and is right, in the note.
RIGHT = """
<i id="here">x</i> [x](#here) [x](#top) [x](clocksource.md) [x](clocksource.md#rating-field) [x](../about.md)

## 时钟源 { #时钟源 }

[x](#时钟源) [x](#%E6%97%B6%E9%92%9F%E6%BA%90) [x](seqlock.md#%E6%97%B6%E9%92%9F%E6%BA%90) [x](?q=clock)

[x](clocksource.md#:~:text=clock) [x](#:~:text=%E6%97%B6)

[x](clocksource.md#rating-field:~:text=rating)

[x](https://host.test/#:~:text=a,b) <a href="../clocksource/?h=clock#rating-field">x</a>

[x](https://host.test:8443/a_(b)) [x](http://例子.测试/) [x](https://उदाहरण.test/) [x](https://host.test/?q=a,b&amp;c=d)

[x](https://name@host.test/a;b,c/~d?e=[f]#g!h) [x](http://[2001:db8::1]:80/) [x](//host.test/a) <https://host.test/b>

[x](ftp://ftp.host.test/pub/) [x](git://git.host.test/linux.git) [x](http://10.0.0.1/) [x](HTTPS://HOST.TEST)

[x](mailto:name@host.test?subject=A%20note) [x](mailto:a@host.test,b@host.test) <name@host.test>

[x](https://notes.test/below/kernel/) <a href="/below/kernel/">x</a> [x](https://notes.test/below/assets/social.png)

![x](../assets/social.png) <img src="../../assets/social.png" alt="">

<img src="data:image/gif;base64,AA==" alt="x"> [x](b4.md) <a href="../b4/">x</a>

<a name="named">x</a> <a href='../b4/'>x</a> [x](#named)

a[i][j] = b[k][l]; `[text][nowhere]`, `[x](nowhere.md)`, [^1] [1] [note][^2] [a] [b]

\\[text][nowhere] [x][y](https://host.test)

```c
a = b[i] [j][k]; /* [x](nowhere.md) <a href="nowhere"> <img src="nowhere.png"> */
```

[one][two]

[two]: https://host.test/two "Two"
"""


# Of these, those that MkDocs looks up itself.
RIGHT_FOR_MKDOCS = """
## 时 { #时 }

[x](#%E6%97%B6) [x](#时) [x](timer.md#:~:text=clock) [x](timer.md#heading:~:text=a%20b)
"""


def project(folder: Path) -> Path:
    copy_project(folder)
    return folder


def put(folder: Path, name: str, below: str, text: str) -> None:
    """Put a text below a line of a file, or at its end if that is ""; a file that is not there is made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if below:
        assert before.count(f"{below}\n") == 1, below
        path.write_text(before.replace(f"{below}\n", f"{below}\n{text}\n"), encoding="utf-8")
    else:
        path.write_text(f"{before}\n{text}\n".removeprefix("\n"), encoding="utf-8")


def line_of(folder: Path, name: str, text: str) -> int:
    """The line of a file that a text, which stands there once, ends on."""
    whole = (folder / name).read_text(encoding="utf-8")
    assert whole.count(f"{text}\n") == 1, text
    return whole[: whole.index(f"{text}\n")].count("\n") + text.count("\n") + 1


def links(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What `make links` says, its places without the columns that each of them has."""
    command = [sys.executable, "scripts/check_links.py"]
    done = subprocess.run(command, cwd=folder, env=shell() | variables, capture_output=True, text=True)
    assert all(re.match(r"[^:]+:\d+:\d+: ", line) for line in done.stdout.splitlines()[:-1])
    done.stdout = without_columns(done.stdout)
    return done


def without_columns(text: str) -> str:
    return re.sub(r"(?m)^((?:WARNING -  )?[^\s:]+:\d+):\d+(?=: )", r"\1", text)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[str]]:
    """Of a copy of the project with every fault in it: how each is to be told where it is, and what was."""
    folder = project(tmp_path_factory.mktemp("seeded"))
    for text, _ in IN_THE_NOTE.values():
        put(folder, NOTE, "", text)
    put(folder, NOTE, "", RIGHT)
    for name, below, text, _ in ELSEWHERE.values():
        put(folder, name, below, text)
    put(folder, OTHER, "", AGAIN)
    config = folder / CONFIG
    text = config.read_text(encoding="utf-8")
    assert "  redirects: {}\n" in text
    config.write_text(text.replace("redirects: {}", f"redirects:\n{REDIRECT}"), encoding="utf-8")
    put(folder, CONFIG, "", "exclude_docs: |\n  /kernel/lockup.md")
    rows = {fault: (NOTE, text, told) for fault, (text, told) in IN_THE_NOTE.items()}
    lost = "`nowhere/`: there is no nowhere/index.html in the site; correct the link"
    rows["a redirect to nowhere"] = (CONFIG, REDIRECT, lost)
    rows |= {fault: (name, text, told) for fault, (name, _, text, told) in ELSEWHERE.items()}
    expected = {
        fault: f"{name}:{1 if text.startswith('---') else line_of(folder, name, text)}: {told}"
        for fault, (name, text, told) in rows.items()
    }
    last = line_of(folder, OTHER, AGAIN)
    for place, line in (("here", last - 2), ("there", last), ("and there", last)):
        expected[f"a fault {place}"] = f"{OTHER}:{line}: `again.md`: there is no docs/kernel/again.md"
    heading = str(line_of(folder, NOTE, "# Seqlock"))
    expected = {fault: told.replace("{heading}", heading) for fault, told in expected.items()}
    return expected, links(folder, SITE_URL=HOME).stdout.splitlines()


@pytest.mark.parametrize("fault", [*IN_THE_NOTE, *ELSEWHERE, "a redirect to nowhere"])
def test_a_seeded_fault_is_found_where_it_was_written(
    seeded: tuple[dict[str, str], list[str]], fault: str
) -> None:
    expected, told = seeded
    assert [line for line in told if line.startswith(expected[fault])], expected[fault]


def test_nothing_else_is_told(seeded: tuple[dict[str, str], list[str]]) -> None:
    expected, told = seeded
    assert [line for line in told[:-1] if not line.startswith(tuple(expected.values()))] == []
    assert told[-1].endswith(f" links, {len(expected)} faults")


def test_one_fault_in_two_places_is_told_at_both(seeded: tuple[dict[str, str], list[str]]) -> None:
    _, told = seeded
    first, second, third = [line.split(": ")[0] for line in told if line.startswith(f"{OTHER}:")]
    assert second == third == f"{OTHER}:{int(first.rpartition(':')[2]) + 2}"


def test_what_keeps_the_site_from_being_built_is_told_with_the_other_faults(tmp_path: Path) -> None:
    folder = tiny_project(tmp_path / "tiny")
    put(folder, CLOCK, "", "[text][nowhere]")
    put(folder, "docs/kernel/.pages", "title: Kernel", "order: asc")
    line = line_of(folder, CLOCK, "[text][nowhere]")
    done = links(folder)
    assert done.returncode == 1
    assert [line.split("; ")[0] for line in done.stdout.splitlines()] == [
        "docs/kernel/.pages:2: unknown key `order`",
        f"{CLOCK}:{line}: `[text][nowhere]`: the name `nowhere` is defined nowhere",
        "0 links, 2 faults",
    ]
    assert "no link was checked" in done.stderr


def test_a_broken_template_is_told_without_a_traceback(tmp_path: Path) -> None:
    folder = tiny_project(tmp_path / "tiny")
    put(folder, FOOTER, "", "{{ nothing.of.this }}")
    done = links(folder)
    assert done.returncode == 1
    assert done.stdout == "0 links, 0 faults\n"
    line = line_of(folder, FOOTER, "{{ nothing.of.this }}")
    told, end = done.stderr.splitlines()[-2:]
    assert told == f"{FOOTER}:{line}: jinja2.exceptions.UndefinedError: 'nothing' is undefined"
    assert end == "the site could not be built, so no link was checked"
    assert "Traceback" not in done.stderr


def test_mkdocs_tells_broken_ipv6_in_one_line(tmp_path: Path) -> None:
    folder = tiny_project(tmp_path / "tiny")
    put(folder, CLOCK, "", "[x](http://[::1x/)")
    done = mkdocs("build", "--strict", folder=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    warnings = [line for line in without_columns(done.stderr).splitlines() if line.startswith("WARNING")]
    line = line_of(folder, CLOCK, "[x](http://[::1x/)")
    assert warnings == [
        f"WARNING -  {CLOCK}:{line}: `http://[::1x/`: no address (Invalid IPv6 URL); correct it"
    ]


def test_mkdocs_takes_no_right_address_for_a_wrong_one(tmp_path: Path) -> None:
    folder = tiny_project(tmp_path / "tiny")
    put(folder, CLOCK, "", RIGHT_FOR_MKDOCS)
    done = mkdocs("build", "--strict", folder=folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "site/kernel/clock/index.html").read_text(encoding="utf-8")
    for address in (
        "#%E6%97%B6",
        "../timer/#:~:text=clock",
        "../timer/#heading:~:text=a%20b",
    ):
        assert f'<a href="{address}">' in page


def test_a_build_that_is_not_strict_leaves_wrong_notes_out_and_tells_them(tmp_path: Path) -> None:
    folder = project(tmp_path)
    put(folder, "docs/kernel/b4.md", "", "# b4 again")
    (folder / "docs/kvm/piix.md").write_text("no front matter\n", encoding="utf-8")
    put(folder, "docs/orphan.md", "", "---\ntitle: Orphan\n---\n\n# Orphan")
    done = mkdocs("build", folder=folder)
    assert done.returncode == 0, done.stderr
    for told in (
        f"docs/kernel/b4.md:{line_of(folder, 'docs/kernel/b4.md', '# b4 again')}: a second",
        "docs/kvm/piix.md:1: no front",
        "docs/orphan.md:1: the page is",
    ):
        assert f"\nWARNING -  {told}" in f"\n{without_columns(done.stderr)}"
    for gone in ("kernel/b4", "kvm/piix", "orphan"):
        assert not (folder / "site" / gone).exists()
    home = (folder / "site/index.html").read_text(encoding="utf-8")
    assert "65 notes" in home
    assert "b4/" not in home


# What is wrong on a page of a small site, other than in a note: its HTML, and how it is told.
IN_HTML = {
    '<style>p{}\nq{background:url("b.png")}</style>': "`b.png`: there is no one/b.png",
    '<p style="background: url(b.png)">': "`b.png`: there is no one/b.png",
    '<link rel="preload" imagesrcset="../a.png 1x, ../b.png 2x">': "`../b.png`: there is no b.png",
    '<svg><use xlink:href="b.svg#x"/></svg>': "`b.svg#x`: there is no one/b.svg",
    f'<meta property="og:image:url" content="{HOME}b.png">': f"`{HOME}b.png`: there is no b.png",
    f'<meta name="twitter:image" content="{HOME}b.png">': f"`{HOME}b.png`: there is no b.png",
    f'<meta property="og:url" content="{HOME}three/">': f"`{HOME}three/`: there is no three/index.html",
    f'<link rel="canonical" href="{HOME}three/">': f"`{HOME}three/`: there is no three/index.html",
    "<meta http-equiv=refresh content=\"0;URL='../three/'\">": "`../three/`: there is no three/index.html",
    '<form action="../three/">': "`../three/`: there is no three/index.html",
    '<video poster="b.png"></video>': "`b.png`: there is no one/b.png",
    '<object data="b.svg"></object>': "`b.svg`: there is no one/b.svg",
    '<blockquote cite="../three/">': "`../three/`: there is no three/index.html",
    '<a href=" ">': "an empty link",
    '<a href="//">': "`//`: no host",
}
RIGHT_IN_HTML = """
<style>/* url(b.png) */ p { background: url("data:image/svg+xml,%3Csvg transform='scale(2)'/%3E") }</style>
<meta property="og:image:alt" content="A"> <meta property="og:title" content="b.png">
<meta name="b" content="b.png">
<meta http-equiv="refresh" content="60"> <img src="../a.png" alt> <script>"<a href='b.png'>"</script>
"""


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        put(tmp_path, f"{name}/index.html", "", f"<!doctype html>\n<title>{name}</title>")
    (tmp_path / "a.png").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("html", IN_HTML)
def test_a_fault_of_a_site_that_is_built_is_told_at_its_line(
    small_site: Path, html: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(small_site, "one/index.html", "", html)
    assert main([str(small_site), HOME]) == 1
    told = without_columns(capsys.readouterr().out).splitlines()
    line = line_of(small_site, "one/index.html", html)
    assert told[0].startswith(f"{small_site}/one/index.html:{line}: {IN_HTML[html]}")
    assert told[-1].endswith(" links, 1 faults")


def test_what_is_right_in_html_is_not_told(small_site: Path) -> None:
    put(small_site, "one/index.html", "", RIGHT_IN_HTML)
    assert check(small_site, HOME)[1] == []


def test_the_404_page_is_read_from_the_root(small_site: Path) -> None:
    put(small_site, "404.html", "", '<a href="/below/two/"><a href="two/"><a href="three/">')
    count, faults = check(small_site, HOME)
    assert count == 3
    assert [(fault.subject, fault.what) for fault in faults] == [
        ("three/", "there is no three/index.html in the site")
    ]


def test_an_empty_folder_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), HOME]) == 1
    assert capsys.readouterr().out == "0 links, 0 faults\n"


@pytest.mark.notes
def test_the_real_site_has_no_fault(site: Path) -> None:
    count, faults = check(site, f"http://127.0.0.1:1{BASE}")
    assert not faults
    assert count > 1000
