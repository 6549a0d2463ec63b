"""Writes the rulebooks into schema `rulebook`: a changed rule makes a new version, and none that stands is altered."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from psycopg2.extras import DateRange, execute_values
from psycopg2.sql import SQL

from include.rulebook.boundaries import BoundaryChange, Places
from include.rulebook.catalogue import (
    FindingKind,
    HealthCheck,
    Measure,
    QualitySetting,
    ReminderDay,
    SourceRetention,
    read_rows,
)
from include.rulebook.models import Months, Part, RulebookError
from include.rulebook.names import provinces
from include.rulebook.reading import DEFAULT_FOLDER, Rulebook, rulebooks
from include.rulebook.rows import Row, month_range, names, part_rows, version_row
from include.rulebook.tables import insert, listed, merge

ALWAYS = DateRange(None, None, "()")
# What holds for every province, by table: its file, the shape of a row, its key, and what it is called.
CATALOGUES: dict[str, tuple[str, type[Part], list[str], str, str]] = {
    "measure": ("measures.csv", Measure, ["measure_code"], "ตัวชี้วัด", "measures"),
    "finding_kind": ("findings.csv", FindingKind, ["finding_code"], "ชนิดของข้อสังเกต", "kinds of findings"),
    "quality_setting": (
        "quality.csv",
        QualitySetting,
        ["programme_code", "setting_code"],
        "ค่ากำหนดของการตรวจคุณภาพ",
        "settings of the checks",
    ),
    "source_retention": (
        "source_retention.csv",
        SourceRetention,
        ["source"],
        "ระยะเวลาเก็บรักษาต้นฉบับ",
        "rules of retention",
    ),
    "reminder_day": (
        "reminders.csv",
        ReminderDay,
        ["programme_code", "deadline_code", "days_before"],
        "วันที่เตือนอำเภอ",
        "days of reminders",
    ),
    "health_check": ("health.csv", HealthCheck, ["check_code"], "ข้อตรวจสุขภาพของระบบ", "checks of health"),
}


def load_all(connection: Any, folder: Path = DEFAULT_FOLDER) -> list[str]:
    """Brings schema `rulebook` to what the folder says, in the caller's transaction; returns a line for each change.

    Loading the same folder again changes nothing and returns no line. A rulebook whose content changed becomes a new
    version of its province; one that went back to an earlier content is that earlier version again; one that is no
    longer in the folder is no longer in force. Raises RulebookError, before anything is written, for a folder that
    cannot be followed.
    """
    return _load(connection, rulebooks(folder), folder)


def load_again(connection: Any, read: list[Rulebook]) -> None:
    """Brings a copy of the warehouse to these rulebooks, as if a folder said so, in the caller's transaction."""
    _load(connection, sorted(read, key=lambda book: (book.province_code, book.valid.from_, book.code)), DEFAULT_FOLDER)


def write_versions(connection: Any, versions: Mapping[int, Rulebook]) -> None:
    """Writes versions of one programme and province under the numbers they have; puts none of them in force."""
    with connection.cursor() as cursor:
        _load_catalogues(cursor, {table: _catalogue(DEFAULT_FOLDER, table) for table in CATALOGUES})
        _load_programmes(cursor, list(versions.values()))
        for number, rulebook in versions.items():
            _write_version(cursor, rulebook, number)


def _load(connection: Any, read: list[Rulebook], folder: Path) -> list[str]:
    catalogues = {table: _catalogue(folder, table) for table in CATALOGUES}
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('chumchon rulebook'))")
        lines = _load_places(cursor, read)
        lines += _load_catalogues(cursor, catalogues)
        lines += _load_programmes(cursor, read)
        versions = [_load_version(cursor, rulebook) for rulebook in read]
        lines += _put_in_force(cursor, read, versions)
        lines += _told(_load_names(cursor, read), "ชื่อและชื่อเรียกอื่น", "names")
        for province_code in sorted({rulebook.province_code for rulebook in read}):
            cursor.execute("select rulebook.make_province_reader(%s)", (province_code,))
        # slips of the orders that are in force now, and of those that were until now
        cursor.execute(
            "select ops.note_findings(programme_code, province_code, null)"
            " from (select distinct programme_code, province_code from rulebook.version) as ordered"
            " order by programme_code, province_code"
        )
        if lines:
            # Every model joins these: without statistics the planner takes 7,000 places for one, and asks for every
            # deadline of a country anew which months are open.
            cursor.execute(
                "analyze rulebook.district, rulebook.subdistrict, rulebook.name, rulebook.version, rulebook.in_force,"
                " rulebook.criterion, rulebook.condition, rulebook.base_count, rulebook.deadline,"
                " rulebook.required_source, rulebook.grade_band, rulebook.grade_basis, rulebook.headcount,"
                " rulebook.hashtag, rulebook.related_service, rulebook.measure, rulebook.quality_setting"
            )
    return lines


def _load_catalogues(cursor: Any, catalogues: Mapping[str, list[Row]]) -> list[str]:
    lines = []
    for table, (_, _, key, what_th, what_en) in CATALOGUES.items():
        lines += _told(merge(cursor, table, key, catalogues[table]), what_th, what_en)
    return lines


def _catalogue(folder: Path, table: str) -> list[Row]:
    name, shape, key, _, _ = CATALOGUES[table]
    try:
        return [dict(row) for row in read_rows(folder / name, shape, *key)]
    except (OSError, ValueError) as error:
        raise RulebookError([f"{name}: {' '.join(str(error).split())}"]) from None


def _load_places(cursor: Any, read: list[Rulebook]) -> list[str]:
    """Every province's places, not only those with a rulebook: a code of elsewhere is told from one that is nowhere."""
    rows: dict[str, list[Row]] = {"province": [], "district": [], "subdistrict": []}
    changes = [change for rulebook in read for change in rulebook.boundary_changes or ()]
    for province_code, (name_th, name_en) in provinces().items():
        places = Places(province_code, changes)
        about: Row = {"province_code": province_code}
        rows["province"].append(about | {"name_th": name_th, "name_en": name_en, "valid_during": ALWAYS})
        for level in ("district", "subdistrict"):
            for code, (name_th, name_en) in places.ever(level).items():
                first, end = places.span(level, code)
                codes = {"district_code": code[:4]} | ({} if level == "district" else {"subdistrict_code": code})
                span = DateRange(first, end, "[)") if first or end else ALWAYS
                rows[level].append(about | codes | {"name_th": name_th, "name_en": name_en, "valid_during": span})
    changed = sum(merge(cursor, level, [f"{level}_code"], places) for level, places in rows.items())
    changed += merge(cursor, "successor", ["code", "successor_code"], list(_successors(changes)))
    return _told(changed, "จังหวัด อำเภอ และตำบล", "places")


def _successors(changes: Iterable[BoundaryChange]) -> Iterator[Row]:
    for change in dict.fromkeys(changes):
        for successor in change.successors:
            yield {
                "province_code": change.province_code,
                "level": change.level,
                "code": change.code,
                "ended_on": change.valid_to,
                "successor_code": successor,
                "notice_th": change.notice_th,
            }


def _load_programmes(cursor: Any, read: list[Rulebook]) -> list[str]:
    programmes = {rulebook.programme: rulebook.programme_facts for rulebook in read}
    changed = merge(
        cursor,
        "programme",
        ["programme_code"],
        [{"programme_code": code, "name_th": programme.name_th} for code, programme in programmes.items()],
    )
    changed += merge(
        cursor,
        "service",
        ["programme_code", "service_code"],
        [
            {"programme_code": code, "service_code": service.code, "name_th": service.name_th, "menu": service.menu}
            for code, programme in programmes.items()
            for service in programme.services
        ],
    )
    return _told(changed, "งานและบริการ", "programmes and services")


def _load_version(cursor: Any, rulebook: Rulebook) -> int:
    """The number of the version that has this content, written where no version has it yet."""
    row = version_row(rulebook)
    of_province = (rulebook.programme, rulebook.province_code)
    cursor.execute(
        "select rulebook_version from rulebook.version"
        " where programme_code = %s and province_code = %s and rulebook_code = %s and content_sha256 = %s",
        (*of_province, rulebook.code, row["content_sha256"]),
    )
    held = cursor.fetchone()
    if held is not None:
        return int(held[0])
    cursor.execute(
        "select coalesce(max(rulebook_version), 0) + 1 from rulebook.version"
        " where programme_code = %s and province_code = %s",
        of_province,
    )
    number = int(cursor.fetchone()[0])
    _write_version(cursor, rulebook, number)
    return number


def _write_version(cursor: Any, rulebook: Rulebook, number: int) -> None:
    key = {
        "programme_code": rulebook.programme,
        "province_code": rulebook.province_code,
        "rulebook_version": number,
    }
    insert(cursor, "version", [key | version_row(rulebook)])
    for table, rows in part_rows(rulebook).items():
        insert(cursor, table, [key | part for part in rows])


def _put_in_force(cursor: Any, read: list[Rulebook], versions: list[int]) -> list[str]:
    columns = ("programme_code", "province_code", "rulebook_code", "rulebook_version", "valid_during")
    cursor.execute(SQL("select {} from rulebook.in_force").format(listed(columns)))
    held = {(row[0], row[1], row[2]): row for row in cursor.fetchall()}
    wanted = {
        (rulebook.programme, rulebook.province_code, rulebook.code): (
            rulebook.programme,
            rulebook.province_code,
            rulebook.code,
            version,
            month_range(rulebook.valid),
        )
        for rulebook, version in zip(read, versions, strict=True)
    }
    for key in sorted(key for key, row in held.items() if wanted.get(key) != row):
        cursor.execute(
            "delete from rulebook.in_force where programme_code = %s and province_code = %s and rulebook_code = %s",
            key,
        )
    changed = sorted(key for key, row in wanted.items() if held.get(key) != row)
    insert(cursor, "in_force", [dict(zip(columns, wanted[key], strict=True)) for key in changed])
    by_key = {(rulebook.programme, rulebook.province_code, rulebook.code): rulebook for rulebook in read}
    lines = [
        _in_force_line(cursor, by_key[key], wanted[key][3], held[key][3] if key in held else None) for key in changed
    ]
    gone = sorted(key[2] for key in held.keys() - wanted.keys())
    return lines + [f"{code}: ไม่มีผลใช้บังคับแล้ว · no longer in force" for code in gone]


def _in_force_line(cursor: Any, rulebook: Rulebook, version: int, before: int | None) -> str:
    name_th, _ = provinces()[rulebook.province_code]
    line = f"จังหวัด{name_th}: {rulebook.code} ฉบับที่ {version} {_span(rulebook.valid)} · version {version} in force"
    if before is None:
        return line
    cursor.execute(
        "select document from rulebook.version"
        " where programme_code = %s and province_code = %s and rulebook_version = %s",
        (rulebook.programme, rulebook.province_code, before),
    )
    changed = ", ".join(_differences(cursor.fetchone()[0], rulebook.content()))
    return f"{line}, version {before} before; changed: {changed}"


def _span(months: Months) -> str:
    return f"{months.from_:%Y-%m}..{months.to:%Y-%m}"


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The keys whose values differ, two levels deep."""
    keys = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if isinstance(was, dict) and isinstance(now, dict):
            keys += [f"{key}.{part}" for part in sorted(was.keys() | now.keys()) if was.get(part) != now.get(part)]
        elif was != now:
            keys.append(key)
    return keys


def _load_names(cursor: Any, read: list[Rulebook]) -> int:
    """Keys are folded by the database, so that they are what readers of cells compare with."""
    columns = ("province_code", "kind", "name_key", "code", "parent_code", "name_th", "origin")
    written = [row for rulebook in read for row in names(rulebook)]
    folded = (
        execute_values(
            cursor,
            "select province_code, kind,"
            " case kind when 'district' then thai.district_key(name) when 'subdistrict' then thai.subdistrict_key(name)"
            " else thai.name_key(name) end,"
            " code, parent_code, name_th, origin"
            " from (values %s) as written (province_code, kind, name, code, parent_code, name_th, origin)",
            written,
            template="(%(province_code)s, %(kind)s, %(name)s, %(code)s, %(parent_code)s, %(name_th)s, %(origin)s)",
            page_size=max(1, len(written)),
            fetch=True,
        )
        if written
        else []
    )
    order = {"code": 0, "name": 1, "alias": 2, "abolished": 3, "former": 4}
    wanted: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in sorted(folded, key=lambda row: order[row[6]]):
        wanted.setdefault(row[:4], row)  # a spelling that differs in spaces alone is no second name
    cursor.execute(SQL("select {} from rulebook.name").format(listed(columns)))
    held = {row[:4]: row for row in cursor.fetchall()}
    changed = [key for key in held.keys() | wanted.keys() if held.get(key) != wanted.get(key)]
    for key in changed:
        cursor.execute(
            "delete from rulebook.name where province_code = %s and kind = %s and name_key = %s and code = %s", key
        )
    insert(cursor, "name", [dict(zip(columns, wanted[key], strict=True)) for key in changed if key in wanted])
    return len(changed)


def _told(count: int, what_th: str, what_en: str) -> list[str]:
    return [f"ปรับปรุง{what_th} {count:,} รายการ · {count:,} {what_en} written"] if count else []
