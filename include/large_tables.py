"""The months of the large tables: room is made for those to come, those whose results are out are settled, once.

A settled partition has every row frozen and known to the planner: nothing has to look at it again until rows come, and
they unsettle it (`ops.month_partition`). Nothing is dropped: `rulebook.source_retention` keeps downloads for ever.

What came a moment ago the planner knows nothing of: who is about to read it has that mended.
"""

from datetime import date
from typing import Any

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


def renew_statistics(connection: Any) -> None:
    """Let the planner know of rows that came just now: without, a join of two large relations may take for ever.

    However few they are of all there are: to statistics of yesterday a new month or province has no rows at all. What
    is read for it is a sample, which does not grow with the relation. Of a table parted by month the whole has its own,
    which the server never renews by itself.
    """
    changed = warehouse.fetch(
        connection,
        """
        select format('%I.%I', schemaname, relname) as name, pg_inherits.inhparent::regclass::text as whole
        from pg_catalog.pg_stat_user_tables
        left join pg_catalog.pg_inherits on pg_inherits.inhrelid = pg_stat_user_tables.relid
        where schemaname in ('raw', 'staging', 'warehouse', 'months') and n_mod_since_analyze > 1000
        order by schemaname, relname
        """,
    )
    with connection.cursor() as cursor:
        for relation in changed:
            cursor.execute(f"analyze {relation['name']}")
        for whole in sorted({relation["whole"] for relation in changed if relation["whole"]}):
            cursor.execute(f"analyze only {whole}")


def _make(months: list[date]) -> int:
    with warehouse.connect() as connection:
        [made] = warehouse.fetch(
            connection, "select warehouse.make_months(%(months)s::date[]) as months", {"months": months}
        )
    return int(made["months"])
