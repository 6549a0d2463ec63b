"""The demonstration data: the months that `make run` simulates, taken through a warehouse and frozen, always the same.

`python -m benchmarks.demonstration` asks it every question of docs/questions/, in a scratch database of the embedded
server, and writes docs/questions.md with its charts.
"""

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.scratch import scratch_office
from include import months, warehouse
from include.documentation import guide, questions
from include.documentation.questions import Answered
from include.landing_zone import local_folder
from include.loaders import landing
from include.simulator import RULEBOOK_FOLDER, simulate
from include.simulator.calendar_months import month_after, months_between
from include.simulator.orders import rulebooks

SEED = 1
MONTHS = 3
RECEIVED_AT = datetime(2026, 1, 15, 3, tzinfo=UTC)  # all files are seen at once, when every month is due
RUN_ID = "demonstration"


def fill(folder: Path) -> None:
    """Fill the empty warehouse that AIRFLOW_CONN_WAREHOUSE names, simulating below `folder`. Months are not audited."""
    for book in rulebooks(RULEBOOK_FOLDER):
        of_book = months_between(book.first_month, month_after(book.first_month, MONTHS - 1))
        simulate(folder / "landing", folder / "truth", book.province_code, of_book, SEED)
    with warehouse.connect() as connection:
        landing.register(connection, local_folder.files(folder / "landing"), RECEIVED_AT)
    months.run_each(months.TYPE, months.pending_provinces())
    graded = months.stale()
    for files in (months.BUILD, months.COMPARE):  # each month is compared with all the others
        months.run_each(files, graded)
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute("update candidate.month set failed_expectations = '{}'")
    months.run_each(months.MOVE, graded)
    months.freeze_due(RECEIVED_AT, RUN_ID)


def answers() -> list[Answered]:
    """Every question, asked as an analyst asks it: reading only, and within the time that a question may take."""
    with warehouse.reading() as connection:
        return [questions.answered(connection, question) for question in questions.read()]


def main() -> None:
    """Writes docs/questions.md and its charts."""
    with scratch_office() as folder:
        fill(folder)
        guide.write(answers())
    print(f"docs/{guide.PAGE} and its charts are written.")


if __name__ == "__main__":
    main()
