"""Why a whole file is not loaded."""


class FileRefused(Exception):
    """A file that cannot be loaded. Its text is the reason in Thai: what is wrong, and what the sender can do."""

    @property
    def reason(self) -> str:
        """The sentence kept with the file."""
        return str(self)
