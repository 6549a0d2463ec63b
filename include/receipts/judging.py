"""What became of the files of a month that wait for their receipts, district by district, with what the month comes to.

Asked inside a transaction in which the month is built anew; the caller rolls it back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from include.checking import Question, outcomes
from include.checking.received import Row
from include.publishing import handed_back
from include.warehouse import fetch


@dataclass(frozen=True)
class Outcome:
    """What became of what one district sent; `district_code` is None where nobody can tell whose it is.

    `files` came together: a workbook, or the sections of the form tool; `file` is the one that the receipt is for.
    `months` has the month once a programme, each with its `waits_for` and, where there is one, the `district` as
    `checking.districts.touched` describes it. `refused_in` are the workbooks that say what is wrong, each as a path
    from the district's own folder. `content_sha256` is that of what was sent; None for a file that was refused whole.
    """

    file: Row
    files: tuple[Row, ...]
    district_code: str | None
    months: tuple[Row, ...]
    refused_in: tuple[str, ...]
    content_sha256: str | None
    rows_accepted: int = 0
    rows_refused: int = 0

    @property
    def folder(self) -> str:
        """Where what is for the district lies, below the month's folder."""
        return f"districts/{self.district_code or handed_back.UNKNOWN}"


def outcomes_of(connection: Any, question: Question, file_ids: Sequence[int]) -> list[Outcome]:
    """The outcomes of these files of one folder of reports, each refused whole or typed. Waits for the province."""
    of_programmes = outcomes.months(connection, question)
    files = _files(connection, file_ids)
    if any(file["status"] == "loaded" for file in files):
        outcomes.build(connection, of_programmes)
    sent = _sent(connection, question, file_ids)
    found: list[Outcome] = []
    for parcel in _parcels(files):
        if parcel[0]["status"] == "rejected":
            found += _refused_whole(parcel[0], of_programmes)
        else:
            found += _of_districts(connection, question, parcel, of_programmes, sent)
    return found


def _files(connection: Any, file_ids: Sequence[int]) -> list[Row]:
    return fetch(
        connection,
        """
        select
            source_file.file_id,
            source_file.uri,
            regexp_replace(source_file.uri, '^.*/', '') as name,
            source_file.section,
            source_file.status,
            source_file.reason,
            source_file.province_code,
            source_file.period,
            source_file.received_at,
            thai.print_moment(source_file.received_at) as received_th,
            thai.print_month(source_file.period) as month_th,
            province.name_th as province_name_th
        from ops.source_file
        left join rulebook.province
            on province.province_code = source_file.province_code and province.valid_during @> source_file.period
        where source_file.file_id = any (%(file_ids)s)
        order by source_file.received_at, source_file.modified_at, source_file.uri
        """,
        {"file_ids": list(file_ids)},
    )


def _parcels(files: Sequence[Row]) -> list[list[Row]]:
    """What was sent together: a workbook, a file refused whole, or all sections of the form tool."""
    sections = [file for file in files if file["section"] and file["status"] == "loaded"]
    others = [[file] for file in files if file not in sections]
    return [*others, sections] if sections else others


def _refused_whole(file: Row, of_programmes: Sequence[Row]) -> Iterator[Outcome]:
    name = handed_back.file_name(file)
    months = tuple(month | {"waits_for": [], "district": None} for month in of_programmes)
    yield Outcome(file, (file,), None, months, (name,), None)


def _of_districts(
    connection: Any, question: Question, parcel: list[Row], of_programmes: Sequence[Row], sent: Sequence[Row]
) -> Iterator[Outcome]:
    file_ids = [file["file_id"] for file in parcel]
    judged = [outcomes.with_districts(connection, question, month, file_ids) for month in of_programmes]
    codes: list[str | None] = [*dict.fromkeys(row["district_code"] for month in judged for row in month["districts"])]
    if not of_programmes:
        codes = _districts_without_rules(connection, file_ids)
    refused = fetch(
        connection,
        "select * from quarantine.refused_report where file_id = any (%(file_ids)s) order by file_id",
        {"file_ids": file_ids},
    )
    of_nobody = any(report["district_code"] is None for report in refused) if parcel[0]["section"] else not codes
    if of_nobody:
        codes.append(None)
    by_report, strays = _in_files(sent, file_ids), _refused_rows(connection, file_ids)
    for code in codes:
        months = tuple(
            month | {"district": next((row for row in month["districts"] if row["district_code"] == code), None)}
            for month in judged
        )
        district = next((month["district"] for month in months if month["district"]), None)
        stray = strays.get(code, {"rows": 0, "content_sha256": "", "file_id": file_ids[-1]})
        told = by_report.get(district["version_key"] if district else None, stray)
        file = next(file for file in parcel if file["file_id"] == told["file_id"])
        yield Outcome(
            file,
            tuple(parcel),
            code,
            months,
            tuple(
                _place(report, code) for report in refused if not report["section"] or report["district_code"] == code
            ),
            told["content_sha256"],
            district["rows_accepted"] if district else 0,
            district["rows_refused"] if district else stray["rows"],
        )


def _place(report: Row, district_code: str | None) -> str:
    """Where the workbook lies that says what is wrong, from the folder of the district."""
    name = handed_back.file_name(report)
    same = report["district_code"] == district_code
    return name if same else f"../{report['district_code'] or handed_back.UNKNOWN}/{name}"


def _districts_without_rules(connection: Any, file_ids: Sequence[int]) -> list[str | None]:
    """Whose reports these are in a month that no programme has rules for."""
    found = fetch(
        connection,
        "select distinct district_code from staging.report where file_id = any (%(file_ids)s) and accepted order by 1",
        {"file_ids": list(file_ids)},
    )
    return [row["district_code"] for row in found]


def _sent(connection: Any, question: Question, file_ids: Sequence[int]) -> list[Row]:
    """Of each report in the files, a digest of its cells as they stand now and the files they stand in.

    Asked once of all files: the whole month is read for it.
    """
    return fetch(
        connection,
        """
        select
            report_key,
            encode(
                sha256(convert_to(
                    report_key || string_agg(section || cells::text, E'\n' order by section, cells::text), 'UTF8'
                )),
                'hex'
            ) as content_sha256,
            array_agg(distinct file_id) as file_ids
        from (
            select
                source_row.report_key,
                source_row.section,
                source_row.file_id,
                source_row.cells,
                rank() over (
                    partition by source_row.report_key, source_row.section
                    order by source_file.received_at desc, source_file.modified_at desc, source_file.uri desc
                ) as place
            from staging.source_row
            inner join ops.source_file using (file_id)
            where source_row.province_code = %(province_code)s and source_row.period = %(period)s
        ) as standing
        where place = 1 and report_key is not null
        group by report_key
        having bool_or(file_id = any (%(file_ids)s))
        """,
        vars(question) | {"file_ids": list(file_ids)},
    )


def _in_files(sent: Sequence[Row], file_ids: Sequence[int]) -> dict[str | None, Row]:
    """Those reports of which something stands in the files, by key, each with the last of them."""
    within = {row["report_key"]: set(row["file_ids"]) & set(file_ids) for row in sent}
    return {
        row["report_key"]: row | {"file_id": max(within[row["report_key"]])}
        for row in sent
        if within[row["report_key"]]
    }


def _refused_rows(connection: Any, file_ids: Sequence[int]) -> dict[str | None, Row]:
    """Of each district, and of nobody, by its code: the rows refused in the files, and a digest of what was wrong."""
    found = fetch(
        connection,
        """
        select
            district_code,
            count(*) as rows,
            max(file_id) as file_id,
            encode(
                sha256(convert_to(
                    string_agg(concat_ws(' ', sheet, value, message_th), E'\n' order by sheet, value, message_th),
                    'UTF8'
                )),
                'hex'
            ) as content_sha256
        from quarantine.rejected_row
        where file_id = any (%(file_ids)s)
        group by district_code
        """,
        {"file_ids": list(file_ids)},
    )
    return {row["district_code"]: row for row in found}
