"""No password, key or channel, and no name, telephone or national id, stands in anything that a run leaves behind.

Secrets are planted in every place from which the job takes one, people in every kind of file; then the DAGs run, well
and badly, and every file, log, table of the warehouse and table of Airflow is searched for them.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.local.postgres import Cluster
from include.simulator import simulate
from tests.conftest import AIRFLOW_HOME
from tests.dags import leaks
from tests.dags.test_dags import _run, dags, home
from tests.landing_zone.web_server import WebServer

__all__ = ["dags", "home"]  # fixtures

SECRETS = {
    "channel": "rahatchanel71ne",
    "web password": "rahatweb82bpen",
    "web header": "rahathua93oteb",
    "store key": "rahatstore64xa",
    "fernet key": "Zm9yLXRoZS10ZXN0cy1hbG9uZS1ub3Qtc2VjcmV0ISE=",
    "signing key": "rahatjwt55yuud" * 4,
    "password in a URI": "rahaturi46liem",
}
PEOPLE = {
    "reporter": "กิตติพงษ์ ศรีสะอาดหมาย",
    "phone": "0819876543",
    "operator": "บุญเลี้ยง ตันติเวชหมาย",
    "national id": "3579900123456",
    "shop": "ร้านของบุญรอด พิทักษ์หมาย",
    "account": "a1b2c3d4e5f60718",
    "remark": "โทรหาคุณวิไล 0867654321",
    "signature": "นางสาวพรรณี ลายมือหมาย",
}
REPORT = "submissions/57/2024-02"
FILES = {
    f"{REPORT}/summary.csv": (
        "รหัสรายงาน,อำเภอ,ประจำเดือน,วันที่รายงาน,ผู้รายงาน,โทรศัพท์,ร้านค้าสมัครใหม่,หมายเหตุ\n"
        "M1,เทิง,2024-02,12/03/2567,{reporter},{phone},3,{remark}\n"
        "M2,ไม่มีอำเภอนี้,2024-02,12/03/2567,{reporter},{phone},สามร้าน,{remark}\n"
        'M3,พาน,2024-02,12/03/2567,=HYPERLINK("{reporter}"),+{phone},x,{remark}\n'
        ",,,,(ลงชื่อ) {signature},,,\n"
    ),
    f"{REPORT}/activities.csv": (
        "รหัสรายงาน,อำเภอ,ประจำเดือน,วันที่,ชื่อกิจกรรม,ผู้ประสานงาน\n"
        "M1,เทิง,2024-02,14/02/2567,อบรม,{reporter}\n"
        "M1,เทิง,2024-02,31/02/2567,อบรม,{reporter}\n"
    ),
    "submissions/57/2024-02/unread/summary.csv": "ผู้รายงาน,โทรศัพท์\n{reporter},{phone}\n",
    "otop_operators/57/2024-02/more.csv": (
        "รหัสผู้ประกอบการ,ชื่อผู้ประกอบการ,เลขประจำตัวประชาชน,อำเภอ,ข้อมูล ณ วันที่,หมายเหตุ\n"
        "M-1,{operator},{national id},เทิง,2024-02-20,{remark}\n"
        "M-2,{operator},{national id},ไม่มีอำเภอนี้,2024-02-20,{remark}\n"
    ),
    "shop_registrations/57/2024-02/more.csv": (
        "รหัสร้านค้า,รหัสผู้ประกอบการ,ชื่อร้านค้า,วันที่สมัคร,สถานะ\n"
        "S-1,M-1,{shop},2024-02-10,อนุมัติแล้ว\n"
        'S-2,M-1,"=HYPERLINK(""{shop}"")",2024-02-10,อนุมัติแล้ว\n'
    ),
    "app_downloads/57/2024-02/more.csv": (
        "รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ,รหัสผู้ใช้\n"
        "E-1,2024-02-10 09:00,570401,Android,{account}\n"
        "E-2,2024-02-10 09:00,999999,Android,{account}\n"
        "E-3,2024-02-10 09:00,570401,Android,=cmd|'{account}'!A0\n"
    ),
}


@pytest.fixture
def planted(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """A landing zone behind a login, with a simulated month and our people in it, and secrets wherever there is one."""
    simulate(home / "web" / "landing", home / "truth", "57", [date(2024, 2, 1)], seed=3)
    with WebServer(home / "web") as web:
        for path, text in FILES.items():
            content = text
            for name, value in PEOPLE.items():
                content = content.replace("{" + name + "}", value)
            web.put(path, content)
        web.login = f"office:{SECRETS['web password']}"
        monkeypatch.setenv(
            "AIRFLOW_CONN_OFFICE",
            json.dumps(
                {
                    "conn_type": "http",
                    "login": "office",
                    "password": SECRETS["web password"],
                    "extra": {"headers": {"X-Key": SECRETS["web header"]}},
                }
            ),
        )
        monkeypatch.setenv("AIRFLOW_CONN_STORE", f"aws://reader:{SECRETS['store key']}@")
        monkeypatch.setenv("CHUMCHON_ALERT_URLS", f"json://office:{SECRETS['channel']}@127.0.0.1:9/alerts")
        monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", SECRETS["fernet key"])
        monkeypatch.setenv("AIRFLOW__API_AUTH__JWT_SECRET", SECRETS["signing key"])
        monkeypatch.setenv("CHUMCHON_LANDING_URI", f"http://office@{web.address}/landing/")
        yield web


def test_nothing_that_a_run_leaves_behind_holds_a_secret_or_a_person(
    dags: dict[str, Any],
    home: Path,
    database: str,
    admin_uri: str,
    cluster: Cluster,
    reachable_folder: Path,
    planted: WebServer,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    for dag_id in ("ingest_landing", "grade_months", "publish_months", "erase_expired"):
        assert _run(dags[dag_id]) == "success", dag_id
    question = {"province": "57", "period": "2024-02", "file": "summary.csv"}
    assert _run(dags["check_submission"], question) == "success"
    # and badly: the wrong password, a password where none may stand, a warehouse that does not answer
    planted.login = "office:another"
    for task in (*dags["ingest_landing"].tasks, *dags["grade_months"].tasks):
        monkeypatch.setattr(task, "retries", 0)
    assert _run(dags["ingest_landing"]) == "failed"
    wrong = f"http://office:{SECRETS['password in a URI']}@{planted.address}/landing/"
    monkeypatch.setenv("CHUMCHON_LANDING_URI", wrong)
    assert _run(dags["ingest_landing"]) == "failed"
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database.replace(f":{_port(database)}/", ":9/"))
    assert _run(dags["grade_months"]) == "failed"

    held = _held(admin_uri)
    assert set(PEOPLE) - held == set(), "every person was received"
    said = capfd.readouterr()
    secrets = [*SECRETS.values(), os.environ["CHUMCHON_PERSONAL_KEY"], *_passwords(cluster)]
    people = [*PEOPLE.values(), "0867654321"]
    everything = [*secrets, *people]
    handed_back = list((home / "publish" / "57" / "2024-02" / "districts").rglob("ส่งคืน*"))  # to their sender alone
    server_log = reachable_folder / "cluster" / "postgres" / "postgres.log"
    assert leaks.in_files(home, secrets) == []
    assert leaks.in_files(home, people, but=(home / "web", home / "archive", *handed_back)) == []
    assert leaks.in_postgres(admin_uri, secrets) == []
    assert leaks.in_postgres(admin_uri, people, but=("raw",)) == []
    records = Path(AIRFLOW_HOME) / "airflow.db"
    noted = {line.split(":")[0] for line in leaks.in_sqlite(records, ["grade_months"])}
    assert noted >= {"airflow.task_instance", "airflow.rendered_task_instance_fields"}
    assert leaks.in_sqlite(records, everything) == []
    assert leaks.in_files(Path(AIRFLOW_HOME), everything, but=(records,)) == []
    assert leaks.found_in("postgres.log", [server_log.read_bytes()], everything) == []
    assert leaks.found_in("what was said", [f"{said.out}{said.err}{caplog.text}".encode()], everything) == []
    assert "authorized" in server_log.read_text(errors="replace")


def test_what_is_searched_for_would_be_found(home: Path, admin_uri: str) -> None:
    """The search itself: in a workbook, in a packed file, escaped in JSON, in a row."""
    from openpyxl import Workbook

    name = PEOPLE["reporter"]
    book = Workbook()
    book.active["A1"] = name
    book.save(home / "book.xlsx")
    (home / "page.json").write_text(f'"{name.encode("unicode_escape").decode()}"')
    (home / "old.csv").write_bytes(name.encode("cp874"))
    assert len(leaks.in_files(home, [name])) == 3
    with closing(psycopg2.connect(admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("create table public.leak as select %s::text as name", (name,))
    assert leaks.in_postgres(admin_uri, [name]) == [f"public.leak: {name}"]


def _port(uri: str) -> str:
    return uri.rsplit(":", 1)[1].split("/")[0]


def _passwords(cluster: Cluster) -> set[str]:
    uris = (cluster.admin_uri, cluster.warehouse_uri, cluster.airflow_uri, cluster.replay_uri)
    return {str(uri).split("://", 1)[1].split("@")[0].split(":")[1] for uri in uris}


def _held(admin_uri: str) -> set[str]:
    """Which of our people stand in raw."""
    found = {line.split(": ", 1)[1] for line in leaks.in_postgres(admin_uri, PEOPLE.values())}
    return {name for name, value in PEOPLE.items() if value in found}
