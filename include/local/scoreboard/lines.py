"""Thai text in columns of a terminal: a vowel or tone above or below a letter takes no column of its own."""

import re
import unicodedata

from rich.cells import cell_len
from rich.text import Text

ELLIPSIS = "…"
TIED = "\N{NO-BREAK SPACE}"  # keeps two words on one line, where it becomes a space
# What no line may end inside of: vowels written first, a letter, its marks, vowels written after it.
_CLUSTER = re.compile(r"[เแโใไ]*.[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*[ฯะาำๅๆ]*", re.DOTALL)


def clean(text: str) -> str:
    """Text that somebody sent, as one line that a terminal only shows: control characters become `�`."""
    shown = (character for character in " ".join(text.split()) if unicodedata.category(character) != "Cf")
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in shown)


def fit(text: str, width: int) -> str:
    """The text, cut to `width` columns where it is wider, with an ellipsis for what is left out."""
    if cell_len(text) <= width:
        return text
    return _pieces(text, width - 1)[0].rstrip() + ELLIPSIS


def wrap(text: str, width: int, most: int | None = None) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces, and inside a word only where it must be.

    With `most`, at most so many lines, the last one cut with an ellipsis.
    """
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += _pieces(word, width)
    lines = [line for line in lines if line]
    if most is not None and len(lines) > most:
        lines[most - 1 :] = [fit(" ".join(lines[most - 1 :]), width)]
    return [line.replace(TIED, " ") for line in lines]


def paragraph(text: str, width: int, indent: int = 0, hang: int = 0, most: int | None = None, style: str = "") -> Text:
    """The wrapped text, `indent` columns from the left, lines after the first `hang` columns more."""
    first, *others = wrap(text, width - indent - hang, most) or [""]
    return Text("\n".join([" " * indent + first, *(" " * (indent + hang) + line for line in others)]), style)


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for cluster in _CLUSTER.findall(word):
        if pieces[-1] and cell_len(pieces[-1] + cluster) > width:
            pieces.append("")
        pieces[-1] += cluster
    return pieces
