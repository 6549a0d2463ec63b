"""Backups of everything that cannot be made again, their restore, and the drill that tries it."""

from include.backup.drilling import drill, line_of
from include.backup.programs import BackupError

__all__ = ["BackupError", "drill", "line_of"]
