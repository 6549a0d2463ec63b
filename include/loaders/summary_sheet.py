"""The first sheet of a report workbook: labels and values side by side become one row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from include.loaders import copying
from include.loaders.column_places import ColumnPlace
from include.loaders.folding import fold_heading, is_blank, is_unit
from include.loaders.headings import ColumnMap
from include.loaders.refusal import FileRefused, quoted

COLUMNS = ("file_id", "sheet", "row_number", "cell_rows")


@dataclass(frozen=True)
class _Pair:
    """One label as it stands: its row (from 1), its position (from 0), and the value right of it, '' without one."""

    column: str
    label: str
    row_number: int
    place: int
    value_place: int
    value: str


def load(
    sheet: str, rows: Sequence[tuple[int, list[str]]], names: ColumnMap, file_id: int, others: copying.OtherRows
) -> tuple[tuple[str, ...], str, list[ColumnPlace]]:
    """The COPY columns and the one COPY line of a summary sheet, and where its values stand.

    Its row number is that of the district's label; `cell_rows` keeps every label's row. Raises FileRefused when a
    required label is missing or stands twice.
    """
    pairs = [pair for row_number, cells in rows for pair in _pairs(row_number, cells, names)]
    chosen = _choose(pairs, names)
    extra = _leftovers(rows, pairs, chosen)
    labelled = {pair.row_number for pair in pairs}
    first = min(labelled)
    for row_number, cells in rows:
        if row_number not in labelled and not all(map(is_blank, cells)):
            others.add(file_id, sheet, row_number, "title" if row_number < first else "signature", cells)
    line = copying.line(
        [
            file_id,
            sheet,
            chosen["district"].row_number,
            json.dumps({column: pair.row_number for column, pair in chosen.items()}),
            *(pair.value or None for pair in chosen.values()),
            json.dumps(extra, ensure_ascii=False) if extra else None,
        ]
    )
    places = [
        ColumnPlace(sheet, column, pair.value_place + 1, pair.row_number, pair.label)
        for column, pair in chosen.items()
    ]
    return (*COLUMNS, *chosen, "extra"), line, places


def _pairs(row_number: int, cells: Sequence[str], names: ColumnMap) -> list[_Pair]:
    """The labels of one row. A label's value is the first cell right of it, before the next one, that is no unit."""
    found = [names.columns.get(fold_heading(cell)) for cell in cells]
    places = [place for place, column in enumerate(found) if column]
    pairs = []
    for place, until in zip(places, [*places[1:], len(cells)], strict=False):
        filled = (at for at in range(place + 1, until) if not is_blank(cells[at]) and not is_unit(cells[at]))
        value_place = next(filled, place)
        value = cells[value_place] if value_place != place else ""
        pairs.append(_Pair(str(found[place]), cells[place], row_number, place, value_place, value))
    return pairs


def _choose(pairs: Sequence[_Pair], names: ColumnMap) -> dict[str, _Pair]:
    """One pair a column: the first that has a value, else the first."""
    required = names.required - {"report_id"}
    missing = [label for column, label in names.labels.items() if column in required - {pair.column for pair in pairs}]
    if missing:
        raise FileRefused("missing_labels", labels=quoted(missing))
    columns = [pair.column for pair in pairs]
    repeated = [label for column, label in names.labels.items() if column in required and columns.count(column) > 1]
    if repeated:
        raise FileRefused("repeated_labels", labels=quoted(repeated))
    chosen: dict[str, _Pair] = {}
    for pair in pairs:
        if pair.column not in chosen or (pair.value and not chosen[pair.column].value):
            chosen[pair.column] = pair
    return chosen


def _leftovers(
    rows: Sequence[tuple[int, list[str]]], pairs: Sequence[_Pair], chosen: dict[str, _Pair]
) -> dict[str, str]:
    """What stands beside the pairs in their rows (a unit, a second value), by cell address."""
    labels = {(pair.row_number, pair.place) for pair in pairs}
    values = {(pair.row_number, pair.value_place) for pair in chosen.values()}
    labelled = {pair.row_number for pair in pairs}
    return {
        f"{_column_letters(place)}{row_number}": cell
        for row_number, cells in rows
        if row_number in labelled
        for place, cell in enumerate(cells)
        if not is_blank(cell) and (row_number, place) not in labels | values
    }


def _column_letters(place: int) -> str:
    letters = ""
    number = place + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
