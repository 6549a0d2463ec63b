"""What the pages load beside themselves: the style sheet, the script, and Sarabun in two weights as woff2.

The fonts are made once a process from the font's package, cut down to Thai and Latin. Their licence (OFL) stays in their
name tables.
"""

import io
from functools import cache
from pathlib import Path

import fontpkg_sarabun
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "assets"
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2"}
_FONTS = {"sarabun.woff2": "Sarabun-Regular.ttf", "sarabun-strong.woff2": "Sarabun-SemiBold.ttf"}
_CHARACTERS = [
    *range(0x20, 0x7F),  # Latin
    *range(0xA0, 0x100),
    *range(0x0E00, 0x0E80),  # Thai
    *range(0x2010, 0x2028),  # dashes, quotes, dots
    *(0x25CC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2264, 0x2265),
]


@cache
def files() -> dict[str, bytes]:
    """Every file by its name, in order."""
    written = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}
    return written | {name: _font(source) for name, source in _FONTS.items()}


def _font(source: str) -> bytes:
    """A font of the package, cut down; the same bytes each time."""
    font = TTFont(fontpkg_sarabun.ROOT / "files" / source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["*"]  # without them tone marks and vowels collide
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    content = io.BytesIO()
    font.save(content)
    return content.getvalue()
