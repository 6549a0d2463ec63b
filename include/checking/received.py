"""What became of the files of a trial, asked inside its transaction. Returns rows as dicts and changes nothing."""

from collections.abc import Sequence
from typing import Any

from include.checking.questions import Question
from include.warehouse import fetch

Row = dict[str, Any]

SHOWN_OF_A_KIND = 20  # refusals of one rule in one column of a sheet, findings of one code
WITH_ITS_REPORT = "summary_refused"  # the rule that refuses the rows of a report whose summary is refused
_REPORT_TABLES = (
    "submissions_summary",
    "submissions_downloads",
    "submissions_publicity",
    "submissions_activities",
    "submissions_services",
)


def taken(connection: Any, file_ids: Sequence[int]) -> list[int]:
    """The files whose rows stand for those tried out: themselves where they load, else the file they duplicate."""
    rows = fetch(
        connection,
        """
        select loaded.file_id
        from ops.source_file as tried
        inner join ops.source_file as loaded using (source, province_code, period, sha256)
        where tried.file_id = any (%(file_ids)s) and tried.status <> 'rejected' and loaded.status = 'loaded'
        """,
        {"file_ids": list(file_ids)},
    )
    return [row["file_id"] for row in rows]


def files(connection: Any, question: Question, file_ids: Sequence[int]) -> list[Row]:
    """What became of each file, with its sheets, its refused cells and its findings; of a duplicate, what stands."""
    found = fetch(
        connection,
        """
        select
            coalesce(loaded.file_id, tried.file_id) as file_id,
            regexp_replace(tried.uri, '^.*/', '') as name,
            tried.status,
            tried.reason,
            coalesce(loaded.rows_read, 0) as rows_read,
            coalesce(loaded.rows_loaded, 0) as rows_loaded,
            coalesce(loaded.rows_known, 0) as rows_known,
            coalesce(loaded.rows_rejected, 0) as rows_rejected
        from ops.source_file as tried
        left join ops.source_file as loaded
            on
                tried.status <> 'rejected' and loaded.status = 'loaded'
                and loaded.source = tried.source and loaded.province_code = tried.province_code
                and loaded.period = tried.period and loaded.sha256 = tried.sha256
        where tried.file_id = any (%(file_ids)s)
        order by tried.file_id desc
        """,
        {"file_ids": list(file_ids)},
    )
    return [
        file
        | {
            "sheets": _sheets(connection, question, file["file_id"]),
            "refusals": _refusals(connection, file["file_id"]),
            "findings": _findings(connection, file["file_id"]),
        }
        for file in found
    ]


def _sheets(connection: Any, question: Question, file_id: int) -> list[Row]:
    """Rows read and refused of each sheet, in the order of the form; the sheet of a CSV has no name."""
    tables = _REPORT_TABLES if question.source == "submissions" else (question.source,)
    rows = " union all ".join(
        f"select {position} as position, sheet, count(*) as rows_read from raw.{table} where file_id = %(file_id)s"
        " group by sheet"
        for position, table in enumerate(tables)
    )
    return fetch(
        connection,
        f"""
        select
            sheet,
            coalesce(sum(rows_read), 0)::bigint as rows_read,
            (
                select count(*)
                from quarantine.rejected_row
                where rejected_row.file_id = %(file_id)s and rejected_row.sheet = read.sheet
            ) as rows_rejected
        from (
            {rows}
            union all
            select distinct null::integer, sheet, 0 from ops.file_column where file_id = %(file_id)s
        ) as read
        group by sheet
        order by min(position) nulls last, sheet
        """,
        {"file_id": file_id},
    )


def _refusals(connection: Any, file_id: int) -> list[Row]:
    """Refused cells in the order of the file; `left_out` counts what follows a row and is not shown."""
    return fetch(
        connection,
        """
        select
            *,
            case when place = most then of_its_kind - place else 0 end as left_out
        from (
            select
                refused_cell.*,
                -- what is refused with its report says one thing, however many rows it is
                case rule when %(with_its_report)s then 1 else %(most)s end as most,
                count(*) over (partition by sheet, column_name, rule) as of_its_kind,
                row_number() over (partition by sheet, column_name, rule order by row_number, problem_no) as place
            from quarantine.refused_cell
            where file_id = %(file_id)s
        ) as numbered
        where place <= most
        order by sheet, row_number, problem_no
        """,
        {"file_id": file_id, "most": SHOWN_OF_A_KIND, "with_its_report": WITH_ITS_REPORT},
    )


def _findings(connection: Any, file_id: int) -> list[Row]:
    """What was found in a file as a whole, or in the month because of it, the gravest first."""
    return fetch(
        connection,
        """
        select
            *,
            case when place = %(most)s then of_its_kind - place else 0 end as left_out
        from (
            select
                found.*,
                count(*) over (partition by finding_code) as of_its_kind,
                row_number() over (partition by finding_code order by row_number, message_th) as place
            from (
                select finding_code, severity, sheet, row_number, message_th
                from ops.file_finding
                where file_id = %(file_id)s
                union all
                select month_finding.finding_code, month_finding.severity, '', month_finding.row_number,
                    month_finding.message_th
                from candidate.month_finding
                inner join ops.source_file on source_file.uri = month_finding.file
                where source_file.file_id = %(file_id)s
            ) as found
        ) as numbered
        where place <= %(most)s
        order by array_position(array['critical', 'warning', 'info'], severity), finding_code, place
        """,
        {"file_id": file_id, "most": SHOWN_OF_A_KIND},
    )
