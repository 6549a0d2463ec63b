"""What the pages load beside themselves: the style sheet, the script, and Sarabun in two weights.

The fonts are made once a process from the font's package, as woff2 cut down to Thai and Latin, and stand in a sheet of
their own: they are there before the first line is drawn, so that nothing moves, and also where a page is opened from a
folder, out of which browsers fetch no font. Their licence (OFL) stays in their name tables.
"""

import base64
import io
import logging
from functools import cache
from pathlib import Path

import fontpkg_sarabun
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "assets"
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FONTS = "fonts.css"
_WEIGHTS = {400: "Sarabun-Regular.ttf", 600: "Sarabun-SemiBold.ttf"}
_FACE = (
    "@font-face {{ font-family: Sarabun; font-weight: {weight}; "
    'src: url(data:font/woff2;base64,{font}) format("woff2"); }}\n'
)
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
    faces = [
        _FACE.format(weight=weight, font=base64.b64encode(font(source)).decode()) for weight, source in _WEIGHTS.items()
    ]
    return written | {FONTS: "".join(faces).encode()}


def font(source: str) -> bytes:
    """A font of the package as woff2, cut down; the same bytes each time."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # else a page of it in a task's log
    whole = TTFont(fontpkg_sarabun.ROOT / "files" / source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["*"]  # without them tone marks and vowels collide
    options.name_IDs = ["*"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(whole)
    whole.flavor = "woff2"
    content = io.BytesIO()
    whole.save(content)
    return content.getvalue()
