"""Months asked together: one statement about all of them, whose answers stay each month's own.

What is written for a month is written once for whichever of them the statement is at: its province, or the number of
its freeze, comes from a row beside it, and the query is asked of each in turn (`lateral`), never of all as one. Their
programme and period are written out, so that no other period's rows are planned for or read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from include.quality.scope import Month, Snapshot

AT_ONCE = 100  # every province of the country; what comes back is a row a month, of bounded size
# No query of a suite may call anything so: it would mean another row.
WHICHEVER = "asked_month"


class _Whichever:
    """Stands before Month, so that its queries are about the month that the statement is at."""

    @property
    def key(self) -> str:
        return f"{WHICHEVER}.asked_key"


class _WhicheverMonth(_Whichever, Month):
    pass


class _WhicheverSnapshot(_Whichever, Snapshot):
    pass


@dataclass(frozen=True)
class Together:
    """Months of one programme and period, or freezes."""

    months: tuple[Month, ...]

    @property
    def whichever(self) -> Month:
        """What writes the queries about any of them."""
        first = self.months[0]
        if isinstance(first, Snapshot):
            return _WhicheverSnapshot(
                first.programme_code, first.province_code, first.period, first.snapshot_id, first.revision
            )
        return _WhicheverMonth(first.programme_code, first.province_code, first.period)

    @property
    def each(self) -> str:
        """What the queries are asked beside: a row a month, with its place among them."""
        rows = ", ".join(f"({place}, {month.key})" for place, month in enumerate(self.months))
        return f"(values {rows}) as {WHICHEVER} (asked_place, asked_key)"

    def all_rows(self, suite: str) -> str:
        """A query for the rows of a suite's relation that are any month's: read month by month, as alone."""
        if len(self.months) == 1:
            return self.months[0].batch(suite)
        return (
            f"select own.* from {self.each}"
            # `offset` keeps it from being planned as a join with all there is
            f" cross join lateral ({self.whichever.batch(suite)} offset 0) as own"
        )

    def alone(self) -> list["Together"]:
        """Each month by itself."""
        return [Together((month,)) for month in self.months]


def together(months: Iterable[Month]) -> Iterator[Together]:
    """The months that can be asked together, in their order as far as it goes."""
    for _, group in groupby(sorted(months, key=_asked_with), key=_asked_with):
        while chunk := tuple(islice(group, AT_ONCE)):
            yield Together(chunk)


def _asked_with(month: Month) -> Any:
    return ("freezes",) if isinstance(month, Snapshot) else (month.programme_code, month.period.isoformat())
