"""How pages are made of templates: every text is escaped, and a name that nobody gave fails instead of showing none."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

PAGES = Path(__file__).parent / "pages"


def templates(*folders: Path) -> Environment:
    """The templates of folders, the first that has one; without any, those of this room."""
    return Environment(
        loader=FileSystemLoader(folders or (PAGES,)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
