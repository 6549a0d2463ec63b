"""Which editions of a province's months there are, and where each says what it was ordered by."""

from collections.abc import Collection
from datetime import date
from typing import Any

from include.publishing.results.shapes import Edition
from include.warehouse import fetch

_COLUMNS = """
    publication.programme_code, publication.province_code, publication.period, publication.kind,
    publication.rulebook_version, publication.snapshot_id, publication.revision, publication.taken_at,
    publication.reason, publication.proof_code, publication.content_sha256, publication.chain_sha256,
    rules.programme_name_th, rules.province_name_th
"""
_RULES = """
    inner join mart.rulebook_version as rules using (programme_code, province_code, rulebook_version)
"""


def published(connection: Any, snapshot_id: int) -> Edition:
    """A published revision by its number. Raises LookupError where there is none."""
    found = numbered(connection, [snapshot_id])
    if not found:
        raise LookupError(f"no snapshot {snapshot_id}")
    return found[0]


def numbered(connection: Any, snapshot_ids: Collection[int]) -> list[Edition]:
    """Those of the published revisions that are there, by their numbers, the earliest freeze first."""
    rows = fetch(
        connection,
        f"""
        select {_COLUMNS}
        from snapshot.publication {_RULES}
        where snapshot_id = any(%(snapshot_ids)s::bigint [])
        order by snapshot_id
        """,
        {"snapshot_ids": list(snapshot_ids)},
    )
    return [Edition(**row) for row in rows]


def standing(connection: Any, province_code: str | None = None, programme_code: str = "click") -> list[Edition]:
    """The revision of each month that stands, of one province or of all, the earliest month first."""
    rows = fetch(
        connection,
        f"""
        select {_COLUMNS}
        from snapshot.standing as publication {_RULES}
        where
            programme_code = %(programme_code)s
            and (%(province_code)s::text is null or publication.province_code = %(province_code)s)
        order by publication.province_code, publication.period
        """,
        {"programme_code": programme_code, "province_code": province_code},
    )
    return [Edition(**row) for row in rows]


def revisions(connection: Any, province_code: str, programme_code: str = "click") -> list[Edition]:
    """Every revision of a province ever published, by month and revision."""
    rows = fetch(
        connection,
        f"""
        select {_COLUMNS}
        from snapshot.publication {_RULES}
        where programme_code = %(programme_code)s and publication.province_code = %(province_code)s
        order by publication.period, publication.revision
        """,
        {"programme_code": programme_code, "province_code": province_code},
    )
    return [Edition(**row) for row in rows]


def live(
    connection: Any, province_code: str | None = None, programme_code: str = "click", period: date | None = None
) -> list[Edition]:
    """The months that are open, built or stand in mart, as they are now, the earliest first; or one of them alone."""
    rows = fetch(
        connection,
        """
        select
            state.programme_code,
            state.province_code,
            state.period,
            'live' as kind,
            coalesce(summary.rulebook_version, latest.rulebook_version) as rulebook_version,
            rules.programme_name_th,
            rules.province_name_th
        from mart.month_state as state
        left join mart.province_summary as summary using (programme_code, province_code, period)
        inner join (
            select programme_code, province_code, max(rulebook_version) as rulebook_version
            from mart.rulebook_version
            group by programme_code, province_code
        ) as latest using (programme_code, province_code)
        inner join mart.rulebook_version as rules
            on
                rules.programme_code = state.programme_code and rules.province_code = state.province_code
                and rules.rulebook_version = coalesce(summary.rulebook_version, latest.rulebook_version)
        where
            state.programme_code = %(programme_code)s
            and (%(province_code)s::text is null or state.province_code = %(province_code)s)
            and (%(period)s::date is null or state.period = %(period)s)
        order by state.province_code, state.period
        """,
        {"programme_code": programme_code, "province_code": province_code, "period": period},
    )
    return [Edition(**row) for row in rows]


def of_month(connection: Any, province_code: str, period: date, programme_code: str = "click") -> list[Edition]:
    """Every edition of one month: what stands live first (where there is any), then revisions, the latest first."""
    alive = live(connection, province_code, programme_code, period)
    kept = [edition for edition in revisions(connection, province_code, programme_code) if edition.period == period]
    return [*alive, *reversed(kept)]
