"""Runs 0032_downloads_counted_together.sql."""

from pathlib import Path

from alembic import op

from include.warehouse import execute_file

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Run the file; the way back is a backup."""
    execute_file(op.get_bind().connection, Path(__file__).parents[1] / "0032_downloads_counted_together.sql")
