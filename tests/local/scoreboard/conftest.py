"""Results and refusals small enough to check by hand, and the lines the scoreboard prints of them."""

import io
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pytest
from psycopg2.extras import Json
from rich.console import Console

from include.local import scoreboard
from include.warehouse import fetch

PROOF = "0" * 52 + "c0ffee123456"

ATTAINMENT = """
insert into mart.attainment (
    period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
)
select
    %(period)s, province_code, district_code, criterion_code, chance.met, case when chance.met then points else 0 end,
    points, ''
from rulebook.district
inner join rulebook.criterion using (province_code)
cross join lateral (
    select not coalesce(%(missed)s::jsonb -> district_code ? criterion_code, false) as met
) as chance
where province_code = %(province_code)s and level = 'district'
"""
DISTRICT_GRADE = """
insert into mart.district_grade (
    period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    on_time, rulebook_version
)
select
    %(period)s, province_code, district_code, district.name_th,
    case when district_code = any(%(unreported)s) then 'not_reported' else 'graded' end,
    earned.points, earned.max_points, earned.percent, grade_band.grade, grade_basis.basis,
    district_code <> all(%(unreported)s) and district_code <> all(%(late)s), 1
from (
    select
        province_code,
        district_code,
        sum(points) as points,
        sum(max_points) as max_points,
        round(100 * sum(points) / sum(max_points), 4) as percent
    from mart.attainment
    where period = %(period)s and province_code = %(province_code)s
    group by province_code, district_code
) as earned
inner join rulebook.district using (province_code, district_code)
inner join rulebook.grade_band using (province_code)
inner join rulebook.grade_basis using (province_code)
where grade_band.percents @> earned.percent and grade_basis.valid_during @> %(period)s::date
"""
PROVINCE_SUMMARY = """
insert into mart.province_summary (
    period, province_code, status, districts, reported, on_time, grade_counts, mean_percent, province_criteria,
    rulebook_version
)
select
    %(period)s, %(province_code)s, %(status)s,
    (select count(*) from rulebook.district where province_code = %(province_code)s),
    count(*) filter (where status = 'graded'), count(*) filter (where on_time),
    jsonb_build_object('A', count(*) filter (where grade = 'A'), 'B', count(*) filter (where grade = 'B')),
    round(avg(percent), 4), %(province_criteria)s, 1
from mart.district_grade
where period = %(period)s and province_code = %(province_code)s
"""
PROVINCE_ATTAINMENT = """
insert into mart.attainment (period, province_code, criterion_code, met, points, max_points, explanation_th)
values (%(period)s, %(province_code)s, %(criterion_code)s, %(met)s, 0, 0, %(explanation_th)s)
"""
SOURCE_FILE = """
insert into ops.source_file (
    uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, reason, rows_read,
    rows_rejected
)
values (
    %(uri)s, '', %(source)s, %(province_code)s, %(period)s, %(uri)s, 1, now(), now(), %(status)s, %(reason)s,
    %(rows_read)s, %(rows_read)s
)
returning file_id
"""
REJECTED_ROW = """
insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, rule, message_th, source, province_code, period
)
select file_id, %(sheet)s, 6 + number, 'held_on', %(rule)s, %(message_th)s, source, province_code, period
from ops.source_file
cross join generate_series(1, %(rows)s) as number
where file_id = %(file_id)s
"""
PUBLICATION = """
insert into snapshot.publication (
    snapshot_id, province_code, period, revision, kind, taken_at, taken_by, reason, rulebook_version, rulebook_sha256,
    code_version, content_sha256, previous_sha256, chain_sha256
)
select
    count(*) + 1, '57', %(period)s, %(revision)s, %(kind)s, now(), '', '', 1, '', '', %(proof)s,
    coalesce(max(chain_sha256), ''), %(proof)s
from snapshot.publication
"""


class Results:
    """Writes results into a warehouse, Chiang Rai's where nothing is said, and reads the scoreboard of them."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def run(self, sql: str, **parameters: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)

    def month(
        self,
        period: date,
        province_code: str = "57",
        missed: Mapping[str, list[str]] | None = None,
        late: Collection[str] = (),
        unreported: Collection[str] = (),
        province_criteria: Collection[Mapping[str, Any]] = (),
        waiting: bool = False,
    ) -> None:
        """A month where every district meets every criterion in time, but for what is said."""
        of = {"period": period, "province_code": province_code}
        if not waiting:
            self.run(ATTAINMENT, **of, missed=Json(missed or {}))
            self.run(DISTRICT_GRADE, **of, late=list(late), unreported=list(unreported))
        status = "waiting" if waiting else "graded"
        met = {criterion["criterion_code"]: criterion["met"] for criterion in province_criteria}
        self.run(PROVINCE_SUMMARY, **of, status=status, province_criteria=Json(met))
        for criterion in province_criteria:
            self.run(PROVINCE_ATTAINMENT, **of, **criterion)

    def file(self, uri: str, source: str | None = "submissions", **changes: Any) -> int:
        """A loaded file of January, but for the changes; its file_id."""
        values = {"province_code": "57", "period": date(2024, 1, 1), "status": "loaded", "reason": None, "rows_read": 0}
        rows = fetch(self.connection, SOURCE_FILE, values | changes | {"uri": uri, "source": source})
        return int(rows[0]["file_id"])

    def refuse(self, file_id: int, rule: str, rows: int, message_th: str, sheet: str = "กิจกรรม") -> None:
        """So many rows of a file, from the seventh on."""
        self.run(REJECTED_ROW, file_id=file_id, rule=rule, rows=rows, message_th=message_th, sheet=sheet)

    def publish(self, period: date, kind: str = "final", revision: int = 1, proof: str = PROOF) -> None:
        """Freezes a month as it is."""
        self.run(PUBLICATION, period=period, kind=kind, revision=revision, proof=proof)
        for relation in ("attainment", "district_grade"):
            self.run(
                f"insert into snapshot.{relation}"
                f" select (select max(snapshot_id) from snapshot.publication), {relation}.*"
                f" from mart.{relation} where period = %(period)s",
                period=period,
            )

    def shown(self, **parameters: Any) -> list[str]:
        """What is printed, without the spaces that fill the lines up."""
        self.run(
            "select ops.note_findings('click', province_code, period)"
            " from (select province_code, period from ops.source_file union select province_code, period"
            " from mart.month_finding union select province_code, period from ops.expectation_result) as seen"
        )
        written = io.StringIO()
        scoreboard.show(self.connection, console=Console(file=written, width=100), **parameters)
        return [line.rstrip() for line in written.getvalue().splitlines()]

    def line(self, lines: list[str], *texts: str) -> str:
        """The first line that holds all the texts. Raises StopIteration without one."""
        return next(line for line in lines if all(text in line for text in texts))


@pytest.fixture
def results(connection: Any) -> Results:
    return Results(connection)
