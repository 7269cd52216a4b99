"""The check of outside links, asked of a server on this machine, and the issue that tells of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from markdown import Markdown

import external_links
import link_issue
from answers import Server, answers, refused
from conftest import ROOT
from inside import run_inside
from links.ask_links import BROWSER, Answer, ask_twice, network_is_down
from links.dead_links import DeadLink, dead_links
from links.link_report import Finding, dead_since, report

LYCHEE = Path(sys.executable).with_name("lychee")
MEND = "link to another copy, or add it to dead_links in mkdocs.yml with date and reason"
WALL = "a browser may show whether it is alive"
TODAY = date(2026, 11, 24)

# What is said of a path of the server, SERVER being its address; nothing of what is alive.
SAID = {
    "/200": "",
    "/302": "",
    "/307": "",
    "/302-301": "",
    "/head-405": "",
    "/bot": "",
    "/503-once": "",
    "/301": "has moved to SERVER/200; it still leads there",
    "/308": "has moved to SERVER/200; it still leads there",
    "/301-301": "has moved to SERVER/200; it still leads there",
    "/301-302": "has moved to SERVER/302; it still leads there",
    "/401": f"is guarded: 401 Unauthorized; {WALL}",
    "/403": f"is guarded: 403 Forbidden; {WALL}",
    "/301-403": f"is guarded: 403 Forbidden; {WALL}",
    "/429": f"is guarded: 429 Too Many Requests; {WALL}",
    "/429-wait": f"is guarded: 429 Too Many Requests; {WALL}",
    "/404": f"is dead: 404 Not Found, asked twice; {MEND}",
    "/410": f"is dead: 410 Gone, asked twice; {MEND}",
    "/500": f"is dead: 500 Internal Server Error, asked twice; {MEND}",
    "/302-404": f"is dead: 404 Not Found after a redirect to SERVER/404, asked twice; {MEND}",
    "/loop": f"is dead: 302 Found, more than 10 redirects, asked twice; {MEND}",
    "/301-nowhere": f"is dead: 301 Moved Permanently, without an address to go to, asked twice; {MEND}",
    "/302-nowhere": f"is dead: 301 Moved Permanently, without an address to go to, asked twice; {MEND}",
    "/301-script": "is dead: a redirect to javascript:alert(1), which is no web address, asked twice; "
    + MEND,
    "/hang": f"is dead: Request timed out, asked twice; {MEND}",
}
# The same of whole addresses; the two words of the transport are lychee's.
ELSEWHERE = {
    "REFUSED/x": "is dead: Connection refused - server may be down or port blocked, asked twice; " + MEND,
    "SECURE/200": "is dead: Network error: received corrupt message of type InvalidContentType, asked twice; "
    + MEND,
    "http://notes.example/": "was not asked: a host reserved for examples",
    "http://[::1x/": "is dead: Cannot parse 'http://[::1x/' into a URL: invalid IPv6 address, asked twice; "
    + MEND,
}
# Paths that lychee, or Markdown, would read otherwise if they were not written for them.
ODD = {
    "/200?ends-with-a-dot.": "/200?ends-with-a-dot.",
    "/200?(brackets)": "/200?(brackets)",
    "/200?[1]_a_*b*": "/200?[1]_a_*b*",
    "/200?a=1&amp;b=2&lt;": "/200?a=1&amp;b=2&lt;",
    "/200?中文`|": "/200?%E4%B8%AD%E6%96%87%60%7C",
    "/200?%E4%B8%AD": "/200?%E4%B8%AD",
}


def write_notes(folder: Path, *addresses: str, known: str = "[]") -> Path:
    """A folder with one page that links to the addresses, one a line from line 6, and with a mkdocs.yml."""
    (folder / "docs" / "kernel").mkdir(parents=True, exist_ok=True)
    text = "".join(f"[it](<{address}>)\n" for address in addresses)
    note = folder / "docs" / "kernel" / "note.md"
    note.write_text(f"---\ntitle: Note\n---\n# Note\n\n{text}", encoding="utf-8")
    site = "site_url: !ENV [SITE_URL, null]\n"
    (folder / "mkdocs.yml").write_text(f"{site}extra:\n  dead_links: {known}\n", encoding="utf-8")
    return note


QUICK = ("--pause", "0.1", "--timeout", "5")


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_inside(external_links.main, folder, *QUICK, *options)


@pytest.fixture(scope="module", autouse=True)
def lychee_is_there() -> None:
    assert LYCHEE.is_file(), "lychee is missing; type: make .venv/tests"


@pytest.fixture
def server() -> Iterator[Server]:
    with answers() as running:
        yield running


@dataclass
class Checked:
    """One run over every address of the tables: what it printed, and what the server was asked."""

    lines: list[str]
    status: int
    server: Server
    addresses: dict[str, str]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    folder = tmp_path_factory.mktemp("checked")
    # Settings of somebody else, in the folder where the check is started.
    (folder / "lychee.toml").write_text("offline = true\n", encoding="utf-8")
    (folder / ".lycheeignore").write_text(".*\n", encoding="utf-8")
    with answers() as server:
        secure = server.address.replace("http:", "https:")
        addresses = {path: server.address + path for path in [*SAID, *ODD]}
        for name in ELSEWHERE:
            addresses[name] = name.replace("REFUSED", refused()).replace("SECURE", secure)
        write_notes(folder, *addresses.values())
        command = [sys.executable, str(ROOT / "scripts/external_links.py"), *QUICK]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        assert done.stderr == ""
        yield Checked(done.stdout.splitlines(), done.returncode, server, addresses)


@pytest.mark.parametrize(("name", "said"), (SAID | ELSEWHERE).items(), ids=(SAID | ELSEWHERE).keys())
def test_an_address_is_said_to_be_what_it_is(checked: Checked, name: str, said: str) -> None:
    line = 6 + list(checked.addresses).index(name)
    prefix = f"docs/kernel/note.md:{line}: "
    said = said.replace("SERVER", checked.server.address)
    expected = [f"{prefix}{checked.addresses[name]} {said}"] if said else []
    assert [line for line in checked.lines if line.startswith(prefix)] == expected


@pytest.mark.parametrize("asked", ODD.values())
def test_an_address_is_asked_as_it_stands(checked: Checked, asked: str) -> None:
    assert checked.server.asked[asked] == 1, checked.server.asked


def test_the_second_round_asks_only_what_failed(checked: Checked) -> None:
    twice = ("/410", "/500", "/503-once", "/302-404", "/302-nowhere", "/301-script", "/hang")
    once = ("/head-405", "/bot", "/429", "/429-wait", "/401", "/301-403", "/308", "/301-302")
    asked = {path: checked.server.asked[path] for path in (*twice, *once)}
    assert asked == dict.fromkeys(twice, 2) | dict.fromkeys(once, 1)


def test_the_last_line_counts_and_the_status_tells_of_the_dead(checked: Checked) -> None:
    dead = sum(said.startswith("is dead") for said in (SAID | ELSEWHERE).values())
    alive = len(ODD) + sum(not said for said in SAID.values())
    assert checked.lines[-1] == (
        f"{len(checked.addresses)} addresses: {alive} alive, 4 moved, 5 guarded by a bot wall, "
        f"1 not asked, {dead} dead"
    )
    assert len(checked.lines) == len(checked.addresses) - alive + 1
    assert checked.status == 1


def test_the_server_answers_browsers_alone(server: Server, tmp_path: Path) -> None:
    """Without this the case `/bot` would prove nothing."""
    assert "Mozilla" in BROWSER
    page = tmp_path / "page.md"
    page.write_text(f"<{server.address}/bot>\n", encoding="utf-8")
    done = subprocess.run([str(LYCHEE), "--format=json", "page.md"], cwd=tmp_path, capture_output=True)
    assert json.loads(done.stdout)["error_map"]["page.md"][0]["status"]["code"] == 403


@pytest.mark.parametrize(("kind", "pauses"), [("alive", []), ("guarded", []), ("dead", [60.0])])
def test_there_is_a_pause_before_a_second_round(
    monkeypatch: pytest.MonkeyPatch, kind: str, pauses: list[float]
) -> None:
    paused: list[float] = []
    monkeypatch.setattr("links.ask_links.time.sleep", paused.append)
    ask_twice(["a"], lambda _: {"a": Answer(kind, "why")}, 60.0)
    assert paused == pauses


def test_both_reasons_are_told_when_they_differ() -> None:
    rounds = iter([Answer("dead", "500 Internal Server Error"), Answer("dead", "timed out", heard=False)])
    answer = ask_twice(["a"], lambda _: {"a": next(rounds)}, 0)["a"]
    assert (answer.kind, answer.why, answer.heard) == (
        "dead",
        "500 Internal Server Error, then timed out",
        True,
    )


def test_an_address_of_many_places_is_asked_once_and_told_once(server: Server, tmp_path: Path) -> None:
    address = f"{server.address}/404"
    alive = [f"{server.address}/200", f"{server.address}/200#fragment"]
    write_notes(tmp_path, address, address, *alive)
    (tmp_path / "docs" / "source.md").write_text(
        f"---\ntitle: S\n---\n[it]({server.address}/410)\n", encoding="utf-8"
    )
    (tmp_path / "docs" / "about.md").write_text(
        f"---\ntitle: A\n---\n[it]({address}) [it]({address})\n", encoding="utf-8"
    )
    done = run(tmp_path)
    assert done.stdout.splitlines() == [
        f"docs/about.md:4: {address} is dead: 404 Not Found, asked twice; {MEND} "
        "(also docs/kernel/note.md:6, docs/kernel/note.md:7)",
        "3 addresses: 2 alive, 1 dead",
    ]
    assert server.asked["/404"] == 2
    assert "/410" not in server.asked


def test_nothing_from_outside_moves_the_cursor_or_begins_a_line() -> None:
    said = external_links.in_words(finding("http://a.org/\x1b[2J", "dead", "so\r\n::error::it\u202e is"))
    assert said == f"docs/kernel/note.md:6: http://a.org/ [2J is dead: so  ::error::it  is; {MEND}"


# Known-dead addresses.


def test_a_known_dead_address_is_asked_and_is_no_failure(server: Server, tmp_path: Path) -> None:
    dead, risen, walled = (f"{server.address}{path}" for path in ("/404", "/200", "/403"))
    entries = "".join(
        f"\n    - address: {address}\n      since: 2026-01-02\n      reason: gone\n"
        for address in (dead, risen, walled)
    )
    write_notes(tmp_path, dead, risen, walled, known=entries)
    done = run(tmp_path, "--today", "2026-11-24", "--report", "report.md")
    assert done.stdout.splitlines() == [
        f"docs/kernel/note.md:6: {dead} is known dead since 2026-01-02: gone",
        f"mkdocs.yml:8: {risen} is alive again: 200 OK; take it out of dead_links",
        f"docs/kernel/note.md:8: {walled} is known dead since 2026-01-02: gone",
        "3 addresses: 1 known dead and alive again, 2 known dead, 0 dead",
    ]
    assert done.returncode == 0
    assert server.asked["/404"] == 2
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"| `{dead}` | 2026-01-02 | `gone` | `docs/kernel/note.md:6` |" in text
    assert "## Alive again, to be taken out of `dead_links` in mkdocs.yml" in text
    assert dead_since(text, TODAY) == {}


HELD = "http://a.org/"
GOOD = f"- address: {HELD}\n      since: 2026-11-24\n      reason: gone"
SHAPE = "write `- address:`, `since:` and `reason:`, each with its text, a key a line"


@pytest.mark.parametrize(
    ("entries", "faults"),
    [
        ("[]", []),
        ("", []),
        (f"\n    {GOOD}", []),
        ("yes", ["2:15: `dead_links` is no list; " + SHAPE]),
        (f"\n    - {HELD}", [f"3:7: `{HELD}` is no known-dead address; {SHAPE}"]),
        (
            f"\n    {GOOD}\n      by: me",
            ["3:7: unknown key `by` in `dead_links`; the keys are address, since, reason"],
        ),
        (f"\n    {GOOD}\n    {GOOD}", [f"6:7: `{HELD}` stands twice in `dead_links`; keep one of the two"]),
        (
            f"\n    - address: {HELD}b\n      since: 2026-11-24\n      reason: gone",
            [f"3:7: no page links to `{HELD}b`; take it out of `dead_links`"],
        ),
        (
            f"\n    - address: {HELD}\n      since: 2026-11-25\n      reason: gone",
            ["3:7: `since: 2026-11-25` is yet to come; write the day when the address was first seen dead"],
        ),
        *(
            (
                f"\n    - address: {HELD}\n      since: '{day}'\n      reason: gone",
                [f"3:7: `since: {day}` is no date; write year, month and day like `2026-11-24`"],
            )
            for day in ("2026-13-01", "20261124", "yesterday", "2026-11-24T10:00", "２０２６-11-24")
        ),
        (
            f"\n    - address: {HELD}\n      since: 2026-11-24\n      reason: ' '",
            [f"3:7: no `reason` in an entry of `dead_links`; {SHAPE}"],
        ),
        (
            "\n    - reason: [gone]",
            [
                f"3:7: no `{key}` in an entry of `dead_links`; {SHAPE}"
                for key in ("address", "since", "reason")
            ],
        ),
    ],
)
def test_a_fault_of_the_known_dead_has_a_line(tmp_path: Path, entries: str, faults: list[str]) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"extra:\n  dead_links: {entries}\nsite_url: !ENV [A, b]\n", encoding="utf-8")
    assert [str(problem) for problem in dead_links(config, {HELD}, TODAY)[1]] == [
        f"mkdocs.yml:{fault}" for fault in faults
    ]


def test_what_is_in_order_is_known_dead_whatever_stands_beside_it(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"extra:\n  dead_links:\n    - nothing\n    {GOOD}\n", encoding="utf-8")
    known, problems = dead_links(config, {HELD}, TODAY)
    assert known == [DeadLink(HELD, "2026-11-24", "gone", 4)]
    assert [problem.line for problem in problems] == [3]


def test_without_a_list_nothing_is_known_dead(tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    for text in ("", "site_name: a\n", "extra:\n  other: 1\n", "extra: 1\n"):
        config.write_text(text, encoding="utf-8")
        assert dead_links(config, set(), TODAY) == ([], [])


def test_the_project_s_own_list_is_in_order() -> None:
    places, problems = external_links.outside_addresses(ROOT / "docs")
    assert problems == []
    assert len(places) > 50
    assert dead_links(ROOT / "mkdocs.yml", set(places), date.today())[1] == []


# What keeps the check from saying anything.


@pytest.mark.parametrize(("alive", "refusing", "status"), [(0, 3, 3), (1, 2, 3), (1, 1, 1), (2, 1, 1)])
def test_a_network_that_is_down_is_told_from_links_that_are(
    server: Server, tmp_path: Path, alive: int, refusing: int, status: int
) -> None:
    addresses = [f"{server.address}/404?{n}" for n in range(alive)] + [
        f"{refused()}/{n}" for n in range(refusing)
    ]
    write_notes(tmp_path, *addresses)
    done = run(tmp_path, "--report", "report.md")
    assert done.returncode == status
    down = f"the network seems down: {alive} of {len(addresses)} addresses answered; nothing is said of them"
    assert (done.stdout.splitlines() == [down]) == (status == 3)
    assert (tmp_path / "report.md").exists() == (status != 3)


def test_hosts_of_examples_say_nothing_of_the_network() -> None:
    unasked = Answer("unasked", "why")
    assert not network_is_down([unasked, unasked, Answer("alive", "200 OK")])
    assert network_is_down([unasked, Answer("dead", "why", heard=False)])


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        ("no links", "docs: no page links to an outside address; name the folder of the notes"),
        ("bad page", "docs/kernel/note.md:1:1: the front matter does not end; close it with a line `---`"),
        ("bad list", f"mkdocs.yml:3:15: `dead_links` is no list; {SHAPE}"),
        ("no configuration", "mkdocs.yml: No such file or directory"),
        ("no folder for the report", "nowhere/report.md: No such file or directory"),
    ],
)
def test_bad_input_is_one_line(server: Server, tmp_path: Path, break_it: str, said: str) -> None:
    note = write_notes(tmp_path, f"{server.address}/200", known="x" if break_it == "bad list" else "[]")
    options: tuple[str, ...] = ()
    if break_it == "no links":
        write_notes(tmp_path)
    if break_it == "bad page":
        note.write_text("---\ntitle: Note\n", encoding="utf-8")
    if break_it == "no configuration":
        (tmp_path / "mkdocs.yml").unlink()
    if break_it == "no folder for the report":
        options = ("--report", "nowhere/report.md")
    done = run(tmp_path, *options)
    assert (done.stdout + done.stderr).splitlines()[-1] == said
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (None, "lychee is missing; type: make .venv/tests"),
        (
            "#!/bin/sh\necho first >&2\necho the last words >&2\nexit 1\n",
            "failed with status 1: the last words",
        ),
    ],
)
def test_without_a_working_lychee_one_line_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    program: str | None,
    said: str,
) -> None:
    write_notes(tmp_path, "http://a.org/")
    if program:
        (tmp_path / "lychee").write_text(program, encoding="utf-8")
        (tmp_path / "lychee").chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.chdir(tmp_path)
    assert external_links.main(["--pause", "0"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.endswith(f"{said}\n")
    assert output.err.count("\n") == 1


# The report.


def finding(address: str, kind: str, why: str = "404 Not Found", new: str = "") -> Finding:
    return Finding(address, ("docs/kernel/note.md:6",), Answer(kind, why, new))


def test_the_report_is_the_same_for_the_same_findings_and_gives_its_dates_back() -> None:
    findings = [
        finding("http://a.org/?q=中|`", "dead"),
        finding("http://b.org/", "dead"),
        finding("http://c.org/", "alive", "200 OK"),
        finding("http://d.org/", "moved", "200 OK", "http://e.org/"),
        finding("http://f.org/", "guarded", "403 Forbidden"),
    ]
    first = report(findings[:1], "", date(2026, 11, 3))
    later = report(findings, first, TODAY)
    assert later == report(findings, first, TODAY)
    assert (
        later
        == """\
Checked on 2026-11-24: 5 addresses: 1 alive, 1 moved, 1 guarded by a bot wall, 2 dead.

Every check writes this text anew and reads from its tables since when an address is dead.

## Newly dead

| address | since | why | where |
| --- | --- | --- | --- |
| `http://b.org/` | 2026-11-24 | `404 Not Found` | `docs/kernel/note.md:6` |

## Still dead

| address | since | why | where |
| --- | --- | --- | --- |
| `http://a.org/?q=%E4%B8%AD%7C%60` | 2026-11-03 | `404 Not Found` | `docs/kernel/note.md:6` |

## Moved

| address | to | where |
| --- | --- | --- |
| `http://d.org/` | `http://e.org/` | `docs/kernel/note.md:6` |

## Guarded by a bot wall, alive

| address | why | where |
| --- | --- | --- |
| `http://f.org/` | `403 Forbidden` | `docs/kernel/note.md:6` |
"""
    )
    assert dead_since(later, TODAY) == {
        "http://a.org/?q=%E4%B8%AD%7C%60": "2026-11-03",
        "http://b.org/": "2026-11-24",
    }
    assert dead_since(later.replace("\n", "\r\n"), TODAY) == dead_since(later, TODAY)


ROW = "| `http://a.org/` | 2026-11-03 | `404` | `x` |"


@pytest.mark.parametrize(
    ("body", "since"),
    [
        ("", None),
        ("\0\ufffd<!-- | ` garbage \n\n| | |\n## \n", None),
        (ROW, None),
        (f"## Known dead\n{ROW}", None),
        (f"## Still dead\n{ROW}", "2026-11-03"),
        (f"a word by hand\r\n## Still dead\r\n\r\nanother\r\n{ROW} and one more\r\n", "2026-11-03"),
        (f"## Newly dead\n{ROW}\n{ROW.replace('-03', '-10')}", "2026-11-03"),
        (f"## Still dead\n{ROW.replace('11-03', '02-30')}", None),
        (f"## Still dead\n{ROW.replace('2026', '2027')}", None),
        (f"## Still dead\n{ROW.replace('2026-11-03', 'long ago')}", None),
        (f"## Still dead\n{ROW.replace('`', '')}", None),
    ],
)
def test_the_dates_are_read_from_whatever_has_become_of_the_text(body: str, since: str | None) -> None:
    assert dead_since(body, TODAY).get("http://a.org/") == since
    text = report([finding("http://a.org/", "dead")], body, TODAY)
    assert f"| `http://a.org/` | {since or '2026-11-24'} | `404 Not Found` |" in text


HOSTILE = (
    "` | @somebody #1 **b** <b>b</b> ![i](http://x.org/i) \n\n# h \x1b[31m\u202e \\",
    "``|``|\\|`",
    "@" * 70_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=("markdown", "ticks", "long"))
def test_what_comes_from_outside_cannot_be_anything_but_code(text: str) -> None:
    known = DeadLink("http://k.org/", "2026-11-01", text, 1)
    findings = [
        finding(f"http://a.org/{text[:200]}", "dead", text),
        finding(f"http://b.org/{text[:200]}", "moved", "200 OK", f"http://e.org/{text}"),
        finding("http://c.org/", "guarded", text),
        Finding("http://k.org/", (f"docs/{text[:200]}.md:6",), Answer("dead", text), known),
    ]
    body = report(findings, "", TODAY)
    assert len(body) < 5_000
    assert body.replace("\n", "").isprintable()
    page = html.fromstring(Markdown(extensions=["tables"]).convert(body))
    rows = page.xpath("//tbody/tr")
    assert len(rows) == len(findings)
    for row in rows:
        assert len(row) == len(row.xpath("ancestor::table//th"))
    # GitHub ends a cell at a bar in code as well, and Python-Markdown does not.
    for lines in re.findall(r"(?:^\|.*\n)+", body, re.MULTILINE):
        assert len({line.count("|") for line in lines.splitlines()}) == 1
    for row in rows:
        assert all(re.fullmatch(r"|[\d-]{10}", (cell.text or "")) for cell in row), body
    inside = {element.tag for element in page.xpath("//tbody//*")}
    assert inside == {"tr", "td", "code"}
    assert {element.tag for element in page.iter()} == inside | {
        "div",
        "p",
        "h2",
        "table",
        "thead",
        "tbody",
        "th",
    }


# The issue. GitHub is not there, so a small `gh` keeps issues in a file; it knows only what is used of it.

GH = """#!{python}
import argparse, json, os, pathlib, sys

file = pathlib.Path(os.environ["FAKE_GITHUB"])
hub = json.loads(file.read_text()) if file.exists() else {{"issues": [], "labels": [], "calls": []}}
hub["calls"].append(sys.argv[1:3])
if hub.get("broken"):
    sys.exit("HTTP 502: Bad Gateway\\n(https://api.github.com)")
parser = argparse.ArgumentParser(allow_abbrev=False)
commands = parser.add_subparsers(dest="kind", required=True)
issue = commands.add_parser("issue").add_subparsers(dest="does", required=True)
label = commands.add_parser("label").add_subparsers(dest="does", required=True)
known = {{
    "list": ("--label", "--state", "--limit", "--json"),
    "create": ("--title", "--label", "--body-file"),
    "edit": ("number", "--body-file"),
    "reopen": ("number",),
    "close": ("number", "--reason"),
}}
for name, options in known.items():
    command = issue.add_parser(name)
    for option in options:
        command.add_argument(option, **({{"required": True}} if option[0] == "-" else {{"type": int}}))
create = label.add_parser("create")
create.add_argument("name")
create.add_argument("--force", action="store_true", required=True)
create.add_argument("--color", required=True)
create.add_argument("--description", required=True)
asked = parser.parse_args()
one = next((i for i in hub["issues"] if i["number"] == getattr(asked, "number", None)), None)
if asked.kind == "label":
    hub["labels"] = sorted({{*hub["labels"], asked.name}})
elif asked.does == "list":
    assert asked.state == "all"
    found = [i for i in hub["issues"] if asked.label in i["labels"]]
    keys = asked.json.split(",")
    print(json.dumps([{{key: i[key] for key in keys}} for i in reversed(found)]))
elif asked.does == "create":
    if asked.label not in hub["labels"]:
        sys.exit("could not add label: '" + asked.label + "' not found")
    body = pathlib.Path(asked.body_file).read_text()
    number = len(hub["issues"]) + 1
    hub["issues"].append({{"number": number, "state": "OPEN", "labels": [asked.label], "body": body}})
elif asked.does == "edit":
    one["body"] = pathlib.Path(asked.body_file).read_text()
else:
    one["state"] = {{"reopen": "OPEN", "close": "CLOSED"}}[asked.does]
file.write_text(json.dumps(hub))
"""


@dataclass
class GitHub:
    """The file that the small `gh` keeps, and the folder of the notes."""

    folder: Path
    file: Path

    def read(self) -> dict[str, list[dict[str, str]]]:
        hub: dict[str, list[dict[str, str]]] = json.loads(self.file.read_text(encoding="utf-8"))
        return hub

    def write(self, **hub: object) -> None:
        self.file.write_text(json.dumps({"issues": [], "labels": [], "calls": []} | hub), encoding="utf-8")

    def issue(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_inside(link_issue.main, self.folder, *arguments)

    def week(self, day: str) -> str:
        """What the workflow does in a week; gives what it says of the issue, or what ended it."""
        assert self.issue("body", "before.md").returncode == 0
        done = run(self.folder, "--today", day, "--before", "before.md", "--report", "report.md")
        if done.returncode > 1:
            return done.stdout
        kept = self.issue("keep", "report.md")
        assert kept.returncode == 0, kept.stderr
        return kept.stdout


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitHub:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gh").write_text(GH.format(python=sys.executable), encoding="utf-8")
    (programs / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE_GITHUB", str(tmp_path / "hub.json"))
    return GitHub(tmp_path, tmp_path / "hub.json")


def test_one_issue_tells_week_by_week_what_is_dead(hub: GitHub, server: Server) -> None:
    page, other = f"{server.address}/page", f"{server.address}/200"
    write_notes(hub.folder, page, other)

    def row(since: str) -> str:
        return f"| `{page}` | {since} | `404 Not Found, asked twice` | `docs/kernel/note.md:6` |"

    def shown() -> tuple[str, str]:
        (issue,) = hub.read()["issues"]
        return issue["state"], issue["body"]

    server.says["/page"] = (200, {})
    assert hub.week("2026-10-27") == "no link is dead, and there is no issue\n"
    assert hub.read()["issues"] == []

    server.says["/page"] = (404, {})
    assert hub.week("2026-11-03") == "created the issue\n"
    state, body = shown()
    assert state == "OPEN"
    assert "## Newly dead" in body
    assert row("2026-11-03") in body

    assert hub.week("2026-11-10") == "edited issue #1\n"
    state, body = shown()
    assert state == "OPEN"
    assert "## Still dead" in body
    assert "## Newly dead" not in body
    assert row("2026-11-03") in body

    server.says["/page"] = (200, {})
    assert hub.week("2026-11-17") == "edited and closed issue #1: no link is dead any more\n"
    state, body = shown()
    assert state == "CLOSED"
    heads = "| address | dead since | now | where |\n| --- | --- | --- | --- |\n"
    assert f"## Alive again\n\n{heads}| `{page}` | 2026-11-03 | `200 OK` |" in body

    assert hub.week("2026-11-24") == "edited issue #1\n"
    assert "## Alive again" not in shown()[1]

    server.says["/page"] = (404, {})
    assert hub.week("2026-12-01") == "edited and reopened issue #1\n"
    state, body = shown()
    assert state == "OPEN"
    assert "## Newly dead" in body
    assert row("2026-12-01") in body

    before = hub.read()["issues"]
    write_notes(hub.folder, f"{refused()}/1", f"{refused()}/2")
    assert hub.week("2026-12-08").startswith("the network seems down: 0 of 2 addresses answered")
    assert hub.read()["issues"] == before


def test_of_more_than_one_issue_the_oldest_is_kept(hub: GitHub) -> None:
    issues = [
        {"number": number, "state": state, "labels": labels, "body": f"text {number}"}
        for number, state, labels in (
            (3, "OPEN", ["bug"]),
            (7, "CLOSED", ["dead-links"]),
            (9, "OPEN", ["dead-links"]),
        )
    ]
    hub.write(issues=issues, labels=["bug", "dead-links"])
    text = report([finding("http://a.org/", "dead")], "", TODAY)
    (hub.folder / "report.md").write_text(text, encoding="utf-8")
    assert hub.issue("body", "before.md").returncode == 0
    assert (hub.folder / "before.md").read_text(encoding="utf-8") == "text 7"
    assert hub.issue("keep", "report.md").stdout.splitlines() == [
        "2 issues have the label dead-links: #7 is kept, not #9",
        "edited and reopened issue #7",
    ]
    assert [(issue["state"], issue["body"]) for issue in hub.read()["issues"]] == [
        ("OPEN", "text 3"),
        ("OPEN", text),
        ("OPEN", "text 9"),
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("keep", "report.md"), 1, "gh issue list failed: HTTP 502: Bad Gateway (https://api.github.com)"),
        (("body", "before.md"), 1, "gh issue list failed: HTTP 502: Bad Gateway (https://api.github.com)"),
        (("keep", "nowhere.md"), 2, "nowhere.md is missing"),
        (("keep",), 2, "usage: link_issue.py body FILE | keep REPORT"),
        (("report", "report.md"), 2, "usage: link_issue.py body FILE | keep REPORT"),
    ],
)
def test_what_ends_the_keeping_is_one_line(
    hub: GitHub, arguments: tuple[str, ...], status: int, said: str
) -> None:
    hub.write(broken=True)
    (hub.folder / "report.md").write_text("", encoding="utf-8")
    done = hub.issue(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (status, "", f"{said}\n")


def test_without_gh_one_line_says_so(hub: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(hub.folder / "docs"))
    command = [sys.executable, str(ROOT / "scripts/link_issue.py"), "body", "before.md"]
    done = subprocess.run(command, cwd=hub.folder, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, "gh is missing; see cli.github.com\n")
    assert not (hub.folder / "before.md").exists()
