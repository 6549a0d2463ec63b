"""The scoreboard inside Airflow: any province, month and edition, live figures too, as a reader chooses them.

Reads as whoever the connection is; what an address says is only ever compared with what there is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from include.publishing import wording
from include.publishing.results import details, editions, figures
from include.publishing.results.shapes import Edition
from include.publishing.scoreboard import pages

LIVE = "live"
ROWS_EACH = 20  # behind each figure


@dataclass(frozen=True)
class Chosen:
    """The edition shown, and what there is to choose from: provinces by code, editions of the province."""

    edition: Edition
    provinces: dict[str, str]
    editions: list[Edition]

    @property
    def query(self) -> str:
        """What an address says to come back to this edition."""
        return urlencode(
            {
                "province": self.edition.province_code,
                "period": f"{self.edition.period:%Y-%m}",
                "edition": _name(self.edition),
            }
        )

    def questions(self) -> list[pages.Question]:
        """The lists to choose from."""
        months = sorted({edition.period for edition in self.editions}, reverse=True)
        of_month = [edition for edition in self.editions if edition.period == self.edition.period]
        return [
            pages.Question("province", "จังหวัด", sorted(self.provinces.items()), self.edition.province_code),
            pages.Question(
                "period",
                "เดือน",
                [(f"{period:%Y-%m}", wording.month(period)) for period in months],
                f"{self.edition.period:%Y-%m}",
            ),
            pages.Question(
                "edition",
                "ฉบับ",
                [(_name(edition), wording.edition(edition.kind, edition.revision)) for edition in of_month],
                _name(self.edition),
            ),
        ]

    def links(self, up: str = "") -> pages.Links:
        """Where a page leads, from the board or, with `up`, from below it."""
        about = urlencode({"province": self.edition.province_code, "period": f"{self.edition.period:%Y-%m}"})
        return pages.Links(
            assets=f"{up}assets/",
            board=f"{up or './'}?{self.query}",
            district=lambda code: f"{up}district/{quote(code, safe='')}?{self.query}",
            around=[pages.Choice("ข้อสังเกตของเดือนนี้", f"{up}../quality/?{about}")],
            questions=self.questions(),
            answers=up or "./",
            asked_of=_month(self.edition),
        )


def choose(connection: Any, query: Mapping[str, str]) -> Chosen | None:
    """What the address asks for, as near as there is: else the standing revision, the latest month, the first province.

    None where there is no month at all.
    """
    known = [*editions.standing(connection), *editions.live(connection)]
    provinces = {edition.province_code: edition.province_name_th for edition in known}
    if not provinces:
        return None
    province = query.get("province", "")
    if province not in provinces:
        province = min(provinces)
    of_province = [
        *editions.live(connection, province),
        *reversed(editions.revisions(connection, province)),
    ]
    months = {f"{edition.period:%Y-%m}" for edition in of_province}
    published = {f"{edition.period:%Y-%m}" for edition in of_province if edition.frozen}
    period = query.get("period", "")
    if period not in months:
        period = max(published or months)
    of_month = [edition for edition in of_province if f"{edition.period:%Y-%m}" == period]
    standing = next((edition for edition in of_month if edition.frozen), of_month[0])
    # a revision's number means another thing in another month: whoever goes there sees what stands
    elsewhere = query.get("of", _month(standing)) != _month(standing)
    named = {_name(edition): edition for edition in of_month if not (elsewhere and edition.frozen)}
    return Chosen(named.get(query.get("edition", ""), standing), provinces, of_province)


def board(connection: Any, query: Mapping[str, str]) -> str:
    """The board that the address asks for."""
    chosen = choose(connection, query)
    if chosen is None:
        return message("กระดานผล", "ยังไม่มีเดือนใดให้แสดง จะมีหลังจากระบบรับไฟล์และคำนวณเดือนแรก (ingest_landing)")
    month = figures.read(connection, chosen.edition)
    refused = details.refused_counts(connection, month)
    return pages.board(month, chosen.links(), details.intake(connection, chosen.edition), refused)


def district(connection: Any, code: str, query: Mapping[str, str]) -> str | None:
    """The page of a district of the edition that the address asks for; None where there is no such district in it."""
    chosen = choose(connection, query)
    if chosen is None:
        return None
    month = figures.read(connection, chosen.edition)
    for one in month.districts:
        if one.code == code:
            worked = details.working(connection, month, code, ROWS_EACH)
            refusals = details.refused_rows(connection, chosen.edition, code)
            behind = pages.Behind(worked, details.places(connection, chosen.edition, worked), refusals)
            return pages.district(month, one, chosen.links("../"), behind)
    return None


def message(title: str, told: str, up: str = "") -> str:
    """A page that only says something."""
    board_alone = pages.Links(
        assets=f"{up}assets/", board=up or "./", district=str, around=[pages.Choice("กระดานผล", up or "./")]
    )
    return pages.message(title, told, board_alone)


def _month(edition: Edition) -> str:
    return f"{edition.province_code} {edition.period:%Y-%m}"


def _name(edition: Edition) -> str:
    return str(edition.revision) if edition.frozen else LIVE
