"""Pages that come in pieces, each when the one before is drawn: as over a slow line, on any machine."""

from __future__ import annotations

import threading
from io import BufferedIOBase

from playwright.sync_api import Page

PIECES = 8
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
NUMBER = "document.querySelectorAll('*').length"


class Pieces:
    """Sends pages for `site_server.serve`, and opens them."""

    def __init__(self) -> None:
        self.wanted = threading.Semaphore(0)

    def send(self, file: BufferedIOBase, html: bytes) -> None:
        first, *rest = cut(html)
        file.write(first)
        for piece in rest:
            self.wanted.acquire()
            file.write(piece)

    def load(self, page: Page, address: str) -> None:
        """Open a page, and wait until it is drawn after each piece and at the end."""
        page.goto(address, wait_until="commit")
        for _ in range(PIECES - 1):
            page.evaluate(DRAWN)
            number = page.evaluate(NUMBER)
            self.wanted.release()
            page.wait_for_function(f"number => {NUMBER} > number", arg=number)
        page.wait_for_load_state()
        page.evaluate(DRAWN)


def cut(html: bytes) -> list[bytes]:
    """A page in pieces, of which the first has the head, and each other one begins with a tag of the body."""
    body = html.index(b"<body")
    starts = [0]
    for number in range(1, PIECES):
        at = body + (len(html) - body) * number // PIECES
        while not (html[at : at + 1] == b"<" and html[at + 1 : at + 2].isalpha()):
            at += 1
        starts.append(at)
    return [html[start:end] for start, end in zip(starts, [*starts[1:], len(html)], strict=True)]
