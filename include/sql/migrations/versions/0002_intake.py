"""Runs 0002_intake.sql."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the file; there is no way back but a backup."""
    op.get_bind().exec_driver_sql(Path(__file__).parents[1].joinpath("0002_intake.sql").read_text())
