"""`python -m benchmarks.orchestration.one_process`: calls what the tasks call, and prints the seconds of each as JSON.

The warehouse and all places are those that the environment names. What importing takes is left aside, but for what a
function imports itself.
"""

import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from include import months, orchestration

_CONTEXT = {"params": {}, "dag": SimpleNamespace(dag_id="one_process"), "run_id": "benchmark"}


def main() -> None:
    """The month of whatever has landed, from landing to papers."""
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = work()
        seconds[name] = time.perf_counter() - began
        return found

    with patch.object(orchestration, "get_current_context", lambda: _CONTEXT):
        _ingest(timed)
        _grade(timed)
        _publish(timed)
    print(json.dumps({name: round(taken, 3) for name, taken in seconds.items()}))


def _ingest(timed: Any) -> None:
    timed("ingest_landing.freeze_due", lambda: months.freeze_due(orchestration.now(), orchestration.run_id()))

    def load_files() -> Any:
        orchestration.load_landing()
        return months.pending_provinces()

    provinces = timed("ingest_landing.load_files", load_files)
    timed("ingest_landing.type_rows", lambda: months.run_each(months.TYPE, provinces))
    timed("ingest_landing.hand_back", orchestration.hand_back)
    timed("ingest_landing.issue_receipts", orchestration.issue_receipts)


def _grade(timed: Any) -> None:
    stale = timed("grade_months.find_stale", lambda: months.stale(**orchestration.chosen_months()))
    timed("grade_months.build", lambda: months.run_each(months.BUILD, stale))
    failures = timed("grade_months.audit", lambda: orchestration.audit(orchestration.as_parameters(stale)))
    timed("grade_months.move", lambda: months.run_each(months.MOVE, stale))
    timed("grade_months.report_held", lambda: orchestration.fail_if_any(failures))


def _publish(timed: Any) -> None:
    def find_due() -> Any:
        waiting = months.due(orchestration.now(), **orchestration.chosen_months())
        months.bring_up_to_date(waiting, orchestration.run_id())
        return waiting

    due = timed("publish_months.find_due", find_due)
    timed("publish_months.freeze", lambda: months.run_each(months.FREEZE, due))
    timed("publish_months.write_files", orchestration.write_publications)
    timed("publish_months.write_papers", orchestration.write_papers)
    timed("publish_months.report_stopped", orchestration.report_stopped)


if __name__ == "__main__":
    main()
