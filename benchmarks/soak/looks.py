"""The schedule, compressed: the moments at which the DAGs look, and what each of them does, in the order of its DAG."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import psycopg2

from benchmarks.soak import jobs
from benchmarks.soak.homes import Home
from benchmarks.soak.trouble import Fate
from include import warehouse
from include.publishing import bundle
from include.publishing.verify import MANIFEST
from include.simulator.calendar_months import at

_MOST_PASSES = 60
_DISTURBED_PASSES = 6  # of one look: then it is let come to its end


@dataclass(frozen=True, order=True)
class Look:
    """A moment; whether published months that differ are put before a person then."""

    at: datetime
    restates: bool = field(default=False, compare=False)


def looks(deadlines: Iterable[tuple[str, datetime]]) -> list[Look]:
    """The moments that deadlines (code, last second) ask for.

    In the last second of reports and in the next; in the last hour of the publication day; at month ends, by turns in
    the last second and in the first.
    """
    found: dict[datetime, Look] = {}
    for code, due_at in deadlines:
        begin = at(due_at.date().replace(day=1))
        moments = [begin - timedelta(seconds=begin.month % 2)]
        if code == "report":
            moments += [due_at, due_at + timedelta(seconds=1)]
        else:
            moments += [due_at + timedelta(seconds=1) - timedelta(hours=1)]
            later = at(due_at.date() + timedelta(days=9), 9)
            found[later] = Look(later, restates=True)
        for moment in moments:
            found.setdefault(moment, Look(moment))
    return sorted(found.values())


@dataclass
class Scheduler:
    """Runs the DAGs of one warehouse at given moments, as fate lets it."""

    home: Home
    fate: Fate
    passes: int = 0
    tasks: int = 0
    failed: Counter[str] = field(default_factory=Counter)

    def look(self, look: Look) -> None:
        """Everything that is to be done at a moment, again and again until all of it came to its end.

        The clock stands still meanwhile: what happens between two looks is shorter than the time between them.
        """
        for number in range(_MOST_PASSES):
            self.passes += 1
            if self._pass(look, calm=number >= _DISTURBED_PASSES):
                return
            self.home.up()
        raise RuntimeError(f"{look.at}: not done after {_MOST_PASSES} passes; see {self.home.log}")

    def standing(self, look: Look) -> set[str]:
        """What is due at a moment and not done, or held: both warehouses must agree on it, whatever happened to one."""
        self.home.up()  # the last task may have been done just before the server went
        due = [f"{row['province_code']} {row['period']} revision {row['revision']} is due" for row in self._due(look)]
        held = self.home.ask("select province_code, period from ops.month where status = 'held'")
        return {*due, *(f"{row['province_code']} {row['period']} is held" for row in held)}

    def figures(self) -> dict[str, Any]:
        """What it took; of the failed, which tasks they were."""
        return {"tasks": self.tasks, "failed": dict(+self.failed), "passes": self.passes}

    def once(self, look: Look) -> None:
        """One pass, whatever comes of it."""
        self.passes += 1
        self._pass(look, calm=True)

    def _pass(self, look: Look, calm: bool) -> bool:
        """One run of each DAG. Publishing waits for the intake: what is graded between them does not matter."""

        def task(name: str, parameters: Callable[[], jobs.Parameters] | None = None) -> bool:
            return self._task(look, name, parameters, calm)

        def due() -> jobs.Parameters:
            return self._due(look)

        taken = task("freeze_due", due) and task("load_files") and task("type_rows", self._pending)
        taken = taken and task("hand_back", self._handed_back) and task("issue_receipts", self._receipts)
        stale = self._asked(self._stale)
        graded = stale is not None and all(task(name, lambda: stale) for name in ("build", "audit", "move"))
        if not (taken and graded):
            return False
        if look.restates and not task("restate"):
            return False
        return task("find_due", due) and task("freeze", due) and task("write_files", self._unpublished)

    def _task(self, look: Look, name: str, parameters: Callable[[], jobs.Parameters] | None, calm: bool) -> bool:
        """Whether a task came to its end; one that has nothing to do is not started."""
        given = self._asked(parameters) if parameters else []
        if given is None:
            return False
        if parameters and not given:
            return True
        self.tasks += 1
        environment = self.home.environment()
        ended = self.fate.run(self.home, name, lambda: jobs.start(name, environment, look.at, given), calm)
        self.failed[name] += not ended
        return ended

    def _asked(self, question: Callable[[], jobs.Parameters]) -> jobs.Parameters | None:
        with suppress(psycopg2.OperationalError, psycopg2.InterfaceError):
            return question()
        return None

    def _pending(self) -> jobs.Parameters:
        return self.home.ask("select distinct province_code from ops.pending_file order by province_code")

    def _handed_back(self) -> jobs.Parameters:
        return self.home.ask("select file_id from ops.source_file where hand_back_waits")

    def _receipts(self) -> jobs.Parameters:
        return self.home.ask("select file_id from ops.source_file where receipt_waits")

    def _unpublished(self) -> jobs.Parameters:
        frozen = self.home.ask("select province_code, period, revision from snapshot.publication")
        return [
            row for row in frozen if not bundle.finished(self.home.folder / "publish" / bundle.place(row) / MANIFEST)
        ]

    def _stale(self) -> jobs.Parameters:
        stale = self.home.ask(
            "select programme_code, province_code, period from ops.stale_month"
            " order by programme_code, province_code, period"
        )
        return [month | _code() for month in stale]

    def _due(self, look: Look) -> jobs.Parameters:
        due = self.home.ask("select * from ops.due_publication(%(at)s)", at=look.at)
        return [month | _code() | {"taken_at": look.at} for month in due]


def _code() -> dict[str, Any]:
    return {"code_version": warehouse.code_version()}


def full_at(moments: list[Look], random: Random) -> Look:
    """The look at which the disk is full: one in the middle half of all."""
    quarter = len(moments) // 4
    return random.choice(moments[quarter : len(moments) - quarter] or moments)
