"""Publications in an object store are watched like those in a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from include import warehouse
from tests.alerting.conftest import Receiver, Watchdog
from tests.publishing.published import PLACES, publish


@pytest.fixture
def bucket(watchdog: Watchdog, database: str, tmp_path: Path) -> Iterator[Any]:
    """Three freezes in a bucket, which the watchdog finds as Airflow's tasks do."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    bucket = boto3.resource(
        "s3", endpoint_url=endpoint, aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1"
    ).create_bucket(Bucket="office")
    with warehouse.connect(database) as connection:
        publish(connection, tmp_path / "written")
    for path in (tmp_path / "written").rglob("*"):
        if path.is_file():
            bucket.put_object(Key=f"publish/{path.relative_to(tmp_path / 'written')}", Body=path.read_bytes())
    watchdog.environment["CHUMCHON_PUBLISH_URI"] = "s3://STORE@office/publish"
    watchdog.environment["AIRFLOW_CONN_STORE"] = (
        f'{{"conn_type": "aws", "login": "key", "password": "secret", "extra": {{"endpoint_url": "{endpoint}"}}}}'
    )
    yield bucket
    server.stop()


def test_a_store_whose_publications_are_there_and_prove_is_no_alert(
    watchdog: Watchdog, receiver: Receiver, bucket: Any
) -> None:
    looked = watchdog.look()
    assert (looked.code, receiver.messages) == (0, []), looked.said
    assert not [item.key for item in bucket.objects.all() if ".watchdog" in item.key]


def test_what_was_altered_or_is_gone_from_a_store_is_told(watchdog: Watchdog, receiver: Receiver, bucket: Any) -> None:
    table = bucket.Object(f"publish/{PLACES[1]}/district_grade.csv")
    table.put(Body=table.get()["Body"].read().replace(b"graded", b"graced", 1))
    bucket.Object(f"publish/{PLACES[2]}/manifest.json").delete()
    for _ in range(4):  # fetching takes time: a look proves what it can, the next one goes on
        watchdog.look()
    told = "\n".join(message["message"] for message in receiver.take())
    assert told.count("ด่วน: ไฟล์ที่ต้องเผยแพร่ไม่อยู่ที่เผยแพร่") == 1
    assert told.count("ด่วน: สิ่งที่เผยแพร่พิสูจน์ไม่ได้") == 1 and "district_grade.csv" in told


def test_a_store_that_does_not_answer_is_told(watchdog: Watchdog, receiver: Receiver) -> None:
    watchdog.environment["CHUMCHON_PUBLISH_URI"] = "s3://STORE@office/publish"
    watchdog.environment["AIRFLOW_CONN_STORE"] = (
        "aws://key:secret-word@/?endpoint_url=http%3A%2F%2F127.0.0.1%3A9&region_name=us-east-1"
    )
    watchdog.environment["AWS_MAX_ATTEMPTS"] = "1"
    watchdog.look()
    [message] = receiver.take()
    assert "เขียนที่เผยแพร่ไม่ได้" in message["title"]
    assert "secret-word" not in str(message)
