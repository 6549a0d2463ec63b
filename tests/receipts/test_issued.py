"""A receipt is issued once, whatever happens in between, and its figures are those that the month then gets."""

from pathlib import Path
from typing import Any

import pytest

from include import months, next_steps, quality, receipts
from include.publishing import receipt_page
from include.receipts import issuing
from include.warehouse import connect, fetch
from tests.pipeline import driver, written_month
from tests.receipts.conftest import GOLDEN, Counter, moment, report


class Killed(BaseException):
    """The process is gone."""


def test_every_figure_on_a_receipt_is_the_one_that_the_month_then_gets(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_month.land(GOLDEN, counter.zone)
    counter.take_in(moment(25))
    counter.issue(moment(25))
    monkeypatch.setattr(quality, "audit", driver.pass_all)
    months.close(months.stale(), "tests")
    told = {
        (row["district_code"], row["version"]): row
        for row in counter.receipts()
        if row["district_code"] != "unknown" and row["version"] is not None
    }
    versions = driver.rows(
        """
        select version.*, grade.points, grade.max_points, grade.grade, grade.on_time as in_time, first.valid as reported
        from mart.submission_version as version
        inner join mart.district_grade as grade using (programme_code, province_code, period, district_code)
        left join mart.submission_version as first on first.district_code = version.district_code and first.first_valid
        """
    )
    steps = driver.rows("select * from mart.next_step")
    assert {(row["district_code"], row["version"]) for row in versions} == set(told)
    assert len({row["grade"] for row in told.values()}) == 4
    for version in versions:
        receipt = told[version["district_code"], version["version"]]
        own = [step for step in steps if step["district_code"] == version["district_code"]]
        for name in ("points", "max_points", "grade", "rows_accepted", "rows_refused", "programme_code", "period"):
            assert receipt[name] == version[name], name
        assert receipt["on_time"] == (version["in_time"] if version["reported"] else None)
        assert (receipt["steps_th"] or "") == next_steps.sentence(own)
    counted = driver.rows(
        "select sum(rows_loaded) as accepted, sum(rows_rejected) as refused from ops.source_file"
        " where source = 'submissions'"
    )
    every = counter.receipts()
    assert counted == [
        {"accepted": sum(row["rows_accepted"] for row in every), "refused": sum(row["rows_refused"] for row in every)}
    ]


def test_nothing_of_the_trial_stays(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12))
    open_counter.issue()
    assert driver.rows("select from candidate.district_grade") == driver.rows("select from candidate.month") == []


def test_a_second_run_issues_nothing_and_changes_nothing(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12))
    [place] = open_counter.issue(moment(12))
    before, page = open_counter.receipts(), open_counter.page(place)
    assert open_counter.issue(moment(13)) == []
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("update ops.source_file set receipt_waits = true where source = 'submissions'")
    assert open_counter.issue(moment(14)) == []
    assert (open_counter.receipts(), open_counter.page(place)) == (before, page)


def test_what_is_not_begun_in_time_waits_for_the_next_run(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12))
    assert open_counter.issue(moment(12), until=moment(12)) == []
    assert driver.rows("select from ops.source_file where receipt_waits") != []
    assert len(open_counter.issue(moment(13))) == 1


def test_killed_before_it_is_kept_a_receipt_is_issued_by_the_next_run(
    open_counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_counter.hand_in(report(), at=moment(12))
    render = receipt_page.render

    def die(page: receipt_page.Page) -> str:
        path = open_counter.publish / f"57/2024-02/districts/5704/receipt {page.number}.html"
        path.write_text(render(page)[:200])
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(receipt_page, "render", die)
        open_counter.issue()
    assert open_counter.receipts() == []
    [place] = open_counter.issue()
    assert open_counter.page(place).endswith("</html>")
    assert len(open_counter.receipts()) == 1


def test_killed_after_it_was_kept_a_receipt_is_not_issued_again(
    open_counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_counter.hand_in(report(), report("พาน.xlsx", "พาน"), at=moment(12))

    def die(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(issuing, "_done", die)
        open_counter.issue()
    before = open_counter.receipts()
    assert len(before) == 2
    assert open_counter.issue() == []
    assert open_counter.receipts() == before
    assert driver.rows("select from ops.source_file where receipt_waits") == []


def test_a_receipt_that_cannot_be_written_holds_up_no_other(open_counter: Counter) -> None:
    open_counter.hand_in(report(), report("พาน.xlsx", "พาน"), at=moment(12))
    [teng] = driver.rows("select file_id from ops.source_file where uri like '%%เทิง%%'")
    in_the_way = open_counter.publish / "57/2024-02/districts/5704" / f"receipt {teng['file_id']}.html"
    in_the_way.mkdir(parents=True)
    with pytest.raises(RuntimeError, match=str(teng["file_id"])):
        open_counter.issue()
    assert [row["district_code"] for row in open_counter.receipts()] == ["5705"]
    in_the_way.rmdir()
    assert open_counter.issue() == [in_the_way.relative_to(open_counter.publish).as_posix()]


def test_while_others_are_at_work_on_the_province_receipts_wait_for_the_next_run(
    open_counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_counter.hand_in(report(), at=moment(12))
    monkeypatch.setattr(issuing, "PATIENCE_SECONDS", 1)
    with connect() as other:
        fetch(other, "select pg_advisory_xact_lock(hashtext('province 57'))")
        with pytest.raises(RuntimeError, match="could not be issued"):
            open_counter.issue()
    assert len(open_counter.issue()) == 1


def test_two_runs_at_once_issue_one_receipt(open_counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    open_counter.hand_in(report(), at=moment(12))
    judge, twice = issuing._judge, []

    def judge_and_be_overtaken(*asked: Any) -> Any:
        judged = judge(*asked)
        monkeypatch.setattr(issuing, "_judge", judge)
        asked[0].rollback()
        twice.extend(open_counter.issue())
        return judged

    monkeypatch.setattr(issuing, "_judge", judge_and_be_overtaken)
    assert open_counter.issue() == []
    assert len(twice) == len(open_counter.receipts()) == 1


def test_typed_again_with_another_outcome_a_district_that_was_unknown_is_told(open_counter: Counter) -> None:
    open_counter.hand_in(report(district="สพอ เทิงเก่า"), at=moment(12))
    open_counter.issue()
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("update ops.source_file set typed_with = typed_with where source = 'submissions'")
        assert fetch(connection, "select from ops.source_file where receipt_waits") == []
        cursor.execute("update ops.source_file set typed_with = 'others', rows_loaded = rows_read, rows_rejected = 0")
        assert len(fetch(connection, "select from ops.source_file where receipt_waits")) == 1
        connection.rollback()


def test_a_province_sees_its_own_receipts_alone(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12))
    open_counter.issue()
    for reader, seen in (("analyst", 1), ("analyst_57", 1), ("analyst_34", 0)):
        with connect() as connection:
            fetch(connection, "select set_config('role', %s, true)", [reader])
            assert len(fetch(connection, "select text_th from ops.receipt")) == seen


def test_where_nothing_is_published_to_nothing_is_lost(open_counter: Counter, tmp_path: Path) -> None:
    open_counter.hand_in(report(), at=moment(12))
    (tmp_path / "file").write_text("no folder")
    with connect() as connection, pytest.raises(RuntimeError):
        receipts.issue(connection, tmp_path / "file", moment(12))
    assert len(open_counter.issue()) == 1
