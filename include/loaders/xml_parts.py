"""The XML parts of a workbook, through a parser that takes no document type: without one no entity can grow."""

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from include.loaders.refusal import FileRefused

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_ENTITY = re.compile("|".join(_ENTITIES))
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def parse(
    blocks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Tell of every element, by its name without prefix.

    Raises FileRefused for what is not well-formed, or about which what is told raises ValueError or LookupError.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the latter two of an encoding, or of what is told
        raise FileRefused("broken_workbook") from None


def decoder(start: bytes) -> Any:
    """An incremental decoder for a part that begins so: UTF-8, or UTF-16 by its mark."""
    encoding = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "utf-8")
    return codecs.getincrementaldecoder(encoding)()


def has_plain_entities(text: str) -> bool:
    """Whether `with_entities` knows all of a text's entities."""
    return text.count("&") == len(_ENTITY.findall(text))


def with_entities(text: str) -> str:
    """Text as it was before XML's own signs in it were written as entities."""
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[0]], text)


def unescaped(text: str) -> str:
    """Text in which Excel wrote a character that XML cannot hold as `_x000D_`."""
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1], 16)
    if number == 0:
        raise FileRefused("null_in_cell")
    return escape[0] if 0xD800 <= number < 0xE000 else chr(number)


def _refuse_document_type(*_: object) -> None:
    raise FileRefused("strange_workbook", problem="มีการกำหนดชนิดเอกสาร (DTD)")
