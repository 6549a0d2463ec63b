"""Files made of what was frozen. Reads `mart` and `snapshot` only."""
