"""Whether every freeze lies at the publish location, whole, and proves itself to be what the database has frozen."""

import time
from datetime import datetime, timedelta
from typing import Any

from include import warehouse
from include.alerting.alert import Alert, Hurt
from include.publishing import verify, wording
from include.watchdog import place
from include.watchdog.looks import Memory, Places, iso

KINDS = {"publication_missing", "proof_invalid"}
WRITTEN_WITHIN = timedelta(minutes=45)  # publish_months writes what it froze, and has a turn every half hour
PROVE_SECONDS = 0.7

_FROZEN = """
    select
        publication.snapshot_id,
        publication.province_code,
        publication.period,
        publication.revision,
        publication.kind,
        publication.taken_at,
        publication.chain_sha256,
        now() - publication.taken_at as age,
        province.name_th as province_name_th,
        (
            select string_agg(concat(failed.suite, ': ', failed.expectation), ', ')
            from ops.latest_expectation_result as failed
            where
                failed.province_code = publication.province_code and failed.period = publication.period
                and not failed.success and failed.severity = 'critical' and starts_with(failed.suite, 'snapshot.')
        ) as withheld_because
    from snapshot.publication
    left join rulebook.province
        on province.province_code = publication.province_code and province.valid_during @> publication.period
    order by publication.snapshot_id
"""


def publications(places: Places, memory: Memory, now: datetime, connection: Any) -> list[Alert]:
    """What is not there, and what does not prove.

    Every folder is looked for each time. Proving reads whole files: those not proved for longest come first, as far as
    the time goes, and what did not prove is looked at again every time.
    """
    frozen = warehouse.fetch(connection, _FROZEN)
    if not frozen:
        return []
    root = place.at(places.publish)
    there = [row for row in frozen if root.has(f"{_subject(row)}/{verify.MANIFEST}")]
    missing = [row for row in frozen if row not in there and row["age"] > WRITTEN_WITHIN]
    proved = _prove(root, there, memory, now)
    return [_missing(row) for row in missing] + [
        _invalid(row, proved[str(row["snapshot_id"])]["fault"])
        for row in there
        if proved.get(str(row["snapshot_id"]), {}).get("fault")
    ]


def _prove(root: place.Place, there: list[dict[str, Any]], memory: Memory, now: datetime) -> dict[str, Any]:
    before = memory.get("proved", {})
    proved = {
        str(row["snapshot_id"]): before[str(row["snapshot_id"])] for row in there if str(row["snapshot_id"]) in before
    }
    memory["proved"] = proved
    give_up = time.monotonic() + PROVE_SECONDS

    def turn(row: dict[str, Any]) -> tuple[bool, str]:
        last = proved.get(str(row["snapshot_id"]))
        return (not (last and last["fault"]), last["at"] if last else "")

    for number, row in enumerate(sorted(there, key=turn)):
        if number and time.monotonic() > give_up:
            break
        proved[str(row["snapshot_id"])] = {"at": iso(now), "fault": _fault(root, row)}
    return proved


def _fault(root: place.Place, row: dict[str, Any]) -> str | None:
    with root.revision(_subject(row)) as folder:
        bundle = verify.Bundle(folder)
    if bundle.faults:
        more = f" และอีก {len(bundle.faults) - 1} แห่ง" if len(bundle.faults) > 1 else ""
        return f"{str(bundle.faults[0])[:300]}{more}"
    if bundle.chain != row["chain_sha256"]:
        return "ไม่ใช่ฉบับที่ปิดรอบไว้ในฐานข้อมูล (ค่าพิสูจน์ต่างกัน)"
    return None


def _hurt(row: dict[str, Any]) -> tuple[Hurt, ...]:
    return (Hurt(row["province_code"], row["province_name_th"] or row["province_code"], row["period"]),)


def _subject(row: dict[str, Any]) -> str:
    return f"{row['province_code']}/{row['period']:%Y-%m}/{row['revision']}"


def _missing(row: dict[str, Any]) -> Alert:
    edition = wording.edition(row["kind"], row["revision"])
    words = f"{edition}ปิดรอบเมื่อ {wording.clock(row['taken_at'])} แต่ไม่มีไฟล์ครบที่ {_subject(row)}"
    if row["withheld_because"]:
        words += f" · ถูกกักไว้ เพราะไม่ผ่านข้อตรวจ {row['withheld_because']}"
    return Alert("publication_missing", _subject(row), words, _hurt(row))


def _invalid(row: dict[str, Any], fault: str) -> Alert:
    return Alert(
        "proof_invalid",
        _subject(row),
        f"{wording.edition(row['kind'], row['revision'])} ที่ {_subject(row)}: {fault}",
        _hurt(row),
    )
