"""A landing zone behind a web server: nothing fetched twice or in part, nothing asked of anybody else."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from include.landing_zone import files
from include.landing_zone.web_folder import WebFolder, client
from include.loaders.receiving import LandedFile

from .conftest import TakeIn, events, why_never_opened
from .web_server import WebServer, encoded, index, only_for, status

MONTH = "app_downloads/57/2024-02"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_RETRY_SECONDS", "0.01")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[WebServer]:
    """Another web server, that nobody is to ask."""
    (tmp_path / "elsewhere" / "landing").mkdir(parents=True)
    with WebServer(tmp_path / "elsewhere") as server:
        yield server


def listed(web: WebServer, uri: str | None = None) -> dict[str, LandedFile]:
    return {"/".join(file.path): file for file in files(WebFolder(client(None, None, {})), uri or web.uri, "http")}


def test_files_of_any_name_are_read_once_and_known_by_their_plain_names(web: WebServer, take_in: TakeIn) -> None:
    names = ["การดาวน์โหลด ก.พ. 100%.csv", "a+b &amp; #1.csv", "%41.csv", "คำ?ถาม.csv"]
    paths = [web.put(f"{MONTH}/{name}", events(f"E{number}")) for number, name in enumerate(names)]
    rows = take_in(web.uri)
    assert {name: row["status"] for name, row in rows.items()} == dict.fromkeys(names, "loaded")
    assert {row["uri"] for row in rows.values()} == {f"http://{web.address}{path}" for path in paths}
    assert web.fetched() == sorted(paths)
    assert take_in(web.uri) == rows and web.fetched() == []


def test_a_file_that_changed_is_fetched_again_and_the_others_are_not(web: WebServer, take_in: TakeIn) -> None:
    path = web.put(f"{MONTH}/a.csv", events("E1"))
    web.put(f"{MONTH}/b.csv", events("E2"))
    take_in(web.uri)
    web.fetched()
    web.put(f"{MONTH}/a.csv", events("E3"))
    assert [row["rows_read"] for row in take_in(web.uri).values()] == [1, 1]
    assert web.fetched() == [path]


def test_a_server_that_tells_the_time_of_a_change_alone_is_believed_once_it_is_past(
    web: WebServer, take_in: TakeIn
) -> None:
    web.tags = False
    path = web.put(f"{MONTH}/a.csv", events("E1"))
    take_in(web.uri)
    web.put(f"{MONTH}/a.csv", events("E2"))  # as long as the first, and perhaps within the same second
    assert len(take_in(web.uri)) == 1 and web.fetched() == [path, path]
    hour_ago = time.time() - 3600
    os.utime(web.folder / path[1:], (hour_ago, hour_ago))
    take_in(web.uri)
    assert web.fetched() == [path]
    take_in(web.uri)
    assert web.fetched() == []


def test_a_server_that_tells_nothing_is_asked_every_time_and_no_change_is_missed(
    web: WebServer, take_in: TakeIn
) -> None:
    web.tags = web.dates = False
    path = web.put(f"{MONTH}/a.csv", events("E1"))
    first = take_in(web.uri)["a.csv"]
    again = take_in(web.uri)["a.csv"]
    assert (again["file_id"], again["received_at"]) == (first["file_id"], first["received_at"])
    assert web.fetched() == [path, path]
    web.put(f"{MONTH}/a.csv", events("E2"))
    assert take_in(web.uri)["a.csv"]["file_id"] != first["file_id"]


def test_a_server_that_does_not_answer_head_is_asked_for_the_beginning_of_the_file(
    web: WebServer, take_in: TakeIn
) -> None:
    path = web.put(f"{MONTH}/a.csv", events("E1"))
    web.instead[path] = only_for("HEAD", status(405))
    rows = take_in(web.uri)
    assert rows["a.csv"]["status"] == "loaded" and take_in(web.uri) == rows


def test_links_that_lead_up_out_or_away_are_not_followed(web: WebServer, elsewhere: WebServer) -> None:
    web.put("a.csv", "good")
    web.instead["/landing/"] = index(
        "a.csv", "./a.csv#top", "?C=M;O=D", "a.csv?download=1", "../", "/", "../other/b.csv", "/secret.csv", "//[", "",
        f"http://{elsewhere.address}/landing/c.csv", f"//{elsewhere.address}/landing/d.csv", "mailto:a@example.org",
        f"ftp://{web.address}/landing/e.csv", "javascript:alert(1)", f"http://{web.address}/landing/f.csv",
    )  # fmt: skip
    found = listed(web)
    assert set(found) == {"a.csv", "f.csv"}
    assert elsewhere.asked == [] and {path for _, path in web.asked} == {
        "/landing/",
        "/landing/a.csv",
        "/landing/f.csv",
    }


def test_an_index_that_leads_in_circles_ends(web: WebServer) -> None:
    web.put("a/a.csv", "good")
    for depth in range(1, 20):
        web.instead["/landing/" + "a/" * depth] = index("../a/", "./", "a/", "a.csv")
    found = listed(web)
    assert "ลึกเกิน 6 ชั้น" in why_never_opened(found["a/a/a/a/a/a/a"])
    assert [path for _, path in web.asked if path.endswith("/")] == ["/landing/" + "a/" * depth for depth in range(7)]


@pytest.mark.parametrize(
    ("link", "shown", "reason"),
    [
        ("%2e%2e/%2e%2e/etc/passwd", "../../etc/passwd", "เป็นจุดล้วน"),
        ("..%2f..%2fetc%2fpasswd", "../../etc/passwd", "มีเครื่องหมาย /"),
        ("a%00.csv", "a\\x00.csv", "มองไม่เห็น"),
        ("a%0ab.csv", "a\\nb.csv", "มองไม่เห็น"),
        (encoded("a\u202excslx.csv"), "a\\u202excslx.csv", "กลับทิศตัวอักษร"),
        ("%a1%d2%c3.csv", "\\udca1\\udcd2\\udcc3.csv", "UTF-8"),
        (encoded("ก" * 400) + ".csv", "ก" * 400 + ".csv", "ยาวเกิน 1,024 ไบต์"),
    ],
)
def test_a_name_that_plays_tricks_is_never_asked_for(web: WebServer, link: str, shown: str, reason: str) -> None:
    web.instead["/landing/"] = index(link)
    [file] = listed(web).values()
    assert reason in why_never_opened(file)
    assert file.uri == f"{web.uri}/{shown}"
    assert web.asked == [("GET", "/landing/")]


def test_a_folder_is_a_folder_also_when_its_link_lacks_the_slash(web: WebServer) -> None:
    web.put("sub/a.csv", "good")
    web.instead["/landing/"] = index("sub")
    assert set(listed(web)) == {"sub/a.csv"}


def test_a_folder_named_as_a_file_is_told_of(web: WebServer) -> None:
    (web.folder / "landing" / "b.xlsx").mkdir()
    assert "โฟลเดอร์ที่ตั้งชื่อเหมือนไฟล์" in why_never_opened(listed(web)["b.xlsx"])


def test_a_redirect_is_followed_beside_what_was_asked_for_and_nowhere_else(
    web: WebServer, elsewhere: WebServer, take_in: TakeIn
) -> None:
    web.put(f"{MONTH}/stored/here.csv", events("E1"))
    for name in ("beside", "above", "away", "round"):
        web.put(f"{MONTH}/{name}.csv", "shown by the index alone")
    away = elsewhere.put("c.csv", events("E2"))
    web.instead |= {
        f"/landing/{MONTH}/beside.csv": status(302, Location="stored/here.csv"),
        f"/landing/{MONTH}/above.csv": status(302, Location="/login?next=a"),
        f"/landing/{MONTH}/away.csv": status(307, Location=f"http://{elsewhere.address}{away}"),
        f"/landing/{MONTH}/round.csv": status(301, Location="round.csv"),
    }
    rows = take_in(web.uri)
    assert rows["beside.csv"]["status"] == "loaded"
    told = f"เปิดไฟล์ไม่ได้ (redirected elsewhere, to http://{web.address}/login)"
    assert rows["above.csv"]["reason"].startswith(told)
    assert rows["away.csv"]["status"] == "rejected" and elsewhere.asked == []
    assert "redirected without end" in rows["round.csv"]["reason"]


def test_a_zone_that_sends_to_a_login_page_is_not_an_empty_one(web: WebServer) -> None:
    web.instead["/landing/"] = status(302, Location="/login")
    with pytest.raises(PermissionError, match=r"the landing zone cannot be read: redirected elsewhere, to .*/login"):
        listed(web)


def test_an_index_that_lists_nothing_is_an_empty_zone(web: WebServer) -> None:
    assert listed(web) == {}


@pytest.mark.parametrize(
    ("code", "kind", "asked"),
    [(401, PermissionError, 1), (403, PermissionError, 1), (404, FileNotFoundError, 1), (503, ConnectionError, 4)],
)
def test_a_zone_that_cannot_be_listed_fails_the_scan(web: WebServer, code: int, kind: type, asked: int) -> None:
    web.instead["/landing/"] = status(code)
    with pytest.raises(kind, match=f"the landing zone cannot be read: {code}"):
        listed(web)
    assert len(web.asked) == asked


def test_a_zone_that_is_no_html_index_fails_the_scan(web: WebServer) -> None:
    web.instead["/landing/"] = status(200, "[]", Content_Type="application/json")
    with pytest.raises(NotADirectoryError, match="no HTML index"):
        listed(web)


def test_a_zone_nobody_answers_for_fails_the_scan(web: WebServer) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    with pytest.raises(ConnectionError, match=r"the landing zone cannot be read: .*refused"):
        listed(web, f"http://127.0.0.1:{port}/landing/")


def test_a_folder_that_cannot_be_listed_has_its_row_and_harms_no_other(web: WebServer, take_in: TakeIn) -> None:
    web.put(f"{MONTH}/a.csv", events("E1"))
    web.put("app_downloads/57/2024-03/b.csv", events("E2"))
    web.instead["/landing/app_downloads/57/2024-03/"] = status(403)
    rows = take_in(web.uri)
    assert rows["a.csv"]["status"] == "loaded"
    assert rows["2024-03"]["reason"] == "เปิดไฟล์ไม่ได้ (403 Forbidden) ระบบจะลองใหม่ในรอบถัดไป หากยังเปิดไม่ได้ โปรดแจ้งผู้ดูแลระบบ"
    web.instead.clear()
    assert take_in(web.uri)["b.csv"]["status"] == "loaded"


def test_a_login_comes_from_the_connection_and_shows_nowhere(
    web: WebServer, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch, caplog: Any, capsys: Any
) -> None:
    web.login = "office:correct-horse-battery"
    web.put(f"{MONTH}/a.csv", events("E1"))
    web.instead[web.put(f"{MONTH}/b.csv", events("E2"))] = only_for("GET", status(503))
    uri = web.uri.replace("//", "//LANDING_LOGIN@")
    monkeypatch.setenv(
        "AIRFLOW_CONN_LANDING_LOGIN",
        '{"conn_type": "http", "login": "office", "password": "correct-horse-battery"}',
    )
    with caplog.at_level("DEBUG"):
        rows = take_in(uri)
        web.instead["/landing/"] = status(500)
        with pytest.raises(OSError, match="cannot be read") as failure:
            take_in(uri)
    assert [rows[name]["status"] for name in ("a.csv", "b.csv")] == ["loaded", "rejected"]
    told = f"{rows} {failure.value!r} {failure.value.__cause__!r} {caplog.text} {capsys.readouterr()}"
    assert "500 Internal Server Error" in told
    assert "correct-horse-battery" not in told and "LANDING_LOGIN" not in str(rows)


def test_a_token_comes_from_the_connection(web: WebServer, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    web.token = "a-token-of-the-ministry"
    web.put(f"{MONTH}/a.csv", events("E1"))
    monkeypatch.setenv(
        "AIRFLOW_CONN_LANDING_TOKEN",
        '{"conn_type": "http", "extra": {"headers": {"Authorization": "Bearer a-token-of-the-ministry"}}}',
    )
    assert take_in(web.uri.replace("//", "//LANDING_TOKEN@"))["a.csv"]["status"] == "loaded"


def test_without_a_login_the_scan_says_so(web: WebServer, take_in: TakeIn) -> None:
    web.login = "office:correct-horse-battery"
    with pytest.raises(PermissionError, match="401 Unauthorized"):
        take_in(web.uri)
