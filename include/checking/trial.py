"""The intake's own work on files that are not sent, in one transaction that is always rolled back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import psycopg2.errors

from include import months, warehouse
from include.checking import outcomes, received
from include.checking.questions import CannotCheck, Question
from include.checking.received import Row
from include.loaders import landing
from include.loaders.landing import LandedFile

_PATIENCE_SECONDS = 15  # how long a check waits for the intake of the same province


class Busy(RuntimeError):
    """The intake is at work on the same province, so that a check would have to wait too long."""


@dataclass(frozen=True)
class Answer:
    """What would become of the files, and of the month with them.

    `files` are in the order in which they came, each with its `sheets`, `refusals` and `findings`; `months` has the
    month once a programme, each with the `districts` that the files are about.
    """

    question: Question
    checked_at: datetime
    files: list[Row]
    months: list[Row]

    @property
    def refused_files(self) -> int:
        """Files that would be rejected as a whole."""
        return sum(file["status"] == "rejected" for file in self.files)

    @property
    def refused_rows(self) -> int:
        """Rows that would not pass, of the files that would be taken."""
        return sum(file["rows_rejected"] for file in self.files)

    @property
    def all_accepted(self) -> bool:
        """Whether no file and no row would be refused."""
        return not self.refused_files and not self.refused_rows

    def summary(self) -> dict[str, Any]:
        """Counts, and the provisional grade by district code; nothing that a cell of the files said."""
        return {
            "all_accepted": self.all_accepted,
            "files": len(self.files),
            "refused_files": self.refused_files,
            "rows_read": sum(file["rows_read"] for file in self.files),
            "refused_rows": self.refused_rows,
            "grades": {
                district["district_code"]: district["grade"]
                for month in self.months
                for district in month["districts"]
                if district["grade"] is not None
            },
        }


def check(files: Sequence[LandedFile], question: Question, at: datetime) -> Answer:
    """What the intake would make of the files if they came at the moment `at`; changes nothing, whatever happens.

    Raises CannotCheck when the province has no rules for the month, Busy when the intake keeps the province too long.
    """
    sent = [replace(file, uri=f"check:{file.uri}", path=(*question.folder, file.path[-1])) for file in files]
    with warehouse.connect() as connection:
        try:
            warehouse.fetch(connection, "select set_config('lock_timeout', %s, true)", [f"{_PATIENCE_SECONDS}s"])
            return _try_out(connection, sent, question, at)
        except (psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected) as failure:
            raise Busy("ระบบกำลังนำเข้าข้อมูลของจังหวัดนี้อยู่ โปรดลองตรวจใหม่ในอีกสักครู่") from failure
        finally:
            connection.rollback()


def _try_out(connection: Any, sent: Sequence[LandedFile], question: Question, at: datetime) -> Answer:
    of_programmes = outcomes.months(connection, question)
    if not of_programmes:
        raise CannotCheck(outcomes.why_without_rules(connection, question))
    # The files first, the province's lock after them: the intake is kept waiting only while rows are typed and judged.
    file_ids = landing.try_out(connection, sent, at)
    taken = received.taken(connection, file_ids)
    if taken:
        for path in months.JUDGE:  # what is found is told to the sender alone
            warehouse.run(connection, path, {"province_code": question.province_code})
        outcomes.build(connection, of_programmes)
    return Answer(
        question,
        at,
        received.files(connection, question, file_ids),
        [outcomes.with_districts(connection, question, month, taken) for month in of_programmes],
    )
