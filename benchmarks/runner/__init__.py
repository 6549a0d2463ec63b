"""The runner over the SQL files of a month, against psycopg2 executing the same texts, with dbt-core beside it.

The files are those that build a province-month and compare it with others. Ours is `months.run_each`, which has each
statement planned once, a transaction for each of the two and each province; the anchor has the texts in memory and
executes them in one transaction, over a connection that was made the same way. Provinces are worked through one after
the other; what is compared is the time for all of them. dbt-core runs the same texts for one province, each as a model
that is executed and not wrapped (dbt_project.py), in an environment of its own; its time is given with and without its
start.
"""

import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks import country
from benchmarks.landing import spread
from benchmarks.runner import dbt_project
from benchmarks.scratch import as_warehouse
from include import months, warehouse

FILES = (*months.BUILD, *months.COMPARE)


def measure(uri: str, pairs: int, folder: Path | None, provinces: int = 5) -> dict[str, Any]:
    """Seconds of both over so many provinces of a country whose month is closed, and of dbt over the first.

    dbt is installed below `folder`; without one it is left out.
    """
    texts = [(warehouse.SQL_FOLDER / path).read_text() for path in FILES]
    ours: list[float] = []
    theirs: list[float] = []
    with as_warehouse(uri):
        chosen = _months(uri)[:provinces]
        for _ in range(pairs):
            theirs.append(sum(_executed(uri, texts, month) for month in chosen))
            ours.append(_run(chosen))
        one = [_run(chosen[:1]) for _ in range(pairs)]
        beside = folder and dbt_project.measure(uri, list(zip(FILES, texts, strict=True)), chosen[0], pairs, folder)
    return {
        "files": len(FILES),
        "provinces": len(chosen),
        "pairs": pairs,
        "runner_seconds": spread(ours),
        "psycopg2_seconds": spread(theirs),
        "ratio": spread([mine / other for mine, other in zip(ours, theirs, strict=True)]),
        "one_month_seconds": spread(one),
        "dbt": beside,
    }


def _months(uri: str) -> list[months.Month]:
    with warehouse.connect(uri) as connection:
        found = warehouse.fetch(
            connection,
            "select programme_code, province_code, period from ops.month where period = %s order by province_code",
            (country.PERIOD,),
        )
    return [month | {"code_version": warehouse.code_version()} for month in found]


def _run(chosen: list[months.Month]) -> float:
    began = time.perf_counter()
    months.run_each(months.BUILD, chosen)
    months.run_each(months.COMPARE, chosen)
    return time.perf_counter() - began


def _executed(uri: str, texts: list[str], month: months.Month) -> float:
    began = time.perf_counter()
    options = f"-c role={warehouse.ETL_ROLE} -c timezone=Asia/Bangkok"
    with closing(psycopg2.connect(uri, options=options)) as connection:
        with connection.cursor() as cursor:
            for text in texts:
                cursor.execute(text, month)
        connection.commit()
    return time.perf_counter() - began
