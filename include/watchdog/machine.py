"""The machine: room on the disks, the clock, the publish location, files that wait."""

import os
import re
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from include import warehouse
from include.alerting.alert import Alert, duration
from include.publishing import wording
from include.watchdog import place
from include.watchdog.looks import Memory, Places, folder

LEAST_FREE_SHARE = 0.05
LEAST_FREE_BYTES = 512 * 1024**2
MOST_SKEW = timedelta(seconds=60)
FILES_WAIT = timedelta(hours=1)
FILES_ARE_OLD = timedelta(days=3)  # what was not taken in for longer was told of already
_SCAN_SECONDS = 0.5
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def room(places: Places) -> list[Alert]:
    """Disks with little room left, each told once, by the first of our folders that lies on it."""
    found, devices = [], set()
    named = {"home": places.home, "publish": folder(places.publish), "archive": folder(places.archive)}
    least_share = float(os.environ.get("CHUMCHON_DISK_FREE_SHARE") or LEAST_FREE_SHARE)
    for name, path in named.items():
        there = _nearest(path) if path else None
        if there is None or there.stat().st_dev in devices:
            continue
        devices.add(there.stat().st_dev)
        usage = shutil.disk_usage(there)
        if usage.free < min(least_share * usage.total, LEAST_FREE_BYTES) or usage.free == 0:
            left = f"{usage.free / 1024**2:,.0f} MB ({100 * usage.free / usage.total:.1f} ใน 100 ส่วน)"
            found.append(Alert("disk_full", name, f"ดิสก์ที่เก็บ {name} ({path}) เหลือพื้นที่ {left}"))
    return found


def publish_location(places: Places) -> list[Alert]:
    """Whether a file can be written where publications go, asked by writing one and taking it away."""
    name = f".watchdog-{os.getpid()}"
    try:
        place.at(places.publish).probe(name)
    except OSError as error:
        where = re.sub(r"://[^/@]*@", "://", places.publish)
        said = error.strerror or type(error).__name__
        return [Alert("publish_unwritable", "", f"เขียนไฟล์ลงที่เผยแพร่ {where} ไม่ได้ · {said}")]
    return []


def clock(memory: Memory, now: datetime, connection: Any | None) -> list[Alert]:
    """The host's clock against its own steady one since the last look, and against Postgres's."""
    found = []
    steady, boot = time.clock_gettime(time.CLOCK_BOOTTIME), _BOOT.read_text().strip() if _BOOT.exists() else ""
    last = memory.get("clock")
    memory["clock"] = {"at": now.isoformat(), "steady": steady, "boot": boot}
    if last:
        then = datetime.fromisoformat(last["at"])
        expected = then + timedelta(seconds=steady - last["steady"]) if boot and last["boot"] == boot else None
        moved = now - expected if expected else now - then
        if (expected and abs(moved) > MOST_SKEW) or moved < -MOST_SKEW:
            way = "ไปข้างหน้า" if moved > timedelta() else "ถอยหลัง"
            far = duration(abs(moved) + timedelta(seconds=0.5))
            memory["clock_jumped"] = f"นาฬิกาของเครื่องถูกเลื่อน{way} {far} ตั้งแต่ {wording.clock(then)}"
            memory["clock_jumped_at"] = now.isoformat()
    if connection is not None:
        [told] = warehouse.fetch(
            connection,
            "select clock_timestamp() as at, max(seen_at) as last_beat from ops.heartbeat"
            " where beat_code <> 'watchdog'",
        )
        skew = datetime.now(UTC) - told["at"]
        if abs(skew) > MOST_SKEW:
            way = "เร็วกว่า" if skew > timedelta() else "ช้ากว่า"
            words = f"นาฬิกาของเครื่องนี้{way}นาฬิกาของฐานข้อมูล {duration(abs(skew))}"
            found.append(Alert("clock_skewed", "postgres", words))
        if told["last_beat"] and told["last_beat"] > told["at"] + MOST_SKEW:
            words = f"งานอัตโนมัติเคยทำงานเมื่อ {wording.clock(told['last_beat'])} ซึ่งยังมาไม่ถึงตามนาฬิกาของฐานข้อมูล"
            found.append(Alert("clock_skewed", "backwards", words))
    # a jump is over when the clock went steadily for an hour: what fell due in between was looked at by then
    jumped_at = memory.get("clock_jumped_at")
    if jumped_at and timedelta() <= now - datetime.fromisoformat(jumped_at) < timedelta(hours=1):
        found.append(Alert("clock_skewed", "jump", memory["clock_jumped"]))
    else:
        memory.pop("clock_jumped", None)
        memory.pop("clock_jumped_at", None)
    return found


def waiting_files(places: Places, now: datetime, connection: Any) -> list[Alert]:
    """Files that lie in the landing zone for an hour, and that no intake has seen."""
    path = folder(places.landing)
    if path is None or not path.is_dir():
        return []
    oldest, youngest = (now - FILES_ARE_OLD).timestamp(), (now - FILES_WAIT).timestamp()
    landed = {f"file://{file}": at for file, at in _files(path) if oldest < at < youngest}
    seen = warehouse.fetch(
        connection,
        "select uri, max(modified_at) as modified_at from ops.source_file where uri = any (%s) group by uri",
        (list(landed),),
    )
    for row in seen:
        if row["modified_at"].timestamp() >= landed[row["uri"]] - 1:
            del landed[row["uri"]]
    if not landed:
        return []
    since = datetime.fromtimestamp(min(landed.values()), UTC)
    names = [Path(uri).name for uri in sorted(landed, key=lambda uri: landed[uri])]
    more = f" และอีก {len(names) - 3} ไฟล์" if len(names) > 3 else ""
    words = f"มี {len(names)} ไฟล์ในพื้นที่รับไฟล์ ตั้งแต่ {wording.clock(since)} ยังไม่ถูกรับเข้าระบบ: {', '.join(names[:3])}{more}"
    return [Alert("files_waiting", "", words)]


def _files(path: Path) -> list[tuple[str, float]]:
    """Every file with when it last changed, as far as half a second goes."""
    found, folders, give_up = [], [str(path)], time.monotonic() + _SCAN_SECONDS
    while folders and time.monotonic() < give_up:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    with suppress(OSError):
                        found.append((entry.path, entry.stat().st_mtime))
    return found


def _nearest(path: Path) -> Path | None:
    return next((folder for folder in (path, *path.parents) if folder.exists()), None)
