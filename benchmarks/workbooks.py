"""Reading the workbooks of a month, one a district, against bare calamine on the same files.

Calamine opens each file and lays out every sheet with its row numbers kept (it does not skip empty rows). Reading
opens each file, checks it against everything that is refused, and gives every sheet's rows as text under their numbers,
formulas and errors among it. Loading goes on from there to the lines of COPY: headers sought, rows told apart, with the
server alone left out. The three take turns in one process; what is compared is its CPU time.
"""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import count, islice
from random import Random
from typing import Any, Self

import python_calamine

from benchmarks.landing import spread
from include.loaders import reading, workbooks
from include.loaders.placing import place_of
from include.simulator import RULEBOOK_FOLDER, reports, submissions
from include.simulator.orders import rulebook_for, rulebooks
from include.simulator.places import districts

_MONTHS = {"57": date(2024, 2, 1), "34": date(2025, 1, 1)}
_ABILITY, _NO_DEFECTS = 0.9, 0.0


def measure(pairs: int, files: int) -> dict[str, Any]:
    """CPU seconds of each over so many workbooks, and their ratios to calamine's."""
    contents = list(islice(district_workbooks(), files))
    laid_out, read, loaded = [], [], []
    for _ in range(pairs):
        laid_out.append(_cpu_seconds(_lay_out, contents))
        read.append(_cpu_seconds(_read, contents))
        loaded.append(_cpu_seconds(_load, contents))
    return {
        "workbooks": len(contents),
        "bytes": sum(map(len, contents)),
        "pairs": pairs,
        "calamine_seconds": spread(laid_out),
        "read_seconds": spread(read),
        "load_seconds": spread(loaded),
        "read_ratio": spread([ours / theirs for ours, theirs in zip(read, laid_out, strict=True)]),
        "load_ratio": spread([ours / theirs for ours, theirs in zip(loaded, laid_out, strict=True)]),
    }


def district_workbooks() -> Iterator[bytes]:
    """Reports in .xlsx as the simulator writes them, district after district: the same every time, without end."""
    books = rulebooks(RULEBOOK_FOLDER)
    for seed in count():
        for province_code, month in _MONTHS.items():
            rulebook = rulebook_for(books, province_code, month)
            for district in districts(province_code):
                random = Random(f"{seed} {district.code}")
                persons = {place.code: random.randint(0, 40) for place in district.subdistricts}
                known = reports.Known(random.randint(0, 9), persons, None)
                versions = reports.report(
                    random, rulebook, district, month, known, _ABILITY, _NO_DEFECTS, form_tool=False
                )
                for made in submissions.workbooks(random, rulebook, versions[:1])[:1]:
                    if made.uri.endswith(".xlsx"):
                        yield made.content


def _cpu_seconds(work: Callable[[Sequence[bytes]], None], contents: Sequence[bytes]) -> float:
    started = time.process_time()
    work(contents)
    return time.process_time() - started


def _lay_out(contents: Sequence[bytes]) -> None:
    for content in contents:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        for name in workbook.sheet_names:
            for _number, _cells in enumerate(workbook.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
                pass


def _read(contents: Sequence[bytes]) -> None:
    for content in contents:
        workbook = workbooks.open_workbook(io.BytesIO(content))
        for name in workbook.sheet_names:
            for _row in workbook.rows(name):
                pass


def _load(contents: Sequence[bytes]) -> None:
    place = place_of(("submissions", "57", "2024-02", "report.xlsx"))
    for file_id, content in enumerate(contents, 1):
        reading.load(_Nowhere(), file_id, place, io.BytesIO(content))


class _Nowhere:
    """Stands for a connection and its cursor: takes what is copied and written, and keeps nothing of it."""

    def cursor(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def copy_expert(self, _statement: object, source: Any) -> None:
        while source.read(1 << 13):
            pass

    def execute(self, _statement: object, _values: object) -> None:
        pass

    def executemany(self, _statement: object, rows: Sequence[object]) -> None:
        pass
