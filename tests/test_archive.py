"""The archive of received files: whole or not at all, once, under their digest, in a folder or an object store."""

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from include import archive
from include.archive import Archive

CONTENT = "รายงาน\n".encode() * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
Places = Callable[[], set[str]]


@pytest.fixture(params=["folder", "store"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Archive, Places]:
    """An empty archive, and what lies in it."""
    if request.param == "folder":
        root = tmp_path / "archive"
        return archive.at(None, str(root), "file"), lambda: {
            str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()
        }
    store = MemoryFileSystem()
    store.store.clear()
    return archive.at(store, "/bucket/archive", "memory"), lambda: {
        key.removeprefix("/bucket/archive/") for key in store.find("/bucket/archive")
    }


def put(into: Archive, content: bytes = CONTENT) -> None:
    with into.begin() as incoming:
        for start in range(0, len(content), 999):
            incoming.write(content[start : start + 999])
        incoming.keep(hashlib.sha256(content).hexdigest())


def test_a_file_lies_under_its_digest_as_it_came(kept: tuple[Archive, Places]) -> None:
    into, places = kept
    assert not into.holds(SHA256, len(CONTENT))
    put(into)
    put(into)
    assert places() == {f"{SHA256[:2]}/{SHA256}"}
    assert into.holds(SHA256, len(CONTENT))
    assert not into.holds(SHA256, len(CONTENT) - 1)
    with into.open(SHA256) as file:
        assert file.read() == CONTENT


def test_what_was_not_written_to_its_end_is_not_kept(kept: tuple[Archive, Places]) -> None:
    into, places = kept
    with pytest.raises(ValueError), into.begin() as incoming:
        incoming.write(CONTENT[:10])
        raise ValueError
    assert places() == set()


def test_what_is_erased_is_gone_and_may_be_erased_again(kept: tuple[Archive, Places]) -> None:
    into, places = kept
    put(into)
    into.erase(SHA256)
    into.erase(SHA256)
    assert places() == set()
    with pytest.raises(FileNotFoundError):
        into.open(SHA256)


def test_nobody_else_on_the_machine_reads_what_was_received(tmp_path: Path) -> None:
    put(archive.at(None, str(tmp_path / "archive"), "file"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "archive").rglob("*")}
    assert not any(mode & 0o077 for mode in modes)
    assert stat.S_IMODE((tmp_path / "archive").stat().st_mode) == 0o700


def test_what_a_dead_job_left_half_written_is_swept_away_a_day_later(tmp_path: Path) -> None:
    into = archive.at(None, str(tmp_path), "file")
    (tmp_path / "incoming").mkdir()
    for name, age in (("old", 90_000), ("new", 60)):
        path = tmp_path / "incoming" / name
        path.write_bytes(b"half")
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    into.sweep()
    assert [path.name for path in (tmp_path / "incoming").iterdir()] == ["new"]


def test_a_store_whose_library_fails_in_its_own_way_is_an_oserror() -> None:
    class Broken:
        def open(self, *given: Any, **named: Any) -> Any:
            raise RuntimeError("no credentials")

    with pytest.raises(OSError, match="no credentials"):
        archive.at(Broken(), "/bucket", "s3").begin()


def test_nothing_can_be_archived_by_http() -> None:
    with pytest.raises(ValueError, match="a folder or an object store"):
        archive.at(None, "http://example.org/archive", "http")
