"""What the provinces ordered, as data: YAML rulebooks with their annexes, read, checked and loaded as rows."""

from include.rulebook.documents import rulebook_of
from include.rulebook.loading import load_again, load_all, write_versions
from include.rulebook.models import RulebookError
from include.rulebook.reading import DEFAULT_FOLDER, Rulebook, followed_by, rulebooks

__all__ = [
    "DEFAULT_FOLDER",
    "Rulebook",
    "RulebookError",
    "followed_by",
    "load_again",
    "load_all",
    "rulebook_of",
    "rulebooks",
    "write_versions",
]
