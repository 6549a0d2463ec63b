"""What a file is by its first bytes, whatever its name says."""

import codecs
import re

_SIGNS = (
    (b"%PDF", "ไฟล์ PDF"),
    (b"\x89PNG", "รูปภาพ"),
    (b"\xff\xd8\xff", "รูปภาพ"),
    (b"GIF8", "รูปภาพ"),
    (b"{\\rtf", "เอกสาร RTF"),
    (b"\x1f\x8b", "ไฟล์บีบอัด (gzip)"),
    (b"Rar!", "ไฟล์บีบอัด (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "ไฟล์บีบอัด (7z)"),
    (b"PAR1", "ไฟล์ Parquet"),
)
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype html|html|head|meta|style|table)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b")
_NO_TEXT = re.compile(rb"[\0-\x08\x0e-\x1f]")


def told_by_signs(start: bytes) -> str | None:
    """What the sender would call a file that begins so; None when nothing tells."""
    start = start.removeprefix(codecs.BOM_UTF8)
    if _WEB_PAGE.match(start):
        return "หน้าเว็บ (HTML)"
    if _XML.match(start):
        return "ไฟล์ XML"
    return next((kind for sign, kind in _SIGNS if start.startswith(sign)), None)


def is_text(start: bytes) -> bool:
    """Whether a file that begins so is text, in whichever encoding."""
    return start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _NO_TEXT.search(start)
