"""`python -m tests.loaders.reading_in_bounds BYTES FOLDER`: read every file below a folder with so much more memory.

One line a file: the name of its folder, and the code of its refusal or `loaded`.
"""

import resource
import sys
from datetime import date
from itertools import chain
from pathlib import Path

from include.loaders import copying, delimited, encodings, headings, rows, workbooks
from include.loaders.refusal import FileRefused

NAMES = headings.column_map("shop_registrations", date(2024, 2, 1))


def read(file: Path) -> str:
    """Read all of a file, as far as it goes without a database: the code of its refusal, or `loaded`."""
    try:
        with file.open("rb") as content:
            if ".csv" in file.name:
                blocks = encodings.whole_lines(content)
                first = next(blocks, b"")
                separator, header = delimited._sniff(first, NAMES)
                table = rows.Table(1, "", NAMES, header, copying.OtherRows(), separator)
                for _ in delimited.read(table, chain([first], blocks)):
                    pass
            else:
                workbook = workbooks.open_workbook(content)
                for name in workbook.sheet_names:
                    for _ in workbook.rows(name):
                        pass
    except FileRefused as refused:
        return refused.code
    return "loaded"


def _bound(further: int) -> None:
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (in_use + further, resource.RLIM_INFINITY))


if __name__ == "__main__":
    _bound(int(sys.argv[1]))
    for found in sorted(Path(sys.argv[2]).glob("*/*")):
        print(found.parent.name, read(found), sep="\t", flush=True)
