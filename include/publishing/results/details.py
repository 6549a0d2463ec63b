"""What lies behind the figures of an edition: what was refused, what was found, and each figure's source cells.

These are asked of the warehouse as it is now, up to when the edition was frozen where that can be told: they explain
what was published, and are no part of its proof.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from include.publishing.results.shapes import Edition, Month
from include.warehouse import fetch

Row = dict[str, Any]


@dataclass(frozen=True)
class Refusal:
    """A row, or where `row_number` is None a whole file, that did not pass; `told_th` says why and what to do.

    `replaced` where a later version of the report took its place. `district_code` None: not of one district.
    """

    district_code: str | None
    source: str
    section: str
    file: str
    sheet: str
    row_number: int | None
    told_th: str
    replaced: bool = False


@dataclass(frozen=True)
class Intake:
    """A file of the month and what became of its rows; `source` None: it lay where no source's files are put."""

    source: str | None
    file: str
    received_at: Any
    status: str
    rows_read: int
    rows_loaded: int
    rows_known: int
    rows_rejected: int
    reason: str | None


def intake(connection: Any, edition: Edition) -> list[Intake]:
    """The files received for the month itself, by source and time."""
    rows = fetch(
        connection,
        """
        select
            source, regexp_replace(uri, '^.*/', '') as file, received_at, status, rows_read, rows_loaded, rows_known,
            rows_rejected, reason
        from ops.source_file
        where
            province_code = %(province_code)s and period = %(period)s
            and (%(taken_at)s::timestamptz is null or received_at <= %(taken_at)s)
        order by source, received_at, file_id
        """,
        edition.parameters | {"taken_at": edition.taken_at},
    )
    return [Intake(**row) for row in rows]


def refused_files(connection: Any, edition: Edition) -> list[Refusal]:
    """The files of the month that were rejected whole."""
    return [
        Refusal(None, file.source or "", "", file.file, "", None, file.reason or "")
        for file in intake(connection, edition)
        if file.status == "rejected"
    ]


def refused_rows(connection: Any, edition: Edition, district_code: str | None) -> list[Refusal]:
    """The rows refused of a district's reports and of the exports that concern it; None: of the province's exports."""
    rows = fetch(
        connection,
        """
        select refused.*, regexp_replace(source_file.uri, '^.*/', '') as file
        from (
            select 'submissions' as source, section, file_id, sheet, row_number, refused_th as told_th, replaced
            from mart.reported_row(%(province_code)s, %(period)s, %(district_code)s)
            where refused_th is not null
            union all
            select source, '' as section, file_id, sheet, row_number, refused_th, false
            from mart.refused_export_row(%(province_code)s, %(period)s, %(district_code)s)
        ) as refused
        inner join ops.source_file using (file_id)
        where %(taken_at)s::timestamptz is null or source_file.received_at <= %(taken_at)s
        order by
            refused.replaced, refused.source, source_file.received_at, refused.file_id, refused.sheet,
            refused.row_number
        """,
        edition.parameters | {"district_code": district_code, "taken_at": edition.taken_at},
    )
    for row in rows:
        del row["file_id"]
    return [Refusal(district_code, **row) for row in rows]


def refused_counts(connection: Any, month: Month) -> dict[str | None, int]:
    """How many rows `refused_rows` has of each district that has some, and of the province's exports (None)."""
    rows = fetch(
        connection,
        """
        select asked.district_code, count(*) as rows
        from unnest(%(district_codes)s::text[]) as asked (district_code)
        cross join lateral (
            select file_id
            from mart.reported_row(%(province_code)s, %(period)s, asked.district_code)
            where refused_th is not null
            union all
            select file_id
            from mart.refused_export_row(%(province_code)s, %(period)s, asked.district_code)
        ) as refused
        inner join ops.source_file using (file_id)
        where %(taken_at)s::timestamptz is null or source_file.received_at <= %(taken_at)s
        group by asked.district_code
        """,
        month.edition.parameters
        | {
            "district_codes": [None, *(district.code for district in month.districts)],
            "taken_at": month.edition.taken_at,
        },
    )
    return {row["district_code"]: row["rows"] for row in rows}


def findings(connection: Any, edition: Edition) -> list[Row]:
    """The findings about the month that are not resolved, the gravest first: rows of mart.finding."""
    return fetch(
        connection,
        """
        select *
        from mart.finding
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
            and state <> 'resolved'
        order by
            array_position(array['critical', 'warning', 'info'], severity), district_code nulls first, finding_code,
            finding_id
        """,
        edition.parameters,
    )


def document_findings(connection: Any, edition: Edition) -> list[Row]:
    """What was found about the order's own documents: rows of mart.finding with `kind` and `document_th`.

    `kind` is printed, or ocr_suspected where only our copy may be misread.
    """
    rows = fetch(
        connection,
        """
        select *, split_part(source, ': ', 1) as kind, substr(source, strpos(source, ': ') + 2) as document_th
        from mart.finding
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period is null
            and file is null and state <> 'resolved'
        order by
            array_position(array['critical', 'warning', 'info'], severity), finding_code, district_code nulls first,
            source, finding_id
        """,
        edition.parameters,
    )
    return [row for row in rows if row["kind"] in ("printed", "ocr_suspected")]


@dataclass(frozen=True)
class Working:
    """The rows behind a district's figures, by criterion code, as mart.grade_working gives them.

    `moved` are the criteria whose live figure is no longer the frozen one: their rows would explain something else.
    """

    rows: dict[str, list[Row]]
    moved: frozenset[str]


def working(connection: Any, month: Month, district_code: str | None, rows_each: int = 20) -> Working:
    """The source rows and cells behind the figures of a district (None: of the province's own criteria)."""
    edition = month.edition
    found: dict[str, list[Row]] = defaultdict(list)
    for row in fetch(
        connection,
        """
        select * from mart.grade_working(
            %(province_code)s, %(period)s, %(district_code)s, %(rows_each)s, %(programme_code)s
        )
        """,
        edition.parameters | {"district_code": district_code, "rows_each": rows_each},
    ):
        found[row["criterion_code"]].append(row)
    if district_code is None:
        results = {result.criterion.code: result for result in month.province}
    else:
        [results] = [district.results for district in month.districts if district.code == district_code]
    moved = frozenset(
        code
        for code, result in results.items()
        if {(row["condition_no"], row["value"]) for row in found[code]}
        != {(condition.condition_no, condition.value) for condition in result.conditions}
    )
    return Working({code: rows for code, rows in found.items() if code not in moved}, moved)


def places(connection: Any, edition: Edition, worked: Working) -> dict[tuple[str, str, str], Row]:
    """Where the cells behind figures stand: by file, sheet and column name the `heading` and the column's `letters`."""
    files = sorted({row["file"] for rows in worked.rows.values() for row in rows if row["file"]})
    rows = fetch(
        connection,
        """
        select distinct on (source_file.uri, file_column.sheet, file_column.column_name)
            source_file.uri,
            file_column.sheet,
            file_column.column_name,
            file_column.heading,
            rtrim(ops.cell_address(file_column.column_number, 1), '1') as letters
        from ops.source_file
        inner join ops.file_column using (file_id)
        where
            source_file.province_code = %(province_code)s and source_file.status = 'loaded'
            and source_file.uri = any(%(files)s)
        order by source_file.uri, file_column.sheet, file_column.column_name, source_file.file_id desc
        """,
        edition.parameters | {"files": files},
    )
    return {(row["uri"], row["sheet"], row["column_name"]): row for row in rows}
