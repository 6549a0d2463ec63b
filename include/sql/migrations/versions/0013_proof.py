"""Runs 0013_proof.sql, and writes down the rulebooks that are held already."""

import hashlib
import json
from pathlib import Path
from typing import Any

from alembic import op

from include.warehouse import execute_file

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    """Run the file; the way back is a backup.

    Raises ValueError for a version whose document does not give its SHA-256: nothing frozen under it could be proved.
    """
    connection: Any = op.get_bind().connection
    execute_file(connection, Path(__file__).parents[1] / "0013_proof.sql")
    with connection.cursor() as cursor:
        cursor.execute("select province_code, rulebook_version, document, content_sha256 from rulebook.version")
        for province_code, version, document, content_sha256 in cursor.fetchall():
            cursor.execute(
                "update rulebook.version set document_text = %s where province_code = %s and rulebook_version = %s"
                " and content_sha256 = %s",
                (_text(document, content_sha256), province_code, version, content_sha256),
            )
        cursor.execute(
            "alter table rulebook.version alter column document_text set not null, add constraint document_is_proved"
            " check (encode(sha256(convert_to(document_text, 'UTF8')), 'hex') = content_sha256)"
        )


def _text(document: Any, content_sha256: str) -> str:
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if hashlib.sha256(text.encode()).hexdigest() != content_sha256:
        raise ValueError(f"a rulebook's document does not give its SHA-256 {content_sha256}")
    return text
