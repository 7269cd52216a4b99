"""Ask addresses of the web, with lychee, whether they still answer."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

# What a web address may hold as it is (RFC 3986), without `\`, `|` and the like that browsers put up with.
ALLOWED = "!#$%&'()*+,/:;=?@[]~"
# Answers of a wall that lets browsers and people in: they do not say that the page is gone.
GUARDED = (401, 403, 429)
# A reference such as &lt; is read in Markdown, so its beginning is escaped.
AMPERSAND = "\\&"
PERMANENT = (301, 308)
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 10
# Walls turn away what does not say that it is a browser.
BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)
MAPS = ("success_map", "error_map", "timeout_map", "excluded_map")

Ask = Callable[[list[str]], dict[str, "Answer"]]


@dataclass(frozen=True)
class Answer:
    """What became of an address: `kind` is alive, moved, guarded, dead, or unasked (a host of examples).

    `why` is the status or the error in words; `new` is where an address has moved to; `heard` tells whether
    a server answered at all, be it that the page is not there.
    """

    kind: str
    why: str
    new: str = ""
    heard: bool = True


class NoLycheeError(Exception):
    """Lychee is not there, or does not do what it is asked; the text says so in one line."""


def ask_twice(addresses: list[str], ask: Ask, pause: float) -> dict[str, Answer]:
    """The answer of each address; what is dead was so twice, `pause` seconds apart.

    The second round asks only what failed in the first, so nothing needs to be kept in a cache.
    """
    answers = ask(addresses)
    failed = [address for address in addresses if answers[address].kind == "dead"]
    if failed:
        time.sleep(pause)
        again = ask(failed)
        answers |= {address: both(answers[address], again[address]) for address in failed}
    return answers


def both(first: Answer, second: Answer) -> Answer:
    """The answer of an address that failed when it was first asked."""
    if second.kind != "dead":
        return second
    why = f"{first.why}, asked twice" if first.why == second.why else f"{first.why}, then {second.why}"
    return Answer("dead", why, heard=first.heard or second.heard)


def network_is_down(answers: Iterable[Answer]) -> bool:
    """Whether so few servers answered, fewer than half, that the fault must lie nearer than with them."""
    asked = [answer.heard for answer in answers if answer.kind != "unasked"]
    return 2 * sum(asked) < len(asked)


def ask_once(addresses: list[str], lychee: Path, timeout: int) -> dict[str, Answer]:
    """The answer of each address, asked once with at most `timeout` seconds each.

    Raises NoLycheeError if the program is missing or fails.
    """
    said = run_lychee(addresses, lychee, timeout)
    entries = {
        entry["span"]["line"]: (name, entry)
        for name in MAPS
        for found in said[name].values()
        for entry in found
    }
    redirects = {
        entry["origin"]: entry["redirects"] for found in said["redirect_map"].values() for entry in found
    }
    return {
        address: read(*entries[line]) if line in entries else unread(redirects.get(plain(address)))
        for line, address in enumerate(addresses, 1)
    }


def run_lychee(addresses: list[str], lychee: Path, timeout: int) -> dict[str, Any]:
    """What lychee says, read from its JSON: maps from its one input to the entries of their kind."""
    # As bare text, an address that ends in a dot or a bracket would be cut there.
    lines = [f"[](<{plain(address).replace('&', AMPERSAND)}>)" for address in addresses]
    # In a folder of its own, it finds no settings of anybody's: ./lychee.toml, .lycheeignore.
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "addresses.md").write_text("\n".join(lines), encoding="utf-8")
        try:
            done = subprocess.run(  # noqa: S603 (the program of this environment, on a file of our own)
                [
                    str(lychee),
                    "--format=json",
                    "--verbose",  # else it tells neither what is alive nor where a redirect led
                    "--no-progress",
                    f"--timeout={timeout}",
                    "--max-retries=0",  # the second round asks again, after a pause that means something
                    f"--max-redirects={MOST_REDIRECTS}",
                    f"--accept=200..=299,{','.join(map(str, GUARDED))}",
                    f"--user-agent={BROWSER}",
                    "addresses.md",
                ],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise NoLycheeError(f"{lychee} is missing; type: make .venv/tests") from None
    try:
        said: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        last = done.stderr.strip().rpartition("\n")[2]
        raise NoLycheeError(f"{lychee} failed with status {done.returncode}: {last}") from None
    return said


def plain(address: str) -> str:
    """The address as it is sent: whatever a web address may not hold is written as %20 and the like."""
    return quote(address, safe=ALLOWED)


def read(found_in: str, entry: dict[str, Any]) -> Answer:
    """The answer in an entry of one of lychee's maps."""
    status = entry["status"]
    code = status.get("code")
    hops = entry.get("redirects", {}).get("redirects", [])
    if found_in == "excluded_map":
        return Answer("unasked", "a host reserved for examples")
    if code is None:
        return Answer("dead", status.get("details", status["text"]), heard=bool(hops))
    why = status["text"].removeprefix("Rejected status code: ")
    if code in GUARDED:
        return Answer("guarded", why)
    if found_in == "success_map":
        new = moved_to(hops)
        return Answer("moved" if new else "alive", why, new)
    if code in REDIRECTS:
        endless = len(hops) == MOST_REDIRECTS
        more = f"more than {MOST_REDIRECTS} redirects" if endless else "without an address to go to"
        return Answer("dead", f"{why}, {more}")
    return Answer("dead", f"{why} after a redirect to {hops[-1]['url']}" if hops else why)


def unread(hops: list[dict[str, Any]] | None) -> Answer:
    """The answer of an address that lychee leaves out of its maps: it led to what is no web address."""
    if hops:
        return Answer("dead", f"a redirect to {hops[-1]['url']}, which is no web address")
    return Answer("dead", "lychee cannot ask it", heard=False)


def moved_to(hops: list[dict[str, Any]]) -> str:
    """Where the permanent redirects at the beginning of a chain end; empty if it begins with another one.

    A redirect that is not permanent (302, 303, 307) asks to keep the old address, so what follows it is not
    where the page has moved to.
    """
    new = ""
    for hop in hops:
        if hop["code"] not in PERMANENT:
            break
        new = hop["url"]
    return new
