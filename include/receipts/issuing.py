"""Receipts, each issued once: a page at the publish location and a row in `ops.receipt`.

Those of a month are one transaction: pages that were written before it failed are written again.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import psycopg2
import psycopg2.errors

from include import warehouse
from include.checking import Question, outcomes, wording
from include.checking.received import Row
from include.publishing import handed_back, receipt_page
from include.receipts.judging import Outcome, outcomes_of
from include.receipts.telling import page_of

PATIENCE_SECONDS = 60  # how long the receipts of a month wait for whoever is at work on its province

log = logging.getLogger(__name__)


def issue(connection: Any, root: Any, at: datetime, until: datetime | None = None) -> list[str]:
    """Issue the receipts that wait; returns where the pages were written, below `root`. Commits after every month.

    `root` is a path of the publish location (pathlib's methods), `at` the moment that the receipts bear. A month that
    is not begun by `until` is left to the next time: when a whole country has reported, nobody waits for all of it.
    Raises RuntimeError, when all others are issued, that names the files whose receipts still wait.
    """
    waiting = warehouse.fetch(
        connection,
        "select file_id, province_code, period, typed_with from ops.source_file where receipt_waits"
        " order by period desc, province_code, file_id",  # whoever has just reported is told first
    )
    connection.commit()
    written, failed, done = [], [], 0
    for (period, province_code), of_month in groupby(waiting, lambda file: (file["period"], file["province_code"])):
        files = list(of_month)
        if until is not None and datetime.now(UTC) >= until:
            log.info("%s %s: %d receipts are left to the next run", province_code, period, len(files))
            continue
        question = Question("submissions", province_code, period)
        try:
            judged, without_rules = _judge(connection, question, [file["file_id"] for file in files])
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected):
            log.warning("%s %s: others were at work on the province for too long", province_code, period)
            failed += [file["file_id"] for file in files]
            continue
        finally:
            connection.rollback()  # nothing of the trial stays
        troubled = set()
        for outcome in judged:
            _do(connection, "savepoint before_receipt")
            try:
                written += _issue(connection, root, outcome, at, without_rules)
            except psycopg2.OperationalError:
                raise
            except Exception:
                log.exception("the receipt of file %d could not be issued", outcome.file["file_id"])
                _do(connection, "rollback to savepoint before_receipt")
                troubled |= {file["file_id"] for file in outcome.files}
        connection.commit()
        failed += troubled
        _done(connection, [file for file in files if file["file_id"] not in troubled])
        done += len(files)
        log.info("%d of %d files have their receipts", done - len(failed), len(waiting))
    if failed:
        raise RuntimeError(f"files whose receipts could not be issued: {sorted(failed)}")
    return written


def _judge(connection: Any, question: Question, file_ids: Sequence[int]) -> tuple[list[Outcome], str | None]:
    warehouse.fetch(connection, "select set_config('lock_timeout', %s, true)", [f"{PATIENCE_SECONDS}s"])
    judged = outcomes_of(connection, question, file_ids)
    ruled = any(outcome.months for outcome in judged)
    return judged, None if ruled else outcomes.why_without_rules(connection, question)


def _issue(connection: Any, root: Any, outcome: Outcome, at: datetime, without_rules: str | None) -> list[str]:
    """One receipt; nothing where it was issued before, or where the form tool only sent the same again."""
    if _told_before(connection, outcome):
        return []
    [issued] = warehouse.fetch(connection, "select thai.print_moment(%s) as th", [at])
    page = page_of(outcome, issued["th"], without_rules)
    file = outcome.file
    place = f"{file['province_code']}/{file['period']:%Y-%m}/{outcome.folder}/receipt {file['file_id']}.html"
    text = receipt_page.as_lines(page)
    rows = [_row(outcome, month, at, text, place) for month in outcome.months or (None,)]
    if not all([_keep(connection, row) for row in rows]):
        _do(connection, "rollback to savepoint before_receipt")  # somebody else issued it a moment ago
        return []
    target = root.joinpath(*place.split("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as page_file:
        page_file.write(receipt_page.render(page).encode())
    return [place]


def _told_before(connection: Any, outcome: Outcome) -> bool:
    """Whether the file's receipt was issued, or the one before told of the same cells: of the form tool, sent again."""
    found = warehouse.fetch(
        connection,
        """
        select
            bool_or(file_id = %(file_id)s) as issued,
            (array_agg(content_sha256 order by issued_at desc, file_id desc))[1] as told_last
        from ops.receipt
        where province_code = %(province_code)s and period = %(period)s and district_code = %(district_code)s
        """,
        outcome.file | {"district_code": outcome.district_code or handed_back.UNKNOWN},
    )
    told_last = found[0]["told_last"]
    again = outcome.file["section"] and told_last is not None and told_last == outcome.content_sha256
    return bool(found[0]["issued"] or again)


def _row(outcome: Outcome, month: Row | None, at: datetime, text: str, place: str) -> Row:
    district = month["district"] if month else None
    shown = district or {}
    return {
        "file_id": outcome.file["file_id"],
        "programme_code": month["programme_code"] if month else None,
        "period": outcome.file["period"],
        "province_code": outcome.file["province_code"],
        "district_code": outcome.district_code or handed_back.UNKNOWN,
        "received_at": outcome.file["received_at"],
        "issued_at": at,
        "on_time": shown["on_time"] if shown.get("reported_th") else None,
        **{name: shown.get(name) for name in ("version", "points", "max_points", "grade")},
        "rows_accepted": outcome.rows_accepted,
        "rows_refused": outcome.rows_refused,
        "steps_th": wording.steps(district) if district else None,
        "text_th": text,
        "place": place,
        "content_sha256": outcome.content_sha256,
    }


def _keep(connection: Any, row: Row) -> bool:
    """Whether the row is new."""
    columns = ", ".join(row)
    values = ", ".join(f"%({column})s" for column in row)
    with connection.cursor() as cursor:
        cursor.execute(f"insert into ops.receipt ({columns}) values ({values}) on conflict do nothing", row)
        return bool(cursor.rowcount)


def _do(connection: Any, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _done(connection: Any, files: Sequence[Row]) -> None:
    """The files wait no longer, but those whose rows were typed anew meanwhile."""
    with connection.cursor() as cursor:
        for file in files:
            cursor.execute(
                "update ops.source_file set receipt_waits = false"
                " where file_id = %(file_id)s and typed_with is not distinct from %(typed_with)s",
                file,
            )
    connection.commit()
