"""A folder of rulebooks for a simulated country: a file a province and fiscal year, and what holds for all of them."""

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml

from include.simulator.national.country import places_of
from include.simulator.national.ordering import Data, national_programme, provincial_order
from include.simulator.orders import POSITIONS
from include.simulator.places import District

# What holds for every province is the project's own: programmes and catalogues.
SHARED = ("*.csv", "programmes/*.yaml")
GRADED_BY_OFFICIALS = ("district_chief", "district_development_officer", "local_administration_head")


def write_rulebooks(
    folder: Path,
    catalogues: Path,
    provinces: Iterable[str],
    years_be: Iterable[int],
    operators: Mapping[str, int],
    seed: int,
) -> None:
    """Writes a whole folder of rulebooks: those of the provinces for fiscal years, and copies of `catalogues`' rest.

    `operators` has every district's registered operators, which the annexes print. The same arguments write the same
    bytes; what an earlier call wrote for other provinces or years is removed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "annexes").mkdir(parents=True)
    for pattern in SHARED:
        for path in catalogues.glob(pattern):
            copy = folder / path.relative_to(catalogues)
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, copy)
    (folder / "boundary_changes.csv").write_text(_heading(catalogues / "boundary_changes.csv"), encoding="utf-8")
    programme = national_programme()
    years = sorted(years_be)
    for province_code in provinces:
        for year in years:
            _write(folder, programme, province_code, year, operators, Random(f"{seed}|{province_code}|order|{year}"))


def _heading(path: Path) -> str:
    """A CSV file without its rows: the simulated country's districts are those of today."""
    return path.read_text(encoding="utf-8-sig").splitlines()[0] + "\n"


def _write(
    folder: Path, programme: Data, province_code: str, year_be: int, operators: Mapping[str, int], random: Random
) -> None:
    name = f"national_{province_code}_{year_be}"
    places = places_of(province_code)
    first = date(year_be - 544, 10, 1)
    last = date(year_be - 543, 9, 1)
    order = provincial_order(random, programme)
    valid = {"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"}
    basis = "ordered" if order["grade_bands"]["document"] == "provincial" or random.random() < 0.5 else "adopted"
    asked = {criterion["code"] for criterion in order["criteria"]}
    book: Data = {
        "programme": order["programme"],
        "province_code": province_code,
        "fiscal_year_be": year_be,
        "valid": valid,
        **{key: part for key, part in order.items() if key != "programme"},
        "grade_basis": [valid | {"basis": basis, "document": order["grade_bands"]["document"]}],
        "bases": {
            "otop_operators": {
                "annex": f"{name}_shops.csv",
                "count": "otop_operators",
                "printed_name": "printed_name_th",
                "as_of": first,
                "document": "annex",
            }
        },
        "holidays": _holidays(programme["holidays"], first),
        "aliases": {"district": _capital(places), "subdistrict": {}, "service": {}, "channel": {}},
        "document_findings": [],
    }
    _annex(
        folder / "annexes" / f"{name}_shops.csv",
        [
            {
                "district_code": place.code,
                "printed_name_th": place.name_th,
                "otop_operators": operators[place.code],
                "as_of_date": first.isoformat(),
            }
            for place in places
        ],
    )
    if "leaders" in asked:
        book["headcounts"] = {"annex": f"{name}_leaders.csv", "as_of": first, "document": "annex"}
        _annex(folder / "annexes" / f"{name}_leaders.csv", [_leaders(random, place) for place in places])
    text = yaml.safe_dump(book, allow_unicode=True, sort_keys=False, width=120)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def _holidays(named: Mapping[str, str], first: date) -> list[Data]:
    days = []
    for month_day, name_th in named.items():
        month, day = map(int, month_day.split("-"))
        days.append({"date": date(first.year + (month < first.month), month, day), "name_th": name_th})
    return sorted(days, key=lambda holiday: holiday["date"])


def _capital(places: Sequence[District]) -> dict[str, str]:
    """The short name of the district of the province's seat, where it has the usual long one."""
    first = places[0]
    named_so = any(place.name_th == "เมือง" for place in places)
    return {"เมือง": first.code} if first.name_th.startswith("เมือง") and not named_so else {}


def _leaders(random: Random, place: District) -> Data:
    """A district's headcounts by position; a few printed totals leave the officials out, as real ones do."""
    subdistricts = len(place.subdistricts)
    counts = dict.fromkeys(GRADED_BY_OFFICIALS, 1)
    counts["land_office_head"] = int(random.random() < 0.5)
    counts["subdistrict_heads"] = max(1, subdistricts - random.choice([0, 0, 0, 1]))
    counts["village_heads"] = sum(random.randint(5, 14) for _ in range(subdistricts))
    parts = sum(counts.values())
    officials = parts - counts["subdistrict_heads"] - counts["village_heads"]
    printed = parts - officials if random.random() < 0.08 else parts
    return {
        "district_code": place.code,
        "printed_name_th": place.name_th,
        **{position: counts[position] for position in POSITIONS},
        "printed_total": printed,
    }


def _annex(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
