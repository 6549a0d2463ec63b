"""Papers of each revision: whole or not listed, one that fails holds no other, nothing of them touches the proof."""

import json
import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include import warehouse
from include.publishing import against, bundle, catalogue, papers, publication_index, verify
from include.publishing.papers import Maker
from include.publishing.results.shapes import Month
from tests.publishing.published import PLACES, publish

PROVISIONAL, FINAL, NEXT = PLACES


def page(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    yield "index.html", f"<p>{month.edition.proof_code}</p>".encode()
    yield "assets/style.css", b"p {}"


def cards(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    for district in month.districts:
        yield f"scorecards/{district.code}.pdf", district.name_th.encode()


def broken(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    yield "memo.pdf", b"half of it"
    raise ZeroDivisionError(f"no memo of {month.edition.period}")


SCOREBOARD = Maker("scoreboard", "ตารางผลคะแนน", "ผู้ว่าราชการจังหวัด", page)
SCORECARDS = Maker("scorecards", "ใบคะแนนอำเภอ", "นายอำเภอ", cards, one_a_district=True)
MEMO = Maker("memo", "บันทึกข้อความ", "สำนักงานพัฒนาชุมชนจังหวัด", broken)
MAKERS = (SCOREBOARD, SCORECARDS)


@pytest.fixture
def root(connection: Any, tmp_path: Path) -> Path:
    """A publish location with three proofs and no papers."""
    publish(connection, tmp_path)
    connection.commit()
    return tmp_path


@pytest.fixture
def reader(database: str, root: Path) -> Iterator[Any]:
    """The connection that papers are made over."""
    with warehouse.publishing(database) as connection:
        yield connection


def listed(root: Path, place: str) -> dict[str, Any]:
    return dict(json.loads((root / place / "papers" / papers.LIST).read_text()))


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def only(*makers: Maker, of: str) -> tuple[Maker, ...]:
    """The makers, of which the memo fails for one revision alone."""

    def of_one(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
        if papers.place(month.edition) == of:
            yield from broken(connection, month)
        yield "memo.pdf", b"whole"

    return (*makers, MEMO._replace(files=of_one))


def test_every_revision_with_its_proof_gets_papers_and_a_list_of_them(reader: Any, root: Path) -> None:
    outcome = papers.write_missing(reader, root, MAKERS)
    assert outcome.written == [NEXT, FINAL, PROVISIONAL] and not outcome.failures
    for place in PLACES:
        of = listed(root, place)
        assert len(of["files"]) == 2 + 25 and len(of["districts"]) == 25
        assert (of["edition"]["province_code"], of["edition"]["revision"]) == ("34", int(place[-1]))
        assert of["edition"]["proof_code"] in (root / place / "papers/index.html").read_text()
        for name, about in of["files"].items():
            content = (root / place / "papers" / name).read_bytes()
            assert (about["bytes"], about["sha256"]) == (len(content), verify.sha256(content))


def test_papers_that_are_there_are_not_made_again(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    before = contents(root)
    assert papers.write_missing(reader, root, MAKERS) == papers.Outcome()
    assert contents(root) == before


def test_papers_leave_the_proof_as_it_is_and_the_verifier_passes_with_them(
    connection: Any, reader: Any, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(root)
    papers.write_missing(reader, root, MAKERS)
    assert {name: content for name, content in contents(root).items() if name in before} == before
    assert verify.main([str(root)]) == 0 and "3 proved" in capsys.readouterr().out
    assert [found.faults for found in verify.bundles_of(root)] == [[], [], []]
    assert against.differences(connection, root) == []
    assert bundle.write_missing(connection, root) == []


def test_no_paper_can_see_what_analysts_may_not_see_and_none_can_write(reader: Any, root: Path) -> None:
    def asks(sql: str) -> Maker:
        def files(connection: Any, _: Month) -> Iterator[tuple[str, bytes]]:
            warehouse.fetch(connection, sql)
            yield "seen.txt", b"seen"

        return Maker("asks", "เอกสาร", "ไม่มีใคร", files)

    for sql in (
        "select * from raw.submissions_summary",
        "delete from ops.deadline",
        "reset role; select * from raw.submissions_summary",
    ):
        outcome = papers.write_missing(reader, root, [asks(sql)])
        assert len(outcome.failures) == 3 and not outcome.written
        assert not list(root.rglob("seen.txt"))


def test_a_paper_that_fails_holds_no_other_and_is_told_with_who_waits_for_it(
    reader: Any, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    outcome = papers.write_missing(reader, root, only(MEMO._replace(name="first", files=cards), SCOREBOARD, of=FINAL))
    assert outcome.written == [NEXT, PROVISIONAL]
    [failure] = outcome.failures
    assert str(failure) == (
        "34 2025-02 revision 1: จัดทำบันทึกข้อความ (memo) จังหวัดอุบลราชธานี เดือนกุมภาพันธ์ 2568 ฉบับสมบูรณ์ ไม่สำเร็จ"
        " ผู้ที่รอ: สำนักงานพัฒนาชุมชนจังหวัด สาเหตุ: ZeroDivisionError: no memo of 2025-02-01"
    )
    assert str(failure) in caplog.text
    assert (root / FINAL / "papers/index.html").exists()
    assert not (root / FINAL / "papers" / papers.LIST).exists()


def test_what_failed_is_found_again_though_later_revisions_are_finished(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, only(*MAKERS, of=PROVISIONAL))
    outcome = papers.write_missing(reader, root, only(*MAKERS, of=PROVISIONAL))
    assert not outcome.written and len(outcome.failures) == 1
    assert papers.write_missing(reader, root, only(*MAKERS, of="")).written == [PROVISIONAL]
    assert papers.write_missing(reader, root, only(*MAKERS, of="")) == papers.Outcome()


def test_a_query_that_fails_in_one_paper_does_not_fail_the_next(reader: Any, root: Path) -> None:
    def wrong(connection: Any, _: Month) -> Iterator[tuple[str, bytes]]:
        warehouse.fetch(connection, "select 1 / 0")
        yield "never.txt", b""

    def asks(connection: Any, _: Month) -> Iterator[tuple[str, bytes]]:
        yield "asked.txt", str(warehouse.fetch(connection, "select 1 as one")).encode()

    outcome = papers.write_missing(reader, root, [MEMO._replace(files=wrong), SCOREBOARD._replace(files=asks)])
    assert [failure.maker.name for failure in outcome.failures] == ["memo"] * 3
    assert len(list(root.rglob("asked.txt"))) == 3


@pytest.mark.parametrize("left", [None, 0, 400])
@pytest.mark.parametrize("place", [NEXT])
def test_papers_without_a_whole_list_are_written_again(reader: Any, root: Path, left: int | None, place: str) -> None:
    papers.write_missing(reader, root, MAKERS)
    path = root / place / "papers" / papers.LIST
    before = listed(root, place)["files"]
    path.unlink() if left is None else path.write_bytes(path.read_bytes()[:left])
    assert papers.write_missing(reader, root, MAKERS).written == [place]
    assert listed(root, place)["files"] == before


def test_a_run_that_was_killed_is_taken_up_by_the_next(
    reader: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        papers.write_missing(reader, root, (SCOREBOARD, MEMO._replace(files=killed)))
    assert not list(root.rglob(papers.LIST))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(publication_index, "write", killed)
        papers.write_missing(reader, root, MAKERS)
    assert len(list(root.rglob(papers.LIST))) == 3 and not (root / "34" / "index.html").exists()
    assert papers.write_missing(reader, root, MAKERS) == papers.Outcome()
    assert "scorecards/3401.pdf" in (root / "34" / "index.html").read_text()


def test_what_was_not_begun_in_time_is_left_to_the_next_run(reader: Any, root: Path) -> None:
    assert papers.write_missing(reader, root, MAKERS, until=datetime.now(UTC)).left == 3
    assert papers.write_missing(reader, root, MAKERS).written == [NEXT, FINAL, PROVISIONAL]


def test_a_disk_that_is_full_fails_the_run_and_the_next_goes_on(reader: Any, root: Path) -> None:
    class Full(type(root)):  # type: ignore[misc]
        def open(self, *arguments: Any, **settings: Any) -> Any:
            if self.name == "3405.pdf":
                raise OSError("no space left on device")
            return super().open(*arguments, **settings)

    with pytest.raises(OSError, match="no space"):
        papers.write_missing(reader, Full(root), MAKERS)
    assert not list(root.rglob(papers.LIST))
    assert len(papers.write_missing(reader, root, MAKERS).written) == 3


def test_a_warehouse_that_went_away_is_told_as_such(reader: Any, root: Path, admin_uri: str) -> None:
    def asks_nobody(connection: Any, _: Month) -> Iterator[tuple[str, bytes]]:
        with psycopg2.connect(admin_uri) as admin, admin.cursor() as cursor:
            cursor.execute("select pg_terminate_backend(%s)", [connection.info.backend_pid])
        warehouse.fetch(connection, "select 1")
        yield "never.txt", b""

    with pytest.raises(psycopg2.OperationalError):
        papers.write_missing(reader, root, [MEMO._replace(files=asks_nobody)])


def test_a_freeze_whose_proof_is_withheld_gets_no_papers_until_it_is_published(
    connection: Any, reader: Any, root: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into ops.expectation_result (
                run_id, ran_at, suite, expectation, severity, period, province_code, success, unexpected_count, notes
            )
            values ('run', now(), 'snapshot.measure', 'why', 'critical', '2025-02-01', '34', false, 1, 'because')
            """
        )
    connection.commit()
    kept = root.parent / "kept"
    shutil.move(root / FINAL, kept)
    assert papers.write_missing(reader, root, MAKERS).written == [NEXT, PROVISIONAL]
    assert not (root / FINAL).exists() and "ฉบับสมบูรณ์" in (root / "34/index.html").read_text()
    assert "2025-02/1" not in catalogue.read(root, "34")
    shutil.move(kept, root / FINAL)
    assert papers.write_missing(reader, root, MAKERS).written == [FINAL]


def test_looking_for_papers_costs_the_same_however_much_was_published(
    reader: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers.write_missing(reader, root, MAKERS)
    opened = []
    plain = Path.open

    def count(path: Path, *arguments: Any, **settings: Any) -> Any:
        opened.append(path.relative_to(root).as_posix())
        return plain(path, *arguments, **settings)

    monkeypatch.setattr(Path, "open", count)
    papers.write_missing(reader, root, MAKERS)
    assert sorted(set(opened)) == ["34/2025-03/1/manifest.json", "34/2025-03/1/papers/papers.json", "34/index.json"]


def test_a_folder_of_papers_that_was_lost_is_found_when_every_one_is_looked_for(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    shutil.rmtree(root / PROVISIONAL / "papers")
    assert papers.write_missing(reader, root, MAKERS).written == []
    assert papers.write_missing(reader, root, MAKERS, everything=True).written == [PROVISIONAL]


def test_new_looks_take_the_place_of_the_old_ones(
    reader: Any, root: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def new(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        yield "assets/new.css", b"p {}"

    papers.write_missing(reader, root, MAKERS)
    before = contents(root / PROVISIONAL) | contents(root / NEXT)
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setattr(papers, "MAKERS", (SCOREBOARD._replace(files=new), SCORECARDS))
    assert papers.main([str(root), "--province", "34", "--period", "2025-02", "--revision", "1"]) == 0
    assert f"{FINAL}/papers: จัดทำใหม่แล้ว" in capsys.readouterr().out
    there = {path.relative_to(root / FINAL / "papers").as_posix() for path in (root / FINAL / "papers").rglob("*.*")}
    assert "assets/new.css" in there and "assets/style.css" not in there
    assert listed(root, FINAL)["files"].keys() == there - {papers.LIST}
    assert contents(root / PROVISIONAL) | contents(root / NEXT) == before
    assert papers.main([str(root), "--province", "34", "--period", "2030-02"]) == 2


@pytest.mark.parametrize(
    "name",
    [
        "../manifest.json",
        "manifest.json",
        "data/manifest.json",
        "papers.json",
        "/etc/passwd",
        "a/../b",
        "",
        "2025-02/1/x",
        "index.html",
    ],
)
def test_no_paper_may_lie_elsewhere_or_look_like_a_proof(reader: Any, root: Path, name: str) -> None:
    def files(_: Any, __: Month) -> Iterator[tuple[str, bytes]]:
        yield name, b"altered"

    before = contents(root)
    outcome = papers.write_missing(reader, root, [SCOREBOARD, MEMO._replace(files=files)])
    assert len(outcome.failures) == 3
    after = contents(root)
    assert {file: after[file] for file in before} == before
    assert b"altered" not in after.values()


def test_progress_is_told_by_district(
    reader: Any, root: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "SECONDS_BETWEEN_LINES", 0)
    caplog.set_level(logging.INFO)
    papers.write_missing(reader, root, MAKERS)
    assert "34 2025-03 revision 1: scorecards 12 of 25\n" in caplog.text
    assert "34 2025-03 revision 1: scorecards 25 of 25, " in caplog.text
    assert "34 2025-03 revision 1: scoreboard 2, " in caplog.text
