"""Runs 0027_months.sql."""

from pathlib import Path

from alembic import op

from include.warehouse import execute_file

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Run the file; the way back is a backup."""
    execute_file(op.get_bind().connection, Path(__file__).parents[1] / "0027_months.sql")
