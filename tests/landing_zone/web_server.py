"""A real web server in a thread: shows a folder, notes what it is asked, and misbehaves where it is told to."""

import base64
import hashlib
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote

Answer = Callable[["Handler"], None]


class WebServer:
    """`folder` is shown under `uri`; `asked` are method and decoded path of each request.

    `instead` has, by path, how to answer the next requests otherwise: a list is used up, a function stays.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[tuple[str, str]] = []
        self.instead: dict[str, list[Answer] | Answer] = {}
        self.login: str | None = None
        self.token: str | None = None
        self.tags = True
        self.dates = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Handler(*given, shown=self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def uri(self) -> str:
        return f"http://{self.address}/landing"

    def put(self, path: str, content: str | bytes) -> str:
        """Write a file below `landing`; answers the path by which it is asked for."""
        place = self.folder / "landing" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return f"/landing/{path}"

    def fetched(self) -> list[str]:
        """Paths of the files that were asked for with GET since the last time, the indexes left out."""
        fetched = [path for method, path in self.asked if method == "GET" and not path.endswith("/")]
        self.asked.clear()
        return sorted(fetched)


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *given: Any, shown: WebServer) -> None:
        self.shown = shown
        super().__init__(*given, directory=str(shown.folder))

    def do_GET(self) -> None:
        self._answer(super().do_GET)

    def do_HEAD(self) -> None:
        self._answer(super().do_HEAD)

    def _answer(self, usual: Callable[[], None]) -> None:
        path = unquote(self.path)
        self.shown.asked.append((self.command, path))
        allowed = {None, f"Basic {base64.b64encode(self.shown.login.encode()).decode()}" if self.shown.login else None}
        if self.shown.login and self.headers["Authorization"] not in allowed - {None}:
            return self.say(401)
        if self.shown.token and self.headers["Authorization"] != f"Bearer {self.shown.token}":
            return self.say(403)
        instead = self.shown.instead.get(path)
        if isinstance(instead, list):
            instead = instead.pop(0) if instead else None
        if instead:
            return instead(self)
        return usual()

    def end_headers(self) -> None:
        place = Path(self.translate_path(self.path))
        if self.shown.tags and place.is_file():
            self.send_header("ETag", f'"{hashlib.sha256(place.read_bytes()).hexdigest()}"')
        super().end_headers()

    def send_header(self, keyword: str, value: str) -> None:
        if self.shown.dates or keyword != "Last-Modified":
            super().send_header(keyword, value)

    def say(self, status: int, body: str = "", **headers: str) -> None:
        """Answer with a status, headers (`Content_Type` for `Content-Type`) and a text."""
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body.encode()))} | headers).items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


def status(code: int, body: str = "", **headers: str) -> Answer:
    """An answer of this status, to whatever is asked."""
    return lambda handler: handler.say(code, body, **headers)


def index(*links: str) -> Answer:
    """A page of links as they are given."""
    page = "".join(f'<li><A class="x" href="{link}">…</A>' for link in links)
    return status(200, f"<html><body><ul>{page}</ul></body></html>", Content_Type="text/html; charset=utf-8")


def cut_off(content: str, after: int) -> Answer:
    """A file that breaks off after so many bytes, though its whole length was told."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content.encode())))
        handler.end_headers()
        handler.wfile.write(content.encode()[:after])

    return only_for("GET", answer)


def only_for(method: str, answer: Answer) -> Answer:
    """The answer to one method; the other is answered as usual."""

    def choose(handler: Handler) -> None:
        if handler.command == method:
            answer(handler)
        elif handler.command == "GET":
            SimpleHTTPRequestHandler.do_GET(handler)
        else:
            SimpleHTTPRequestHandler.do_HEAD(handler)

    return choose


def encoded(path: str) -> str:
    """A path as it stands in a link."""
    return quote(path)
