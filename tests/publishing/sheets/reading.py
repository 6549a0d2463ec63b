"""Papers read back as their readers' programs read them: text, fonts, and pictures of pages."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# A letter under two marks is drawn of three pieces, and programs read such pieces twice over: left out on both sides.
TWO_MARKS = re.compile("[ก-ฮ][ัิึ][\u0e47-\u0e4e]")


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The document, closed again."""
    document = pypdfium2.PdfDocument(content)
    try:
        yield document
    finally:
        document.close()


def pages(content: bytes) -> list[str]:
    """The text of each page, as it is."""
    with opened(content) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text(content: bytes) -> str:
    """All of it without spaces and line breaks."""
    return bare("".join(pages(content)))


def bare(words: str) -> str:
    """Words as `text` has them."""
    return TWO_MARKS.sub("", re.sub(r"\s|[\u200b\ufffe\u0002]", "", words))


def fonts(content: bytes) -> dict[str, bool]:
    """The name of every font that a letter is set in, and whether it is embedded."""
    found = {}
    with opened(content) as document:
        for page in document:
            letters = page.get_textpage()
            for index in range(letters.count_chars()):
                thing = pdfium.FPDFText_GetTextObject(letters, index)
                if not thing:
                    continue  # a space that the reader made up
                font = pdfium.FPDFTextObj_GetFont(thing)
                name = ctypes.create_string_buffer(128)
                pdfium.FPDFFont_GetBaseFontName(font, name, 128)
                found[name.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
    return found


def inked(content: bytes) -> list[float]:
    """Of each page's picture, the share of points that are not white."""
    shares = []
    with opened(content) as document:
        for page in document:
            picture = page.render(scale=0.5).to_numpy()[:, :, :3]
            shares.append(float((picture.min(axis=2) < 250).mean()))
    return shares
