"""A measure computed anew from the rows traced for it, in a few lines each and with none of the warehouse's SQL."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Row = dict[str, Any]


def recomputed(measure_code: str, traced: Iterable[Row]) -> Fraction | None:
    """What the rows say the measure is; None where they say nothing."""
    rows = [row for row in traced if row["measure_code"] == measure_code]
    counted = [row for row in rows if row["outcome"] == "counted"]
    if measure_code.endswith("_claimed"):
        amounts = [row["amount"] for row in counted if row["amount"] is not None]
        return Fraction(sum(amounts)) if amounts else None
    if measure_code == "leaders_downloaded_share":
        base = sum(row["amount"] for row in rows if row["outcome"] == "base")
        return min(Fraction(1), Fraction(sum(row["amount"] for row in counted)) / Fraction(base)) if base else None
    if measure_code == "services_ready_share":
        asked = {row["counted_as"] for row in rows if row["outcome"] != "set_aside"} - {None}
        return Fraction(len(_things(counted)), len(asked)) if asked else None
    return Fraction(len(_things(counted)))


def _things(counted: Iterable[Row]) -> set[str]:
    return {row["counted_as"] for row in counted}
