"""Runs 0005_snapshot.sql."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the file; there is no way back but a backup."""
    op.get_bind().exec_driver_sql(Path(__file__).parents[1].joinpath("0005_snapshot.sql").read_text())
