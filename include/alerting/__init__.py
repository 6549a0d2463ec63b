"""What is wrong, told in Thai to whoever can mend it: once, through the first channel that takes it, and again when it is gone.

`alert` is what an alert is and says; `months` the alerts about due months, `failures` about failed tasks; `warehouse_book`
and `ledger` keep them, in Postgres and where that is gone in a file; `channels` are the ways out, `telling` goes through
them; `reminders` are those to districts. Shared by Airflow's tasks and by the watchdog outside Airflow.
"""
