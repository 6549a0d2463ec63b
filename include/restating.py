"""A published month whose figures have changed since: put before a person, and frozen anew where they approve.

A proposal is a row of `ops.restatement_proposal` and stays one, whatever is decided. What is approved is what was
shown: figures that changed again meanwhile are not frozen, the proposal lapses and a new one has to be made.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg2.extras import Json

from include import months, warehouse

SHOWN = 60
_CHANGES = """
    select
        coalesce(
            jsonb_agg(to_jsonb(detail) order by district_code nulls first, relation, item_code, column_name), '[]'
        ) as changes
    from mart.restatement_detail as detail
    where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
"""
_STANDING = """
    select
        standing.revision,
        month.inputs_sha256,
        month.status,
        month_input.inputs_sha256 is distinct from month.inputs_sha256 as stale
    from snapshot.standing
    left join ops.month using (programme_code, province_code, period)
    left join ops.month_input using (programme_code, province_code, period)
    where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
"""


class CannotRestate(ValueError):
    """There is nothing to decide on, or it can no longer be decided: why, in Thai."""


@dataclass(frozen=True)
class Decision:
    """What a person said to a proposal: whether they approve, why, who they are, and when they said it."""

    approved: bool
    reason: str
    by: str
    at: datetime


def propose(programme_code: str, province_code: str, period: date, proposed_by: str) -> dict[str, Any]:
    """Keep what would change in a published month as a proposal; returns its row. An older open one lapses.

    Raises CannotRestate where no final summary stands, the figures are not up to date, or none of them differs.
    """
    month = {"programme_code": programme_code, "province_code": province_code, "period": period}
    with warehouse.connect() as connection:
        standing = _standing(connection, month)
        changes = warehouse.fetch(connection, _CHANGES, month)[0]["changes"]
        if not changes:
            raise CannotRestate("ตัวเลขปัจจุบันตรงกับฉบับที่เผยแพร่แล้วทุกค่า ไม่มีสิ่งใดต้องแก้ไข")
        with connection.cursor() as cursor:
            cursor.execute(
                "update ops.restatement_proposal set status = 'lapsed', decided_at = now()"
                " where programme_code = %(programme_code)s and province_code = %(province_code)s"
                " and period = %(period)s and status = 'proposed'",
                month,
            )
        [proposal] = warehouse.fetch(
            connection,
            "insert into ops.restatement_proposal"
            " (programme_code, province_code, period, standing_revision, changes, inputs_sha256, proposed_by)"
            " values (%(programme_code)s, %(province_code)s, %(period)s, %(revision)s, %(changes)s, %(inputs_sha256)s,"
            " %(proposed_by)s) returning *",
            month | standing | {"changes": Json(changes), "proposed_by": proposed_by},
        )
    return proposal


def settle(proposal_id: int, decision: Decision) -> dict[str, Any]:
    """Keep what was decided and, where it was approved, freeze the next revision; returns the proposal's row.

    Raises CannotRestate for a proposal that is decided already or unknown, for a decision without a reason, and for an
    approved one whose figures are no longer those that were shown: that one lapses.
    """
    if not decision.reason.strip():
        raise CannotRestate("โปรดระบุเหตุผลของการอนุมัติหรือไม่อนุมัติ")
    with warehouse.connect() as connection:
        proposal = _open_proposal(connection, proposal_id)
        if not decision.approved:
            return _close(connection, proposal, "rejected", decision, None)
        why_not = _why_not_as_shown(connection, proposal)
        if why_not is None:
            revision = proposal["standing_revision"] + 1
            freezing = {
                "revision": revision,
                "kind": "restated",
                "reason": decision.reason.strip(),
                "taken_at": decision.at,
                "code_version": warehouse.code_version(),
            }
            for path in months.FREEZE:
                warehouse.run(connection, path, proposal | freezing)
            if _standing(connection, proposal)["revision"] != revision:
                raise RuntimeError(f"revision {revision} of proposal {proposal_id} was not frozen")
            return _close(connection, proposal, "approved", decision, revision)
        _close(connection, proposal, "lapsed", decision, None)
    raise CannotRestate(why_not)


def as_markdown(proposal: dict[str, Any]) -> str:
    """A proposal as the person who decides reads it, in Thai: what changes, from what to what, and why."""
    changes = proposal["changes"]
    with warehouse.connect() as connection:
        [month] = warehouse.fetch(
            connection, "select thai.print_month(%(period)s::date) as name", {"period": proposal["period"]}
        )
        names = {
            (row["kind"], row["code"]): row["name_th"]
            for row in warehouse.fetch(
                connection,
                "select 'district' as kind, district_code as code, name_th from rulebook.district"
                " where province_code = %(province_code)s and valid_during @> %(period)s"
                " union all select 'criterion', criterion_code, name_th from rulebook.criterion"
                " inner join rulebook.in_force using (programme_code, province_code, rulebook_version)"
                " where province_code = %(province_code)s and valid_during @> %(period)s"
                " union all select 'measure', measure_code, name_th from rulebook.measure",
                proposal,
            )
        }
    grades = [change for change in changes if change["relation"] == "district_grade"]
    districts = sorted({change["district_code"] for change in grades})
    lines = [
        f"เดือน{month['name']} · ฉบับที่เผยแพร่อยู่ ครั้งที่ {proposal['standing_revision']}"
        f" · เปลี่ยน {len(changes):,} ค่า ใน {len(districts):,} อำเภอ",
        "",
        "| อำเภอ | สิ่งที่เปลี่ยน | เดิม | ใหม่ | เพราะไฟล์ |",
        "|---|---|---|---|---|",
    ]
    for change in (grades + [change for change in changes if change["relation"] != "district_grade"])[:SHOWN]:
        kind = "measure" if change["relation"] == "measure" else "criterion"
        cells = (
            names.get(("district", change["district_code"]), "ทั้งจังหวัด"),
            names.get((kind, change["item_code"].split(" ")[0])) or _COLUMNS[change["column_name"]],
            _shown(change["was"]),
            _shown(change["is_now"]),
            _because(change),
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    if len(changes) > SHOWN:
        lines += [
            "",
            f"และอีก {len(changes) - SHOWN:,} ค่า ดูทั้งหมดใน ops.restatement_proposal เลขที่ {proposal['proposal_id']}",
        ]
    return "\n".join(lines)


_COLUMNS = {
    "status": "สถานะ",
    "points": "คะแนน",
    "percent": "ร้อยละ",
    "grade": "ระดับ",
    "on_time": "ส่งภายในกำหนด",
    "met": "ผ่านเกณฑ์",
    "target_value": "เป้าหมาย",
    "value": "ค่า",
}
_VALUES = {
    "true": "ใช่",
    "false": "ไม่ใช่",
    "graded": "จัดระดับแล้ว",
    "not_reported": "ยังไม่ได้รับรายงาน",
}


def _shown(value: str | None) -> str:
    return "–" if value is None else _VALUES.get(value, value)


def _because(change: dict[str, Any]) -> str:
    files = [uri.rsplit("/", 1)[-1] for uri in (change["because_of_file"] or "").split(", ") if uri]
    causes = [", ".join(files[:3]) + (f" และอีก {len(files) - 3} ไฟล์" if len(files) > 3 else "")] if files else []
    if change["because_of_version"]:
        causes.append(f"รายงานฉบับที่ {change['because_of_version']}")
    if change["because_of_rulebook"]:
        causes.append(f"เกณฑ์ฉบับที่ {change['because_of_rulebook']}")
    return " · ".join(causes) or "–"


def _standing(connection: Any, month: dict[str, Any]) -> dict[str, Any]:
    """The revision that stands, and the digest of what the live figures come from. Raises CannotRestate."""
    found = warehouse.fetch(connection, _STANDING, month)
    if not found or found[0]["revision"] < 1:
        raise CannotRestate("เดือนนี้ยังไม่มีฉบับสมบูรณ์ ตัวเลขใหม่จะอยู่ในฉบับสมบูรณ์เอง ไม่ต้องแก้ไข")
    if found[0]["stale"] or found[0]["status"] != "graded":
        raise CannotRestate("ตัวเลขปัจจุบันยังไม่เป็นปัจจุบัน รอให้คำนวณและผ่านการตรวจคุณภาพก่อน แล้วจึงเสนอแก้ไข")
    return found[0]


def _open_proposal(connection: Any, proposal_id: int) -> dict[str, Any]:
    found = warehouse.fetch(
        connection, "select * from ops.restatement_proposal where proposal_id = %s for update", (proposal_id,)
    )
    if not found:
        raise CannotRestate(f"ไม่พบข้อเสนอเลขที่ {proposal_id}")
    if found[0]["status"] != "proposed":
        raise CannotRestate(f"ข้อเสนอเลขที่ {proposal_id} ตัดสินไปแล้วหรือหมดอายุแล้ว")
    return found[0]


def _why_not_as_shown(connection: Any, proposal: dict[str, Any]) -> str | None:
    """Why what would be frozen now is not what was shown, in Thai; None where it is."""
    try:
        standing = _standing(connection, proposal)
    except CannotRestate as cannot:
        return str(cannot)
    changes = warehouse.fetch(connection, _CHANGES, proposal)[0]["changes"]
    if standing["revision"] != proposal["standing_revision"] or changes != proposal["changes"]:
        return "ตัวเลขเปลี่ยนไปหลังจากเสนอ จึงยังไม่ปิดรอบ โปรดสั่ง restate_month อีกครั้งเพื่อดูตัวเลขใหม่ก่อนอนุมัติ"
    return None


def _close(
    connection: Any, proposal: dict[str, Any], status: str, decision: Decision, revision: int | None
) -> dict[str, Any]:
    return warehouse.fetch(
        connection,
        "update ops.restatement_proposal set status = %(status)s, decided_at = %(at)s, decided_by = %(by)s,"
        " reason = %(reason)s, revision = %(revision)s where proposal_id = %(proposal_id)s returning *",
        {
            "status": status,
            "at": decision.at,
            "by": decision.by,
            "reason": decision.reason.strip(),
            "revision": revision,
            "proposal_id": proposal["proposal_id"],
        },
    )[0]
