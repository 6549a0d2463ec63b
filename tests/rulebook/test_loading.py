"""The rulebooks in the warehouse: loaded once, a new version for a changed rule, and nothing altered that stands."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include.rulebook import DEFAULT_FOLDER, RulebookError, followed_by, load_all, rulebooks
from include.warehouse import fetch

CHIANG_RAI = "chiang_rai_2567.yaml"
TABLES = [
    "province",
    "district",
    "subdistrict",
    "successor",
    "programme",
    "measure",
    "finding_kind",
    "quality_setting",
    "service",
    "version",
    "in_force",
    "grade_basis",
    "reading",
    "criterion",
    "condition",
    "base_count",
    "headcount",
    "grade_band",
    "related_service",
    "hashtag",
    "required_source",
    "deadline",
    "document_finding",
    "name",
]


def everything(connection: Any) -> dict[str, list[str]]:
    """All that schema rulebook holds, by table."""
    return {
        table: [
            row["held"] for row in fetch(connection, f"select {table}::text as held from rulebook.{table} order by 1")
        ]
        for table in TABLES
    }


def in_force(connection: Any) -> dict[str, int]:
    rows = fetch(connection, "select rulebook_code, rulebook_version from rulebook.in_force")
    return {row["rulebook_code"]: row["rulebook_version"] for row in rows}


@pytest.fixture
def loaded(connection: Any) -> Any:
    """A warehouse with the real rulebooks."""
    load_all(connection)
    return connection


def test_loading_twice_changes_nothing(loaded: Any) -> None:
    before = everything(loaded)
    assert load_all(loaded) == []
    assert everything(loaded) == before


def test_the_same_rules_from_another_folder_change_nothing(loaded: Any, folder: Any) -> None:
    before = everything(loaded)
    folder.change(CHIANG_RAI)
    assert load_all(loaded, folder.path) == []
    assert everything(loaded) == before


def test_a_changed_rule_makes_a_new_version_and_leaves_the_old_one(loaded: Any, folder: Any) -> None:
    before = everything(loaded)
    folder.change(CHIANG_RAI, ("readings/clock/value", "received"))
    lines = load_all(loaded, folder.path)
    assert [line for line in lines if "chiang_rai_2567" in line and "readings.clock" in line] == lines
    assert in_force(loaded) == {"chiang_rai_2567": 2, "ubon_ratchathani_2568": 1}
    after = everything(loaded)
    for table in set(TABLES) - {"in_force"}:
        assert set(before[table]) <= set(after[table])
    assert after["name"] == before["name"]
    clocks = fetch(loaded, "select clock from rulebook.version where province_code = '57' order by rulebook_version")
    assert [row["clock"] for row in clocks] == ["reported", "received"]


def test_a_rule_changed_back_is_the_earlier_version_again(loaded: Any, folder: Any) -> None:
    folder.change(CHIANG_RAI, ("readings/clock/value", "received"))
    load_all(loaded, folder.path)
    assert len(load_all(loaded)) == 1
    assert in_force(loaded)["chiang_rai_2567"] == 1
    folder.change(CHIANG_RAI, ("readings/clock/value", "reported"), ("readings/hashtags/value", "all"))
    load_all(loaded, folder.path)
    assert in_force(loaded)["chiang_rai_2567"] == 3


def test_a_next_years_rulebook_takes_the_provinces_next_version(loaded: Any, folder: Any) -> None:
    path = folder.path / "chiang_rai_2568.yaml"
    path.write_text((folder.path / CHIANG_RAI).read_text())
    folder.change(
        path.name,
        ("fiscal_year_be", 2568),
        ("valid", {"from": "2024-10", "to": "2024-12"}),
        ("grade_basis", [{"from": "2024-10", "to": "2024-12", "basis": "adopted", "document": "adopted"}]),
        ("aliases/district/แม่สายเหนือ", "5709"),
    )
    load_all(loaded, folder.path)
    assert in_force(loaded) == {"chiang_rai_2567": 1, "chiang_rai_2568": 2, "ubon_ratchathani_2568": 1}
    assert fetch(loaded, "select code from rulebook.name where name_key = 'แม่สายเหนือ'") == [{"code": "5709"}]


def test_months_move_from_one_rulebook_to_another_in_one_load(loaded: Any, folder: Any) -> None:
    (folder.path / "chiang_rai_spring.yaml").write_text((folder.path / CHIANG_RAI).read_text())
    folder.change(CHIANG_RAI, ("valid/to", "2024-03"), ("grade_basis/1", "absent"))
    folder.change("chiang_rai_spring.yaml", ("valid/from", "2024-04"), ("grade_basis/0", "absent"))
    load_all(loaded, folder.path)
    assert in_force(loaded) == {"chiang_rai_2567": 2, "chiang_rai_spring": 3, "ubon_ratchathani_2568": 1}


def test_a_rulebook_taken_away_is_no_longer_in_force_but_stays_known(loaded: Any, folder: Any) -> None:
    (folder.path / CHIANG_RAI).unlink()
    assert "chiang_rai_2567: ไม่มีผลใช้บังคับแล้ว · no longer in force" in load_all(loaded, folder.path)
    assert in_force(loaded) == {"ubon_ratchathani_2568": 1}
    assert len(fetch(loaded, "select 1 from rulebook.version")) == 2
    assert fetch(loaded, "select 1 from rulebook.name where province_code = '57'") == []


def test_a_rulebook_that_cannot_be_followed_changes_nothing(loaded: Any, folder: Any) -> None:
    before = everything(loaded)
    folder.change("ubon_ratchathani_2568.yaml", ("readings/clock/value", "received"))
    folder.change(CHIANG_RAI, ("criteria/0/document", "rumour"))
    with pytest.raises(RulebookError, match="unknown document rumour"):
        load_all(loaded, folder.path)
    assert everything(loaded) == before


def test_a_third_province_is_one_file_and_its_annex(loaded: Any, folder: Any) -> None:
    (folder.path / "phayao_2568.yaml").write_text((folder.path / CHIANG_RAI).read_text())
    codes = [
        row["district_code"] for row in fetch(loaded, "select * from rulebook.district where province_code = '56'")
    ]
    annex = "district_code,printed_name_th,operators,target\n" + "".join(f"{code},{code},100,5\n" for code in codes)
    (folder.path / "annexes" / "phayao.csv").write_text(annex)
    base = {"annex": "phayao.csv", "count": "operators", "printed_target": "target", "printed_name": "printed_name_th"}
    as_of = rulebooks()[0].bases["otop_operators"].as_of
    folder.change(
        "phayao_2568.yaml",
        ("province_code", "56"),
        ("bases/otop_operators", base | {"as_of": as_of, "document": "shop_annex"}),
        ("aliases/district", {}),
    )
    load_all(loaded, folder.path)
    assert in_force(loaded)["phayao_2568"] == 1
    assert fetch(loaded, "select 1 from pg_roles where rolname = 'analyst_56'")


@pytest.mark.parametrize(
    ("kind", "key", "code"),
    [
        ("district", "เมือง", "3401"),
        ("district", "วารินฯ", "3415"),
        ("district", "บุญทรีย", "3410"),
        ("district", "3410", "3410"),
        ("service", "๑๐๘ อาชีพ", "occupations_108"),
        ("service", "โคกหนองนา", "khok_nong_na"),
        ("channel", "TIKTOK", "TikTok"),
        ("subdistrict", "ต.บุ่งหวาย", "341511"),
    ],
)
def test_written_names_lead_to_codes(loaded: Any, kind: str, key: str, code: str) -> None:
    found = fetch(
        loaded,
        "select distinct code from rulebook.name where province_code = '34' and kind = %(kind)s and name_key ="
        " case kind when 'district' then thai.district_key(%(key)s)"
        " when 'subdistrict' then thai.subdistrict_key(%(key)s) else thai.name_key(%(key)s) end",
        {"kind": kind, "key": key},
    )
    assert found == [{"code": code}]


def test_rows_are_those_of_the_letters(loaded: Any) -> None:
    row = fetch(
        loaded,
        "select * from rulebook.base_count where province_code = '57' and district_code = '5706'",
    )[0]
    assert (row["base_value"], row["printed_target"], row["printed_name_th"]) == (Decimal(70), Decimal(4), "ป่าแดด")
    reading = fetch(
        loaded, "select * from rulebook.reading where province_code = '34' and reading_key = 'report_deadline_day'"
    )[0]
    assert (reading["value"], reading["other_values"], reading["clause"]) == (15, [18], "ข้อ 7")
    due = fetch(
        loaded,
        "select due_at from rulebook.deadline"
        " where province_code = '34' and period = '2025-01-01' and deadline_code = 'report'",
    )[0]["due_at"]
    assert due == datetime(2025, 2, 15, 23, 59, 59, tzinfo=timezone(timedelta(hours=7)))
    office = fetch(loaded, "select hashtag from rulebook.hashtag where is_prefix and applies_to = 'publicity'")
    assert office == [{"hashtag": "สำนักงานพัฒนาชุมชน"}]
    assert len(fetch(loaded, "select 1 from rulebook.condition where province_code = '34'")) == 8


def test_deadlines_move_past_the_holidays_where_the_reading_says_so(loaded: Any, folder: Any) -> None:
    folder.change("ubon_ratchathani_2568.yaml", ("readings/deadline_on_holiday/value", "next_working_day"))
    load_all(loaded, folder.path)
    due = fetch(
        loaded,
        "select to_char(due_at, 'YYYY-MM-DD') as due from rulebook.deadline"
        " where province_code = '34' and rulebook_version = 2 and deadline_code = 'report' order by period",
    )
    assert [row["due"] for row in due][:4] == ["2025-02-17", "2025-03-17", "2025-04-17", "2025-05-15"]


def test_two_rulebooks_in_force_at_once_cannot_be_stored(loaded: Any) -> None:
    with pytest.raises(psycopg2.errors.ExclusionViolation), loaded.cursor() as cursor:
        cursor.execute(
            "insert into rulebook.in_force"
            " (programme_code, province_code, valid_during, rulebook_code, rulebook_version)"
            " values ('click', '57', '[2024-09-01,2024-11-01)', 'other', 1)"
        )


def test_the_folder_that_is_loaded_is_the_projects_own(loaded: Any) -> None:
    held = {row["rulebook_code"] for row in fetch(loaded, "select rulebook_code from rulebook.version")}
    folder = Path(__file__).parents[2] / "include" / "rulebook"
    assert held == {path.stem for path in folder.glob("*.yaml")}


def test_a_home_with_rulebooks_of_its_own_follows_those_and_every_other_the_projects(tmp_path: Path) -> None:
    assert followed_by(tmp_path) == DEFAULT_FOLDER
    (tmp_path / "rulebook").mkdir()
    assert followed_by(tmp_path) == tmp_path / "rulebook"
