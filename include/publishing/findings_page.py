"""The page of findings: what is wrong, what to do about it and who does it, and which months show old figures.

Reads `mart` and `ops` alone; every text of it is escaped, every value of the reader's is a bound parameter.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from include import periods
from include.publishing.templating import templates
from include.warehouse import fetch

SEVERITIES = {"critical": "ร้ายแรง", "warning": "ควรตรวจสอบ", "info": "เพื่อทราบ"}
ACTORS = {"district": "อำเภอ", "province": "จังหวัด", "it": "ผู้ดูแลระบบ"}
STATES = {"open": "เปิดอยู่", "acknowledged": "รับทราบแล้ว", "muted": "พักไว้", "resolved": "หมดไปแล้ว"}
# What the list shows where nobody chose: what somebody may still have to do something about.
CHOICES = {"": "ที่ยังต้องดูแล", **STATES, "all": "ทุกสถานะ"}
STATES_OF_CHOICE = {"": ["open", "acknowledged"], "all": list(STATES)} | {state: [state] for state in STATES}
ROWS_OF_A_PAGE = 100
LONGEST_SEARCH = 100

_PAGES = templates()
_CHOSEN = """
    from mart.finding
    where
        state = any(%(states)s)
        and (%(province)s = '' or province_code = %(province)s)
        and (%(first)s::date is null or period = %(first)s)
        and (%(acts)s = '' or acts = %(acts)s)
        and (
            %(search)s = ''
            or strpos(
                lower(concat_ws(
                    ' ', finding_id, finding_code, title_th, message_th, province_name_th, district_name_th,
                    file, source, subject
                )),
                lower(%(search)s)
            ) > 0
        )
"""


@dataclass(frozen=True)
class Wanted:
    """What a reader chose; an empty text is no choice. `period` is YYYY-MM, `page` counts from 1."""

    province: str = ""
    period: str = ""
    state: str = ""
    severity: str = ""
    acts: str = ""
    search: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        """The choices of a page's address; what means nothing is no choice."""
        page = query.get("page", "")
        return cls(
            province=query.get("province", "") if query.get("province", "").isalnum() else "",
            period=query.get("period", "") if _first_day(query.get("period", "")) else "",
            state=query.get("state", "") if query.get("state", "") in CHOICES else "",
            severity=query.get("severity", "") if query.get("severity", "") in SEVERITIES else "",
            acts=query.get("acts", "") if query.get("acts", "") in ACTORS else "",
            search=query.get("search", "").replace("\0", "").strip()[:LONGEST_SEARCH],
            page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    def address(self, **changes: Any) -> str:
        """The address of this page with other choices."""
        chosen = {name: value for name, value in (asdict(self) | changes).items() if value not in ("", 1)}
        return f"?{urlencode(chosen)}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What the page's questions bind."""
        return asdict(self) | {
            "states": STATES_OF_CHOICE[self.state],
            "first": _first_day(self.period),
            "most": ROWS_OF_A_PAGE,
            "skipped": (self.page - 1) * ROWS_OF_A_PAGE,
        }


def page(connection: Any, wanted: Wanted) -> str:
    """The page as HTML, of a connection that may read `mart` and `ops`."""
    months = fetch(connection, f"select *, {_month('period')}, {_moment('shown_since')} from mart.month_state")
    counts = {
        row["severity"]: row["findings"]
        for row in fetch(
            connection, f"select severity, count(*) as findings {_CHOSEN} group by severity", wanted.parameters
        )
    }
    total = counts.get(wanted.severity, 0) if wanted.severity else sum(counts.values())
    return _PAGES.get_template("findings.html").render(
        wanted=wanted,
        severities=SEVERITIES,
        actors=ACTORS,
        states=STATES,
        choices=CHOICES,
        provinces=sorted({(month["province_code"], month["province_name_th"]) for month in months}),
        months=sorted({(f"{month['period']:%Y-%m}", month["period_th"]) for month in months}, reverse=True),
        stale=_of(wanted, [month for month in months if month["stale"]]),
        counts=counts,
        total=total,
        pages=max(-(-total // ROWS_OF_A_PAGE), 1),
        findings=_findings(connection, wanted),
        trend=_trend(connection, wanted),
    )


def message(title: str, told: str) -> str:
    """A page that only says something, as HTML."""
    return _PAGES.get_template("message.html").render(title=title, told=told)


def _findings(connection: Any, wanted: Wanted) -> list[dict[str, Any]]:
    """The findings chosen, the gravest first, as many as a page holds."""
    return fetch(
        connection,
        f"""
        select *, {_month("period")}, {_moment("opened_at")}, {_moment("resolved_at")}, {_moment("muted_until")}
        {_CHOSEN} and (%(severity)s = '' or severity = %(severity)s)
        order by
            array_position(array['critical', 'warning', 'info'], severity), period desc nulls last, province_code,
            finding_code, district_code, finding_id
        limit %(most)s offset %(skipped)s
        """,
        wanted.parameters,
    )


def _trend(connection: Any, wanted: Wanted) -> list[dict[str, Any]]:
    """How the expectations went that fail now: months without one are not looked at."""
    return fetch(
        connection,
        f"""
        select trend.*, failing.province_name_th, {_month("trend.period", "period")},
            {_moment("trend.failing_since", "failing_since")}
        from (
            select distinct province_code, province_name_th, period
            from mart.finding
            where
                finding_code = 'expectation_failed' and state <> 'resolved'
                and (%(province)s = '' or province_code = %(province)s)
                and (%(first)s::date is null or period = %(first)s)
        ) as failing
        cross join lateral (
            select *
            from ops.expectation_trend
            where
                expectation_trend.province_code = failing.province_code and expectation_trend.period = failing.period
                and not expectation_trend.success and expectation_trend.severity <> 'info'
        ) as trend
        order by trend.failing_since, trend.suite, trend.expectation
        limit %(most)s
        """,
        wanted.parameters,
    )


def _of(wanted: Wanted, months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The months of the province and month chosen, the latest first."""
    chosen = [
        month
        for month in months
        if wanted.province in ("", month["province_code"]) and wanted.period in ("", f"{month['period']:%Y-%m}")
    ]
    return sorted(chosen, key=lambda month: (month["status"] != "held", -month["period"].toordinal()))


def _first_day(period: str) -> date | None:
    try:
        return periods.month(period)
    except ValueError:
        return None


def _month(column: str, name: str | None = None) -> str:
    return f"thai.print_month({column}) as {name or column}_th"


def _moment(column: str, name: str | None = None) -> str:
    """Bangkok's clock, the year of the Buddhist Era."""
    at = f"{column} at time zone 'Asia/Bangkok'"
    return f'thai.print_date(({at})::date) || to_char({at}, \'" "HH24.MI" น."\') as {name or column}_th'
