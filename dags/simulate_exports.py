"""Writes a made-up landing zone, for demonstration: districts' reports and platform exports nobody sent.

**Due**: never; it runs when somebody starts it, with the provinces and months it is to make up.

**What it does**: writes files of all six sources into the landing zone and, beside it, the truth they must lead to.

**Safe to re-run?** Yes: the same seed writes the same bytes. Never run it on a landing zone that districts use.

**If it fails**: look at the log; delete what it wrote and run it again.
"""

from typing import Any

from airflow.sdk import Param, dag, task

from include import orchestration


@dag(
    schedule=None,
    params={
        "provinces": Param(
            [], type="array", description='[{"province_code": "…", "from": "YYYY-MM", "to": "YYYY-MM"}, …]'
        ),
        "seed": Param(1, type="integer", minimum=0),
    },
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def simulate_exports() -> None:
    """The one task."""

    @task
    def find_deliveries() -> list[dict[str, Any]]:
        return orchestration.deliveries()

    @task(map_index_template="{{ task.op_kwargs['delivery']['province_code'] }}")
    def simulate(delivery: dict[str, Any]) -> None:
        orchestration.simulate(delivery)

    simulate.expand(delivery=find_deliveries())


simulate_exports()
