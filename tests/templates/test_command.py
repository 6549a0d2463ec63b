"""`make template`: the forms of a province, or a sentence about what was asked amiss."""

from pathlib import Path

import pytest

from include import warehouse
from include.templates.__main__ import main


@pytest.fixture
def home(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder before a warehouse with the rulebooks."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path))
    return tmp_path


def test_every_district_gets_a_form_under_its_code_and_name(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--province", "57", "--period", "2024-02"]) == 0
    folder = home / "templates" / "57" / "2024-02"
    assert capsys.readouterr().out == f"{folder}\n"
    names = sorted(path.name for path in folder.iterdir())
    assert (len(names), names[:2]) == (18, ["5701 เมืองเชียงราย.xlsx", "5702 เวียงชัย.xlsx"])
    with warehouse.connect() as connection:
        assert warehouse.fetch(connection, "select count(*) as rows from candidate.target") == [{"rows": 0}]


@pytest.mark.parametrize(
    ("province", "period", "thai", "english"),
    [
        ("99", "2024-02", "จังหวัดรหัส “99” ยังไม่มีเกณฑ์ในระบบ จังหวัดที่มีเกณฑ์คือ 34, 57", "No rulebook for province '99'"),
        ("", "2024-02", "จังหวัดรหัส “” ยังไม่มีเกณฑ์", "No rulebook for province ''"),
        ("57", "2024-10", "มกราคม 2567 ถึง กันยายน 2567", "its months are 2024-01 to 2024-09"),
        ("57", "2567-02", "เขียนเป็นปี ค.ศ. และเดือน เช่น PERIOD=2024-02", "not the Buddhist Era"),
        ("57", "", "เดือน “” อ่านไม่ได้", "not a month of the form 2024-02"),
        ("57", "กุมภาพันธ์", "เดือน “กุมภาพันธ์” อ่านไม่ได้", "not a month of the form 2024-02"),
    ],
)
def test_what_no_rulebook_knows_is_said_in_both_languages_and_nothing_is_written(
    home: Path, capsys: pytest.CaptureFixture[str], province: str, period: str, thai: str, english: str
) -> None:
    assert main(["--province", province, "--period", period]) == 2
    said = capsys.readouterr()
    assert thai in said.err and english in said.err and said.out == ""
    assert not (home / "templates").exists()
