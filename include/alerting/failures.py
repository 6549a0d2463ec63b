"""A task that failed, and whom that hurts: provinces, months, districts and the deadlines that are at stake.

A task that works on one month, or fails for some months alone, names them: its parameters have the province and the
month, or its error has a line that begins with both (province code, `YYYY-MM`). Any other failure hurts every month
that is not out yet.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from include import periods, warehouse
from include.alerting import months
from include.alerting.alert import Alert, Hurt

KIND = "task_failed"
_NAMED = re.compile(r"(?:^|(?<=\n))\s*(\d\d) (\d{4}-(?:0[1-9]|1[0-2]))\b")
_LONGEST = 600

_HURT = """
    select
        due_month.*,
        now() as asked_at,
        coalesce(month_state.district_codes, '{}') as touched_codes,
        coalesce(month_state.district_names_th, '{}') as touched_names_th
    from ops.due_month
    left join mart.month_state
        on
            month_state.programme_code = due_month.programme_code
            and month_state.province_code = due_month.province_code
            and month_state.period = due_month.period and month_state.status = 'held'
    where
        case
            when %(months)s::text[] <> '{}'
                then due_month.province_code || to_char(due_month.period, ' YYYY-MM') = any (%(months)s)
            else
                due_month.revision is null
                and (%(provinces)s::text[] is null or due_month.province_code = any (%(provinces)s))
        end
    order by due_month.publication_due_at, due_month.province_code
"""


@dataclass(frozen=True)
class Failure:
    """What failed: a task, its share of the work where it is one of several, its parameters and its error."""

    dag_id: str
    task_id: str
    share: str = ""
    error: str = ""
    months: tuple[tuple[str, date], ...] = ()
    provinces: tuple[str, ...] | None = None

    @property
    def subject(self) -> str:
        """The same whenever this task fails for this share of the work."""
        return "/".join(filter(None, (self.dag_id, self.task_id, self.share)))


def failure(
    dag_id: str, task_id: str, parameters: dict[str, Any], chosen: dict[str, Any], error: BaseException | str | None
) -> Failure:
    """What failed, as far as its parameters, the run's choice of provinces, and its error tell."""
    said = str(error or "")
    province, period = parameters.get("province_code"), parameters.get("period")
    named = [(found[0], periods.month(found[1])) for found in _NAMED.findall(said)]
    if province and period:
        named = [(province, period if isinstance(period, date) else date.fromisoformat(period))]
    provinces = (province,) if province else chosen.get("provinces")
    share = " ".join(str(part)[:10] for part in (province, period, parameters.get("kind")) if part)
    return Failure(dag_id, task_id, share, said, tuple(dict.fromkeys(named)), provinces and tuple(provinces))


def alert(connection: Any, failed: Failure) -> Alert:
    """The alert about it, with whom it hurts."""
    asked = {
        "months": [f"{province} {period:%Y-%m}" for province, period in failed.months],
        "provinces": None if failed.provinces is None else list(failed.provinces),
    }
    return _alert(failed, map(_hurt, warehouse.fetch(connection, _HURT, asked)))


def blind_alert(failed: Failure) -> Alert:
    """The alert about it while the warehouse cannot be asked whom it hurts."""
    told = _alert(failed, ())
    return replace(told, message_th=f"{told.message_th} · ไม่ทราบว่ากระทบเดือนใด เพราะติดต่อฐานข้อมูลของคลังไม่ได้")


def _alert(failed: Failure, hurts: Iterable[Hurt]) -> Alert:
    of = f" ({failed.share})" if failed.share else ""
    # psycopg says after its message which statement and which rows it was about: those may hold what people wrote
    said = re.split(r"\n(?:CONTEXT|DETAIL|LINE|HINT)\b", failed.error.strip())[0]
    said = re.sub(r"(?<=://)[^/\s@]*@", "…@", said)
    cause = f" · {said[:_LONGEST]}" if said else ""
    message = f"งาน {failed.task_id}{of} ของ {failed.dag_id} ล้มเหลว{cause}"
    return Alert(KIND, failed.subject, message, tuple(hurts), raised_by="airflow")


def _hurt(month: dict[str, Any]) -> Hurt:
    deadline = "report" if month["asked_at"] <= month["report_due_at"] else "publication"
    if month["revision"] is not None:
        return months.hurt(month, None)
    if not month["touched_codes"]:
        return months.hurt(month, deadline)
    return replace(
        months.hurt(month, deadline, districts=False),
        district_codes=tuple(month["touched_codes"]),
        district_names_th=tuple(month["touched_names_th"]),
    )
