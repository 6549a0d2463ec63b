"""The pieces official papers are told in: parts with footnotes and items, names in a row, dates by which."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from include.publishing import wording
from include.publishing.results.changes import Change
from include.publishing.results.details import Intake
from include.publishing.results.shapes import District, Edition, Month
from include.publishing.typesetting import shortened

Row = dict[str, Any]
Part = dict[str, Any]


@dataclass(frozen=True)
class Behind:
    """What lies behind a month, as far as a memorandum tells it."""

    intake: Sequence[Intake] = ()
    findings: Sequence[Row] = ()
    documents: Sequence[Row] = ()
    changes: Sequence[Change] = ()


@dataclass
class Numbered:
    """Parts numbered below a section: 2.1, 2.2 …"""

    section: int
    parts: list[Part] = field(default_factory=list)

    def add(
        self, title: str, words: str, notes: Iterable[str] = (), items: Iterable[str] = (), shows: str = ""
    ) -> None:
        """One more part; `shows` names a figure that follows it."""
        number = f"{self.section}.{sum(bool(made['title']) for made in self.parts) + 1}"
        self.parts.append(part(words, notes, items, f"{number} {title}".strip(), shows))


def part(words: str, notes: Iterable[str] = (), items: Iterable[str] = (), title: str = "", shows: str = "") -> Part:
    """A paragraph as the template takes it."""
    return {"title": title, "words": words, "notes": list(notes), "items": list(items), "shows": shows}


def adopted(month: Month, bears: Callable[[str], bool]) -> list[str]:
    """One footnote of all adopted readings that bear on what is told; none where there are none."""
    notes = [reading.note_th for reading in month.rules.readings if reading.adopted and bears(reading.code)]
    return [f"{wording.BASES['adopted']}: {' / '.join(notes)}"] if notes else []


def subject(edition: Edition) -> str:
    """The subject of the papers about a month."""
    about = f"ผลการขับเคลื่อน {edition.programme_name_th} ประจำเดือน{wording.month(edition.period)}"
    return about if edition.kind == "final" else f"{about} ({wording.edition(edition.kind, edition.revision)})"


def ordered_by(month: Month) -> str:
    """The title of the letter that ordered it."""
    titles = [title for title in month.rules.documents.values() if title != wording.BASES["adopted"]]
    return min(titles, key=lambda title: (not title.startswith("หนังสือ"), title))


def met_by_criterion(month: Month) -> list[tuple[str, str, int]]:
    """Code, name and number of districts that met it, of each criterion of districts."""
    return [
        (
            row.code,
            row.name_th,
            sum(row.code in place.results and place.results[row.code].met for place in month.districts),
        )
        for row in month.rules.of_districts
    ]


def due(month: Month, code: str) -> str:
    """ " ภายในวันที่ 18 เมษายน 2568", or nothing where no such deadline is known."""
    day = next((deadline.due_at for deadline in month.deadlines if deadline.code == code), None)
    return f" ภายในวันที่ {wording.day(day)}" if day else ""


def name_of(district: District) -> str:
    """A district's name, not longer than a line can bear."""
    return shortened(district.name_th, 60)


def listed(names: Iterable[str]) -> str:
    """ "ก ข และค"."""
    *first, last = names
    return f"{' '.join(first)} และ{last}" if first else last
