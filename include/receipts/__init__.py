"""Receipts: what a district is told within a minute of its report landing, and what is kept of it.

A receipt says when something was received, whether the district was in time, which rows were refused, and what the
month provisionally comes to. It judges as `checking` does: the month is built in a transaction that is rolled back.
"""

from include.receipts.issuing import issue

__all__ = ["issue"]
