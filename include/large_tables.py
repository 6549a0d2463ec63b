"""The months of the large tables: room is made for those to come, those whose results are out are settled, once.

A settled partition has every row frozen and known to the planner: nothing has to look at it again until rows come, and
they unsettle it (`ops.month_partition`). Nothing is dropped: `rulebook.source_retention` keeps downloads for ever.
"""

from datetime import date

from include import periods, warehouse

MONTHS_AHEAD = 3
_TO_SETTLE = "select relation, partition from ops.month_partition where published and not settled order by partition"
_WHOLES = "select distinct relation from ops.month_partition order by relation"


def make_room(today: date) -> int:
    """Make the partitions of this month and those after it, in a short transaction; returns how many were made."""
    months = [periods.add_months(today.replace(day=1), ahead) for ahead in range(MONTHS_AHEAD + 1)]
    return _make(months)


def make_room_for_pending() -> int:
    """The same for the months of downloads that wait to be typed, whichever they are: before they are typed."""
    with warehouse.connect() as connection:
        pending = warehouse.fetch(
            connection, "select distinct period from ops.pending_file where source = 'app_downloads' order by period"
        )
    return _make([row["period"] for row in pending])


def settle() -> list[str]:
    """Settle what is published and not settled, and renew what the planner knows of the whole; returns the partitions.

    A page with a row that somebody may still see otherwise is left to the next time.
    """
    with warehouse.maintaining() as connection, connection.cursor() as cursor:
        partitions = [row["partition"] for row in warehouse.fetch(connection, _TO_SETTLE)]
        for partition in partitions:
            cursor.execute(f"vacuum (freeze, analyze) {partition}")
        for whole in warehouse.fetch(connection, _WHOLES):
            cursor.execute(f"analyze only {whole['relation']}")
    return partitions


def _make(months: list[date]) -> int:
    with warehouse.connect() as connection:
        [made] = warehouse.fetch(
            connection, "select warehouse.make_months(%(months)s::date[]) as months", {"months": months}
        )
    return int(made["months"])
