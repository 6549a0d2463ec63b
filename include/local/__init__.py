"""The whole warehouse on one machine: its own Postgres, its own Airflow, and nothing outside one folder."""
