"""Counts what a tab loads."""

from __future__ import annotations

import gzip
from functools import cache
from urllib.error import HTTPError
from urllib.request import urlopen

from playwright.sync_api import Page, Request


class Meter:
    """Counts the bytes (gzip -9) of the files that a tab asks for, each once: a browser keeps them."""

    def __init__(self, page: Page) -> None:
        self.kinds: dict[str, str] = {}
        page.on("request", self.count)

    def count(self, request: Request) -> None:
        self.kinds[request.url.split("#")[0].split("?")[0]] = request.resource_type

    def total(self) -> int:
        return sum(map(weight, self.kinds))


@cache
def weight(address: str) -> int:
    """Bytes (gzip -9) of what a server of a test answers."""
    try:
        with urlopen(address) as answer:  # noqa: S310 (a loopback address)
            body = answer.read()
    except HTTPError as error:
        body = error.read()
    return len(gzip.compress(body, 9))
