"""Builds every published month again from the archived files, beside the warehouse, and compares it with its snapshot."""

from include.replay.replaying import Busy, line_of, replay

__all__ = ["Busy", "line_of", "replay"]
