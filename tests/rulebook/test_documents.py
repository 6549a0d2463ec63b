"""Every version keeps the whole of its rulebook: from the document the same rulebook comes again."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from include.rulebook import DEFAULT_FOLDER, RulebookError, load_all, rulebook_of, rulebooks
from include.rulebook.rows import part_rows, version_row
from include.warehouse import fetch

THIRD_PROVINCE = Path(__file__).parents[1] / "pipeline" / "third_province"


def test_every_document_in_the_warehouse_is_the_rulebook_that_was_loaded(connection: Any, tmp_path: Path) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(THIRD_PROVINCE / "annexes", folder / "annexes", dirs_exist_ok=True)
    shutil.copy(THIRD_PROVINCE / "phuket_2568.yaml", folder)
    load_all(connection, folder)
    kept = {
        row["content_sha256"]: rulebook_of(row["document"])
        for row in fetch(connection, "select content_sha256, document from rulebook.version")
    }
    read = rulebooks(folder)
    assert len(read) == len(kept) == 3
    for book in read:
        again = kept[book.content_sha256()]
        assert again.content_sha256() == book.content_sha256()
        assert again == book
        assert _written(again) == _written(book)


@pytest.mark.parametrize("spoil", [{"province_code": 57}, {"fiscal_year_be": "๒๕๖๗"}, {"criteria": []}, {"extra": 1}])
def test_a_document_that_is_no_rulebook_is_refused(spoil: dict[str, Any]) -> None:
    document = json.loads(json.dumps(rulebooks()[0].content())) | spoil
    with pytest.raises(RulebookError, match="document: "):
        rulebook_of(document)


def test_a_number_that_is_none_is_refused() -> None:
    document = rulebooks()[0].content()
    document["criteria"][0]["points"] = "สอง"
    with pytest.raises(RulebookError):
        rulebook_of(document)


def _written(book: Any) -> str:
    """Every row of the version, as it would be written; keys of the document have no order."""
    tables = {"version": [version_row(book) | {"document": None}], **part_rows(book)}
    return repr(
        {
            table: [{key: str(getattr(value, "adapted", value)) for key, value in row.items()} for row in rows]
            for table, rows in tables.items()
        }
    )
