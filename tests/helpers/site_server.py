"""Serve a built site below a sub-path as its host will: unknown addresses get 404.html."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from typing import Any

Send = Callable[[BufferedIOBase, bytes], object]


@contextmanager
def serve(site: Path, base: str, send: Send | None = None) -> Iterator[str]:
    """Serve `site` below `base` (such as `/kernel-notes/`); gives the address that ends with it.

    `send` writes the pages that there are, if given.
    """

    class Handler(SimpleHTTPRequestHandler):
        # Keep-alive and no Nagle: without them a page of ten requests takes seconds.
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, directory=str(site), **options)

        def do_GET(self) -> None:
            if not self.path.startswith(base):
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            self.path = "/" + self.path.removeprefix(base)
            page = Path(self.translate_path(self.path)) / "index.html"
            if send and page.is_file():
                self.begin(HTTPStatus.OK, body := page.read_bytes())
                send(self.wfile, body)
            else:
                super().do_GET()

        def send_error(self, code: int, *_: Any, **__: Any) -> None:
            body = (site / "404.html").read_bytes() if code == HTTPStatus.NOT_FOUND else b""
            self.begin(code, body)
            self.wfile.write(body)

        def begin(self, code: int, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
