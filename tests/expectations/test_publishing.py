"""A freeze that fails its audit is not published, and the others are."""

from pathlib import Path

import pytest

from include import orchestration, quality, warehouse
from tests.expectations.test_suites import spoil


def test_a_freeze_that_fails_its_audit_is_kept_back_and_named_while_others_go_on(
    months: str, superuser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", months)
    monkeypatch.setenv("CHUMCHON_PUBLISH_URI", f"file://{tmp_path}")
    monkeypatch.setattr(orchestration, "run_id", lambda: "publish_months manual")
    asked = [suite for suite in quality.suites() if suite.name == "snapshot.district_grade"]
    monkeypatch.setattr(quality, "suites", lambda: asked)
    spoil(superuser, "update snapshot.district_grade set grade = 'A' where {frozen} and district_code = '5703'")

    with pytest.raises(ValueError, match=r"57 2024-02 revision 1 snapshot\.district_grade: the grade is the band"):
        orchestration.write_publications()

    assert [path.parent.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("manifest.json")] == [
        "34/2025-01/1"
    ]
    with warehouse.connect(months) as connection:
        kept = warehouse.fetch(
            connection, "select distinct province_code, run_id from ops.expectation_result order by province_code"
        )
    assert kept == [{"province_code": code, "run_id": "publish_months manual"} for code in ("34", "57")]

    with warehouse.connect(months) as connection:
        [right] = warehouse.fetch(
            connection, "select grade from mart.district_grade where district_code = '5703' and period = '2024-02-01'"
        )
    spoil(
        superuser,
        f"update snapshot.district_grade set grade = '{right['grade']}' where {{frozen}} and district_code = '5703'",
    )
    orchestration.write_publications()
    assert len(list(tmp_path.rglob("manifest.json"))) == 2
    orchestration.write_publications()
