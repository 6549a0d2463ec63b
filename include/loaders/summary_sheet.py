"""The first sheet of a report workbook: labels and values side by side become one row."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from include.loaders import copying
from include.loaders.column_places import ColumnPlace, address
from include.loaders.findings import Finding, found
from include.loaders.folding import fold, fold_heading, is_blank, is_unit, read_number
from include.loaders.headings import ColumnMap
from include.loaders.refusal import FileRefused, quoted

COLUMNS = ("file_id", "sheet", "row_number", "cell_rows")
# Values that are looked up or not judged: another text in their place is refused or harmless. A figure or a date would
# be believed.
_LOOKED_UP = frozenset({"district", "period"})
_TEXTS = _LOOKED_UP | {"report_id", "reporter", "phone"}

Merged = Mapping[tuple[int, int], int]


@dataclass(frozen=True)
class Summary:
    """What a summary sheet says: the COPY columns and the one COPY line, where its values stand, and its findings."""

    columns: tuple[str, ...]
    line: str
    places: list[ColumnPlace]
    findings: list[Finding]


class _Label(NamedTuple):
    """One label as it stands: its row (from 1) and positions (from 0).

    `place` to `last` are the label's own cells, merged into one; `until` is where the next label stands, if any.
    `answer_place` is the cell right of the label and its unit; `filled_place` the first one from there that is filled.
    """

    column: str
    text: str
    row_number: int
    place: int
    last: int
    until: int | None
    answer_place: int
    filled_place: int | None
    cells: Sequence[str]

    @property
    def gap(self) -> int | None:
        """How far right of the label the first filled cell stands; None without one, and beside a merged label."""
        if self.filled_place is None or self.last > self.place:
            return None
        return self.filled_place - self.place


class _Pair(NamedTuple):
    """A label and its value, '' without one, and where that stands or should. `passed_over` was not taken for it."""

    label: _Label
    value_place: int
    value: str
    passed_over: str


def load(
    sheet: str,
    rows: Sequence[tuple[int, list[str]]],
    merged: Merged,
    names: ColumnMap,
    file_id: int,
    others: copying.OtherRows,
) -> Summary:
    """Read a summary sheet.

    `merged` gives the last position of a merged range by the row number and position of its first cell. The row number
    kept is that of the district's label; `cell_rows` keeps every label's row. Raises FileRefused when a required label
    is missing or stands twice, or a figure is given twice and not the same.
    """
    labels = [label for row_number, cells in rows for label in _labels(row_number, cells, merged, names)]
    chosen = _choose(_pairs(labels), names)
    labelled = {label.row_number for label in labels}
    first = min(labelled)
    for row_number, cells in rows:
        if row_number not in labelled and not all(map(is_blank, cells)):
            others.add(file_id, sheet, row_number, "title" if row_number < first else "signature", cells)
    extra = _leftovers(rows, labels, chosen.values())
    line = copying.line(
        [
            file_id,
            sheet,
            chosen["district"].label.row_number,
            json.dumps({column: pair.label.row_number for column, pair in chosen.items()}),
            *(pair.value or None for pair in chosen.values()),
            json.dumps(extra, ensure_ascii=False) if extra else None,
        ]
    )
    places = [
        ColumnPlace(sheet, column, pair.value_place + 1, pair.label.row_number, pair.label.text)
        for column, pair in chosen.items()
    ]
    passed_over = [_passed_over(sheet, pair) for pair in chosen.values() if pair.passed_over]
    return Summary((*COLUMNS, *chosen, "extra"), line, places, passed_over)


def _labels(row_number: int, cells: Sequence[str], merged: Merged, names: ColumnMap) -> list[_Label]:
    """The labels of one row."""
    found = [names.columns.get(fold_heading(cell)) for cell in cells]
    places = [place for place, column in enumerate(found) if column]
    labels = []
    for place, until in zip(places, [*places[1:], None], strict=False):
        last = merged.get((row_number, place), place)
        right = range(last + 1, len(cells) if until is None else until)
        answer = next((at for at in right if not is_unit(cells[at])), last + 1)
        filled = next((at for at in right if not is_blank(cells[at]) and not is_unit(cells[at])), None)
        labels.append(_Label(str(found[place]), cells[place], row_number, place, last, until, answer, filled, cells))
    return labels


def _pairs(labels: Sequence[_Label]) -> list[_Pair]:
    """Each label with its value.

    The answer is the cell right of the label, or where a form leaves a gap: a gap that the district or the month has
    too, and that no answer to a label above or below is nearer than. A figure elsewhere may be a target or last
    month's, printed beside an answer that was not given.
    """
    nearest: dict[int, int] = {}
    for label in labels:
        if label.gap is not None:
            nearest[label.place] = min(label.gap, nearest.get(label.place, label.gap))
    gaps = {label.gap for label in labels if label.column in _LOOKED_UP}
    pairs = []
    for label in labels:
        usual = label.place + nearest.get(label.place, 0)
        leaves_a_gap = label.last == label.place and usual - label.place in gaps
        if leaves_a_gap and (label.until is None or usual < label.until):
            expected = max(usual, label.answer_place)
        else:
            expected = label.answer_place
        at = label.filled_place
        if at is None or at == expected or (label.gap is not None and label.column in _TEXTS):
            pairs.append(_Pair(label, expected if at is None else at, "" if at is None else label.cells[at], ""))
        else:
            there = address(at + 1, label.row_number)
            pairs.append(_Pair(label, expected, "", f"“{fold(label.cells[at])}” ({there})"))
    return pairs


def _choose(pairs: Sequence[_Pair], names: ColumnMap) -> dict[str, _Pair]:
    """One pair a column: the first that has a value, else the first."""
    columns = [pair.label.column for pair in pairs]
    required = names.required - {"report_id"}
    missing = [label for column, label in names.labels.items() if column in required - set(columns)]
    if missing:
        raise FileRefused("missing_labels", labels=quoted(missing))
    figures = {(pair.label.column, read_number(pair.value)) for pair in pairs if pair.label.column not in _TEXTS}
    given = [column for column, figure in figures if figure is not None]
    repeated = [
        label
        for column, label in names.labels.items()
        if (column in required and columns.count(column) > 1) or given.count(column) > 1
    ]
    if repeated:
        raise FileRefused("repeated_labels", labels=quoted(repeated))
    chosen: dict[str, _Pair] = {}
    for pair in pairs:
        column = pair.label.column
        if column not in chosen or (pair.value and not chosen[column].value):
            chosen[column] = pair
    return chosen


def _leftovers(
    rows: Sequence[tuple[int, list[str]]], labels: Sequence[_Label], chosen: Iterable[_Pair]
) -> dict[str, str]:
    """What stands beside the pairs in their rows (a unit, a second value), by cell address."""
    read = {(label.row_number, label.place) for label in labels}
    read |= {(pair.label.row_number, pair.value_place) for pair in chosen}
    labelled = {label.row_number for label in labels}
    return {
        address(place + 1, row_number): cell
        for row_number, cells in rows
        if row_number in labelled
        for place, cell in enumerate(cells)
        if not is_blank(cell) and (row_number, place) not in read
    }


def _passed_over(sheet: str, pair: _Pair) -> Finding:
    label, row_number = fold(pair.label.text), pair.label.row_number
    cell = address(pair.value_place + 1, row_number)
    return found("answer_elsewhere", sheet, row_number, label=label, cell=cell, other=pair.passed_over)
