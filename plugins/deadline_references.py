"""Deadlines of the rulebook, as Airflow's deadline alerts may refer to them: the moment is asked of the warehouse.

Evaluated by the scheduler when a run begins. Every process of Airflow reads this module: what only an evaluation needs
is imported when it is made.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from airflow.plugins_manager import AirflowPlugin
from airflow.sdk.definitions.deadline import BaseDeadlineReference


@dataclass
class RulebookDeadline(BaseDeadlineReference):
    """When something is next due: districts' reports or the publication, of any province whose month is not out yet.

    `last`: the last such moment within a month instead, where provinces differ.
    """

    # Airflow reads plugins as modules without a package: by this name it finds what a DAG refers to.
    __module__ = "plugins.deadline_references"

    deadline_code: str = "publication"
    last: bool = False

    def _evaluate_with(self, *, session: Any, **_: Any) -> datetime | None:
        from include.alerting import tasks

        return tasks.due_moment(self.deadline_code, self.last)

    def serialize_reference(self) -> dict[str, Any]:
        """As Airflow keeps it."""
        return {"reference_type": self.reference_name, "deadline_code": self.deadline_code, "last": self.last}

    @classmethod
    def deserialize_reference(cls, reference_data: dict[str, Any]) -> "RulebookDeadline":
        """The way back."""
        return cls(reference_data["deadline_code"], reference_data["last"])


REFERENCES: list[Any] = [RulebookDeadline]


class DeadlineReferences(AirflowPlugin):
    """What DAGs may refer to."""

    name = "deadline_references"
    deadline_references = REFERENCES
