"""Where alerts are kept: what every book can do, whether it is Postgres or a file."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from include.alerting.alert import Alert


@dataclass(frozen=True)
class Notice:
    """An alert, by the columns of ops.alert, of which is to be told that it is there (`opened`) or gone (`closed`)."""

    row: dict[str, Any]
    event: str


class Book(Protocol):
    """Keeps what is wrong and what was told of it."""

    def settle(self, present: Iterable[Alert], judged: Collection[str]) -> None:
        """Opens what is newly there, says of the rest that it is still there, and closes what is gone.

        Only alerts of the kinds `judged` are closed: of the others nobody looked.
        """

    def close(self, keys: Collection[str]) -> None:
        """Closes the alerts of these keys."""

    def waiting(self, dry_run: bool) -> list[Notice]:
        """What nobody was told of yet; a dry run counts as told only while there is no channel (`dry_run`)."""

    def note(self, notice: Notice, channel: str, outcome: str, error: str | None = None) -> bool:
        """Keeps what became of telling; False when that was noted before."""

    def alone(self) -> AbstractContextManager[bool]:
        """Whether nobody else is telling from this book until the block ends."""
