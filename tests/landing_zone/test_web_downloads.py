"""A web server that is busy, slow, breaks off or goes away: no file is loaded in part, and every other file goes on."""

import threading
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest

from include.landing_zone import files
from include.landing_zone.web_folder import WebFolder, client
from include.loaders import landing, limits
from include.loaders.receiving import LandedFile, receive

from .conftest import TakeIn, events
from .web_server import Handler, WebServer, cut_off, only_for, status

MONTH = "app_downloads/57/2024-02"
TRIED_AGAIN = "ระบบจะลองใหม่ในรอบถัดไป หากยังเปิดไม่ได้ โปรดแจ้งผู้ดูแลระบบ"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_RETRY_SECONDS", "0.01")


def listed(web: WebServer) -> dict[str, LandedFile]:
    return {"/".join(file.path): file for file in files(WebFolder(client(None, None, {})), web.uri, "http")}


def test_a_server_that_is_busy_is_asked_again_and_one_that_says_no_is_not(web: WebServer, take_in: TakeIn) -> None:
    busy, gone, dead = (web.put(f"{MONTH}/{name}.csv", events(name)) for name in ("busy", "gone", "dead"))
    web.instead[busy] = [status(503), status(429)]
    web.instead[gone] = only_for("GET", status(404))
    web.instead[dead] = only_for("GET", status(500))
    rows = take_in(web.uri)
    assert rows["busy.csv"]["status"] == "loaded"
    assert rows["gone.csv"]["reason"] == f"เปิดไฟล์ไม่ได้ (404 Not Found) {TRIED_AGAIN}"
    assert rows["dead.csv"]["reason"] == f"เปิดไฟล์ไม่ได้ (500 Internal Server Error) {TRIED_AGAIN}"
    assert web.fetched() == sorted([busy, gone, *[dead] * 4])
    web.instead.clear()
    assert {row["status"] for row in take_in(web.uri).values()} == {"loaded"}


@pytest.fixture(params=["small", "large"])
def size(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read whole before it is loaded, or loaded while it is read."""
    if request.param == "large":
        monkeypatch.setattr(landing, "KEPT_IN_MEMORY", 0)
    return str(request.param)


def test_a_download_that_breaks_off_is_never_loaded_in_part(web: WebServer, take_in: TakeIn, size: str) -> None:
    content = events(*(f"E{number}" for number in range(100)))
    once, always = (web.put(f"{MONTH}/{name}.csv", content.replace("E", name)) for name in ("once", "always"))
    cut = content.index("E50,")  # between two rows: what came is a good file
    broken = cut_off(content, len(content[:cut].encode()))
    web.instead[once] = [only_for("HEAD", status(500)), broken]
    web.instead[always] = broken
    rows = take_in(web.uri)
    assert (rows["once.csv"]["status"], rows["once.csv"]["rows_read"]) == ("loaded", 100)
    assert (rows["always.csv"]["status"], rows["always.csv"]["sha256"]) == ("rejected", "")
    assert "เปิดไฟล์ไม่ได้" in rows["always.csv"]["reason"]
    web.instead.clear()
    assert take_in(web.uri)["always.csv"]["rows_read"] == 100


def test_a_file_whose_end_the_server_does_not_tell_is_not_believed(web: WebServer) -> None:
    def endless(handler: Handler) -> None:
        handler.close_connection = True
        handler.say(200, "perhaps all of it", Content_Length="")

    web.instead[web.put("a.csv", "all of it")] = only_for("GET", endless)
    received = receive(listed(web)["a.csv"], None)
    assert received.content is None and "does not tell where the file ends" in str(received.reason)


def test_a_download_that_does_not_end_is_given_up_at_the_limit(
    web: WebServer, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 4 << 20)

    def endless(handler: Handler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        with suppress(ConnectionError):
            while handler.command == "GET":
                handler.wfile.write(b"100000\r\n" + bytes(1 << 20) + b"\r\n")

    web.instead[web.put(f"{MONTH}/endless.csv", "")] = endless
    web.put(f"{MONTH}/good.csv", events("E1"))
    rows = take_in(web.uri)
    assert rows["endless.csv"]["reason"] == "ไฟล์ใหญ่เกิน 0.00390625 GB โปรดแบ่งไฟล์แล้วส่งใหม่"
    assert rows["good.csv"]["status"] == "loaded"


def test_a_silent_server_is_left_after_a_while_and_asked_again(
    web: WebServer, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUMCHON_READ_SECONDS", "0.2")
    released = threading.Event()

    def silent(handler: Handler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.flush()
        released.wait(5)

    late, never = web.put(f"{MONTH}/late.csv", events("E1")), web.put(f"{MONTH}/never.csv", events("E2"))
    head_passes = only_for("HEAD", status(500))
    web.instead[late] = [head_passes, only_for("GET", silent)]
    web.instead[never] = only_for("GET", silent)
    rows = take_in(web.uri)
    released.set()
    assert rows["late.csv"]["status"] == "loaded"
    assert rows["never.csv"]["reason"] == f"เปิดไฟล์ไม่ได้ (no answer in time) {TRIED_AGAIN}"


def test_a_large_download_does_not_fill_the_memory(web: WebServer) -> None:
    blocks = 64

    def large(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(blocks << 20))
        handler.end_headers()
        for _ in range(blocks if handler.command == "GET" else 0):
            handler.wfile.write(bytes(1 << 20))

    web.instead[web.put("a.csv", "")] = large
    file = listed(web)["a.csv"]
    tracemalloc.start()
    received = receive(file, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert received.content and received.size == blocks << 20 and peak < 24 << 20
    received.content.close()


def test_a_server_that_goes_away_is_not_waited_for_by_every_file(web: WebServer) -> None:
    for number in range(30):
        web.put(f"{number}.csv", "good")
    found = listed(web)
    web.__exit__()
    reasons = [str(receive(file, None).reason) for file in found.values()]
    assert [("refused" in reason, "does not answer any more" in reason) for reason in reasons] == (
        [(True, False)] * 2 + [(False, True)] * 28
    )
