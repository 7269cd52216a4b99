"""Check every address outside the site that the notes and the other pages link to; needs the network.

Usage: python scripts/external_links.py [--pause SECONDS] [--timeout SECONDS] [--report FILE [--before FILE]]
Asks each address, and after a pause once more what failed. Prints one line a finding, then how many there
are of each kind. --report writes them as the text of an issue, with the dates that --before, the text of the
last one, knows. Exits with 1 if an address is dead that mkdocs.yml does not list below `dead_links`, with 2
if there is nothing to check or nothing to check it with, with 3 if the network seems down.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from around import glossary, newer, remarks, symbols
from building.progress import progress
from building.whole import stoppable, write_whole
from links.ask_links import NoLycheeError, ask_once, ask_twice, network_is_down
from links.dead_links import dead_links
from links.link_report import Finding, count, report
from links.markdown_links import links
from notes.configuration import CONFIG
from notes.page import Problem, read_page

# The page of the whole source repeats the notes' addresses.
SOURCE_PAGE = "source.md"
DEAD, NOTHING_TO_CHECK, NETWORK_DOWN = 1, 2, 3


def outside_addresses(docs: Path) -> tuple[dict[str, list[str]], list[Problem]]:
    """The addresses that the Markdown files below `docs` link to, each with its places (`docs/about.md:9`),
    those of the tables of terms and of symbols, of remarks and newer ones among them.

    Also the problems of files that cannot be read.
    """
    places: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for path in sorted(docs.rglob("*.md")):
        if path == docs / SOURCE_PAGE:
            continue
        page = read_page(path, str(path))
        problems += page.problems
        for link in links(page):
            place = f"{path}:{link.line}"
            if link.target.lower().startswith(("http://", "https://")):
                stands = places.setdefault(link.target, [])
                stands += [] if place in stands else [place]
        for script in (glossary, symbols, remarks, newer):
            for line, address in script.addresses(page):
                places.setdefault(address, []).append(f"{path}:{line}")
    return places, problems


def in_words(found: Finding) -> str | None:
    """What the terminal says of a finding, `file:line: what; how to mend it`; None if all is well."""
    answer, known = found.answer, found.known
    place, *others = found.places
    also = f" (also {', '.join(others)})" if others else ""
    said = {
        "moved": f"has moved to {answer.new}; it still leads there",
        "guarded": f"is guarded: {answer.why}; a browser may show whether it is alive",
        "unasked": f"was not asked: {answer.why}",
        "dead": f"is dead: {answer.why}; link to another copy, or add it to dead_links in mkdocs.yml "
        "with date and reason",
    }
    if known:
        said["known"] = f"is known dead since {known.since}: {known.reason}"
        said["again"] = f"is alive again: {answer.why}; take it out of dead_links"
        place = f"{CONFIG.name}:{known.line}" if found.kind == "again" else place
    if found.kind not in said:
        return None
    return one_line(f"{place}: {found.address} {said[found.kind]}{also}")


def one_line(text: str) -> str:
    """What servers say without anything that moves the cursor of a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Check every outside address that the notes link to.")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of the notes")
    parser.add_argument("--config", type=Path, default=CONFIG, help="the file that lists the known dead")
    parser.add_argument("--pause", type=float, default=60, help="seconds between the two rounds")
    parser.add_argument("--timeout", type=int, default=20, help="seconds that an address has to answer")
    parser.add_argument("--report", type=Path, help="file to write the text of the issue to")
    parser.add_argument("--before", type=Path, help="file with the text of the issue as it is")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    options = parser.parse_args(arguments)
    try:
        return check(options)
    except NoLycheeError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    return NOTHING_TO_CHECK


def check(options: argparse.Namespace) -> int:
    """Ask, print and write what was found; gives the exit status."""
    places, problems = outside_addresses(options.docs)
    known, faults = dead_links(options.config, set(places), options.today)
    if problems or faults:
        print(*problems, *faults, sep="\n")
        return NOTHING_TO_CHECK
    if not places:
        print(f"{options.docs}: no page links to an outside address; name the folder of the notes")
        return NOTHING_TO_CHECK
    lychee = Path(sys.executable).with_name("lychee")
    ask = partial(ask_once, lychee=lychee, timeout=options.timeout)
    with stoppable("links-external"), progress(f"asking {len(places)} addresses"):
        answers = ask_twice(list(places), ask, options.pause)
    if network_is_down(answers.values()):
        heard = sum(answer.heard for answer in answers.values())
        print(
            f"the network seems down: {heard} of {len(answers)} addresses answered; nothing is said of them"
        )
        return NETWORK_DOWN
    listed = {link.address: link for link in known}
    findings = [
        Finding(address, tuple(stands), answers[address], listed.get(address))
        for address, stands in places.items()
    ]
    for line in filter(None, map(in_words, findings)):
        print(line)
    print(count(findings))
    if options.report:
        last = options.before if options.before and options.before.exists() else None
        before = last.read_text(encoding="utf-8", errors="replace") if last else ""
        write_whole(options.report, report(findings, before, options.today))
    return DEAD if any(found.kind == "dead" for found in findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
