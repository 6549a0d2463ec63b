"""Every remark about a file that is taken stands in one table, and every one of them is given somewhere."""

import ast
import re
from decimal import Decimal
from pathlib import Path

import pytest

from include.loaders import findings

LOADERS = Path(findings.__file__).parent


def codes_given() -> set[str]:
    """The codes that the loaders name in found(…)."""
    calls = (node for file in LOADERS.glob("*.py") for node in ast.walk(ast.parse(file.read_text())))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "found"
        and isinstance(call.args[0], ast.Constant)
    }


def test_the_loaders_give_the_remarks_of_the_table_and_no_others() -> None:
    assert codes_given() == set(findings.REMARKS)


def test_no_loader_writes_a_remark_of_its_own() -> None:
    written = [
        file.name
        for file in LOADERS.glob("*.py")
        if re.search(r"\bFinding\(", file.read_text()) and file.name != Path(findings.__file__).name
    ]
    assert written == []


@pytest.mark.parametrize("code", findings.REMARKS)
def test_a_remark_says_the_same_in_both_languages_with_its_example(code: str) -> None:
    remark = findings.REMARKS[code]
    named = [set(re.findall(r"{(\w+)", sentence)) for sentence in (remark.sentence, remark.english)]
    assert named[0] == named[1] == set(remark.example) - {"sheet"} - ({"row_number"} - named[0])
    told = findings.found(code, **remark.example)
    assert re.search("[ก-๛]", told.message_th) and not re.search("[ก-๛]", remark.english)


def test_a_remark_names_its_sheet_and_a_csv_has_none() -> None:
    told = findings.found("total_mismatch", " กิจกรรม", 5, heading="ก", printed=Decimal(3000), total=Decimal("2.5"))
    assert (told.sheet, told.row_number) == (" กิจกรรม", 5)
    assert told.message_th.startswith("แผ่นงาน “กิจกรรม”: แถวรวม (แถวที่ 5) คอลัมน์ “ก” ระบุ 3,000 แต่ผลรวมของแถวข้างบนได้ 2.5 ")
    assert told.message_en.startswith("Sheet “กิจกรรม”: The total in row 5")
    assert findings.found("unknown_column", columns="“ข”").message_th.startswith("มีคอลัมน์นอกแบบฟอร์ม")
