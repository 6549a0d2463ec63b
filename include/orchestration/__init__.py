"""What the tasks do, each in one call; the only room of `include` that imports Airflow.

`settings` is how DAGs are set up, `places` where files come from and go to.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from airflow.sdk import get_current_context

from include import (
    backup,
    checking,
    findings,
    large_tables,
    months,
    periods,
    receipts,
    replay,
    restating,
    retention,
    rulebook,
    simulator,
    vital_signs,
    warehouse,
)
from include.checking import showing
from include.loaders import landing
from include.orchestration.alarms import DEADLINES
from include.orchestration.deadlines import grant_exception, remind_districts, watch_deadlines
from include.orchestration.places import (
    backups_folder,
    data_docs_folder,
    home,
    landed_files,
    landing_root,
    named_place,
    publish_root,
    received_files,
    volumes,
)
from include.orchestration.settings import (
    APPROVE,
    BANGKOK,
    CHECK_PARAMS,
    DAG_SETTINGS,
    DECISION_PARAMS,
    EXCEPTION_PARAMS,
    FACTS,
    GRADES,
    MONTH_PARAMS,
    PAPERS_MINUTES,
    RECEIPTS_BEGUN_WITHIN,
    RECEIPTS_WITHIN,
    REPLAY_MINUTES,
    RESTATE_PARAMS,
    approval_task,
    batches,
    load_streams,
    sql_task,
    summary_of,
)
from include.orchestration.watching import LANDING
from include.publishing import bundle, handed_back

__all__ = [
    "BANGKOK",
    "CHECK_PARAMS",
    "DAG_SETTINGS",
    "DEADLINES",
    "DECISION_PARAMS",
    "EXCEPTION_PARAMS",
    "FACTS",
    "GRADES",
    "LANDING",
    "MONTH_PARAMS",
    "RECEIPTS_WITHIN",
    "RESTATE_PARAMS",
    "approval_task",
    "grant_exception",
    "landed_files",
    "landing_root",
    "received_files",
    "remind_districts",
    "sql_task",
    "summary_of",
    "watch_deadlines",
]

log = logging.getLogger(__name__)


def as_parameters(rows: Iterable[dict[str, Any]]) -> list[Any]:
    """Rows as they travel between tasks: dates and times in ISO form; where they are many, in lists."""
    return batches(
        [{key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()} for row in rows]
    )


def from_parameters(batched: Iterable[Any]) -> list[dict[str, Any]]:
    """The way back of `as_parameters`, for the months' periods."""
    rows = (row for batch in batched for row in ([batch] if isinstance(batch, dict) else batch))
    return [row | {"period": date.fromisoformat(row["period"])} for row in rows]


def chosen_months() -> dict[str, Any]:
    """The provinces and months the run was asked for, as keyword arguments of `months.stale` and `months.due`.

    Read from the run's parameters `provinces`, `from` and `to` (YYYY-MM); null leaves the choice wide.
    """
    given = get_current_context()["params"]
    first, last = (periods.month(given[key]) if given.get(key) else None for key in ("from", "to"))
    return {"provinces": given.get("provinces"), "first": first, "last": last}


def run_id() -> str:
    """The name of the DAG run that is under way."""
    context = get_current_context()
    return f"{context['dag'].dag_id} {context['run_id']}"


def now() -> datetime:
    """The moment that decides what is due and when files were first seen."""
    return datetime.now(UTC)


def write_publications() -> None:
    """Write the files of every revision that has none yet to `CHUMCHON_PUBLISH_URI`, else `publish` at home.

    A freeze that fails a critical expectation is not published. Raises ValueError that names it, when all others are.
    """
    folder = publish_root()
    with warehouse.publishing() as connection:
        waiting = [publication["snapshot_id"] for publication in bundle.missing(connection, folder)]
    failures = months.audit_snapshots(waiting, run_id())
    with warehouse.publishing() as connection:
        written = bundle.write_missing(connection, folder, withheld={failure["snapshot_id"] for failure in failures})
    log.info("published: %s", ", ".join(written) or "nothing new")
    fail_if_any(
        [
            f"{row['province_code']} {row['period']:%Y-%m} revision {row['revision']}"
            f" {row['suite']}: {row['expectation']}"
            for row in failures
        ],
        "freezes not published, for a failed critical expectation",
    )


def write_papers() -> None:
    """Write the papers of every revision whose files are written and that has none yet, and the pages that list them.

    Before them the pages about the data are brought up to date (include/documentation/site.py).

    What is not begun within `PAPERS_MINUTES` is left to the next run, so that no freeze waits for it. Raises
    ValueError, in Thai, for what could not be made and who waits for it, when all others are written.
    """
    from include.documentation import site  # what makes them is too much to import for whoever only reads a DAG
    from include.publishing import papers

    failed = []
    with papers.session() as connection:
        try:
            site.write(connection, publish_root())
        except Exception as error:  # the papers of months wait for no page about the data
            log.exception("the pages about the data")
            connection.rollback()
            failed = [f"พจนานุกรมข้อมูลและวิธีคิด (dictionary) สาเหตุ: {type(error).__name__}: {error}"]
        outcome = papers.write_missing(connection, publish_root(), until=now() + timedelta(minutes=PAPERS_MINUTES))
    log.info("papers: %s", ", ".join(outcome.written) or "nothing new")
    if outcome.left:
        log.info("papers of %d revisions are left to the next run", outcome.left)
    fail_if_any([*failed, *map(str, outcome.failures)], "เอกสารเหล่านี้ยังจัดทำไม่ได้ ระบบจะจัดทำอีกครั้งในรอบถัดไป")


def hand_back() -> None:
    """Write what districts have to correct, beside the publications, in copies of what they had sent.

    Raises RuntimeError for files that could not be handed back, when all others are.
    """
    with warehouse.connect() as connection:
        waiting = handed_back.waiting(connection)
        written = handed_back.write(connection, publish_root(), waiting, received_files().open)
    log.info("handed back: %s", ", ".join(written) or "nothing new")


def issue_receipts() -> None:
    """Tell each district whose report was taken what became of it: a page beside the publications.

    Raises RuntimeError for files whose receipts could not be issued, when all others are.
    """
    with warehouse.connect() as connection:
        issued = receipts.issue(connection, publish_root(), now(), until=now() + RECEIPTS_BEGUN_WITHIN)
    log.info("receipts: %s", ", ".join(issued) or "nothing new")


def load_landing() -> None:
    """Enter every file of the landing zone, and keep it as it came; those of one scan were received at one moment."""
    received_at = now()
    files = list(landed_files(landing_root()))
    with warehouse.connect() as connection:
        beside = [warehouse.connect] * (load_streams() - 1)
        entered = landing.register(connection, files, received_at, received_files(), beside)
        findings.note_files(connection, entered)
    log.info("%d files in the landing zone, %d of them new or tried again", len(files), len(entered))


def note_vital_signs() -> None:
    """Note what the machine knows of itself, and which files of the landing zone nobody has looked at yet."""
    with warehouse.connect() as connection:
        vital_signs.note(connection, volumes(), landed_files(landing_root()))


def audit(parameters: list[Any]) -> list[str]:
    """Check the built months; returns a line for each critical expectation that failed."""
    return [
        f"{row['province_code']} {row['period']:%Y-%m} {row['suite']}: {row['expectation']}"
        for row in months.audit(from_parameters(parameters), run_id(), data_docs_folder())
    ]


def fail_if_any(failures: list[str], what: str = "months held by a failed critical expectation") -> None:
    """Raises ValueError that says what failed and names each; without a failure does nothing."""
    if failures:
        raise ValueError(f"{what}:\n" + "\n".join(failures))


def report_stopped() -> None:
    """Raises ValueError, in Thai, for what is due and not published because the province is stopped."""
    stopped = months.stopped(now(), **chosen_months())
    if stopped:
        raise ValueError(
            "\n".join(f"{row['province_code']} {row['period']:%Y-%m}: {row['stopped_because']}" for row in stopped)
        )


def replay_snapshots() -> list[str]:
    """Build published months again; returns a text for each snapshot that differs.

    What is not begun within `REPLAY_MINUTES` is left to the next run, unless provinces were asked for. Raises
    RuntimeError where the server lets nobody make an empty warehouse, or another replay is under way.
    """
    chosen = get_current_context()["params"].get("provinces")
    until = None if chosen else now() + timedelta(minutes=REPLAY_MINUTES)
    results = replay.replay(received_files(), run_id(), chosen, until)
    for result in results:
        log.info("%s", replay.line_of(result))
    return [replay.line_of(result) for result in results if result["outcome"] == "differs"]


def fail_if_any_differs(lines: list[str]) -> None:
    """Raises ValueError that names what differs; without a difference does nothing."""
    if lines:
        raise ValueError("ผลที่เผยแพร่แล้วสร้างซ้ำไม่ตรงกัน จังหวัดเหล่านี้หยุดเผยแพร่จนกว่าจะสร้างซ้ำได้ตรงกัน\n" + "\n".join(lines))


def drill_restore() -> list[str]:
    """Try the last backup beside the warehouse; returns what is wrong with it, a Thai sentence each."""
    result = backup.drill(backups_folder(), run_id())
    log.info("%s", backup.line_of(result))
    return list(result["problems_th"])


def erase_expired() -> None:
    """Erase what may not be kept any longer: received files, workbooks handed back, the personal cells of rows."""
    at, withdraw = now(), partial(handed_back.withdraw, root=publish_root())
    for file in retention.erase_expired(received_files(), at):
        log.info("%s: %s", file["sha256"], file["erased_because"])
    for erased in [*retention.withdraw_handed_back(withdraw, at), *retention.erase_expired_rows(at)]:
        log.info("file %s, %s: %s", erased["file_id"], erased["place"], erased["because"])


def maintain_warehouse() -> None:
    """Make the partitions of the coming months, settle those whose results are out, and check what is kept of months.

    Raises ValueError that names the months whose kept digest was wrong: the next look builds them anew.
    """
    log.info("partitions made: %s", large_tables.make_room(now().date()))
    for partition in large_tables.settle():
        log.info("settled: %s", partition)
    wrong = [f"{month['province_code']} {month['period']:%Y-%m}" for month in months.forget_wrongly_kept()]
    fail_if_any(wrong, "months whose kept digest was not that of their files; they are graded anew")


def check_submission() -> dict[str, Any]:
    """Tell the log what the intake would say of the files the run was asked about; returns counts and grades.

    Raises ValueError, in Thai, where the question cannot be answered. Refusals are an answer, no failure.
    """
    given = get_current_context()["params"]
    question = checking.Question.read(given["source"], given["province"], given["period"])
    answer = checking.check(_files_to_check(given["file"], question), question, now())
    for line in showing.as_text(answer).splitlines():
        log.info("%s", line)
    return answer.summary()


def _files_to_check(name: str, question: checking.Question) -> list[landing.LandedFile]:
    """A file, or the files of a folder, by its name in `CHUMCHON_CHECK_URI` (else `check` at home) or where it landed.

    Nothing but what these two places list can be named.
    """
    for place in (named_place("CHUMCHON_CHECK_URI", "check"), landing_root().joinpath(*question.folder)):
        found = [file for file in landed_files(place) if "/".join((*file.path, "")).startswith(f"{name.rstrip('/')}/")]
        if found:
            return found
    raise checking.CannotCheck(f"ไม่พบไฟล์ “{name}” ในโฟลเดอร์สำหรับตรวจ และในพื้นที่รับไฟล์ของเดือนนั้น โปรดตรวจชื่อไฟล์")


def propose_restatement() -> dict[str, Any]:
    """Keep what would change in the month the run was asked about; returns the proposal's number and its text.

    Raises CannotRestate, in Thai, where there is nothing to decide on.
    """
    context = get_current_context()
    given = context["params"]
    asked_by = getattr(context["dag_run"], "triggering_user_name", None) or run_id()
    proposal = restating.propose(given["programme"], given["province"], periods.month(given["period"]), asked_by)
    return {"proposal_id": proposal["proposal_id"], "text": restating.as_markdown(proposal)}


def settle_restatement(proposal: dict[str, Any], answer: dict[str, Any]) -> int | None:
    """Keep the answer and, where it is yes, freeze the next revision; returns its number.

    Raises CannotRestate where the figures are no longer those that were shown.
    """
    user = answer["responded_by_user"] or {}
    answered_at = answer["responded_at"]
    settled = restating.settle(
        proposal["proposal_id"],
        restating.Decision(
            approved=answer["chosen_options"] == [APPROVE],
            reason=answer["params_input"].get("reason") or "",
            by=user.get("name") or user.get("id") or "",
            at=datetime.fromisoformat(answered_at) if isinstance(answered_at, str) else answered_at,
        ),
    )
    log.info("proposal %s: %s, revision %s", proposal["proposal_id"], settled["status"], settled["revision"])
    revision: int | None = settled["revision"]
    return revision


def decide_findings() -> int:
    """Keep what the run's form decides, by who started the run; returns how many findings. ValueError is in Thai."""
    context = get_current_context()
    person = context["dag_run"].triggering_user_name or ""
    with warehouse.connect() as connection:
        decided = findings.decide(connection, context["params"], person)
    log.info("ข้อสังเกต %d รายการ: %s โดย %s", decided, findings.DECISIONS[context["params"]["decision"]], person)
    return decided


def deliveries() -> list[dict[str, Any]]:
    """What the run is to make up: a dict a province, with `province_code`, `from`, `to` (YYYY-MM) and `seed`."""
    given = get_current_context()["params"]
    return [delivery | {"seed": given["seed"]} for delivery in given["provinces"]]


def simulate(delivery: dict[str, Any]) -> None:
    """Write the made-up files of one delivery into the landing zone, and the truth beside it.

    Raises ValueError when the landing zone is not a folder.
    """
    root = landing_root()
    if root.protocol not in ("", "file"):
        raise ValueError("files are made up in a landing zone that is a folder, and in no other")
    simulator.simulate(
        Path(root.path),
        home() / "truth",
        delivery["province_code"],
        periods.months(periods.month(delivery["from"]), periods.month(delivery["to"])),
        delivery["seed"],
        rulebook.followed_by(home()),
    )
