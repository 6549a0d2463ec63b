"""What is wrong, told in Thai to whoever can mend it: once, and once more when it is gone.

`alert` is what an alert is and says; `months` the alerts about due months, `failures` about failed tasks;
`warehouse_book` and `ledger` keep them, in Postgres and where that is gone in a file; `channels` are the ways out,
`telling` goes through them; `reminders` are those to districts, `drill` proves the ways out. Airflow's tasks and the
watchdog outside Airflow share them.
"""
