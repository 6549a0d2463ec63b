"""Where in a file each known column stands, so that what is refused can be shown at its cell."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from include.loaders.headings import Header


class ColumnPlace(NamedTuple):
    """One row of `ops.file_column`.

    `column_number` (from 1) is that of the values; `row_number` that of the heading, 0 in a file without a header row,
    or of the label in a summary sheet.
    """

    sheet: str
    column_name: str
    column_number: int
    row_number: int
    heading: str


def address(column_number: int, row_number: int) -> str:
    """A cell's address as a spreadsheet shows it: C14."""
    letters = ""
    while column_number:
        column_number, letter = divmod(column_number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row_number}"


def of_header(sheet: str, header: Header) -> list[ColumnPlace]:
    """Where the columns of a table stand."""
    return [
        ColumnPlace(sheet, column, place + 1, header.row_number, header.headings[place])
        for place, column in header.columns.items()
    ]


def keep(connection: Any, file_id: int, places: Iterable[ColumnPlace]) -> None:
    """Write where the columns of a file stand."""
    fields = [list(values) for values in zip(*places, strict=True)]
    if fields:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into ops.file_column (file_id, sheet, column_name, column_number, row_number, heading)"
                " select %s, * from unnest(%s::text[], %s::text[], %s::integer[], %s::bigint[], %s::text[])",
                [file_id, *fields],
            )
