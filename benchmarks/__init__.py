"""Measurements of the warehouse against the plainest way to do the same on the same machine."""
