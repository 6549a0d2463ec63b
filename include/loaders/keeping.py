"""Where received bytes are kept as they came, as the loaders see it: whoever calls them hands in what keeps them."""

from typing import Any, Protocol, Self


class Keeping(Protocol):
    """The bytes of one file on their way; a context that lets go of them where it ends before `keep`."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: Any) -> None: ...

    def write(self, block: bytes) -> object:
        """Add the next bytes. Raises OSError."""

    def keep(self, sha256: str) -> None:
        """Keep what was written, lastingly, under its digest. Raises OSError, and then nothing is kept."""


class Keeper(Protocol):
    """Keeps bytes by their digest, each once. Raises OSError where it cannot."""

    keeps: bool

    def holds(self, sha256: str, size: int) -> bool:
        """Whether these bytes are kept."""

    def begin(self) -> Keeping:
        """Begin to keep the bytes of one file."""


class _Nothing:
    """Keeps nothing: for what must write nothing, such as the check of a file that is not sent."""

    keeps = False

    def holds(self, sha256: str, size: int) -> bool:
        return True

    def begin(self) -> Keeping:
        return _Gone()


class _Gone:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        """There is nothing to let go of."""

    def write(self, block: bytes) -> None:
        """Nowhere."""

    def keep(self, sha256: str) -> None:
        """Nothing."""


NOTHING = _Nothing()
