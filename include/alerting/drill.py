"""The fire drill: an alert that is raised on purpose, through every channel, to prove that alerts arrive.

Where no channel is configured, a receiver of our own listens on loopback for the moment, so that at least the way
there is proved. Each drill stays in ops.alert (kind `drill`), with what every channel said to it.
"""

import json
import secrets
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import psycopg2

from include import warehouse
from include.alerting.alert import SENDER, Alert, headline, text
from include.alerting.book import Notice
from include.alerting.channels import Channel, Channels
from include.alerting.warehouse_book import WarehouseBook
from include.publishing import wording

AT_LEAST_EVERY = timedelta(days=35)


class Receiver:
    """An HTTP server on loopback that keeps what it is sent."""

    def __init__(self) -> None:
        received: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *values: Any) -> None:
                """Says nothing."""

        self.received = received
        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self._server.server_port}/"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def run(ways: Channels, at: datetime, warehouse_uri: str | None) -> int:
    """One drill; prints what each channel said. Returns 0 when all took it, else 1."""
    mark = secrets.token_hex(4)
    alert = Alert(
        "drill",
        f"{at:%Y-%m-%dT%H:%M:%S}-{mark}",
        f"นี่คือการซ้อม เลขที่ซ้อม {mark}: สมมติว่าเลยกำหนดเผยแพร่แล้วและยังไม่ปิดรอบ เมื่อ {wording.clock(at)}",
        raised_by="drill",
    )
    row = alert.row() | {"opened_at": at, "closed_at": None}
    title, body = f"[{SENDER}] {headline(row, 'opened')}", text(row, "opened", at)
    receiver = None if ways.all else Receiver()
    channels = ways.all or (Channel("0 loopback", receiver.url if receiver else ""),)
    answers = {channel.name: channel.send(title, body, "warning") for channel in channels}
    if receiver:
        receiver.stop()
        arrived = [message for message in receiver.received if mark in message["message"]]
        answers["0 loopback"] = answers["0 loopback"] or (None if arrived else "ส่งแล้วไม่ถึง")
        print("ไม่ได้ตั้ง CHUMCHON_ALERT_URLS: ซ้อมกับตัวรับในเครื่องนี้เท่านั้น ยังไม่ได้พิสูจน์ว่าถึงใคร")
    for name, error in answers.items():
        print(f"{name}: {error or 'รับแล้ว'}")
    kept = _keep(alert, answers, warehouse_uri)
    print(f"เลขที่ซ้อม {mark} · บันทึกแล้วใน ops.alert" if kept else "บันทึกลงฐานข้อมูลไม่ได้")
    return 0 if kept and not any(answers.values()) else 1


def overdue(connection: Any, ways: Channels) -> list[Alert]:
    """Whether real channels were not all proved for too long."""
    if ways.dry_run:
        return []
    [last] = warehouse.fetch(
        connection,
        """
        with
        drills as (
            select
                alert.opened_at,
                (
                    select bool_and(told.outcome = 'sent' and told.channel <> '0 loopback')
                    from ops.alert_delivery as told
                    where told.alert_id = alert.alert_id
                ) as arrived
            from ops.alert
            where alert.kind = 'drill'
        )
        select
            max(drills.opened_at) filter (where drills.arrived) as at,
            coalesce(max(drills.opened_at) filter (where drills.arrived), (select min(opened_at) from ops.alert), now())
            < now() - %(every)s as late
        from drills
        """,
        {"every": AT_LEAST_EVERY},
    )
    if not last["late"]:
        return []
    since = f"ครั้งล่าสุดที่สำเร็จ {wording.clock(last['at'])}" if last["at"] else "ยังไม่เคยซ้อมสำเร็จ"
    return [Alert("drill_overdue", "", f"ต้องซ้อมแจ้งเตือนทุกเดือน · {since}")]


def _keep(alert: Alert, answers: dict[str, str | None], warehouse_uri: str | None) -> bool:
    if warehouse_uri is None:
        return False
    try:
        with warehouse.watching(warehouse_uri) as connection:
            book = WarehouseBook(connection)
            row = {"alert_id": book.open(alert), "province_code": None}
            for name, error in answers.items():
                book.note(Notice(row, "opened"), name, "failed" if error else "sent", error)
            book.close([alert.key])
    except psycopg2.Error:
        return False
    return True
