"""The pages as HTML: the board of a month and the page of a district, wherever they are shown.

Everything shown is handed in: the month, what lies behind it, and where links lead. Jinja escapes every text.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup

from include import next_steps
from include.publishing import wording
from include.publishing.results.details import Intake, Refusal, Row, Working
from include.publishing.results.shapes import District, Month
from include.publishing.scoreboard import drawing, refused, words
from include.publishing.templating import templates

REFUSALS_SHOWN = 50


@dataclass(frozen=True)
class Choice:
    """Something else that can be shown, and where."""

    text: str | Markup
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class Question:
    """A list to choose from, of a form that the web server answers."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Links:
    """Where a page leads: its assets, the board, each district's page; other months, and whatever stands around."""

    assets: str
    board: str
    district: Callable[[str], str]
    months: Sequence[Choice] = ()
    around: Sequence[Choice] = ()
    questions: Sequence[Question] = ()
    answers: str = ""  # where the questions are answered
    asked_of: str = ""  # the month whose editions they list


@dataclass(frozen=True)
class Behind:
    """What lies behind a district's figures: rows and cells, where those cells stand, and what was refused.

    `all_refusals` leads to the file that lists every refusal, where one is written.
    """

    working: Working
    places: Mapping[tuple[str, str, str], Row]
    refusals: Sequence[Refusal]
    all_refusals: str = ""


@dataclass(frozen=True)
class Shown:
    """The rows of one measure that counted alike, some of `in_all`."""

    measure_code: str
    outcome: str
    in_all: int
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """A cell of a source row: its address where it is known, its heading, what stood in it."""

    address: str
    heading: str
    value: object


_PAGES = templates(Path(__file__).parent / "templates")
_PAGES.globals |= {"words": words, "wording": wording, "drawing": drawing}
_PAGES.filters["outside"] = words.outside


def board(month: Month, links: Links, intake: Sequence[Intake], refused: Mapping[str | None, int]) -> str:
    """The page of a month; `refused` counts the rows refused by district (None: of the province's exports)."""
    return _PAGES.get_template("board.html").render(
        month=month,
        edition=month.edition,
        links=links,
        sources=_sources(intake),
        rejected=[file for file in intake if file.status == "rejected"],
        refused=refused,
        documents=_documents(month),
    )


def district(month: Month, chosen: District, links: Links, behind: Behind) -> str:
    """The page of a district in a month."""
    return _PAGES.get_template("district.html").render(
        month=month,
        edition=month.edition,
        links=links,
        district=chosen,
        steps=next_steps.sentence(chosen.steps),
        letter_of_steps=next_steps.letter(chosen.steps),
        working={code: _alike(rows) for code, rows in behind.working.rows.items()},
        moved=behind.working.moved,
        cells=lambda row: _cells(row, behind.places),
        refusals=behind.refusals[:REFUSALS_SHOWN],
        refused_kinds=refused.kinds(behind.refusals)[: refused.KINDS_SHOWN],
        all_refusals=behind.all_refusals,
        refused_in_all=len(behind.refusals),
        quarter=(month.quarter.districts.get(chosen.code) if month.quarter else None),
    )


def message(title: str, told: str, links: Links) -> str:
    """A page that only says something."""
    return _PAGES.get_template("message.html").render(title=title, told=told, links=links)


def _sources(intake: Sequence[Intake]) -> list[dict[str, Any]]:
    """By source: how many files came, what became of them and of their rows."""
    counts: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for file in intake:
        of_source = counts[file.source or ""]
        of_source["files"] += 1
        of_source[file.status] += 1
        for column in ("rows_read", "rows_loaded", "rows_known", "rows_rejected"):
            of_source[column] += getattr(file, column) or 0
    order = [*wording.SOURCES, *sorted(counts.keys() - wording.SOURCES.keys())]
    named = {**wording.SOURCES, "": "ไม่ทราบแหล่ง"}
    return [counts[source] | {"name": named.get(source, source)} for source in order if source in counts]


def _alike(rows: Sequence[Row]) -> list[Shown]:
    """The rows behind a criterion, by measure and by how they count."""
    shown = []
    for (measure_code, outcome), alike in groupby(rows, lambda row: (row["row_measure_code"], row["outcome"])):
        of_group = list(alike)
        shown.append(Shown(measure_code, outcome, of_group[0]["rows_in_all"] or 0, of_group))
    return shown


def _cells(row: Row, places: Mapping[tuple[str, str, str], Row]) -> list[Cell]:
    """The cells of a source row that hold something, from left to right."""
    cells = []
    for name, value in (row["cells"] or {}).items():
        place = places.get((row["file"], row["sheet"], name))
        if value is not None:
            address = f"{place['letters']}{row['row_number']}" if place else ""
            cells.append((len(address), address, Cell(address, place["heading"] if place else name, value)))
    return [cell for _, _, cell in sorted(cells, key=lambda cell: cell[:2])]


def _documents(month: Month) -> dict[str, list[tuple[int, Any]]]:
    """The criteria by the document that orders them, each with its number on the board."""
    found: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for number, criterion in enumerate([*month.rules.of_districts, *month.rules.of_province], start=1):
        found[criterion.document_th].append((number, criterion))
    return found
