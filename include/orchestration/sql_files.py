"""The operator of the SQL tasks: one province or month a task, or several where they are many."""

from collections.abc import Mapping
from typing import Any

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

from include import warehouse
from include.prepared import Prepared

TOGETHER = "{{ task.together }}"


class SqlFiles(SQLExecuteQueryOperator):
    """SQL files as one transaction for its parameters, or for each of a list of them, planned once for all.

    One that fails does not keep the others from being done. The task then fails as the first that failed, with its
    parameters alone: whom it hurts is told by them.
    """

    def execute(self, context: Any) -> None:
        """Runs the statements for every one of the parameters."""
        if isinstance(self.parameters, Mapping):
            super().execute(context)  # type: ignore[no-untyped-call]
            return
        batch: list[Mapping[str, Any]] = list(self.parameters or ())
        failed: list[tuple[Mapping[str, Any], Exception]] = []
        with warehouse.connect() as connection:
            prepared = Prepared(connection, {self.task_id: "".join(self.sql)})
            for parameters in batch:
                try:
                    prepared.run(parameters)
                except Exception as error:
                    self.log.exception("failed for %s", dict(parameters))
                    failed.append((parameters, error))
                    if connection.closed:
                        break
            if failed:
                self.parameters, first = failed[0]  # as whoever is told of the task's end knows it
                raise first

    @property
    def together(self) -> str:
        """What a batch is called: its first, its last, and how many."""
        batch = list(self.parameters or ())
        named = [
            " ".join(str(parameters[key])[:7] for key in ("province_code", "period") if key in parameters)
            for parameters in (batch[0], batch[-1])
        ]
        return f"{named[0]} … {named[1]} ({len(batch)})"
