"""Worked examples of the methodology, in both its languages: between marks in a page, figures of the demonstration.

Command line: `python -m include.documentation.examples` writes them anew, asking the warehouse that
AIRFLOW_CONN_WAREHOUSE names; of one that does not hold the demonstration the pages are left as they are.
"""

import calendar
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from include import periods, warehouse
from include.publishing import wording

DOCS = warehouse.INCLUDE_FOLDER.parent / "docs"
PAGES = {"en": DOCS / "methodology.md", "th": DOCS / "methodology-th.md"}
_FOLDER = Path(__file__).parent
_PART = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

Row = dict[str, Any]


@dataclass(frozen=True)
class Language:
    """The words of a page's examples, and how figures are shown in them."""

    code: str
    sentences: dict[str, str]
    words: dict[str, str]
    criteria: dict[str, str]
    limits: dict[str, str]
    answers: dict[str, dict[str, str]]

    def say(self, sentence: str, row: Row) -> str:
        """One of its sentences with the figures of a row."""
        return self.said(self.sentences[sentence], row)

    def said(self, words: str, row: Row) -> str:
        """The words with the figures of a row, as a sentence of the page has them."""
        return words.format(**{name: self._shown(value) for name, value in row.items()})

    def criteria_in(self, text: str) -> str:
        """The text with criteria called as this language calls them, where it has words for them."""
        return re.sub(r"\((\w+)\)", lambda code: f"({self.criteria.get(code[1], code[1])})", text)

    def _shown(self, value: Any) -> str:
        if value is None:
            return "–"
        if isinstance(value, datetime):
            thai = self.code == "th"
            return wording.clock(value) if thai else f"{value.astimezone(periods.BANGKOK):%-d %B %Y, %H:%M:%S}"
        if isinstance(value, date):
            year = value.year + periods.BUDDHIST_ERA_OFFSET
            return wording.month(value) if self.code == "th" else f"{calendar.month_name[value.month]} BE {year}"
        if isinstance(value, Decimal):
            return f"{round(value, 4).normalize():f}"
        if isinstance(value, list):
            return ", ".join(map(self._shown, value))
        text = self.words.get(str(value), str(value))
        return text.replace("|", "&#124;").replace("\n", " ").replace("*", "\\*")


@cache
def language(code: str) -> Language:
    """The words of a language."""
    return Language(code, **yaml.safe_load((_FOLDER / f"examples_{code}.yaml").read_text(encoding="utf-8")))


@cache
def demonstration() -> dict[str, Any]:
    """Which months the demonstration has, and what is asked of it."""
    return dict(yaml.safe_load((_FOLDER / "examples.yaml").read_text(encoding="utf-8")))


@cache
def query(name: str) -> str:
    """The query of a name in `examples.sql`."""
    parts = re.split(r"-- query (\w+): .*\n", (_FOLDER / "examples.sql").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def is_demonstration(connection: Any) -> bool:
    """Whether the warehouse holds the months of the demonstration, and no other."""
    rows = warehouse.fetch(connection, "select distinct province_code, period::text as period from mart.district_grade")
    wanted = {(province, period) for province, months in demonstration()["months"].items() for period in months}
    return {(row["province_code"], row["period"]) for row in rows} == wanted


def fill(text: str, connection: Any, code: str) -> str:
    """The page with every part between marks made anew. Raises KeyError for a mark that nothing here makes."""
    followed = warehouse.fetch(connection, query("followed"))
    told = language(code)
    return _PART.sub(
        lambda part: part[1] + "\n".join(PARTS[part[2]](connection, followed, told)) + "\n" + part[3], text
    )


def measures(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """Each measure: figure, rows behind it by outcome, target and clause where it grades, limits."""
    for measure in warehouse.fetch(connection, "select * from mart.measure_definition order by watched, measure_code"):
        code = measure["measure_code"]
        yield told.say("measure", measure) + "\n"
        [*found] = warehouse.fetch(connection, query("measure"), {"measure": code, "districts": _codes(followed)})
        if found:
            unit = "" if measure["unit_th"] == wording.SHARE else f" {measure['unit_th']}"
            example = _measured(connection, found[0] | {"unit": unit}, told)
        else:
            [watched] = warehouse.fetch(connection, query("watched"), {"measure": code, "districts": _codes(followed)})
            example = told.say("watched", watched)
        yield told.sentences["example"].format(told=example) + "\n"
        yield told.sentences["limits"].format(limits=told.limits[code]) + "\n"


def _measured(connection: Any, example: Row, told: Language) -> str:
    """A figure with what stands behind it."""
    behind = warehouse.fetch(connection, query("behind"), example)
    sentences = [told.say("figure", example)]
    if behind:
        sentences.append(told.sentences["behind"].format(listed=", ".join(told.say("row", row) for row in behind)))
    if example["target_value"] is not None:
        sentences.append(told.say("asked", example))
    return " ".join(sentences)


def targets(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """Each condition of the districts that are followed, with how its target comes about."""
    yield from _head(told.sentences["targets_head"])
    for row in warehouse.fetch(connection, query("targets"), {"districts": _codes(followed)}):
        criterion = told.criteria.get(row["criterion_code"], row["criterion_code"])
        yield told.say("target", row | {"how": told.say(row["target_kind"], row), "criterion": criterion})


def grades(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """Points, percent, band and letter of the districts that are followed."""
    for row in warehouse.fetch(connection, query("grades"), {"districts": _codes(followed)}):
        sentence = "grade_best" if row["next_percent"] is None else "grade"
        yield told.say(sentence, row | {"parts": told.criteria_in(row["parts"])})


def quarters(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """The quarter of the districts that are followed, from its months."""
    for row in warehouse.fetch(connection, query("quarters"), {"districts": _codes(followed)}):
        yield told.say("quarter", row)


def deadlines(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """What was due for the months that are followed, and how the districts kept it."""
    for row in warehouse.fetch(connection, query("deadlines"), {"districts": _codes(followed)}):
        yield told.say("deadline", row)


def readings(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """Every reading with its document, clause and reason."""
    yield from _head(told.sentences["readings_head"])
    for row in warehouse.fetch(connection, query("readings")):
        document = " ".join(filter(None, (row["document_th"], row["clause"])))
        yield told.say("reading", row | {"document": document})


def findings(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """Every kind of finding with what to do, how often the demonstration has it, and one as it is told."""
    yield from _head(told.sentences["findings_head"])
    for row in warehouse.fetch(connection, query("findings")):
        yield told.say("finding", row)


def answers(connection: Any, followed: list[Row], told: Language) -> Iterable[str]:
    """Each answer beyond the letter: its rule, an example, its limits."""
    for view, asked in demonstration()["answers"].items():
        [row] = warehouse.fetch(connection, asked, followed[-1])
        words = told.answers[view]
        yield told.sentences["answer"].format(view=view, **words) + "\n"
        yield told.sentences["example"].format(told=told.said(words["says"], row)) + "\n"
        yield told.sentences["limits"].format(limits=words["limits"]) + "\n"


def _head(names: str) -> Iterable[str]:
    """The head of a table, and the line below it."""
    yield names
    yield "|" + "---|" * (names.count("|") - 1)


def _codes(followed: list[Row]) -> str:
    """The districts and months that are followed, as the queries take them."""
    return ",".join(f"{row['district']} {row['period']}" for row in followed)


PARTS: dict[str, Callable[[Any, list[Row], Language], Iterable[str]]] = {
    "measures": measures,
    "targets": targets,
    "grades": grades,
    "quarters": quarters,
    "deadlines": deadlines,
    "readings": readings,
    "findings": findings,
    "answers": answers,
}


def main() -> int:
    """0 when the pages are as the demonstration has them; 2 where the warehouse does not hold the demonstration."""
    with warehouse.connect() as connection:
        if not is_demonstration(connection):
            print("The methodology is left as it is: the warehouse holds other months than the demonstration.")
            return 2
        for code, page in PAGES.items():
            page.write_text(fill(page.read_text(encoding="utf-8"), connection, code), encoding="utf-8")
            print(f"{page.relative_to(DOCS.parent)} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
