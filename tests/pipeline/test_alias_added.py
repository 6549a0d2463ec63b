"""An unknown name costs one line: with it in the rulebook, what was refused comes in, and nothing is sent again."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from include import months, warehouse
from include.loaders import landing
from include.rulebook import DEFAULT_FOLDER, load_all
from tests.pipeline import driver

SENT = {
    "summary": "รหัสรายงาน,อำเภอ,ประจำเดือน,วันที่รายงาน\nR1,แม่สาย,ก.พ. 67,1/3/2567\nR2,แม่สรวยย,ก.พ. 67,1/3/2567\n",
    "downloads": "รหัสรายงาน,อำเภอ,ประจำเดือน,ตำบล,จำนวน\nR1,แม่สาย,ก.พ. 67,ห้วยไคล้,12\nR1,แม่สาย,ก.พ. 67,โป่งผา,9\n",
    "services": "รหัสรายงาน,อำเภอ,ประจำเดือน,บริการ,ถูกต้อง,ครบถ้วน,เป็นปัจจุบัน\n"
    "R1,แม่สาย,ก.พ. 67,โคก หนอง นา โมเดล,/,/,/\nR1,แม่สาย,ก.พ. 67,มีทุน,/,/,/\n",
    "publicity": "รหัสรายงาน,อำเภอ,ประจำเดือน,วันที่,ช่องทาง\nR1,แม่สาย,ก.พ. 67,15/2/67,facebok\n",
}

pytestmark = pytest.mark.usefixtures("pipeline")


def type_what_waits() -> None:
    for waiting in months.pending_provinces():
        months.run(months.TYPE, waiting)


def test_a_line_in_the_rulebook_lets_the_refused_rows_in(tmp_path: Path) -> None:
    place = tmp_path / "landing" / "submissions" / "57" / "2024-02"
    place.mkdir(parents=True)
    for section, text in SENT.items():
        (place / f"{section}.csv").write_text(text, encoding="utf-8")
    with warehouse.connect() as connection:
        landing.register(connection, driver.landed_files(tmp_path / "landing"), datetime(2024, 3, 10, tzinfo=UTC))
    type_what_waits()

    unknown = driver.rows(
        "select kind, value, suggestions_th, rulebook_line from quarantine.unknown_name order by kind"
    )
    assert [(row["kind"], row["rulebook_line"]) for row in unknown] == [
        ("channel", 'facebok: "Facebook"'),
        ("district", 'แม่สรวยย: "5710"'),
        ("service", 'โคก หนอง นา โมเดล: "khok_nong_na"'),
        ("subdistrict", 'ห้วยไคล้: "570902"'),
    ]
    assert driver.rows("select downloads from staging.submission_download") == [{"downloads": 9}]

    folder = tmp_path / "rulebook"
    shutil.copytree(DEFAULT_FOLDER, folder)
    rulebook = folder / "chiang_rai_2567.yaml"
    text = rulebook.read_text(encoding="utf-8")
    for row in unknown:
        kind, line = row["kind"], row["rulebook_line"]
        text = text.replace(f"  {kind}: {{}}\n", f"  {kind}:\n").replace(f"\n  {kind}:", f"\n  {kind}:\n    {line}", 1)
    assert yaml.safe_load(text)["aliases"]["subdistrict"] == {"ห้วยไคล้": "570902"}
    rulebook.write_text(text, encoding="utf-8")
    with warehouse.connect() as connection:
        load_all(connection, folder)
    type_what_waits()

    assert driver.rows("select * from quarantine.unknown_name") == []
    assert driver.rows("select * from quarantine.rejected_row") == []
    read = driver.rows("select subdistrict_code, downloads from staging.submission_download order by subdistrict_code")
    assert read == [
        {"subdistrict_code": "570902", "downloads": 12},
        {"subdistrict_code": "570904", "downloads": 9},
    ]
    assert driver.rows("select channels from staging.submission_publicity") == [{"channels": ["Facebook"]}]
    districts = driver.rows("select district_code from staging.submission order by district_code")
    assert [row["district_code"] for row in districts] == ["5709", "5710"]
