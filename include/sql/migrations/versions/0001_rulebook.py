"""Runs 0001_rulebook.sql."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the file; there is no way back but a backup."""
    op.get_bind().exec_driver_sql(Path(__file__).parents[1].joinpath("0001_rulebook.sql").read_text())
