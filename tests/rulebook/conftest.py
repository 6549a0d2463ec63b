"""A folder of rulebooks that a test may spoil: the real ones, copied."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.rulebook import DEFAULT_FOLDER

ABSENT = "absent"  # what `change` is given to take a key away


class Folder:
    """A copy of the rulebooks' folder, and the ways to change one thing in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for pattern in ("*.yaml", "*.csv", "programmes/*.yaml", "annexes/*.csv"):
            for source in DEFAULT_FOLDER.glob(pattern):
                copy = path / source.relative_to(DEFAULT_FOLDER)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copy)

    def change(self, file: str, *changes: tuple[str, Any]) -> None:
        """Put values at places of a YAML file (`criteria/0/points`); `ABSENT` takes the place away."""
        path = self.path / file
        document = yaml.safe_load(path.read_text())
        for place, value in changes:
            *parents, last = [int(part) if part.isdigit() else part for part in place.split("/")]
            inside = document
            for part in parents:
                inside = inside[part]
            if value is ABSENT:
                del inside[last]
            elif isinstance(inside, list) and last == len(inside):
                inside.append(value)
            else:
                inside[last] = value
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))

    def change_rows(self, file: str, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
        """Rewrite the rows of a CSV file."""
        path = self.path / file
        with path.open(newline="") as opened:
            rows = change(list(csv.DictReader(opened)))
        with path.open("w", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "rulebook")
