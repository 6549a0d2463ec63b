"""Workbooks (.xlsx, .xls) as text: every sheet's rows, each under the row number the sheet itself shows.

A cell that is calculated shows its formula, `=SUM(B2:B9)`, not what it last came to; an error its name, `#REF!`.
"""

from typing import IO

from include.loaders import file_kinds, limits, xls, xlsx
from include.loaders.refusal import FileRefused
from include.loaders.sheet_xml import Row

__all__ = ["Row", "Workbook", "open_workbook"]

Workbook = xlsx.Workbook | xls.Workbook

_ZIP = b"PK\x03\x04"
_START_BYTES = 4096


def open_workbook(content: IO[bytes]) -> Workbook:
    """The workbook. Raises FileRefused for what is none, is protected, brings programs along or is made to do harm."""
    content.seek(0)
    packed = content.read(limits.WORKBOOK_BYTES + 1)
    if len(packed) > limits.WORKBOOK_BYTES:
        raise FileRefused("workbook_too_large", megabytes=limits.WORKBOOK_BYTES >> 20)
    if packed.startswith(_ZIP):
        return xlsx.Workbook(packed)
    if packed.startswith(xls.SIGN[:4]):
        return xls.Workbook(packed)
    start = packed[:_START_BYTES]
    kind = file_kinds.told_by_signs(start) or ("ข้อความ เช่น CSV" if file_kinds.is_text(start) else None)
    if kind is not None:
        raise FileRefused("other_kind_as_workbook", kind=kind)
    raise FileRefused("not_a_workbook")
