"""Counts what a tab loads."""

from __future__ import annotations

import gzip

from playwright.sync_api import Page, Response


class Meter:
    """Counts the bytes (gzip -9) of the files that a tab loads, each once: a browser keeps them."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        page.on("response", self.count)

    def count(self, response: Response) -> None:
        address = response.url.split("#")[0].split("?")[0]
        self.kinds[address] = response.request.resource_type
        self.bytes[address] = len(gzip.compress(response.body(), 9))

    def total(self) -> int:
        return sum(self.bytes.values())
