"""Runs 0010_expectation_results.sql."""

from pathlib import Path

from alembic import op

from include.warehouse import execute_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the file; the way back is a backup."""
    execute_file(op.get_bind().connection, Path(__file__).parents[1] / "0010_expectation_results.sql")
