"""Whatever is sent is refused with its own reason, within bounded memory, and every other file of the scan goes on."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from include.loaders import limits, refusal
from tests.loaders.hostile_files import FILES, SHOPS
from tests.loaders.making_hostile import HEADER, rewritten, sheet

PROJECT = Path(__file__).parents[2]
MEMORY_BYTES = 400 << 20


def given(code: str) -> re.Pattern[str]:
    """The sentences of a refusal, whatever they name, perhaps behind the name of a sheet."""
    parts = re.split(r"{[^}]*}", refusal.MESSAGES[code].sentence)
    return re.compile(f"(แผ่นงาน “[^”]*”: )?{'.+'.join(map(re.escape, parts))}", re.DOTALL)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_its_own_reason(zone: Any, name: str) -> None:
    hostile = FILES[name]
    good = zone.put(f"{SHOPS}_good.csv", f"{HEADER}S1,P1,2024-02-01,อนุมัติแล้ว\n")
    refused, loaded = zone.scan(zone.put(hostile.path, hostile.make()), good)
    assert (refused["status"], refused["rows_read"]) == ("rejected", 0)
    assert given(hostile.code).fullmatch(refused["reason"]), refused["reason"]
    assert (loaded["status"], loaded["rows_read"]) == ("loaded", 1)
    assert [row["file_id"] for row in zone.fetch("select file_id from raw.shop_registrations")] == [loaded["file_id"]]
    assert zone.fetch("select from raw.other_row where file_id = %s", [refused["file_id"]]) == []


def test_all_of_them_are_read_within_bounded_memory(tmp_path: Path) -> None:
    for number, (name, hostile) in enumerate(FILES.items()):
        folder = tmp_path / f"{number:03} {name}"
        folder.mkdir()
        (folder / Path(hostile.path).name).write_bytes(hostile.make())
    ended = subprocess.run(
        [sys.executable, "-m", "tests.loaders.reading_in_bounds", str(MEMORY_BYTES), str(tmp_path)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    answers = dict(line.split("\t") for line in ended.stdout.splitlines())
    told = {name: answers[f"{number:03} {name}"] for number, name in enumerate(FILES)}
    # What a name or an empty file tells is told before anything is read.
    expected = {name: hostile.code for name, hostile in FILES.items()}
    expected |= {"macros by its name": "loaded", "nothing in it": "other_kind_as_workbook"}
    assert told == expected


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (b'<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><v>#REF!</v></c>', ["=1+1", "#REF!"]),
        (b'<c r="A2" t="inlineStr"><is><t>=cmd|\'/c calc\'!A1</t></is></c>', ["=cmd|'/c calc'!A1", None]),
        (b'<c r="A2"><v>1e999</v></c><c r="B2"><v>-0</v></c>', ["1e999", "-0"]),
    ],
)
def test_what_is_for_the_rows_to_be_refused_for_reaches_them_as_it_is(
    zone: Any, cells: bytes, texts: list[str | None]
) -> None:
    headings = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{heading}</t></is></c>'
        for letter, heading in zip("ABCD", HEADER.strip().split(","), strict=True)
    )
    data = f'<row r="1">{headings}</row><row r="2">'.encode() + cells + b"</row>"
    assert zone.load(f"{SHOPS}.xlsx", sheet(data))["reason"] is None
    [row] = zone.fetch("select shop_id, operator_id from raw.shop_registrations")
    assert [row["shop_id"], row["operator_id"]] == texts


def test_a_sheet_that_claims_to_be_as_large_as_can_be_is_read_for_what_it_holds(zone: Any) -> None:
    content = rewritten({"xl/worksheets/sheet1.xml": lambda xml: re.sub(rb'ref="[^"]*"', b'ref="A1:XFD1048576"', xml)})
    assert zone.load(f"{SHOPS}.xlsx", content)["rows_read"] == 1


def test_a_formula_in_a_csv_reaches_the_rows_as_it_is(zone: Any) -> None:
    assert zone.load(f"{SHOPS}.csv", f"{HEADER}=cmd|' /C calc'!A0,P1,d,s\n")["rows_read"] == 1
    assert zone.fetch("select shop_id from raw.shop_registrations") == [{"shop_id": "=cmd|' /C calc'!A0"}]


def test_a_limit_can_be_set_in_the_environment() -> None:
    asked = "from include.loaders import limits; print(limits.COLUMNS, limits.EMPTY_ROWS)"
    environment = {**os.environ, "CHUMCHON_LIMIT_COLUMNS": "20"}
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    assert told.stdout.split() == ["20", str(limits.EMPTY_ROWS)]


@pytest.mark.parametrize("text", ["", "0", "-1", "10 MB", "1e6", "๑๐"])
def test_a_limit_that_is_no_number_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CHUMCHON_LIMIT_COLUMNS", text)
    with pytest.raises(ValueError, match="CHUMCHON_LIMIT_COLUMNS"):
        limits._limit("COLUMNS", 1_000)
