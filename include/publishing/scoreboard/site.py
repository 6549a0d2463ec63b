"""The scoreboard of a published revision as files that need no server and lead nowhere outside the publish location.

Pages lie at `<province>/<YYYY-MM>/<revision>/papers/`; whatever else is there, or is not, each page is whole by itself.
"""

from collections.abc import Iterator
from typing import Any

from include.publishing.results import details, editions
from include.publishing.results.shapes import Edition, Month
from include.publishing.scoreboard import assets, pages, refused, words

ROWS_EACH = 5  # behind each figure: a page of the web server shows more
MONTHS = 12  # of the chooser; the province's index has all of them


def files(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """Each file by its name below `papers/`, one at a time: assets, districts with what was refused, the board last."""
    for name, content in assets.files().items():
        yield f"assets/{name}", content
    standing = editions.standing(connection, month.edition.province_code, month.edition.programme_code)
    counts: dict[str | None, int] = {None: len(details.refused_rows(connection, month.edition, None))}
    inside = links(month.edition, standing, "../")
    for district in month.districts:
        worked = details.working(connection, month, district.code, ROWS_EACH)
        refusals = details.refused_rows(connection, month.edition, district.code)
        counts[district.code] = len(refusals)
        listed = f"refusals/{district.code}.csv" if len(refusals) > pages.REFUSALS_SHOWN else ""
        if listed:
            yield listed, refused.as_csv(refusals)
        places = details.places(connection, month.edition, worked)
        behind = pages.Behind(worked, places, refusals, listed and f"../{listed}")
        yield f"districts/{district.code}.html", pages.district(month, district, inside, behind).encode()
    intake = details.intake(connection, month.edition)
    board = pages.board(month, links(month.edition, standing), intake, {code: n for code, n in counts.items() if n})
    yield "index.html", board.encode()


def links(edition: Edition, standing: list[Edition], up: str = "") -> pages.Links:
    """Where a page leads that lies as deep below `papers/` as `up` says; months are those that stand published."""
    province = f"{up}../../../"
    months = {shown.period: shown for shown in standing} | {edition.period: edition}
    return pages.Links(
        assets=f"{up}assets/",
        board=f"{up}index.html",
        district=lambda code: f"{up}districts/{code}.html",
        months=[
            pages.Choice(
                words.short_month(period),
                f"{up}index.html"
                if period == edition.period
                else f"{province}{period:%Y-%m}/{shown.revision}/papers/index.html",
                period == edition.period,
            )
            for period, shown in sorted(months.items())[-MONTHS:]
        ],
        around=[
            pages.Choice("ทุกเดือนและทุกฉบับของจังหวัด", f"{province}index.html"),
            pages.Choice("ทุกจังหวัด", f"{province}../index.html"),
        ],
    )
