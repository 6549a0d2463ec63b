"""A table as a file of any kind that an office or a system may send: by its ending, most often CSV."""

from collections.abc import Sequence
from random import Random

from include.simulator.csv_files import csv_file
from include.simulator.layout import Column
from include.simulator.parquet_files import parquet_file
from include.simulator.records import Cells, Row, Written
from include.simulator.workbooks import Workbook

EXPORTED = {"csv": 68, "csv.gz": 8, "parquet": 10, "xlsx": 8, "xls": 6}
MADE_IN_OFFICES = {"csv": 36, "csv.gz": 4, "xlsx": 45, "xls": 15}


def any_ending(random: Random, endings: dict[str, int] = EXPORTED) -> str:
    """The ending of a file's name, by how often each occurs."""
    return random.choices(list(endings), list(endings.values()))[0]


def cells_of(ending: str) -> Cells:
    """What the cells of such a file can be."""
    if ending == "parquet":
        return "typed"
    return "workbook" if ending in ("xlsx", "xls") else "text"


def table_file(
    random: Random,
    ending: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    titles: Sequence[str],
    sheet: str = "ข้อมูล",
    total: str | None = None,
    signer: str | None = None,
) -> Written:
    """A file of that ending; total and signer only where it is a workbook."""
    if ending == "parquet":
        return parquet_file(random, columns, rows)
    if cells_of(ending) == "text":
        return csv_file(random, columns, rows, titles[0], packed=ending == "csv.gz")
    workbook = Workbook(random, ending)
    workbook.table(sheet, columns, rows, titles[: random.randint(0, len(titles))], total, signer)
    return Written(workbook.close(), workbook.placed, workbook.remarks)
