"""How the landing zone is listed: every file, as it is named, with what tells that it changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from airflow.sdk import ObjectStoragePath

from include.loaders.landing import LandedFile
from include.orchestration import landed_files, landing_root, simulate


def listed(root: Path) -> dict[str, LandedFile]:
    return {"/".join(file.path): file for file in landed_files(ObjectStoragePath(f"file://{root}"))}


def test_a_file_is_named_as_it_is_written(tmp_path: Path) -> None:
    report = tmp_path / "submissions" / "57" / "2024-02" / "รายงาน แม่สาย (แก้ไข) 100%.xlsx"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"report")
    [file] = listed(tmp_path).values()
    assert file.uri == f"file://{report}"
    assert file.path == ("submissions", "57", "2024-02", report.name)
    assert (file.bytes, file.never_opened) == (6, None)
    assert file.modified_at == datetime.fromtimestamp(report.stat().st_mtime, UTC)
    with file.open() as content:
        assert content.read() == b"report"


def test_a_landing_zone_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert listed(tmp_path / "landing") == {}


def test_a_file_that_changed_is_told_from_one_that_stayed(tmp_path: Path) -> None:
    (tmp_path / "stays.csv").write_bytes(b"one")
    (tmp_path / "changes.csv").write_bytes(b"one")
    before = listed(tmp_path)
    (tmp_path / "changes.csv").write_bytes(b"two")
    after = listed(tmp_path)
    assert before["stays.csv"].fingerprint == after["stays.csv"].fingerprint
    assert before["changes.csv"].fingerprint != after["changes.csv"].fingerprint


def test_a_link_out_of_the_zone_is_known_for_one_and_a_broken_one_is_listed(tmp_path: Path) -> None:
    zone = tmp_path / "zone"
    zone.mkdir()
    (tmp_path / "secret.csv").write_bytes(b"secret")
    (zone / "out.csv").symlink_to(tmp_path / "secret.csv")
    (zone / "broken.csv").symlink_to(zone / "nowhere.csv")
    files = listed(zone)
    refused = files["out.csv"].never_opened
    assert refused and "ชี้ออกนอกพื้นที่รับไฟล์" in refused.reason
    assert files["broken.csv"].never_opened is None


def test_a_link_whose_file_changed_has_changed(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_bytes(b"one")
    (tmp_path / "link.csv").symlink_to(tmp_path / "file.csv")
    before = listed(tmp_path)["link.csv"].fingerprint
    (tmp_path / "file.csv").write_bytes(b"two")
    assert listed(tmp_path)["link.csv"].fingerprint != before


@pytest.mark.parametrize("scheme", ["http", "https", "s3"])
@pytest.mark.parametrize("password", ["correct-horse", "correct/horse"])
def test_a_password_in_the_uri_is_refused_and_not_repeated(
    scheme: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUMCHON_LANDING_URI", f"{scheme}://office:{password}@example.org/landing")
    with pytest.raises(ValueError, match="keep it in an Airflow connection") as refused:
        landing_root()
    assert "horse" not in str(refused.value)


def test_a_folder_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_LANDING_URI", f"file://{tmp_path}/a:b@c%20 d")
    assert landing_root().path == f"{tmp_path}/a:b@c%20 d"


def test_files_are_made_up_in_a_folder_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_LANDING_URI", "s3://bucket/landing")
    with pytest.raises(ValueError, match="that is a folder"):
        simulate({"province_code": "57", "from": "2024-02", "to": "2024-02", "seed": 1})
