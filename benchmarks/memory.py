"""The client's peak memory while a small and a large CSV are loaded, each in a process of its own."""

import tempfile
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks import landing

_SMALL_MEGABYTES = 10
_EVENTS = 120_000  # about as many lines as make up the small file
_SUBDISTRICTS = ("570101", "570102", "570103")


def measure(uri: str, megabytes: int) -> dict[str, Any]:
    """Sizes and peaks of a file of 10 MB and of one of so many, on a migrated database, given its superuser's URI."""
    header, *body = islice(landing.lines(_SUBDISTRICTS, _EVENTS), _EVENTS + 1)
    sizes, peaks = [], []
    for times in (1, megabytes // _SMALL_MEGABYTES):
        with tempfile.TemporaryDirectory() as folder, closing(psycopg2.connect(uri)) as admin, admin.cursor() as cursor:
            admin.autocommit = True
            cursor.execute("truncate raw.app_downloads, raw.other_row, ops.file_column")
            cursor.execute("delete from ops.source_file")
            file = Path(folder, "events.csv")
            with file.open("w", encoding="utf-8", newline="") as out:
                out.write(header)
                for _ in range(times):
                    out.writelines(body)
            sizes.append(file.stat().st_size)
            run = landing.time_loader(uri, file, _SUBDISTRICTS[0][:2], _EVENTS * times)
            peaks.append(run.peak_bytes)
    return {
        "file_bytes": sizes,
        "client_peak_megabytes": [round(peak / 1e6, 1) for peak in peaks],
        "ratio": round(peaks[1] / peaks[0], 3),
    }
