"""Runs 0003_facts.sql."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the file; there is no way back but a backup."""
    op.get_bind().exec_driver_sql(Path(__file__).parents[1].joinpath("0003_facts.sql").read_text())
