"""Which provinces and months are shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from include.warehouse import fetch

Row = dict[str, Any]


@dataclass(frozen=True)
class Scope:
    """Provinces (two-digit codes) and months (any day of the first and the last); None is all of them."""

    provinces: list[str] | None
    from_: date | None
    to: date | None

    @property
    def parameters(self) -> Row:
        """What every query binds: `provinces` or null, and the days `first` and `last` that a period lies between."""
        return {
            "provinces": self.provinces,
            "first": self.from_.replace(day=1) if self.from_ else date.min,
            "last": self.to or date.max,
        }


def shown_provinces(connection: Any, scope: Scope) -> list[Row]:
    """province_code and name_th of every province that has rules, and months or files in the scope."""
    return fetch(
        connection,
        """
        select distinct
            seen.province_code,
            province.name_th
        from (
            select province_code, period from mart.province_summary
            union
            select province_code, period from ops.month
            union
            select province_code, period from ops.source_file
        ) as seen
        inner join rulebook.province
            on province.province_code = seen.province_code and province.valid_during @> current_date
        where
            seen.province_code in (select in_force.province_code from rulebook.in_force)
            and (%(provinces)s::text[] is null or seen.province_code = any(%(provinces)s))
            and (seen.period is null or seen.period between %(first)s and %(last)s)
        order by seen.province_code
        """,
        scope.parameters,
    )
