"""Months of the warehouse, compressed and disturbed: at the end all is as if nothing had happened."""
