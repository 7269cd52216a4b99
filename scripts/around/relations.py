"""Tell which notes hang together: by rare symbols and terms that they share, and by a hand-kept table.

The table is in the front matter of docs/map.md. `related` has pairs that what they share does not show, or
does not say well; `unrelated` has pairs that share names and teach a reader nothing.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notes.page import LANGUAGES, Page, Problem, Row, Value, at, rows, stale, texts

TABLE = "map.md"
# A note is told to a reader with so many others at most, each with so many of the names that they share.
MOST, NAMES = 5, 3
# A name that more notes have than this relates none of them.
COMMON = 12
# What a pair must share to be related without a word of ours: as much as two names that two notes of 67 have.
LEAST = 7000


@dataclass(frozen=True)
class Relation:
    """Two notes, in the order of their names; what names they share, rarest first; why, in `en` and `zh`."""

    one: str
    other: str
    shared: tuple[str, ...]
    why: Mapping[str, str]


def relate(
    notes: list[str],
    names: Mapping[str, list[str]],
    by_hand: Mapping[tuple[str, str], Mapping[str, str]],
    unrelated: set[tuple[str, str]],
) -> list[Relation]:
    """The relations of the notes, of none more than MOST: those of the table in its order, then others.

    `names` has for each symbol or term the notes that have it, `by_hand` the pairs of the table.
    """
    weights: Counter[tuple[str, str]] = Counter()
    shared: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for name, found in names.items():
        if 2 <= len(found) <= COMMON:
            # In whole thousandths: the last digit of a logarithm is another on another processor.
            weight = round(1000 * math.log(1 + len(notes) / len(found)))
            for pair in itertools.combinations(sorted(found), 2):
                weights[pair] += weight
                shared[pair].append((-weight, name))
    computed = [pair for pair, weight in weights.items() if weight >= LEAST and pair not in by_hand]
    computed.sort(key=lambda pair: (-weights[pair], pair))
    taken: Counter[str] = Counter()
    relations = []
    for pair in (*by_hand, *computed):
        if pair in unrelated or max(taken[note] for note in pair) >= MOST:
            continue
        taken.update(pair)
        rarest = tuple(name for _, name in sorted(shared[pair])[:NAMES])
        relations.append(Relation(*pair, rarest, by_hand.get(pair, {})))
    return relations


def pairs(front: Mapping[str, object], key: str) -> dict[tuple[str, str], Mapping[str, str]]:
    """The pairs of notes in a table that is sound, each with its `why`."""
    found = {}
    for row in front.get(key) or ():  # type: ignore[attr-defined]
        one, other = sorted(row["notes"])
        found[one, other] = row["why"]
    return found


def check(page: Page, notes: set[str]) -> Iterator[Problem]:
    """What is wrong with the two tables; `notes` are the names of all notes."""
    taken: set[tuple[str, ...]] = set()
    for key in ("related", "unrelated"):
        for row in rows(page.front.get(key, Value(1, [])).data):
            names = row.get("notes")
            pair = tuple(sorted(map(str, names))) if isinstance(names, list) else ()
            if len(set(pair)) != 2 or set(row) != {"notes", "why"}:
                mend = "write `{notes: [section/slug, section/slug], why: …}`"
                yield at(page.path, row, "no pair of notes with a reason", mend)
                continue
            yield from stale(page.path, row, pair, notes)
            if pair in taken:
                yield at(page.path, row, f"{' and '.join(pair)} stand twice", "keep one of the two")
            taken.add(pair)
            if key == "related" and not texts(row["why"], LANGUAGES):
                yield at(page.path, row, "`why` is not in both languages", "write `en` and `zh`")
            if key == "unrelated" and (isinstance(row["why"], Row) or not row["why"]):
                yield at(page.path, row, "no reason", "say in one line why the pair teaches nothing")
