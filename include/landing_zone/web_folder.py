"""A web server's folders as a file system: an HTML index is a folder, whatever it links to below itself is in it."""

import errno
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

import httpx
from fsspec import AbstractFileSystem

from include import patience

_MOST_REDIRECTS = 5
_LARGEST_INDEX_BYTES = 64 << 20
_BLOCK_BYTES = 1 << 20
_UNREACHED_IN_VAIN = 8  # in a row, and a server counts as gone: thousands of files would each wait for it in turn
_TOLD_OF_A_FILE = ("ETag", "Last-Modified", "Date")


def client(login: str | None, password: str | None, headers: dict[str, str]) -> httpx.Client:
    """A session with the servers of one connection: its basic authentication and further headers, a token say."""
    return httpx.Client(
        auth=(login, password or "") if login else None,
        headers={"Accept-Encoding": "identity"} | headers,  # a file comes as it is, with its own size
    )


class WebFolder(AbstractFileSystem):  # type: ignore[misc]
    """Reads files and their indexes by HTTP. A path is a whole URL, percent-encoded; that of a folder ends in a slash.

    Only the server that a URL names is asked: a redirect is followed on the same server, and to nothing above the
    folder of what was asked. Raises OSError: ConnectionError or TimeoutError where the next moment may help.
    """

    protocol = ("http", "https")
    cachable = False

    def __init__(self, session: httpx.Client) -> None:
        super().__init__()
        self._session = session
        self._unreached = 0

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path

    def invalidate_cache(self, path: str | None = None) -> None:
        """Begin anew: a server that was gone is asked again."""
        self._unreached = 0

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        """What an index links to below itself, each once: `name` and `type`. Links to sort it by, or up, are not."""
        with self._answer("GET", path) as answer:
            if "html" not in answer.headers.get("Content-Type", ""):
                raise NotADirectoryError(errno.ENOTDIR, "no HTML index", path)
            page = b""
            for block in answer.iter_bytes(_BLOCK_BYTES):
                page += block
                if len(page) > _LARGEST_INDEX_BYTES:
                    raise OSError(errno.EFBIG, "an index of this size is not read", path)
            found = sorted(_links_below(page.decode(answer.encoding or "utf-8", errors="replace"), str(answer.url)))
        return [_named(url) for url in found] if detail else found

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """`name` where it was found, `type`, `size` (None when not told), and what tells that it changed."""
        try:
            return self._told_by("HEAD", path)
        except (ConnectionError, TimeoutError):
            raise
        except OSError:  # not every server answers HEAD as it does GET
            return self._told_by("GET", path)

    def _told_by(self, method: str, path: str) -> dict[str, Any]:
        with self._answer(method, path) as answer:
            size = answer.headers.get("Content-Length", "")
            told = {name: answer.headers.get(name) for name in _TOLD_OF_A_FILE}
            return _named(normal(str(answer.url))) | {"size": int(size) if size.isdecimal() else None} | told

    def _open(self, path: str, mode: str = "rb", **_: Any) -> BinaryIO:
        """The file, as it arrives. What breaks off raises ConnectionError: an end is believed only where it is told."""
        with ExitStack() as stack:
            answer = stack.enter_context(self._answer("GET", path))
            chunked = "chunked" in answer.headers.get("Transfer-Encoding", "")
            if "Content-Length" not in answer.headers and not chunked:
                raise OSError(errno.EPROTO, "the server does not tell where the file ends", path)
            return io.BufferedReader(_Download(answer, path, stack.pop_all()), _BLOCK_BYTES)

    @contextmanager
    def _answer(self, method: str, path: str) -> Iterator[httpx.Response]:
        url, timeout = path, httpx.Timeout(patience.read_seconds(), connect=patience.connect_seconds())
        with _told(path):
            for _ in range(_MOST_REDIRECTS):
                answer = self._reach(self._session.build_request(method, url, timeout=timeout))
                if answer.next_request is None:
                    break
                answer.close()
                url = str(answer.next_request.url)
                if not normal(url).startswith(urljoin(normal(path), ".")):
                    raise PermissionError(errno.EACCES, f"redirected elsewhere, to {url.split('?')[0]}", path)
            else:
                raise OSError(errno.ELOOP, "redirected without end", path)
            try:
                _accept(answer.status_code, path)
                yield answer
            finally:
                answer.close()

    def _reach(self, request: httpx.Request) -> httpx.Response:
        if self._unreached >= _UNREACHED_IN_VAIN:
            raise OSError(errno.EHOSTUNREACH, "the server does not answer any more", str(request.url))
        try:
            answer = self._session.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            self._unreached += 1
            raise
        self._unreached = 0
        return answer


class _Download(io.RawIOBase):
    """The bytes of an answer, undecoded."""

    def __init__(self, answer: httpx.Response, path: str, stack: ExitStack) -> None:
        self._blocks, self._path, self._stack = answer.iter_raw(_BLOCK_BYTES), path, stack
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            with _told(self._path):
                self._rest = next(self._blocks, b"")
        block, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._stack.close()
        super().close()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if (tag, name) == ("a", "href") and value]


def normal(url: str) -> str:
    """A URL without query and fragment, written in the one way that all URLs of the same place are.

    Raises httpx.InvalidURL.
    """
    parts = urlsplit(str(httpx.URL(url)))
    path = "/".join(_encoded(unquote_to_bytes(part)) for part in (parts.path or "/").split("/"))
    return f"{parts.scheme}://{parts.netloc}{path}"


def _encoded(part: bytes) -> str:
    """A part of a path as it cannot be mistaken for a way up."""
    return quote(part, safe="") if part.strip(b".") or not part else "%2E" * len(part)


def _links_below(page: str, url: str) -> set[str]:
    links, folder = _Links(), urljoin(normal(url), ".")
    links.feed(page)
    below = set()
    for link in links.found:
        try:
            target = urljoin(url, link.strip())
            name = normal(target)
        except (ValueError, httpx.InvalidURL):
            continue
        if name.startswith(folder) and name != folder and not urlsplit(target).query:
            below.add(name)
    return below


def _named(url: str) -> dict[str, Any]:
    return {"name": url, "type": "directory" if url.endswith("/") else "file", "size": None}


def _accept(status: int, path: str) -> None:
    """Raises what a status other than 200 means."""
    if status == HTTPStatus.OK:
        return
    known = status in set(HTTPStatus)
    told = f"{status} {HTTPStatus(status).phrase}" if known else str(status)
    if status in (401, 403, 407):
        raise PermissionError(errno.EACCES, told, path)
    if status in (404, 410):
        raise FileNotFoundError(errno.ENOENT, told, path)
    if status in (408, 425, 429) or status >= 500:
        raise ConnectionError(errno.ECONNABORTED, told, path)
    raise OSError(errno.EIO, told, path)


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as failure:
        raise TimeoutError(errno.ETIMEDOUT, "no answer in time", path) from failure
    except (httpx.HTTPError, httpx.StreamError) as failure:
        raise ConnectionError(errno.ECONNABORTED, str(failure) or type(failure).__name__, path) from failure
    except httpx.InvalidURL as failure:
        raise OSError(errno.EINVAL, str(failure), path) from failure
