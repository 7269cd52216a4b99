"""Judged queries, typed into the real box: what comes first, and how often that is right."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from meter import Meter

QUERIES = Path(__file__).parent.parent / "search" / "queries.tsv"
NONSENSE = "nonsense"
SETTLED = """query => document.querySelector("#search").value === query
  && document.querySelector(".md-search-result__list").ariaBusy === "false" """
LINKS = """home => [...document.querySelectorAll(".md-search-result__link")]
  .map(link => link.href.slice(home.length).split(/[?#]/)[0].replace(/\\/$/, ""))"""


@dataclass(frozen=True)
class Query:
    """A query, its class, and the pages (`kernel/clocksource`) that a reader wants; none for nonsense."""

    kind: str
    text: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """Of the queries of a class: how many; the share with a wanted page first; among the first three."""

    number: int
    first: float
    third: float


def read_queries(path: Path = QUERIES) -> list[Query]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Query(row["class"], row["query"], () if row["pages"] == "-" else tuple(row["pages"].split()))
            for row in rows
        ]


def ask(page: Page, home: str, query: str) -> list[str]:
    """Type a query over what stands in the box; the pages of the results, in their order."""
    page.keyboard.press("Control+A")
    page.keyboard.type(query)
    page.wait_for_function(SETTLED, arg=query)
    found: list[str] = page.evaluate(LINKS, home)
    return found


def place(query: Query, found: list[str]) -> int:
    """The place of the first wanted page from 1, 0 if it is not there; of nonsense 1 if there is none."""
    if not query.pages:
        return int(not found)
    return next((place for place, page in enumerate(found, 1) if page in query.pages), 0)


def shares(answers: Iterable[tuple[Query, int]]) -> dict[str, Share]:
    """The shares of each class and, under "all", of all queries but nonsense."""
    places: dict[str, list[int]] = defaultdict(list)
    for query, found in answers:
        places[query.kind].append(found)
        if query.kind != NONSENSE:
            places["all"].append(found)
    return {
        kind: Share(len(all_), all_.count(1) / len(all_), sum(1 <= p <= 3 for p in all_) / len(all_))
        for kind, all_ in places.items()
    }


def ask_all(page: Page, home: str, queries: list[Query]) -> list[tuple[Query, list[str]]]:
    """Open the home page and type each query into the box."""
    page.goto(home)
    page.keyboard.press("/")
    return [(query, ask(page, home, query.text)) for query in queries]


def first_query(chromium: Browser, home: str, query: Query) -> int:
    """Bytes (gzip -9) of all that a fresh browser loads for its first query, typed key by key."""
    page = chromium.new_page()
    page.goto(home, wait_until="networkidle")
    meter = Meter(page)
    page.keyboard.press("/")
    page.keyboard.type(query.text)
    page.wait_for_function(SETTLED, arg=query.text)
    page.wait_for_load_state("networkidle")
    page.close()
    return meter.total()


WARM = """async queries => {
  const field = document.querySelector("#search"), list = document.querySelector(".md-search-result__list");
  const times = [];
  for (const round of [1, 2]) for (const query of queries) {
    const start = performance.now();
    field.value = query;
    const answered = new Promise(done => new MutationObserver((_, observer) => {
      if (list.ariaBusy === "false") { observer.disconnect(); done(); }
    }).observe(list, { attributes: true }));
    field.dispatchEvent(new InputEvent("input"));
    await answered;
    if (round === 2) times.push(performance.now() - start);
  }
  return times;
}"""


def warm(page: Page, queries: list[Query]) -> list[float]:
    """Milliseconds from a change of the box to its results, of each query when it is asked again."""
    times: list[float] = page.evaluate(WARM, [query.text for query in queries])
    return sorted(times)
