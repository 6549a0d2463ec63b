"""The archive that cannot be written to: nothing is loaded that is not kept, and the next run makes it good."""

from collections.abc import Callable
from pathlib import Path

from include import warehouse
from tests.faults import intake
from tests.faults.conftest import Picture, not_archived, picture

_ROOM = 20_000  # bytes that a file may have: less than the exports, more than a report


def _files(uri: str) -> dict[str, list[str]]:
    """Reasons by status."""
    with warehouse.connect(uri) as connection:
        rows = warehouse.fetch(connection, "select status, coalesce(reason, '') as reason from ops.source_file")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["status"], []).append(row["reason"])
    return found


def test_without_its_archive_the_intake_loads_nothing_and_says_why(
    fresh: Callable[[], str], zone: Path, undisturbed: Picture
) -> None:
    uri = fresh()
    in_the_way = intake.archive_of(uri, zone)
    in_the_way.write_text("a file where the folder should be")
    assert intake.end_of(intake.start(uri, zone)) == 0
    files = _files(uri)
    assert set(files) == {"rejected"}
    assert all("เก็บต้นฉบับของไฟล์นี้ไม่ได้" in reason for reason in files["rejected"] if "ว่าง" not in reason)
    in_the_way.unlink()
    assert intake.end_of(intake.start(uri, zone)) == 0
    assert picture(uri) == undisturbed
    assert not_archived(uri, zone) == []


def test_a_file_for_which_the_archive_has_no_room_waits_and_the_others_go_on(
    fresh: Callable[[], str], zone: Path, undisturbed: Picture
) -> None:
    uri = fresh()
    assert intake.end_of(intake.start(uri, zone, room=_ROOM)) == 0
    files = _files(uri)
    assert files["loaded"]
    assert [reason for reason in files["rejected"] if "File too large" in reason]
    assert not_archived(uri, zone) == []
    assert list((intake.archive_of(uri, zone) / "incoming").iterdir()) == []
    assert intake.end_of(intake.start(uri, zone)) == 0
    assert picture(uri) == undisturbed
    assert not_archived(uri, zone) == []
