"""The questions of docs/questions/: each a file of SQL with four lines above it that say what it is about.

-- asks    the question, in Thai · in English
-- for     who asks it, in Thai · in English
-- shows   what the answer shows, in Thai · in English
-- bar     the column that is drawn by the columns that name a bar; a lone dash where nothing is compared
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from include import warehouse

FOLDER = warehouse.INCLUDE_FOLDER.parent / "docs" / "questions"

_HEADER = re.compile(r"-- asks {4}(.+)\n-- for {5}(.+)\n-- shows {3}(.+)\n-- bar {5}(.+)\n")
_BAR = re.compile(r"(\w+) by (\w+(?:, \w+)*)")


class Unreadable(ValueError):
    """A file that is not in the form of a question; the message says which."""


@dataclass(frozen=True)
class Question:
    """A question in both languages, who asks it, and the query that answers it."""

    name: str
    asks: tuple[str, str]
    asked_by: tuple[str, str]
    shows: tuple[str, str]
    bar: str | None
    bar_by: tuple[str, ...]
    sql: str

    @property
    def number(self) -> int:
        """Its number, from 1."""
        return int(self.name.split("-", 1)[0])


@dataclass(frozen=True)
class Answered:
    """A question with the rows that the warehouse answered."""

    question: Question
    rows: list[dict[str, Any]]


def read(folder: Path = FOLDER) -> list[Question]:
    """Every question, in the order of their numbers. Raises Unreadable."""
    return [_question(path) for path in sorted(folder.glob("*.sql"))]


def answered(connection: Any, question: Question) -> Answered:
    """The question as the role of the connection gets it answered."""
    return Answered(question, warehouse.fetch(connection, question.sql))


def _question(path: Path) -> Question:
    text = path.read_text()
    header = _HEADER.match(text)
    drawn = _BAR.fullmatch(header[4]) if header else None
    if header is None or not (drawn or header[4] == "-") or not re.match(r"\d\d-[a-z-]+$", path.stem):
        raise Unreadable(f"{path.name} does not begin as a question does: asks, for, shows, bar.")
    asks, asked_by, shows = (_both_languages(path, header[number]) for number in (1, 2, 3))
    return Question(
        path.stem,
        asks,
        asked_by,
        shows,
        drawn[1] if drawn else None,
        tuple(drawn[2].split(", ")) if drawn else (),
        text[header.end() :].strip(),
    )


def _both_languages(path: Path, text: str) -> tuple[str, str]:
    thai, _, english = text.partition(" · ")
    if not re.search("[ก-ฮ]", thai) or not re.search("[a-z]", english):
        raise Unreadable(f"{path.name} says something in one language only: {text}")
    return thai, english
