"""A server on this machine that gives every kind of answer an address on the web may give."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# What a path answers: the status, and the headers that come with it.
ANSWERS: dict[str, tuple[int, dict[str, str]]] = {
    "/200": (200, {}),
    "/301": (301, {"Location": "/200"}),
    "/302": (302, {"Location": "/200"}),
    "/307": (307, {"Location": "/200"}),
    "/308": (308, {"Location": "/200"}),
    "/301-301": (301, {"Location": "/301"}),
    "/301-302": (301, {"Location": "/302"}),
    "/302-301": (302, {"Location": "/301"}),
    "/302-404": (302, {"Location": "/404"}),
    "/301-nowhere": (301, {}),
    "/302-nowhere": (302, {"Location": "/301-nowhere"}),
    "/301-script": (301, {"Location": "javascript:alert(1)"}),
    "/301-403": (301, {"Location": "/403"}),
    "/loop": (302, {"Location": "/loop"}),
    "/401": (401, {}),
    "/403": (403, {}),
    "/404": (404, {}),
    "/410": (410, {}),
    "/429": (429, {}),
    "/429-wait": (429, {"Retry-After": "1"}),
    "/500": (500, {}),
    "/head-405": (200, {}),
}


@dataclass
class Server:
    """A server: its address without a slash at its end, what it answers, and what it was asked how often."""

    address: str
    says: dict[str, tuple[int, dict[str, str]]] = field(default_factory=ANSWERS.copy)
    asked: Counter[str] = field(default_factory=Counter)


@contextmanager
def answers() -> Iterator[Server]:
    """Run the server; besides ANSWERS it knows `/bot`, `/503-once` and `/hang`."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            server.asked[self.path] += 1
            status, headers = server.says.get(path, (404, {}))
            if path == "/bot":
                status = 200 if "Mozilla" in self.headers.get("User-Agent", "") else 403
            if path == "/503-once":
                status = 503 if server.asked[path] == 1 else 200
            if path == "/hang":
                ended.wait()
                return
            self.answer(status, headers)

        def do_HEAD(self) -> None:
            self.answer(405, {})

        def answer(self, status: int, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server = Server(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


def refused() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
