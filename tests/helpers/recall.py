"""Judged queries, typed into the real box: what comes first, and how often that is right."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from meter import Meter

QUERIES = Path(__file__).parent.parent / "search" / "queries.tsv"
NONSENSE = "nonsense"
# How long keys rest before a query is taken for whole, in milliseconds; as in search.js.
REST = 150
# A page loads it when it likes, whether or not anybody searches.
ICON = "assets/favicon.svg"
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
    return links(page, home)


def links(page: Page, home: str) -> list[str]:
    """The pages of the results that are shown, in their order."""
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


ASK = """async ([home, queries, rest]) => {
  const field = document.querySelector("#search"), list = document.querySelector(".md-search-result__list");
  const links = LINKS;
  const wait = setTimeout, answers = [];
  // The first sign that a reader will search loads it; it then answers what stands in the box.
  field.focus();
  // No keys come that a half query could wait for.
  globalThis.setTimeout = (then, after) => wait(then, after === rest ? 0 : after);
  try {
    for (const query of queries) {
      const settled = new Promise((done) => {
        const watch = new MutationObserver(() => {
          if (list.ariaBusy === "false") watch.disconnect(), done();
        });
        watch.observe(list, { attributes: true });
      });
      field.value = query;
      field.dispatchEvent(new InputEvent("input"));
      await settled;
      answers.push(links(home));
    }
  } finally {
    globalThis.setTimeout = wait;
  }
  return answers;
}""".replace("LINKS", LINKS)


def ask_all(page: Page, home: str, queries: list[Query]) -> list[tuple[Query, list[str]]]:
    """Open a page and put each query into the box, without keys and without the rest that keys are given."""
    page.goto(f"{home}about/")
    answers: list[list[str]] = page.evaluate(ASK, [home, [query.text for query in queries], REST])
    return list(zip(queries, answers, strict=True))


def first_query(page: Page, home: str, query: Query) -> int:
    """Bytes (gzip -9) of all that a page loads for its first query, which comes at once."""
    page.goto(f"{home}about/")
    meter = Meter(page)
    page.evaluate(ASK, [home, [query.text], REST])
    page.remove_listener("request", meter.count)
    meter.kinds.pop(home + ICON, None)
    return meter.total()


COUNT = """() => {
  globalThis.looked = 0;
  for (const name of ["get", "set"]) {
    const own = Map.prototype[name];
    Map.prototype[name] = function (...all) {
      looked += 1;
      return own.apply(this, all);
    };
  }
}"""


def work(page: Page, home: str, queries: list[Query]) -> list[int]:
    """Calls of our scripts' functions and look-ups in maps that each query takes when it is asked again."""
    session = page.context.new_cdp_session(page)
    page.evaluate(COUNT)
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True})
    found = []
    for query in queries:
        page.evaluate(ASK, [home, [query.text], REST])
        session.send("Profiler.takePreciseCoverage")
        page.evaluate("looked = 0")
        page.evaluate(ASK, [home, [query.text], REST])
        scripts = session.send("Profiler.takePreciseCoverage")["result"]
        ours = [script for script in scripts if "/assets/" in script["url"]]
        calls = sum(each["ranges"][0]["count"] for script in ours for each in script["functions"])
        found.append(calls + page.evaluate("looked"))
    session.detach()
    return sorted(found)
