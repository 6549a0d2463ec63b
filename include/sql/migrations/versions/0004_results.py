"""Runs 0004_results.sql."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the file; there is no way back but a backup."""
    op.get_bind().exec_driver_sql(Path(__file__).parents[1].joinpath("0004_results.sql").read_text())
