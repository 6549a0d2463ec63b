"""Files for people: what was frozen, from `snapshot`, and what is handed back to districts, from `quarantine`."""
