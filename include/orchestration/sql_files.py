"""The operator of the SQL tasks: one province or month a task, or several where they are many."""

from collections.abc import Mapping
from typing import Any

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator

TOGETHER = "{{ task.together }}"


class SqlFiles(SQLExecuteQueryOperator):
    """SQL files as one transaction for its parameters, or for each of a list of them one after the other.

    One that fails does not keep the others from being done. The task then fails as the first that failed, with its
    parameters alone: whom it hurts is told by them.
    """

    def execute(self, context: Any) -> None:
        """Runs the statements for every one of the parameters."""
        if isinstance(self.parameters, Mapping):
            super().execute(context)  # type: ignore[no-untyped-call]
            return
        batch: list[Mapping[str, Any]] = list(self.parameters or ())
        text = "".join(self.sql)
        self.sql = self.get_db_hook().split_sql_string(text)  # once for all of them
        failed: list[tuple[Mapping[str, Any], Exception]] = []
        for parameters in batch:
            self.parameters = parameters
            try:
                super().execute(context)  # type: ignore[no-untyped-call]
            except Exception as error:
                self.log.exception("failed for %s", dict(parameters))
                failed.append((parameters, error))
        self.sql, self.parameters = text, batch  # as whoever is told of the task's end knows them
        if failed:
            self.parameters, first = failed[0]
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
