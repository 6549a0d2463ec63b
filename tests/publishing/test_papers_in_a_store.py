"""Proofs, papers and the pages that list them in an object store, tried on moto's server."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from include import orchestration, warehouse
from include.orchestration.places import publish_root
from include.publishing import papers, verify
from include.publishing.papers import Maker
from include.publishing.results.shapes import Month
from tests.publishing.published import PLACES, publish


def made(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    yield "index.html", b"page"
    for district in month.districts:
        yield f"scorecards/{district.code}.pdf", district.code.encode()


MAKERS = (Maker("made", "เอกสาร", "ทุกคน", made, one_a_district=True),)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(endpoint: str, own_stores: None, monkeypatch: pytest.MonkeyPatch) -> "Held":
    """An empty bucket that is the publish location."""
    bucket = f"published-{uuid4().hex}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys)
    client.create_bucket(Bucket=bucket)
    given = {"conn_type": "aws", "login": "key", "password": "secret", "extra": {"endpoint_url": endpoint}}
    monkeypatch.setenv("AIRFLOW_CONN_PUBLISH_S3", json.dumps(given))
    monkeypatch.setenv("CHUMCHON_PUBLISH_URI", f"s3://PUBLISH_S3@{bucket}/published")
    return Held(client, bucket)


class Held:
    """What lies in a bucket."""

    def __init__(self, client: Any, bucket: str) -> None:
        self.client, self.bucket = client, bucket

    def names(self) -> set[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return {item["Key"].removeprefix("published/") for page in pages for item in page["Contents"]}

    def read(self, name: str) -> bytes:
        return bytes(self.client.get_object(Bucket=self.bucket, Key=f"published/{name}")["Body"].read())

    def remove(self, name: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=f"published/{name}")


def test_papers_and_pages_are_written_to_a_store_as_to_a_folder(
    store: Held, connection: Any, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setattr(papers, "MAKERS", MAKERS)
    publish(connection, publish_root())
    connection.commit()
    orchestration.write_papers()
    for place in PLACES:
        listed = json.loads(store.read(f"{place}/papers/papers.json"))
        assert len(listed["files"]) == 26
        for name, about in listed["files"].items():
            assert verify.sha256(store.read(f"{place}/papers/{name}")) == about["sha256"]
    page = store.read("34/index.html").decode()
    links = {unquote(part.partition('"')[0]) for part in page.split('href="')[1:]}
    assert {f"34/{link}" for link in links if link[0].isdigit()} <= store.names() | {"34/2568.html"}
    assert store.read("index.html").decode().count("34/index.html") == 1

    before = {name: store.read(name) for name in store.names()}
    orchestration.write_papers()
    assert {name: store.read(name) for name in store.names()} == before

    store.remove(f"{PLACES[2]}/papers/papers.json")
    orchestration.write_papers()
    assert store.names() == before.keys()


def test_the_papers_of_an_older_month_are_made_again_in_a_store_when_its_lists_are_removed(
    store: Held, connection: Any, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setattr(papers, "MAKERS", MAKERS)
    publish(connection, publish_root())
    connection.commit()
    orchestration.write_papers()
    monkeypatch.setattr(papers, "MAKERS", (MAKERS[0]._replace(files=lambda *_: iter([("index.html", b"new looks")])),))
    store.remove(f"{PLACES[0]}/papers/papers.json")
    store.remove("34/index.json")
    orchestration.write_papers()
    assert store.read(f"{PLACES[0]}/papers/index.html") == b"new looks"
    assert store.read(f"{PLACES[1]}/papers/index.html") == b"page"


def test_what_failed_is_named_in_thai_with_who_waits_for_it(
    store: Held, connection: Any, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Any, __: Month) -> Iterator[tuple[str, bytes]]:
        raise RuntimeError("no ink")

    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setattr(papers, "MAKERS", (*MAKERS, Maker("memo", "บันทึกข้อความ", "ผู้ว่าราชการจังหวัด", broken)))
    publish(connection, publish_root())
    connection.commit()
    with pytest.raises(ValueError, match=r"เอกสารเหล่านี้ยังจัดทำไม่ได้") as failed:
        orchestration.write_papers()
    lines = str(failed.value).splitlines()[1:]
    assert len(lines) == 3 and all("ผู้ที่รอ: ผู้ว่าราชการจังหวัด สาเหตุ: RuntimeError: no ink" in line for line in lines)
    assert lines[0].startswith("34 2025-03 revision 1: จัดทำบันทึกข้อความ (memo) จังหวัดอุบลราชธานี เดือนมีนาคม 2568")


def test_one_run_at_a_time_writes_papers(connection: Any, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    asked = "select pg_try_advisory_lock(hashtext('papers')) as free"
    with papers.session() as reading:
        assert warehouse.fetch(connection, asked) == [{"free": False}]
        assert warehouse.fetch(reading, "select current_user as role") == [{"role": "publisher"}]
    warehouse.fetch(connection, "set lock_timeout = '20s'; select pg_advisory_lock(hashtext('papers'))")
