"""The page of health: how the whole is, a line a check, for people in Thai and for monitors as JSON.

Both say what `ops.health` says, of which nothing is computed here.
"""

import json
from typing import Any

from include.publishing.templating import templates
from include.warehouse import fetch

STATUSES = {"critical": ("✗", "ต้องแก้"), "warning": ("!", "ควรดู"), "ok": ("✓", "ปกติ")}
WHOLE = {"critical": "มีเรื่องที่ต้องแก้", "warning": "มีเรื่องที่ควรดู", "ok": "ทุกอย่างเป็นปกติ"}
UNREACHABLE = "warehouse"

_PAGES = templates()


def page(connection: Any) -> str:
    """The page as HTML, of a connection that may read `ops`: the gravest first."""
    checks = _checks(connection)
    [told] = fetch(connection, "select thai.print_moment(now()) as at_th")
    return _PAGES.get_template("health.html").render(
        statuses=STATUSES,
        whole=WHOLE[worst(checks)],
        worst=worst(checks),
        counted=[(status, sum(check["status"] == status for check in checks)) for status in STATUSES],
        at_th=told["at_th"],
        checks=sorted(checks, key=lambda check: list(STATUSES).index(check["status"])),
    )


def status(connection: Any) -> tuple[str, str]:
    """The worst status, and what a monitor reads as JSON: every check with its figure, times in ISO form."""
    checks = _checks(connection)
    [told] = fetch(connection, "select now() as at")
    names = ("check_code", "status", "observed", "unit_th", "since", "title_th", "message_th", "to_do_th", "runbook")
    listed = [{name: _plain(check[name]) for name in names} for check in checks]
    return worst(checks), _json(worst(checks), told["at"].isoformat(), listed)


def unreachable(told: str) -> str:
    """What a monitor reads when the warehouse cannot be asked."""
    check = {"check_code": UNREACHABLE, "status": "critical", "title_th": "คลังข้อมูล", "message_th": told}
    return _json("critical", None, [check])


def worst(checks: list[dict[str, Any]]) -> str:
    """The gravest status of all."""
    there = {check["status"] for check in checks}
    return next((status for status in STATUSES if status in there), "ok")


def _checks(connection: Any) -> list[dict[str, Any]]:
    return fetch(
        connection,
        "select *, thai.print_moment(since) as since_th, thai.print_number(round(observed, 1)) as observed_th"
        " from ops.health order by position",
    )


def _json(worst: str, at: str | None, checks: list[dict[str, Any]]) -> str:
    return json.dumps({"status": worst, "at": at, "checks": checks}, ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if value is None or isinstance(value, str) else float(value)
