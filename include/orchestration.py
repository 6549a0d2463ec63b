"""What the DAGs share: defaults, the SQL tasks, the landing zone. The only module of `include` that imports Airflow."""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pendulum
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import (
    Asset,
    Connection,
    ExceptionRetryPolicy,
    ObjectStoragePath,
    Param,
    RetryAction,
    RetryRule,
    get_current_context,
)
from airflow.sdk.io import attach

from include import (
    archive,
    checking,
    findings,
    landing_zone,
    months,
    periods,
    replay,
    restating,
    retention,
    simulator,
    warehouse,
)
from include.checking import showing
from include.landing_zone.web_folder import WebFolder, client
from include.loaders import landing, placing
from include.publishing import bundle, handed_back

BANGKOK = pendulum.timezone("Asia/Bangkok")
FACTS = Asset(name="warehouse.facts", uri="chumchon://warehouse/facts")
GRADES = Asset(name="mart.district_grade", uri="chumchon://mart/district_grade")
PROJECT = Path(__file__).parent.parent

log = logging.getLogger(__name__)

# Bad data fails at once and is looked at by a person; a connection that broke is tried again.
DEFAULTS: dict[str, Any] = {
    "owner": "กลุ่มงานสารสนเทศการพัฒนาชุมชน",
    "retries": 3,
    "retry_delay": timedelta(seconds=20),
    "retry_exponential_backoff": True,
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=[
                    ValueError,
                    *(
                        f"{driver}.{error}"  # SQL tasks use the one driver, Python tasks the other
                        for driver in ("psycopg", "psycopg2")
                        for error in ("DataError", "IntegrityError", "ProgrammingError")
                    ),
                ],
                action=RetryAction.FAIL,
            )
        ]
    ),
}
DAG_SETTINGS: dict[str, Any] = {
    "start_date": datetime(2024, 1, 1, tzinfo=BANGKOK),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": DEFAULTS,
    "template_searchpath": [str(warehouse.SQL_FOLDER)],
    "tags": ["click"],
}

MONTH_PARAMS: dict[str, Param] = {
    "provinces": Param(
        None, type=["null", "array"], items={"type": "string"}, description="province codes; all when null"
    ),
    "from": Param(None, type=["null", "string"], pattern=r"^\d{4}-\d{2}$", description="first month, YYYY-MM"),
    "to": Param(None, type=["null", "string"], pattern=r"^\d{4}-\d{2}$", description="last month, YYYY-MM"),
}

CHECK_PARAMS: dict[str, Param] = {
    "file": Param(type="string", minLength=1, title="ไฟล์ที่จะตรวจ", description="name of a file, or of a folder of CSVs"),
    "province": Param(type="string", pattern=r"^\d{2}$", title="รหัสจังหวัด", description="two-digit DOPA code"),
    "period": Param(type="string", pattern=r"^\d{4}-\d{2}$", title="เดือนที่รายงาน", description="YYYY-MM"),
    "source": Param("submissions", type="string", enum=list(placing.SOURCES), title="แหล่งข้อมูล"),
}

DECISION_PARAMS: dict[str, Param] = {
    "finding_ids": Param(
        type="string", pattern=r"^[\d\s,]*\d[\d\s,]*$", title="เลขที่ข้อสังเกต", description="one or several"
    ),
    "decision": Param(
        "acknowledged", enum=list(findings.DECISIONS), values_display=findings.DECISIONS, title="การตัดสิน"
    ),
    "reason": Param(type="string", minLength=1, title="เหตุผล", description="kept for everybody to read"),
    "until": Param(None, type=["null", "string"], format="date", title="พักไว้ถึงวันที่", description="of a mute alone"),
}


RESTATE_PARAMS: dict[str, Param] = {
    "province": Param(type="string", pattern=r"^\d{2}$", title="รหัสจังหวัด", description="two-digit DOPA code"),
    "period": Param(type="string", pattern=r"^\d{4}-\d{2}$", title="เดือนที่เผยแพร่แล้ว", description="YYYY-MM"),
    "programme": Param("click", type="string", title="งาน", description="programme code"),
}
APPROVE, REJECT = "อนุมัติ", "ไม่อนุมัติ"


def sql_task(task_id: str, files: Iterable[str], label: str, **settings: Any) -> Any:
    """A task, to be expanded over `parameters`, that runs SQL files as one transaction and shows their text.

    `label` is a Jinja text over `task.parameters`, such as "{{ task.parameters['province_code'] }}".
    """
    return SQLExecuteQueryOperator.partial(
        task_id=task_id,
        conn_id="warehouse",
        # one text, so that the hook splits it into statements and runs them all in one transaction
        sql="\n".join(f"{{% include '{path}' %}}" for path in files),
        split_statements=True,
        autocommit=False,
        do_xcom_push=False,
        map_index_template=label,
        **settings,
    )


def as_parameters(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they travel between tasks: dates and times in ISO form."""
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()} for row in rows
    ]


def from_parameters(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The way back of `as_parameters`, for the months' periods."""
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


def landing_root() -> ObjectStoragePath:
    """The landing zone named by `CHUMCHON_LANDING_URI`, else `landing` in the home folder.

    A URI names an Airflow connection where a password would stand: `s3://CONNECTION@bucket/prefix`.
    Raises ValueError when a password stands there.
    """
    return _root("CHUMCHON_LANDING_URI", "landing")


def _root(variable: str, folder: str) -> ObjectStoragePath:
    """The place that an environment variable names, else a folder at home."""
    given = os.environ.get(variable) or f"file://{_home() / folder}"
    scheme, _, place = given.partition("://")
    if scheme != "file" and re.match(r"[^@]*:[^@]*@", place):
        raise ValueError(f"{variable} holds a password (`:` before `@`): keep it in an Airflow connection")
    connection_id = place.partition("/")[0].rpartition("@")[0]
    if scheme in WebFolder.protocol:
        attach(scheme, connection_id or None, fs=_web_folder(connection_id))
    return ObjectStoragePath(given)


def _web_folder(connection_id: str) -> WebFolder:
    """Airflow has no file system for HTTP: one with a connection's login, password and, in its extra, `headers`."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else a line for every file of every scan
    if not connection_id:
        return WebFolder(client(None, None, {}))
    connection = Connection.get(connection_id)
    return WebFolder(client(connection.login, connection.password, connection.extra_dejson.get("headers") or {}))


def write_publications() -> None:
    """Write the files of every revision that has none yet to `CHUMCHON_PUBLISH_URI`, else `publish` at home.

    A freeze that fails a critical expectation is not published. Raises ValueError that names it, when all others are.
    """
    root = _publish_root()
    with warehouse.connect() as connection:
        waiting = [publication["snapshot_id"] for publication in bundle.missing(connection, root)]
    failures = months.audit_snapshots(waiting, run_id())
    with warehouse.connect() as connection:
        written = bundle.write_missing(connection, root, withheld={failure["snapshot_id"] for failure in failures})
    log.info("published: %s", ", ".join(written) or "nothing new")
    fail_if_any(
        [
            f"{row['province_code']} {row['period']:%Y-%m} revision {row['revision']}"
            f" {row['suite']}: {row['expectation']}"
            for row in failures
        ],
        "freezes not published, for a failed critical expectation",
    )


def hand_back() -> None:
    """Write what districts have to correct, beside the publications, in copies of what they had sent.

    Raises RuntimeError for files that could not be handed back, when all others are.
    """
    with warehouse.connect() as connection:
        waiting = handed_back.waiting(connection)
        written = handed_back.write(connection, _publish_root(), waiting, received_files().open)
    log.info("handed back: %s", ", ".join(written) or "nothing new")


def _publish_root() -> ObjectStoragePath:
    return ObjectStoragePath(os.environ.get("CHUMCHON_PUBLISH_URI") or f"file://{_home() / 'publish'}")


def received_files() -> archive.Archive:
    """The archive named by `CHUMCHON_ARCHIVE_URI`, else `archive` in the home folder.

    Raises ValueError for one to which nothing can be written, or when a password stands in the URI.
    """
    root = _root("CHUMCHON_ARCHIVE_URI", "archive")
    return archive.at(root.fs, root.path, root.protocol)


def landed_files(root: ObjectStoragePath) -> Iterator[landing.LandedFile]:
    """Every file under the root; nothing is opened yet. Raises OSError when the landing zone cannot be listed."""
    return landing_zone.files(root.fs, root.path, root.protocol)


def _home() -> Path:
    return Path(os.environ.get("CHUMCHON_HOME") or PROJECT / "var").resolve()


def load_landing() -> None:
    """Enter every file of the landing zone, and keep it as it came; those of one scan were received at one moment."""
    received_at = now()
    files = list(landed_files(landing_root()))
    with warehouse.connect() as connection:
        entered = landing.register(connection, files, received_at, received_files())
        findings.note_files(connection, entered)
    log.info("%d files in the landing zone, %d of them new or tried again", len(files), len(entered))


def audit(parameters: list[dict[str, Any]]) -> list[str]:
    """Check the built months; returns a line for each critical expectation that failed."""
    return [
        f"{row['province_code']} {row['period']:%Y-%m} {row['suite']}: {row['expectation']}"
        for row in months.audit(from_parameters(parameters), run_id(), data_docs_folder())
    ]


def data_docs_folder() -> Path:
    """Where the results of the last audit can be read as pages: `CHUMCHON_DATA_DOCS`, else `data_docs` at home."""
    return Path(os.environ.get("CHUMCHON_DATA_DOCS") or _home() / "data_docs")


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
    """Build every published month again; returns a text for each snapshot that differs.

    Raises RuntimeError where the server lets nobody make an empty warehouse, or another replay is under way.
    """
    chosen = get_current_context()["params"].get("provinces")
    results = replay.replay(received_files(), run_id(), chosen)
    for result in results:
        log.info("%s", replay.line_of(result))
    return [replay.line_of(result) for result in results if result["outcome"] == "differs"]


def fail_if_any_differs(lines: list[str]) -> None:
    """Raises ValueError that names what differs; without a difference does nothing."""
    if lines:
        raise ValueError("ผลที่เผยแพร่แล้วสร้างซ้ำไม่ตรงกัน จังหวัดเหล่านี้หยุดเผยแพร่จนกว่าจะสร้างซ้ำได้ตรงกัน\n" + "\n".join(lines))


def erase_expired() -> None:
    """Erase from the archive what may not be kept any longer."""
    for file in retention.erase_expired(received_files(), now()):
        log.info("%s: %s", file["sha256"], file["erased_because"])


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
    for place in (_root("CHUMCHON_CHECK_URI", "check"), landing_root().joinpath(*question.folder)):
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


def approval_task(task_id: str, proposed_by: str) -> Any:
    """A task that shows what the task `proposed_by` returned as `text`, and waits for a person's yes or no and reason.

    It waits without a worker, for as long as it takes; who answered, when and why is what it returns.
    """
    return HITLOperator(
        task_id=task_id,
        subject="อนุมัติการแก้ไขเดือนที่เผยแพร่แล้วหรือไม่",
        body=f"{{{{ ti.xcom_pull(task_ids='{proposed_by}')['text'] }}}}",
        options=[APPROVE, REJECT],
        params={"reason": Param(type="string", minLength=5, title="เหตุผล", description="จะพิมพ์ไว้ในฉบับแก้ไข")},
    )


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
        _home() / "truth",
        delivery["province_code"],
        periods.months(periods.month(delivery["from"]), periods.month(delivery["to"])),
        delivery["seed"],
    )


def summary_of(docstring: str | None) -> str:
    """The first sentence of a DAG's documentation, for the list of DAGs."""
    return re.split(r"(?<=\.)\s", (docstring or "").strip(), maxsplit=1)[0]
