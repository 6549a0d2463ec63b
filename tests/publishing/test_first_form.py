"""Folders written before they had all that proves them: proved as far as they go, and no way round what came after."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from include.publishing import verify
from tests.publishing.published import PLACES, alter

PROVISIONAL, FINAL, _ = PLACES


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, verify.__file__, str(folder)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def first_form(root: Path) -> Iterator[Path]:
    """The same publications as they were written before folders had all that proves them."""
    for place in PLACES:
        folder = root / place
        bundle = verify.Bundle(folder)
        for name in (verify.ROWS, verify.SUMS, verify.RULEBOOK, "publication.csv", "README.md", "verify.py"):
            (folder / name).unlink()
        manifest = {name: value for name, value in bundle.manifest.items() if name not in ("form", "proof_code")}
        manifest["files"] = {name: about for name, about in bundle.listed.items() if (folder / name).exists()}
        (folder / verify.MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2))
    yield root


def test_folders_of_the_first_form_are_proved_as_far_as_they_go(first_form: Path) -> None:
    ended = run(first_form)
    assert ended.returncode == 0, ended.stdout
    assert "an altered cell cannot be named" in ended.stdout
    alter(first_form / FINAL / "district_grade.csv", "grade", 0, "A")
    found = {fault.file for bundle in verify.bundles_of(first_form) for fault in bundle.faults}
    assert found == {"district_grade.csv", "content_sha256"}


def test_a_folder_turned_back_into_the_first_form_is_found(first_form: Path, original: Path) -> None:
    shutil.rmtree(first_form / PROVISIONAL)
    shutil.copytree(original / PROVISIONAL, first_form / PROVISIONAL)
    ended = run(first_form)
    assert ended.returncode == 1 and "of an older form" in ended.stdout
