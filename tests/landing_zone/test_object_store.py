"""A landing zone in an object store, tried on moto's server: keys of any form, nothing fetched twice or in part."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import boto3
import httpx
import pytest
from airflow.sdk import ObjectStoragePath
from fsspec.implementations.memory import MemoryFileSystem
from moto.server import ThreadedMotoServer

from include import orchestration
from include.landing_zone import files

from .conftest import TakeIn, events

MONTH = "app_downloads/57/2024-02"


@dataclass
class Store:
    """A bucket of its own on the server; `uri` names it with the connection that leads to it."""

    client: Any
    bucket: str

    @property
    def uri(self) -> str:
        return f"s3://LANDING_S3@{self.bucket}/landing"

    def put(self, key: str, content: str | bytes) -> None:
        """Put an object under the prefix `landing/`."""
        body = content if isinstance(content, bytes) else content.encode()
        self.client.put_object(Bucket=self.bucket, Key=f"landing/{key}", Body=body)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of an S3 server on this machine, that lists ten objects a page instead of a thousand."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
    patch.undo()


@pytest.fixture
def store(endpoint: str, own_stores: None, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty bucket, and the connection LANDING_S3 that leads to it."""
    monkeypatch.setenv("AIRFLOW_CONN_LANDING_S3", connection(endpoint))
    keys = {"aws_access_key_id": "landing-key", "aws_secret_access_key": "landing-secret"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)
    bucket = f"zone-{uuid4().hex}"
    client.create_bucket(Bucket=bucket)
    return Store(client, bucket)


def connection(endpoint: str) -> str:
    extra = {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "config_kwargs": {"connect_timeout": 2, "read_timeout": 2, "retries": {"max_attempts": 0}},
    }
    return json.dumps({"conn_type": "aws", "login": "landing-key", "password": "landing-secret", "extra": extra})


def listed(uri: str) -> dict[str, Any]:
    return {"/".join(file.path): file for file in orchestration.landed_files(ObjectStoragePath(uri))}


def test_objects_of_any_key_are_read_by_their_plain_names(store: Store, take_in: TakeIn) -> None:
    names = ["การดาวน์โหลด ก.พ. 100%.csv", "a+b & #1.csv", "%41.csv", "[1]*?.csv"]
    for number, name in enumerate(names):
        store.put(f"{MONTH}/{name}", events(f"E{number}"))
    rows = take_in(store.uri)
    assert {name: row["status"] for name, row in rows.items()} == dict.fromkeys(names, "loaded")
    assert {row["uri"] for row in rows.values()} == {f"s3://{store.bucket}/landing/{MONTH}/{name}" for name in names}


def test_an_object_is_read_again_when_it_changed_and_only_then(
    store: Store, take_in: TakeIn, caplog: pytest.LogCaptureFixture
) -> None:
    store.put(f"{MONTH}/a.csv", events("E1"))
    store.put(f"{MONTH}/b.csv", events("E2"))
    rows = take_in(store.uri)
    caplog.set_level("DEBUG", "s3fs")
    assert take_in(store.uri) == rows and "Fetch: " not in caplog.text
    store.put(f"{MONTH}/a.csv", events("E3"))
    assert take_in(store.uri)["a.csv"]["status"] == "loaded"
    assert caplog.text.count("Fetch: ") == 1 and f"{MONTH}/a.csv" in caplog.text


def test_keys_that_are_no_files_are_told_from_those_that_play_tricks(store: Store) -> None:
    store.put("", b"")
    store.put(f"{MONTH}/", b"")
    store.put(f"{MONTH}/folder.csv/", b"")
    store.put(f"{MONTH}/full/", b"content")
    store.put(f"{MONTH}/../../up.csv", b"content")
    store.put("//double.csv", b"content")
    store.put("turned\u202exslx.csv", b"content")
    store.put("good.csv", b"content")
    store.client.put_object(Bucket=store.bucket, Key="landing2/other.csv", Body=b"content")
    refused = {key: file.never_opened and file.never_opened.code for key, file in listed(store.uri).items()}
    assert refused == {
        f"{MONTH}/folder.csv": "folder_named_as_file",
        f"{MONTH}/full/": "name_leads_elsewhere",
        f"{MONTH}/../../up.csv": "name_leads_elsewhere",
        "//double.csv": "name_leads_elsewhere",
        "turned\u202exslx.csv": "name_with_control_characters",
        "good.csv": None,
    }


def test_a_bucket_of_more_objects_than_a_page_is_listed_whole(store: Store) -> None:
    for number in range(25):
        store.put(f"{MONTH}/{number}.csv", b"")
    assert store.client.list_objects_v2(Bucket=store.bucket)["IsTruncated"]
    assert len(listed(store.uri)) == 25


def test_a_whole_bucket_may_be_the_landing_zone(store: Store) -> None:
    store.put("a.csv", b"good")
    [file] = listed(f"s3://LANDING_S3@{store.bucket}").values()
    assert (file.path, file.uri) == (("landing", "a.csv"), f"s3://{store.bucket}/landing/a.csv")
    with file.open() as content:
        assert content.read() == b"good"


def test_a_prefix_without_objects_is_an_empty_zone(store: Store) -> None:
    assert listed(store.uri) == {}


def test_a_bucket_that_is_not_there_fails_the_scan(store: Store) -> None:
    with pytest.raises(FileNotFoundError, match=r"the landing zone cannot be read: .*bucket"):
        listed("s3://LANDING_S3@no-such-bucket/landing")


def test_an_object_that_changed_after_the_listing_is_left_for_the_next_scan(store: Store) -> None:
    store.put("a.csv", b"first")
    file = listed(store.uri)["a.csv"]
    store.put("a.csv", b"other")
    with pytest.raises(OSError, match="no longer exists"), file.open() as content:
        content.read()


def test_an_object_that_is_gone_harms_no_other(store: Store, take_in: TakeIn) -> None:
    store.put("a.csv", b"first")
    file = listed(store.uri)["a.csv"]
    store.client.delete_object(Bucket=store.bucket, Key="landing/a.csv")
    with pytest.raises(FileNotFoundError), file.open() as content:
        content.read()


class Cutting(BaseHTTPRequestHandler):
    """Passes requests on to the real server, and breaks off so many of the answers that hold a file."""

    endpoint = ""
    to_cut = 0

    def do_GET(self) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        answer = httpx.get(self.endpoint + self.path, headers=headers)
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in ("connection", "date", "server", "transfer-encoding"):
                self.send_header(name, value)
        self.end_headers()
        cut = ".csv" in self.path and Cutting.to_cut > 0
        Cutting.to_cut -= cut
        self.wfile.write(answer.content[: len(answer.content) // 2] if cut else answer.content)

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


@pytest.mark.parametrize(("times", "status"), [(1, "loaded"), (1_000, "rejected")])
def test_an_object_that_breaks_off_is_asked_for_again_and_never_loaded_in_part(
    store: Store, endpoint: str, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch, times: int, status: str
) -> None:
    store.put(f"{MONTH}/a.csv", events(*(f"E{number}" for number in range(100))))
    monkeypatch.setattr(Cutting, "endpoint", endpoint)
    monkeypatch.setattr(Cutting, "to_cut", times)
    with ThreadingHTTPServer(("127.0.0.1", 0), Cutting) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        monkeypatch.setenv(f"AIRFLOW_CONN_LANDING_CUT_{times}", connection(f"http://127.0.0.1:{server.server_port}"))
        row = take_in(store.uri.replace("LANDING_S3", f"LANDING_CUT_{times}"))["a.csv"]
        server.shutdown()
    assert (row["status"], row["rows_read"]) == (status, 100 if status == "loaded" else 0)


@pytest.mark.parametrize("later", [b"shorter", b"longer than it was"])
def test_an_object_of_another_size_than_listed_is_not_taken_for_a_whole_one(later: bytes) -> None:
    store = MemoryFileSystem()
    store.pipe("/bucket/landing/a.csv", b"as it was listed")
    [file] = files(store, "/bucket/landing", "memory")
    store.pipe("/bucket/landing/a.csv", later)
    with pytest.raises(ConnectionError, match="broke off"), file.open() as content:
        content.read()


def test_a_store_nobody_answers_for_fails_the_scan_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    monkeypatch.setenv("AIRFLOW_CONN_LANDING_NOBODY", connection(f"http://127.0.0.1:{port}"))
    with pytest.raises(OSError, match=r"the landing zone cannot be read: .*Could not connect") as failure:
        listed("s3://LANDING_NOBODY@bucket/landing")
    assert "landing-secret" not in repr(failure.value) + repr(failure.value.__cause__)


def test_the_keys_of_the_store_show_nowhere(
    store: Store, take_in: TakeIn, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    store.put(f"{MONTH}/a.csv", events("E1"))
    with caplog.at_level("INFO"):
        rows = take_in(store.uri)
    told = f"{rows} {caplog.text} {capsys.readouterr()}"
    assert "landing-secret" not in told and "LANDING_S3" not in str(rows)


def test_what_was_received_is_archived_in_the_store_under_its_digest(
    store: Store, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUMCHON_ARCHIVE_URI", f"s3://LANDING_S3@{store.bucket}/archive")
    store.put(f"{MONTH}/events.csv", events("E1"))
    store.put("notes/อ่าน.txt", "ไม่ใช่ข้อมูล")
    files = take_in(store.uri)
    listed = store.client.list_objects_v2(Bucket=store.bucket, Prefix="archive/")["Contents"]
    digests = {row["sha256"] for row in files.values()}
    assert {item["Key"] for item in listed} == {f"archive/{digest[:2]}/{digest}" for digest in digests}
    with orchestration.received_files().open(files["events.csv"]["sha256"]) as file:
        assert file.read() == events("E1").encode()
