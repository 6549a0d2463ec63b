"""Every measure of an edition, the watched ones too, and what the catalogue says each is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from include.publishing.results.shapes import Edition
from include.publishing.wording import SHARE
from include.warehouse import fetch


@dataclass(frozen=True)
class Measure:
    """A measure of the catalogue; `watched` where no grade comes from it, `source` as the landing zone names it."""

    code: str
    level: str
    source: str
    name_th: str
    unit_th: str
    watched: bool
    definition_th: str

    @property
    def of_reports(self) -> bool:
        """Whether it is zero for want of a report."""
        return self.source.startswith("submissions")


@dataclass(frozen=True)
class Measures:
    """The measures that an edition has, the graded ones first, and their values by district (None: the province)."""

    catalogue: dict[str, Measure]
    values: dict[tuple[str | None, str], Decimal | None]

    def is_share(self, code: str) -> bool:
        """Whether a measure lies between 0 and 1, and is shown by the hundred."""
        return code in self.catalogue and self.catalogue[code].unit_th == SHARE


def read(connection: Any, edition: Edition) -> Measures:
    """What was measured, whether or not a criterion asks for it."""
    values = fetch(
        connection, f"select district_code, measure_code, value {edition.rows_of('measure')}", edition.parameters
    )
    used = {row["measure_code"] for row in values}
    catalogue = fetch(
        connection,
        """
        select measure_code as code, level, source, name_th, unit_th, watched, definition_th
        from mart.measure_definition
        order by watched, array_position(array['district', 'subdistrict', 'province'], level), measure_code
        """,
    )
    return Measures(
        {row["code"]: Measure(**row) for row in catalogue if row["code"] in used},
        {(row["district_code"], row["measure_code"]): row["value"] for row in values},
    )
