"""Receipts where what is published lies in an object store, tried on moto's server."""

import json
from collections.abc import Iterator

import boto3
import pytest
from airflow.sdk import ObjectStoragePath
from moto.server import ThreadedMotoServer

from include import receipts
from include.warehouse import connect
from tests.receipts.conftest import Counter, moment, report

NOWHERE = "http://127.0.0.1:9"
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}


def lead_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the connection PUBLISH_S3 lead there."""
    connection = {
        "conn_type": "aws",
        "login": "key",
        "password": "secret",
        "extra": {"endpoint_url": address, "region_name": "us-east-1"},
    }
    monkeypatch.setenv("AIRFLOW_CONN_PUBLISH_S3", json.dumps(connection))


@pytest.fixture
def endpoint(own_stores: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an S3 server on this machine, and the connection PUBLISH_S3 that leads to it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    lead_to(address, monkeypatch)
    yield address
    server.stop()


def test_a_receipt_lies_in_the_object_store_by_its_thai_name(open_counter: Counter, endpoint: str) -> None:
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **KEYS)
    client.create_bucket(Bucket="published")
    open_counter.hand_in(report(), at=moment(12))
    with connect() as connection:
        [place] = receipts.issue(connection, ObjectStoragePath("s3://PUBLISH_S3@published/ผลงาน"), moment(12))
    page = client.get_object(Bucket="published", Key=f"ผลงาน/{place}")["Body"].read().decode()
    assert "ใบรับรายงาน" in page and page.endswith("</html>")


def test_an_object_store_that_is_not_there_loses_nothing(
    open_counter: Counter, own_stores: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_to(NOWHERE, monkeypatch)
    open_counter.hand_in(report(), at=moment(12))
    with connect() as connection, pytest.raises(RuntimeError):
        receipts.issue(connection, ObjectStoragePath("s3://PUBLISH_S3@published/ผลงาน"), moment(12))
    assert open_counter.receipts() == []
    assert len(open_counter.issue()) == 1
