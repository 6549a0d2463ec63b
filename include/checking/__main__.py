"""`python -m include.checking --file รายงาน.xlsx --province 57 --period 2024-02 [--source submissions]`.

Ends with 0 when nothing is refused, 1 when a file or a row is, 2 when the question itself cannot be answered.
"""

import argparse
import os
import sys
from datetime import UTC, datetime

from include.checking import Busy, CannotCheck, Question, check
from include.checking.questions import files_of
from include.checking.showing import as_text, show

parser = argparse.ArgumentParser(prog="python -m include.checking")
parser.add_argument("--file", nargs="+", required=True, metavar="FILE", help="files or folders, as paths or URIs")
parser.add_argument("--province", required=True, metavar="57")
parser.add_argument("--period", required=True, metavar="2024-02")
parser.add_argument("--source", default="submissions")
arguments = parser.parse_args()
if not os.environ.get("AIRFLOW_CONN_WAREHOUSE"):
    parser.error('no warehouse is named: AIRFLOW_CONN_WAREHOUSE="$(make -s warehouse-uri)" names the running one')
try:
    question = Question.read(arguments.source, arguments.province, arguments.period)
    answer = check(files_of(arguments.file), question, datetime.now(UTC))
except (CannotCheck, Busy) as failure:
    print(failure, file=sys.stderr)
    sys.exit(2)
if sys.stdout.isatty():
    show(answer)
else:
    print(as_text(answer))
sys.exit(0 if answer.all_accepted else 1)
