"""Where in a file each known column stands, so that what is refused can be shown at its cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg2.extras import execute_values

from include.loaders.headings import Header


@dataclass(frozen=True)
class ColumnPlace:
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
    with connection.cursor() as cursor:
        execute_values(
            cursor,
            "insert into ops.file_column (file_id, sheet, column_name, column_number, row_number, heading) values %s",
            [
                (file_id, place.sheet, place.column_name, place.column_number, place.row_number, place.heading)
                for place in places
            ],
        )
