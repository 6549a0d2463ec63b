"""Runs 0029_refused_of_a_district.sql."""

from pathlib import Path

from alembic import op

from include.warehouse import execute_file

revision = "0029"
down_revision = "0026"


def upgrade() -> None:
    """Run the file; the way back is a backup."""
    execute_file(op.get_bind().connection, Path(__file__).parents[1] / "0029_refused_of_a_district.sql")
