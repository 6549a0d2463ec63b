"""What the tasks about deadlines do: look at them, remind districts, allow a late report."""

from datetime import UTC, datetime

from airflow.sdk import get_current_context

from include import exceptions, warehouse
from include.alerting import channels, reminders, tasks
from include.orchestration.alarms import WATCH


def watch_deadlines() -> bool:
    """Look at every deadline once, tell what is wrong, and say whether all that falls due this month is published."""
    return tasks.look(WATCH)


def remind_districts() -> None:
    """Remind the districts whose day it is; then look at the deadlines.

    Raises RuntimeError that names the provinces whose message no channel took, when all others are sent.
    """
    with warehouse.connect() as connection:
        unsent = reminders.remind(connection, channels.configured(), datetime.now(UTC))
    tasks.look("remind_districts")
    if unsent:
        raise RuntimeError("ไม่มีช่องทางใดรับข้อความเตือนของ\n" + "\n".join(unsent))


def grant_exception() -> int:
    """Keep what the run's form allows, entered by who started the run; returns how many districts.

    Raises ValueError, in Thai, where something is wrong with the form.
    """
    context = get_current_context()
    with warehouse.connect() as connection:
        return exceptions.grant(connection, context["params"], context["dag_run"].triggering_user_name or "")
