"""`python -m include.local.scoreboard [--provinces 57,34] [--from 2024-01] [--to 2024-03]`."""

import argparse
import os
from datetime import date

from include import periods, warehouse
from include.local import scoreboard


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _month(text: str) -> date:
    try:
        return periods.month(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


parser = argparse.ArgumentParser(prog="python -m include.local.scoreboard")
parser.add_argument("--provinces", type=_codes, metavar="57,34")
parser.add_argument("--from", dest="from_", type=_month, metavar="2024-01")
parser.add_argument("--to", type=_month, metavar="2024-03")
arguments = parser.parse_args()
if not os.environ.get("AIRFLOW_CONN_WAREHOUSE"):
    parser.error('no warehouse is named: AIRFLOW_CONN_WAREHOUSE="$(make -s warehouse-uri)" names the running one')
with warehouse.connect() as connection:
    connection.set_session(readonly=True)
    scoreboard.show(connection, arguments.provinces, arguments.from_, arguments.to)
