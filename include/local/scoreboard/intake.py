"""What the scoreboard asks about files, refused rows and findings. Returns rows as dicts and changes nothing."""

from collections.abc import Iterable
from typing import Any

from include.local.scoreboard.scope import Row, Scope
from include.warehouse import fetch


def file_counts(connection: Any, scope: Scope, province_code: str) -> Row:
    """How many files of a province were loaded, rejected and duplicates, and what became of their rows."""
    return fetch(
        connection,
        """
        select
            count(*) filter (where status = 'loaded') as loaded,
            count(*) filter (where status = 'rejected') as rejected,
            count(*) filter (where status = 'duplicate') as duplicate,
            coalesce(sum(rows_read), 0) as rows_read,
            coalesce(sum(rows_loaded), 0) as rows_loaded,
            coalesce(sum(rows_known), 0) as rows_known,
            coalesce(sum(rows_rejected), 0) as rows_rejected
        from ops.source_file
        where province_code = %(province_code)s and period between %(first)s and %(last)s
        """,
        scope.parameters | {"province_code": province_code},
    )[0]


def refused_rows(connection: Any, scope: Scope, province_code: str) -> list[Row]:
    """For every source and rule of a province: how many rows, and one of them; the most frequent first."""
    return fetch(
        connection,
        """
        select *
        from (
            select distinct on (rejected_row.source, rejected_row.rule)
                rejected_row.source,
                rejected_row.rule,
                source_file.uri as file,
                rejected_row.sheet,
                rejected_row.row_number,
                rejected_row.message_th,
                count(*) over (partition by rejected_row.source, rejected_row.rule) as rows
            from quarantine.rejected_row
            inner join ops.source_file using (file_id)
            where rejected_row.province_code = %(province_code)s and rejected_row.period between %(first)s and %(last)s
            order by
                rejected_row.source, rejected_row.rule, rejected_row.period, source_file.uri, rejected_row.sheet,
                rejected_row.row_number
        ) as examples
        order by rows desc, source, rule
        """,
        scope.parameters | {"province_code": province_code},
    )


def rejected_files(connection: Any, scope: Scope, province_code: str | None) -> list[Row]:
    """For every reason for which whole files were rejected: how many, and one; of no province with rules for None."""
    return fetch(
        connection,
        """
        select *
        from (
            select distinct on (reason)
                uri as file,
                reason as message_th,
                count(*) over (partition by reason) as rows
            from ops.source_file
            where
                status = 'rejected' and (period is null or period between %(first)s and %(last)s)
                and case
                    when %(province_code)s::text is null
                        then
                            province_code is null
                            or province_code not in (select in_force.province_code from rulebook.in_force)
                    else province_code = %(province_code)s
                end
            order by reason, uri
        ) as examples
        order by rows desc, file
        """,
        scope.parameters | {"province_code": province_code},
    )


def findings(connection: Any, scope: Scope, province_code: str) -> list[Row]:
    """For every finding code about a province's months and files: how many, and one; the gravest first."""
    return fetch(
        connection,
        """
        select *
        from (
            select distinct on (severity, finding_code)
                severity,
                finding_code,
                file,
                row_number,
                message_th,
                count(*) over (partition by severity, finding_code) as rows
            from mart.finding
            where
                province_code = %(province_code)s and (period is null or period between %(first)s and %(last)s)
                and state <> 'resolved'
                -- rejected files and failed expectations are told elsewhere
                and finding_code not in ('file_rejected', 'expectation_failed')
                -- an order's own contradictions are listed each, not counted
                and (period is not null or file is not null)
            order by severity, finding_code, period, file, row_number, message_th
        ) as examples
        order by array_position(array['critical', 'warning', 'info'], severity), rows desc, finding_code
        """,
        scope.parameters | {"province_code": province_code},
    )


def document_findings(connection: Any, months: Iterable[Row]) -> list[Row]:
    """Where the orders behind the months contradict themselves or may be misread, the gravest first."""
    versions = {(month["programme_code"], month["province_code"], month["rulebook_version"]) for month in months}
    if not versions:
        return []
    return fetch(
        connection,
        """
        select distinct
            array_position(array['critical', 'warning', 'info'], severity) as gravity,
            finding_no,
            severity,
            kind,
            message_th
        from rulebook.document_finding
        where (programme_code, province_code, rulebook_version) in %(versions)s
        order by gravity, finding_no
        """,
        {"versions": tuple(versions)},
    )
