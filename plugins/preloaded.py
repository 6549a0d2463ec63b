"""Libraries that tasks need are read once, by the scheduler, from whose processes the LocalExecutor forks its tasks.

Great Expectations alone takes seconds to read, which every check and every publication of a month would wait for. Of
our own code nothing is read ahead: a task works by what stands when it begins, however long the scheduler has run.
"""

import importlib
import logging
import os
import sys
from typing import Any

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin

# Those that take longest, and what is used of them.
NEEDED = (
    "airflow.dag_processing.dagbag",
    "airflow.providers.common.sql.operators.sql",
    "airflow.providers.postgres.hooks.postgres",
    "airflow.sdk.execution_time.task_runner",
    "fontTools.subset",
    "geothai",
    "great_expectations",
    "openpyxl",
    "pyarrow.parquet",
    "python_calamine",
    "sqlalchemy.dialects.postgresql.psycopg2",
    "typst",
    "xlsxwriter",
)

log = logging.getLogger(__name__)


class Libraries:
    """Reads them when a scheduler begins: before it has forked anything, and in no other process."""

    @hookimpl
    def on_starting(self, component: Any) -> None:
        """Airflow's hook; a library that cannot be read is left to the task that needs it, which tells so.

        What begins does not say yet what it is (`airflow.jobs.job.Job`): the command does.
        """
        if sys.argv[1:2] != ["scheduler"]:
            return
        os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when great_expectations is imported
        logging.getLogger("great_expectations").setLevel(logging.WARNING)  # it tells of each of its own functions
        for name in NEEDED:
            try:
                importlib.import_module(name)
            except ImportError:
                log.exception("%s cannot be read ahead", name)


LISTENERS: list[Any] = [Libraries()]


class Preloaded(AirflowPlugin):
    """Of use where tasks are forked from the scheduler; elsewhere it costs the scheduler some memory."""

    name = "preloaded"
    listeners = LISTENERS
