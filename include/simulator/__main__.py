"""`python -m include.simulator --landing DIR --truth DIR --provinces 57,34 [--from 2024-01 --to 2024-03] [--seed 1]`

`--planted` plants defects of every class in `planting/classes.csv` and writes a label for each.
"""

import argparse
from pathlib import Path

from include.simulator import DEFECT_SHARE, RULEBOOK_FOLDER, simulate
from include.simulator.calendar_months import month_after, months_between, parse_month
from include.simulator.orders import rulebooks


def main() -> None:
    """Simulates each province; without months, the first three of its earliest rulebook."""
    parser = argparse.ArgumentParser(prog="python -m include.simulator", description="Writes a landing zone.")
    parser.add_argument("--landing", type=Path, required=True)
    parser.add_argument("--truth", type=Path, required=True)
    parser.add_argument("--provinces", required=True, help="codes, separated by commas")
    parser.add_argument("--from", dest="first", type=parse_month)
    parser.add_argument("--to", dest="last", type=parse_month)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defect-share", type=float, default=DEFECT_SHARE)
    parser.add_argument("--planted", action="store_true", help="plants defects of every class, and labels them")
    arguments = parser.parse_args()
    if (arguments.first is None) != (arguments.last is None):
        parser.error("--from and --to are given together")
    books = rulebooks(RULEBOOK_FOLDER)
    for province_code in arguments.provinces.split(","):
        first, last = arguments.first, arguments.last
        if first is None:
            first = next((book.first_month for book in books if book.province_code == province_code), None)
            if first is None:
                parser.error(f"no rulebook for province {province_code}")
            last = month_after(first, 2)
        months = months_between(first, last)
        share = arguments.defect_share
        simulate(
            arguments.landing,
            arguments.truth,
            province_code,
            months,
            arguments.seed,
            defect_share=share,
            planted=arguments.planted,
        )


if __name__ == "__main__":
    main()
