"""What was refused and why, and what was found: every kind counted, with an example as long as they stay few."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text

from include.local.scoreboard import intake
from include.local.scoreboard.lines import TIED, clean, fit, paragraph, wrap
from include.local.scoreboard.scope import Row, Scope

EXAMPLE_LINES = 12  # of a province
_FILE_LINES = 3
_FINDING_LINES = 3
_LINES_OF_ONE = 2
_INDENT = 4
_SEVERITIES = {"critical": "ร้ายแรง", "warning": "ควรตรวจสอบ", "info": "เพื่อทราบ"}
_KINDS = {"printed": "ตามที่พิมพ์", "ocr_suspected": "อาจเกิดจากการอ่านสำเนา"}
_FILE_WIDTH = 72
_SHEET_WIDTH = 24


def refusals_part(connection: Any, scope: Scope, province: Row, months: list[Row], width: int) -> list[RenderableType]:
    """Refused rows, rejected files, findings and the orders' own contradictions, of a province."""
    code = province["province_code"]
    counts = intake.file_counts(connection, scope, code)
    files, file_lines = _examples(
        intake.rejected_files(connection, scope, code), _file_heading, _FILE_LINES, "ไฟล์", "ops.source_file", width
    )
    findings, finding_lines = _examples(
        intake.findings(connection, scope, code), _finding_heading, _FINDING_LINES, "รายการ", "mart.finding", width
    )
    rows, _ = _examples(
        intake.refused_rows(connection, scope, code),
        _row_heading,
        EXAMPLE_LINES - file_lines - finding_lines,
        "รายการ",
        "quarantine.rejected_row",
        width,
    )
    documents = [
        paragraph(
            f"- [{_SEVERITIES[finding['severity']]} · {_KINDS[finding['kind']]}] {finding['message_th']}",
            width,
            indent=2,
            hang=2,
        )
        for finding in intake.document_findings(connection, months)
    ]
    parts: list[RenderableType] = [
        Text(),
        Rule(Text(f"จังหวัด{province['name_th']} · รายการที่ไม่ผ่านการตรวจสอบ", "bold"), align="left"),
        paragraph(
            f"ไฟล์: นำเข้า {counts['loaded']:,} · ไม่รับ {counts['rejected']:,} · ซ้ำกับที่นำเข้าแล้ว {counts['duplicate']:,}",
            width,
        ),
        paragraph(
            f"แถวที่อ่าน {counts['rows_read']:,} = นำเข้า {counts['rows_loaded']:,} + มีอยู่แล้ว {counts['rows_known']:,} "
            f"+ ไม่ผ่าน {counts['rows_rejected']:,}",
            width,
        ),
    ]
    for title, lines in (
        ("แถวที่ไม่ผ่านการตรวจสอบ", rows),
        ("ไฟล์ที่ไม่รับ", files),
        ("ข้อสังเกตในข้อมูล", findings),
        ("ข้อสังเกตในหนังสือสั่งการ", documents),
    ):
        if lines:
            parts += [Text(title, "bold"), *lines]
    return parts


def misplaced_part(connection: Any, scope: Scope, width: int) -> list[RenderableType]:
    """Rejected files that are of no province with rules: misplaced, or not ours at all."""
    files, _ = _examples(
        intake.rejected_files(connection, scope, None), _file_heading, EXAMPLE_LINES, "ไฟล์", "ops.source_file", width
    )
    if not files:
        return []
    return [Text(), Rule(Text("ไฟล์ที่ไม่รับ และไม่ใช่ของจังหวัดใดที่มีเกณฑ์ในระบบ", "bold"), align="left"), *files]


def _examples(
    kinds: list[Row], heading: Callable[[Row], str], most: int, counted: str, relation: str, width: int
) -> tuple[list[Text], int]:
    """A heading and an example's reason for each kind, and the number of lines the reasons took.

    Once `most` lines are taken, the kinds that are left share one sentence that counts them and says where they are.
    """
    shown: list[Text] = []
    taken = 0
    for position, kind in enumerate(kinds):
        if taken >= most:
            left = kinds[position:]
            counts = f"และอีก {sum(other['rows'] for other in left):,} {counted}"
            told = " · ".join([counts, *_kinds_left(left), f"ดูทั้งหมดที่ {relation}"])
            return [*shown, paragraph(told, width, indent=2, hang=2)], taken
        reason = clean(kind["message_th"])
        shown.append(paragraph(f"{kind['rows']:,} {counted} · {heading(kind)}", width, indent=2, hang=2))
        shown.append(paragraph(reason, width, indent=_INDENT, most=_LINES_OF_ONE, style="dim"))
        taken += len(wrap(reason, width - _INDENT, _LINES_OF_ONE))
    return shown, taken


def _kinds_left(kinds: list[Row]) -> list[str]:
    """The kinds that have a name, each with its count: rules by source, or finding codes."""
    if "rule" in kinds[0]:
        by_source = groupby(sorted(kinds, key=lambda kind: str(kind["source"])), lambda kind: kind["source"])
        return [f"{source}: {_counted(rules, 'rule')}" for source, rules in by_source]
    return [_counted(kinds, "finding_code")] if "finding_code" in kinds[0] else []


def _counted(kinds: Iterable[Row], name: str) -> str:
    return ", ".join(f"{kind[name]}{TIED}{kind['rows']:,}" for kind in kinds)


def _row_heading(kind: Row) -> str:
    return f"{kind['source']} {kind['rule']} · เช่น {_place(kind)}"


def _file_heading(kind: Row) -> str:
    return f"{'เช่น ' if kind['rows'] > 1 else ''}{_place(kind)}"


def _finding_heading(kind: Row) -> str:
    place = f" · เช่น {_place(kind)}" if kind["file"] else ""
    return f"[{_SEVERITIES[kind['severity']]}] {kind['finding_code']}{place}"


def _place(kind: Row) -> str:
    """An example's file behind the folder it lies in, the month's as a rule; its sheet and row where they are meant."""
    file = fit(clean("/".join(kind["file"].split("/")[-2:])), _FILE_WIDTH)
    sheet = f" แผ่นงาน{TIED}{fit(clean(kind['sheet']), _SHEET_WIDTH)}" if kind.get("sheet") else ""
    row = f" แถวที่{TIED}{kind['row_number']}" if kind.get("row_number") is not None else ""
    return f"{file}{sheet}{row}"
