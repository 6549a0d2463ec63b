"""The one program outside Airflow that asks whether every due month is frozen and proved, and alerts where it is not.

For cron or a systemd timer (`systemd/`): `python -m include.watchdog`. It needs Postgres for the answer and nothing for
the alert: not Airflow, nor Airflow's database, nor room on the disk, nor Postgres itself.
"""
