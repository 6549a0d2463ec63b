"""What a file may cost at most: every limit once. `CHUMCHON_LIMIT_<NAME>` in the environment sets another.

Whatever a file holds, reading it takes no more memory than some hundred megabytes; these limits see to that.
"""

import os


def _limit(name: str, usual: int) -> int:
    """The usual limit or the environment's. Raises ValueError naming the variable when that is no whole number > 0."""
    variable = f"CHUMCHON_LIMIT_{name}"
    text = os.environ.get(variable, str(usual))
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(f"{variable} must be a whole number above 0, not {text!r}")
    return int(text)


# Any file. A month of the whole country's download events is about 1 GB.
FILE_BYTES = _limit("FILE_BYTES", 8 << 30)
# A workbook is read from memory; a district's has 10 kB, a province's registry 5 MB.
WORKBOOK_BYTES = _limit("WORKBOOK_BYTES", 64 << 20)
# All that a workbook's archive unfolds to. It is read as a stream, so this bounds time rather than memory.
UNFOLDED_BYTES = _limit("UNFOLDED_BYTES", 512 << 20)
# The texts that the cells of a workbook share are held in memory, at up to ten times their size.
SHARED_TEXT_BYTES = _limit("SHARED_TEXT_BYTES", 32 << 20)
# The lists of a workbook's sheets, parts and formats.
PART_BYTES = _limit("PART_BYTES", 16 << 20)
# Members of a workbook's archive: sheets, pictures, printer settings.
MEMBERS = _limit("MEMBERS", 10_000)
SHEETS = _limit("SHEETS", 255)
# An old workbook may hold its cells in any order: those of a sheet are held in memory until all of them are there.
OLD_CELLS = _limit("OLD_CELLS", 2_000_000)
# A gzip file may always unfold to the first, and beyond that so many times: exports shrink 10 to 30 times.
GZIP_BYTES = _limit("GZIP_BYTES", 64 << 20)
GZIP_TIMES = _limit("GZIP_TIMES", 200)
# A row of a table and a cell of it. Excel itself keeps 32,767 characters in a cell.
LINE_CHARACTERS = _limit("LINE_CHARACTERS", 1 << 20)
CELL_CHARACTERS = _limit("CELL_CHARACTERS", 1 << 17)
# The widest form has 17 columns.
COLUMNS = _limit("COLUMNS", 1_000)
# Rows of a sheet or CSV that hold no data: empty ones, totals, signatures.
EMPTY_ROWS = _limit("EMPTY_ROWS", 100_000)
# A Parquet may always say that it has so many records; more than it has bytes otherwise: each has a key of its own.
PARQUET_ROWS = _limit("PARQUET_ROWS", 1_000_000)
# What the process may take besides, while it reads a Parquet: a page may unfold to gigabytes.
PARQUET_MEMORY_BYTES = _limit("PARQUET_MEMORY_BYTES", 512 << 20)
