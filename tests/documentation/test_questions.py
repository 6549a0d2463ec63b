"""The fifty questions: an analyst gets each answered, and their page is what the demonstration data says today."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg2
import pytest
from psycopg2 import errors

from benchmarks import demonstration
from include import warehouse
from include.documentation import bars, guide, questions
from include.documentation.questions import Answered
from include.local import logins
from include.local.postgres import Cluster
from tests.conftest import copied_database, with_database

ANALYST = "reader_of_the_guide"
CONNECT = guide.DOCS / "connect.md"
ASKED = r"^```sh\n([^`]*)^```\n+```text\n([^`]*)^```$"
README = guide.DOCS.parent / "README.md"


@pytest.fixture(scope="module")
def server(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser's URI of the demonstration data, in a database of its own."""
    with copied_database(cluster) as uri, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        demonstration.fill(tmp_path_factory.mktemp("demonstration"))
        yield with_database(str(cluster.admin_uri), uri.rsplit("/", 1)[1])


@pytest.fixture(scope="module")
def answers(server: str) -> list[Answered]:
    """Every question answered, as an analyst asks it."""
    return demonstration.answers()


@pytest.fixture(scope="module")
def analyst(server: str) -> Iterator[str]:
    """The URI with which an analyst logs in who was made by the documented command."""
    password = logins.add(server, ANALYST, "analyst")
    yield f"postgresql://{ANALYST}:{password}@{server.rsplit('@', 1)[1]}"
    logins.remove(server, ANALYST)


def test_there_are_fifty_questions_numbered_from_one() -> None:
    assert [question.number for question in questions.read()] == list(range(1, 51))


def test_an_analyst_gets_every_question_answered_within_the_time_of_a_reader(answers: list[Answered]) -> None:
    assert [answer.question.name for answer in answers if not answer.rows] == []
    assert len(answers) == 50


def test_what_a_bar_shows_is_a_column_of_the_answer(answers: list[Answered]) -> None:
    for answer in answers:
        asked = answer.question
        assert {*asked.bar_by, *filter(None, [asked.bar])} <= set(answer.rows[0]), asked.name


def test_the_page_and_its_charts_are_what_the_data_says_today(answers: list[Answered]) -> None:
    written = dict(guide.files(answers))
    pictures = {path.relative_to(guide.DOCS).as_posix() for path in (guide.DOCS / guide.PICTURES).iterdir()}
    assert pictures == set(written) - {guide.PAGE}
    stale = [name for name, text in written.items() if (guide.DOCS / name).read_text() != text]
    assert stale == [], "write them anew with `python -m benchmarks.demonstration`"


def test_no_chart_leads_outside_and_each_says_its_figures_in_words(answers: list[Answered]) -> None:
    for answer in answers:
        if answer.question.bar:
            drawing = ElementTree.fromstring(guide.picture(answer))
            said = str(drawing.get("aria-label"))
            assert said.startswith(answer.question.asks[0]) and re.search(r"\d", said)
            assert not {link for node in drawing.iter() for link in node.attrib if "href" in link}


def test_a_question_writes_nothing_and_needs_no_right_beyond_an_analysts(analyst: str) -> None:
    with closing(psycopg2.connect(analyst)) as connection:
        for question in questions.read()[:10]:
            assert questions.answered(connection, question).rows
        with pytest.raises(errors.ReadOnlySqlTransaction), connection.cursor() as cursor:
            cursor.execute("create table mine (answer text)")


@pytest.mark.usefixtures("server")
def test_a_month_is_bounded_and_graded_anew_once_and_not_once_a_district() -> None:
    with warehouse.reading() as connection:
        [months] = warehouse.fetch(connection, "select count(*) as number from mart.province_summary")
        for view, function in (("grade_bounds", "month_bounds"), ("two_grades", "grade_as_if")):
            [planned] = warehouse.fetch(connection, f"explain (analyze, format json) select * from mart.{view}")
            calls = [
                node["Actual Loops"]
                for node in nodes(planned["QUERY PLAN"][0]["Plan"])
                if node["Node Type"] == "Function Scan" and node["Function Name"] == function
            ]
            assert calls and max(calls) <= months["number"], view


@pytest.mark.parametrize("page", [CONNECT, README], ids=lambda page: page.name)
def test_the_first_answers_of_psql_are_as_the_page_says(analyst: str, page: Path) -> None:
    asked = [
        (command, printed)
        for command, printed in re.findall(ASKED, page.read_text(), re.MULTILINE)
        if command.startswith("psql")
    ]
    assert len(asked) == (2 if page == CONNECT else 1)
    for command, printed in asked:
        ran = subprocess.run(
            ["sh", "-c", command], env=environment(analyst), capture_output=True, text=True, timeout=60, check=False
        )
        assert (ran.stdout.strip(), ran.stderr) == (printed.strip(), "")


def test_the_first_answer_of_pandas_is_as_the_page_says(analyst: str, tmp_path: Path) -> None:
    program, printed = blocks("python")[0], blocks("text")[2]
    script = tmp_path / "first.py"
    script.write_text(program)
    ran = subprocess.run(
        [sys.executable, str(script)], env=environment(analyst), capture_output=True, text=True, timeout=60
    )
    assert (ran.stdout.strip(), ran.stderr) == (printed.strip(), "")


def test_bars_below_zero_go_to_the_left_and_none_is_longer_than_the_drawing() -> None:
    drawing = ElementTree.fromstring(
        bars.drawn("ค่า", [("ก <b>", Decimal("12.50")), ("ข", Decimal(-4)), ("ค", Decimal(0))])
    )
    places = [
        (node.get("class"), Decimal(str(node.get("x"))), Decimal(str(node.get("width"))))
        for node in drawing.iter()
        if node.get("class")
    ]
    [(up, zero, _), (down, left, width), (none, start, nothing)] = places
    assert (up, down, none) == ("above", "below", "above") and nothing == 0
    assert left + width == zero == start
    assert all(x >= 330 and x + wide <= 800 for _, x, wide in places)
    assert "12.5" in "".join(drawing.itertext()) and "−4" in "".join(drawing.itertext())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("01-no-header.sql", "select 1;"),
        (
            "01-one-language.sql",
            "-- asks    ถาม\n-- for     ใคร · who\n-- shows   สิ่งใด · what\n-- bar     -\nselect 1;",
        ),
        ("01-no-bar.sql", "-- asks    ถาม · asks\n-- for     ใคร · who\n-- shows   สิ่ง · what\n-- bar     x\nselect 1;"),
    ],
)
def test_a_file_that_does_not_begin_as_a_question_is_named(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(questions.Unreadable, match=name):
        questions.read(tmp_path)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's node with all those below it."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def blocks(language: str) -> list[str]:
    """The fenced blocks of docs/connect.md in a language, as they stand."""
    return re.findall(rf"^```{language}\n(.*?)^```$", CONNECT.read_text(), re.MULTILINE | re.DOTALL)


def environment(uri: str) -> dict[str, str]:
    """What the recipes find set: the address that the page says to keep."""
    return os.environ | {"CHUMCHON_URI": uri, "PSQLRC": os.devnull}
