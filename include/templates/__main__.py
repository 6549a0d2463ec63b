"""`python -m include.templates --province 57 --period 2024-02`, or `make template`: the forms of all districts.

Writes `templates/<province>/<month>/<code> <name>.xlsx` in the home folder and says where.
"""

import argparse
import sys
from pathlib import Path

from include import periods, warehouse
from include.local.home import home, say
from include.templates.asked import Asked, NotAsked, asked
from include.templates.workbook import workbook


def main(command_line: list[str]) -> int:
    """0 when every district's form is written, 2 when no rulebook knows the province or the month."""
    parser = argparse.ArgumentParser(prog="python -m include.templates")
    parser.add_argument("--province", required=True)
    parser.add_argument("--period", required=True)
    arguments = parser.parse_args(command_line)
    try:
        period = periods.month(arguments.period)
    except ValueError as problem:
        say(f"เดือน “{arguments.period}” อ่านไม่ได้ โปรดเขียนเป็นปี ค.ศ. และเดือน เช่น PERIOD=2024-02\nPERIOD: {problem}.")
        return 2
    try:
        with warehouse.connect() as connection:
            month = asked(connection, arguments.province, period)
    except NotAsked as problem:
        say(str(problem))
        return 2
    folder = write(month, home() / "templates" / month.province_code / f"{month.period:%Y-%m}")
    say(f"เขียนแบบรายงานประจำเดือน{month.month} ของจังหวัด{month.province} ครบ {len(month.districts)} อำเภอ ไว้ที่")
    print(folder)
    return 0


def write(month: Asked, folder: Path) -> Path:
    """Write the form of every district into a folder, made when missing; forms written before are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for district in month.districts:
        (folder / f"{district.code} {district.name}.xlsx").write_bytes(workbook(month, district))
    return folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
