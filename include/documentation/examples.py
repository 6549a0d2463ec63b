"""Worked examples in docs/methodology.md: between marks in the page, prose with figures of the demonstration data.

Command line: `python -m include.documentation.examples` writes them anew, asking the warehouse that
AIRFLOW_CONN_WAREHOUSE names; of one that does not hold the demonstration the page is left as it is.
"""

import calendar
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from include import periods, warehouse

PAGE = warehouse.INCLUDE_FOLDER.parent / "docs" / "methodology.md"
_FILE = Path(__file__).parent / "examples.yaml"
_QUERIES = Path(__file__).parent / "examples.sql"
_PART = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

Row = dict[str, Any]


@cache
def written() -> dict[str, Any]:
    """The prose of the examples."""
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def query(name: str) -> str:
    """The query of a name in `examples.sql`."""
    parts = re.split(r"-- query (\w+): .*\n", _QUERIES.read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


def is_demonstration(connection: Any) -> bool:
    """Whether the warehouse holds the months of the demonstration, and no other."""
    rows = warehouse.fetch(connection, "select distinct province_code, period::text as period from mart.district_grade")
    wanted = {(province, period) for province, months in written()["months"].items() for period in months}
    return {(row["province_code"], row["period"]) for row in rows} == wanted


def fill(text: str, connection: Any) -> str:
    """The page with every part between marks made anew. Raises KeyError for a mark that nothing here makes."""
    followed = warehouse.fetch(connection, query("followed"))
    return _PART.sub(lambda part: part[1] + "\n".join(PARTS[part[2]](connection, followed)) + "\n" + part[3], text)


def measures(connection: Any, followed: list[Row]) -> Iterable[str]:
    """Each measure: figure, rows behind it by outcome, target and clause where it grades, limits."""
    for measure in warehouse.fetch(connection, "select * from mart.measure_definition order by watched, measure_code"):
        code = measure["measure_code"]
        yield f"**`{code}`** {measure['name_th']} ({measure['unit_th']})."
        [*found] = warehouse.fetch(connection, query("measure"), {"measure": code, "districts": _codes(followed)})
        if found:
            yield f"*Example*: {_measured(connection, found[0])}"
        else:
            [watched] = warehouse.fetch(connection, query("watched"), {"measure": code, "districts": _codes(followed)})
            yield f"*Example*: {said('{name_th}, {period}: {listed}.', watched)}"
        yield f"*Limits*: {written()['limits'][code]}\n"


def _measured(connection: Any, example: Row) -> str:
    """A figure with what stands behind it."""
    behind = warehouse.fetch(connection, query("behind"), example)
    told = [said("{name_th}, {period}: {value}.", example)]
    if behind:
        counts = [said("{rows} rows {outcome} (“{reason}”)", row) for row in behind]
        told.append(f"Behind it: {', '.join(counts)}.")
    if example["target_value"] is not None:
        told.append(said("Asked {comparator} {target_value} by {order_ref}: {verdict}.", example))
    return " ".join(told)


def targets(connection: Any, followed: list[Row]) -> Iterable[str]:
    """Each condition of the districts that are followed, with how its target comes about."""
    yield "| district | criterion | asked | how | figure | points | clause |"
    yield "|---|---|---|---|---|---|---|"
    for row in warehouse.fetch(connection, query("targets"), {"districts": _codes(followed)}):
        how = "a number in the order"
        if row["target_kind"] == "percent_of":
            how = said("{target_number} % of {base_value}, rounded half up, at least 1", row)
        elif row["target_kind"] == "per_subdistrict":
            how = said("{target_number} a subdistrict, {base_value} subdistricts", row)
        yield said(
            "| {name_th} | `{criterion_code}` {condition_no} | `{measure_code}` {comparator} {target_value} | {how}"
            " | {value} | {points} of {max_points} | {order_ref} |",
            row | {"how": how},
        )


def grades(connection: Any, followed: list[Row]) -> Iterable[str]:
    """Points, percent, band and letter of the districts that are followed."""
    for row in warehouse.fetch(connection, query("grades"), {"districts": _codes(followed)}):
        yield said(
            "* {district_name_th}, {period}: {parts} = {points} of {max_points} points; 100 × {points} ÷ {max_points} ="
            " {percent}, at least {lower_percent} and less than {next_percent}: **{grade}** ({grade_basis}).",
            row,
        )


def quarters(connection: Any, followed: list[Row]) -> Iterable[str]:
    """The quarter of the districts that are followed, from its months."""
    for row in warehouse.fetch(connection, query("quarters"), {"districts": _codes(followed)}):
        yield said(
            "* {name_th}, quarter {quarter} of fiscal year {fiscal_year_be}: ({percents}) ÷ {months} = {mean_percent}:"
            " **{grade}** ({grade_basis}).",
            row,
        )


def deadlines(connection: Any, followed: list[Row]) -> Iterable[str]:
    """What was due for the months that are followed, and how the districts kept it."""
    for row in warehouse.fetch(connection, query("deadlines"), {"districts": _codes(followed)}):
        yield said(
            "* {province_name}, {period}: reports are due {report}, the publication {publication}. {name_th} made its"
            " report {reported_at}: {verdict}. In time were {on_time} of {districts} districts.",
            row,
        )


def readings(connection: Any, followed: list[Row]) -> Iterable[str]:
    """Every reading with its document, clause and reason."""
    yield "| reading | province | value | document and clause | why |"
    yield "|---|---|---|---|---|"
    for row in warehouse.fetch(connection, query("readings")):
        yield said("| `{reading_key}` | {province_name} | {value} | {document_th} {clause} | {note_th} |", row)


def findings(connection: Any, followed: list[Row]) -> Iterable[str]:
    """Every kind of finding with what to do, how often the demonstration has it, and one as it is told."""
    yield "| finding | severity, who acts | what to do | in the demonstration | example |"
    yield "|---|---|---|---|---|"
    for row in warehouse.fetch(connection, query("findings")):
        yield said("| `{finding_code}` {title_en} | {severity}, {acts} | {to_do_en} | {found} | {example} |", row)


def answers(connection: Any, followed: list[Row]) -> Iterable[str]:
    """Each answer beyond the letter: its rule, an example, its limits."""
    for answer in written()["answers"]:
        [row] = warehouse.fetch(connection, answer["asks"], followed[-1])
        yield f"**{answer['name']}** (`{answer['view']}`). {answer['rule']}\n"
        yield f"*Example*: {said(answer['says'], row)}\n"
        yield f"*Limits*: {answer['limits']}\n"


def said(words: str, row: Row) -> str:
    """The words with the figures of a row, as a sentence of the page has them."""
    return words.format(**{name: _shown(value) for name, value in row.items()})


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value.astimezone(periods.BANGKOK):%-d %B %Y, %H:%M:%S}"
    if isinstance(value, date):
        return f"{calendar.month_name[value.month]} BE {value.year + periods.BUDDHIST_ERA_OFFSET}"
    if isinstance(value, Decimal):
        return f"{round(value, 4).normalize():f}"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(value).replace("|", "&#124;").replace("\n", " ").replace("*", "\\*")


def _codes(followed: list[Row]) -> str:
    """The districts and months that are followed, as the queries take them."""
    return ",".join(f"{row['district']} {row['period']}" for row in followed)


PARTS: dict[str, Callable[[Any, list[Row]], Iterable[str]]] = {
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
    """0 when the page is as the demonstration has it; 2 where the warehouse does not hold the demonstration."""
    with warehouse.connect() as connection:
        if not is_demonstration(connection):
            print(f"{PAGE.name} is left as it is: the warehouse holds other months than the demonstration.")
            return 2
        PAGE.write_text(fill(PAGE.read_text(encoding="utf-8"), connection), encoding="utf-8")
    print(f"{PAGE.relative_to(PAGE.parent.parent)} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
