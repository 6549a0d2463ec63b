"""SQL files for many provinces or months over one connection: planned once, then executed for each of them.

Finding the plan of a file takes the server longer than running it for a province of a dozen districts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import sqlparse

from include import warehouse

_NUMBERS = count()  # so that no two of a connection have one name
_PARAMETER = re.compile(r"%%|%\((\w+)\)s")


@dataclass(frozen=True)
class _Statement:
    """A statement for PREPARE: `text` names its parameters $1, $2 …, in the order of `names`, and doubles each %."""

    text: str
    names: tuple[str, ...]


class Prepared:
    """SQL texts by name, such as the path of a file, run for one set of bound parameters after the other.

    The types of parameters are those of where they are first used, so texts and parameters are those that
    `warehouse.run` takes.
    """

    def __init__(self, connection: Any, texts: Mapping[str, str]) -> None:
        self.connection = connection
        self._texts = texts
        self._prepared: dict[_Statement, str] = {}

    @classmethod
    def files(cls, connection: Any, paths: Iterable[str]) -> "Prepared":
        """Files of `include/sql`, in their order."""
        return cls(connection, {path: warehouse.text_of(path) for path in paths})

    def run(self, parameters: Mapping[str, Any]) -> None:
        """All texts as one transaction. Raises what the database says, when everything is rolled back."""
        try:
            for name in self._texts:
                self.run_one(name, parameters)
            self.connection.commit()
        except BaseException:
            if not self.connection.closed:
                self.connection.rollback()
            raise

    def run_one(self, name: str, parameters: Mapping[str, Any]) -> None:
        """One of the texts, in the transaction that is under way."""
        # parameters are codes, months and times: what is known of their values makes no other plan better
        statements = ["set local plan_cache_mode = force_generic_plan"]
        prepared = dict(self._prepared)
        for statement in _statements(self._texts[name]):
            if statement not in prepared:
                prepared[statement] = f"prepared_{next(_NUMBERS)}"
                statements.append(f"prepare {prepared[statement]} as {statement.text}")
            given = ", ".join(f"%({parameter})s" for parameter in statement.names)
            statements.append(f"execute {prepared[statement]}{f' ({given})' if given else ''}")
        with self.connection.cursor() as cursor:
            # in one message: for a province of a dozen districts most of an answer's time is its way
            cursor.execute(";\n".join(statements), dict(parameters))
        self._prepared = prepared


@cache
def _statements(text: str) -> tuple[_Statement, ...]:
    return tuple(map(_statement, sqlparse.split(text)))


def _statement(text: str) -> _Statement:
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return _Statement(_PARAMETER.sub(numbered, text.strip().rstrip(";")), tuple(names))
