"""Runs 0031_replays.sql."""

from pathlib import Path

from alembic import op

from include.warehouse import execute_file

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Run the file; the way back is a backup."""
    execute_file(op.get_bind().connection, Path(__file__).parents[1] / "0031_replays.sql")
