"""Every command and query of the pages for whoever runs it, as they would type it, on a warehouse that has lived.

Each heading's fences are one session, in the order of the page. A command that cannot be run here stands in
`ELSEWHERE` with the reason; what an example names that another warehouse would name otherwise, in `EXAMPLES`.
"""

import re
import shutil
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from include import warehouse
from include.local import postgres
from tests.documentation.commands import PROJECT, Block, blocks, in_sentences
from tests.documentation.conftest import FEBRUARY, PROVINCE, Office

RUNBOOK, ACCESS = "docs/runbook.md", "docs/access.md"
PAGES = (RUNBOOK, ACCESS, "docs/privacy.md", "docs/methodology.md")
SESSIONS = [block for page in PAGES for block in blocks(page, "sh")]
QUERIES = [block for page in PAGES for block in blocks(page, "sql")]

# Of a heading, the commands that begin so; "" is all of them.
ELSEWHERE = {
    ("Alerts", ""): "installs units: systemd has to run the machine; what the units start is run here (make watchdog)",
    ("The health page is red", ""): "asks Airflow's web server: tests/plugins/test_health_pages.py does, with a token",
    ("More than one worker", ""): "starts Airflow with workers: tests/local/test_workers.py does",
    ("The replica falls behind", "psql"): "asks a person for the password: tests/local/test_replica.py logs in with it",
    ("On the replica", "psql"): "asks a person for the password: tests/local/test_replica.py logs in with it",
    ("Restore", "make up"): "starts Airflow: tests/local/test_services.py does",
    ("The disk is gone", "make up"): "starts Airflow: tests/local/test_services.py does",
    ("The disk is gone", "make replay"): "as under Run a month again; of backups: tests/backup/test_restoring.py",
    ("The warehouse as it was at a moment", ""): "at paths of its own: tests/local/test_point_in_time.py does",
    ("Airflow's pages", ""): "needs a package that is not among the project's; the page says so",
}
NOTHING_FOUND = {  # queries that rightly find nothing in a warehouse where all is well
    "A month is held",
    "A month is stale",
    "A month seems fresh and should not be",
    "A freeze is not published",
    "A late report is allowed",
    "A late or corrected report",
    "Receipts",
    "An unknown name",
    "Alerts",
    "The monthly drill",
    "A replay differs",
    "Retention",
    "The replica falls behind",
    "Backup and restore",
    "Does it come back?",
}
# What stands in a sentence: what is typed here where it names something, and what is done elsewhere.
AGAINST = 'AIRFLOW_CONN_WAREHOUSE="$(make warehouse-uri)" .venv/bin/python -m include.publishing.against var/publish'
SAID = {
    "make check FILE=… PROVINCE=57 PERIOD=2024-02": "make check FILE=REPORT PROVINCE=57 PERIOD=2024-02 || test $? = 2",
    "make verify FOLDER=that/folder": "make verify FOLDER=var/publish",
    ".venv/bin/python -m include.publishing.against var/publish": AGAINST,
    "python -m include.publishing.against FOLDER": AGAINST,
    "make simulate PROVINCES=<code>": "CHUMCHON_HOME=$PWD/elsewhere make simulate PROVINCES=57 FROM=2024-04 TO=2024-04",
}
SAID_ELSEWHERE = {
    "make run": "tests/local/test_services.py",
    "make up": "tests/local/test_services.py",
    "make test": "tests/documentation/test_runbook.py",
    "make requirements": "tests/test_docs.py",
    "make papers": "tests/publishing/test_papers.py",
    "make rehearse": "tests/replay/test_rehearsing.py",
    "make drill-restore": "tests/backup/test_drilling.py",
    "python -m include.local.upkeep once": "tests/local/test_upkeep.py",
    "python -m include.backup take": "tests/local/test_container_start.py",
    "python -m include.local.postgres prepare": "tests/local/test_container_start.py",
}


def proof_code(office: Office) -> str:
    """One that this warehouse printed."""
    with warehouse.connect(office.cluster.warehouse_uri) as connection:
        return str(warehouse.fetch(connection, "select proof_code from snapshot.publication limit 1")[0]["proof_code"])


def newest_backup(office: Office) -> str:
    """The folder's name of the last backup, which is taken where there is none."""
    place = office.home / "backups"
    if not list(place.glob("*Z")):
        assert office.type_in("make backup").returncode == 0
    return max(path.name for path in place.glob("*Z"))


EXAMPLES = {
    "82N3-B659-P7CT-DJHQ": proof_code,
    "2026-11-28T163000Z": newest_backup,
}


def here(text: str, office: Office) -> str:
    """A session with what it names replaced by what is there."""
    for example, find in EXAMPLES.items():
        if example in text:
            text = text.replace(example, find(office))
    return text


def run_here(block: Block) -> str:
    """What of a session is run; comments and what is done elsewhere are left out."""
    elsewhere = [start for heading, start in ELSEWHERE if heading == block.heading]
    lines = [line for line in block.text.splitlines() if not line.startswith("#")]
    return "\n".join(line for line in lines if not any(line.startswith(start) for start in elsewhere)).strip()


@pytest.mark.parametrize("block", QUERIES, ids=str)
def test_a_query_of_a_page_is_answered(office: Office, block: Block) -> None:
    found: list[Any] = []
    with warehouse.connect(office.cluster.warehouse_uri) as connection, connection.cursor() as cursor:
        for statement in block.text.split(";\n"):
            if statement.strip():
                cursor.execute(statement.replace("%", "%%"))
                found += cursor.fetchall() if cursor.description else [cursor.rowcount]
        connection.rollback()
    assert found or block.heading in NOTHING_FOUND


def test_whoever_doubts_a_grade_may_ask_as_an_analyst_of_the_province(office: Office) -> None:
    doubts = [block for block in QUERIES if block.heading == "A district doubts its grade"]
    assert doubts
    with warehouse.connect(office.cluster.warehouse_uri) as connection, connection.cursor() as cursor:
        cursor.execute(f"set role analyst_{PROVINCE}")
        for block in doubts:
            cursor.execute(block.text.replace("%", "%%"))
            assert cursor.fetchall()


def test_a_month_that_is_to_be_run_again_is_taken_up_and_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from include import months

    [block] = [block for block in QUERIES if block.heading == "Run a month again"]
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", office.cluster.warehouse_uri)
    assert months.stale() == []
    with psycopg2.connect(office.cluster.warehouse_uri) as connection, connection.cursor() as cursor:
        cursor.execute(block.text)
    [stale] = months.stale()
    assert (stale["province_code"], stale["period"]) == (PROVINCE, FEBRUARY)
    months.close([stale], "again")
    assert months.stale() == []


@pytest.mark.parametrize("block", [block for block in SESSIONS if run_here(block)], ids=str)
def test_a_session_of_a_page_goes_through(office: Office, block: Block, reachable_folder: Path) -> None:
    text = here(run_here(block), office)
    if block.heading == "The disk is gone":
        office = new_machine(office, reachable_folder / "new_machine")
    try:
        ran = office.type_in(text)
        assert ran.returncode == 0, f"{text}\n{ran.stdout[-2000:]}\n{ran.stderr[-3000:]}"
    finally:
        if block.heading == "The disk is gone":
            postgres.stop(office.home)
    if block.heading == "What it tells other programs":
        assert [line.count("2024-02") for line in ran.stdout.splitlines()] == [1]
    if block.heading == "Containers":
        made = dict(line.split("=", 1) for line in (office.project / ".env").read_text().splitlines())
        assert set(made) == set(yaml.safe_load((PROJECT / "docker-compose.yaml").read_text())["secrets"])
        assert [name for name, value in made.items() if not value] == ["ALERT_URLS"]


COMMANDS = sorted(
    {text for page in PAGES for text in in_sentences(page) if re.match(r"(make|python -m|\.venv/bin/python) ", text)}
)


def in_a_session(said: str) -> bool:
    """Whether a command of a sentence is typed in a session above, as far as it names nothing particular."""
    known = re.split(r"[<…]|NAME", said)[0].removeprefix(".venv/bin/").strip()
    return any(known in run_here(block) for block in SESSIONS)


@pytest.mark.parametrize(
    "said",
    [said for said in COMMANDS if not in_a_session(said) and not said.startswith(tuple(SAID_ELSEWHERE))],
)
def test_a_command_in_a_sentence_goes_through(office: Office, said: str) -> None:
    report = min((office.home / "landing" / "submissions" / PROVINCE / "2024-02").glob("*.xlsx"))
    ran = office.type_in(SAID.get(said, said).replace("REPORT", f"'{report}'"))
    assert ran.returncode == 0, f"{ran.stdout[-2000:]}\n{ran.stderr[-3000:]}"


def test_a_query_in_a_sentence_is_answered(office: Office) -> None:
    said = [text for page in PAGES for text in in_sentences(page) if text.startswith("select ")]
    assert said
    with warehouse.connect(office.cluster.warehouse_uri) as connection, connection.cursor() as cursor:
        for query in said:
            cursor.execute(query)


def new_machine(office: Office, home: Path) -> Office:
    """The project, the secrets and the backups, and nothing else."""
    home.mkdir(mode=0o711)
    for name in ("secrets", "backups"):
        shutil.copytree(office.home / name, home / name)
    project = home.with_name("new_project")
    project.mkdir()
    for path in office.project.iterdir():
        (project / path.name).symlink_to(home if path.name == "var" else path)
    return Office(home, project, office.cluster)


def test_what_is_done_elsewhere_is_still_on_the_page() -> None:
    gone = [
        (heading, start)
        for heading, start in ELSEWHERE
        if not any(
            line.startswith(start) for block in SESSIONS if block.heading == heading for line in block.text.splitlines()
        )
    ]
    assert gone == []


def test_the_tests_that_a_reason_names_are_there() -> None:
    reasons = [*ELSEWHERE.values(), *SAID_ELSEWHERE.values()]
    named = [path for reason in reasons for path in re.findall(r"tests/[\w/.]+\.py", reason)]
    assert named and all((PROJECT / path).is_file() for path in named)


def test_a_container_that_a_page_names_is_one_of_the_compose_file() -> None:
    compose = yaml.safe_load((PROJECT / "docker-compose.yaml").read_text())
    flags_with_value = {"--profile", "--scale"}
    for page in PAGES:
        for text in [*in_sentences(page), *(line for block in blocks(page, "sh") for line in block.text.splitlines())]:
            words = text.partition("docker compose ")[2].split()
            command, *names = [
                word
                for before, word in zip(["", *words], words, strict=False)
                if not word.startswith("-") and before not in flags_with_value
            ] or [""]
            if command == "run":  # what follows the service is for it
                names = names[:1]
            assert set(names) <= set(compose["services"]), text
