"""What the provinces ordered, as data: YAML rulebooks with their annexes, read, checked and loaded as rows."""

from include.rulebook.loading import load_all
from include.rulebook.models import RulebookError
from include.rulebook.reading import DEFAULT_FOLDER, Rulebook, rulebooks

__all__ = ["DEFAULT_FOLDER", "Rulebook", "RulebookError", "load_all", "rulebooks"]
