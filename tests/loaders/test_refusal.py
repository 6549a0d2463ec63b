"""Every reason why a whole file is not loaded stands in one table, and every one of them is given somewhere."""

import ast
import re
from pathlib import Path

import pytest

from include.loaders import refusal

LOADERS = Path(refusal.__file__).parent
LANDING_ZONE = LOADERS.parent / "landing_zone"


def codes_given() -> set[str]:
    """The codes that the loaders and the landing zone name in FileRefused(…) and sentence(…)."""
    files = [*LOADERS.glob("*.py"), *LANDING_ZONE.glob("*.py")]
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text())))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"FileRefused", "sentence"}
        and isinstance(call.args[0], ast.Constant)
    }


def test_the_loaders_give_the_reasons_of_the_table_and_no_others() -> None:
    assert codes_given() == set(refusal.MESSAGES)


@pytest.mark.parametrize("code", refusal.MESSAGES)
def test_every_reason_is_a_whole_sentence_with_its_example(code: str) -> None:
    message = refusal.MESSAGES[code]
    shown = refusal.sentence(code, **message.example)
    assert set(re.findall(r"{(\w+)", message.sentence)) == set(message.example)
    assert re.search("[ก-๛]", shown) and "{" not in shown
    assert "โปรด" in shown or "ระบบจะ" in shown, "says what to do"


def test_what_cannot_be_shown_of_a_name_is_marked() -> None:
    reason = refusal.sentence("unknown_kind", name="a\u202egnp.\udcff\n\0.pdf" + "x" * 5000)
    assert "“a�gnp.���.pdfx" in reason
    assert len(reason.encode()) < 2000


def test_a_refusal_names_the_sheet_it_is_about() -> None:
    refused = refusal.FileRefused("missing_columns", row_number=1, columns="“จำนวน”").of_sheet("กิจกรรม")
    assert refused.code == "missing_columns"
    assert refused.reason == "แผ่นงาน “กิจกรรม”: หัวตาราง (แถวที่ 1) ขาดคอลัมน์ “จำนวน” โปรดเพิ่มคอลัมน์แล้วส่งใหม่"
