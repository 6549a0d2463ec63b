"""Builds published months again from the archived files, beside the warehouse, and compares them with snapshots."""

from include.replay.rehearsing import changed_rulebooks, rehearse
from include.replay.replaying import Busy, line_of, replay

__all__ = ["Busy", "changed_rulebooks", "line_of", "rehearse", "replay"]
