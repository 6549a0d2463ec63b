"""What was refused of a district, told so that it can be read however much it is: kinds, some rows, all in a file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from include.publishing import wording
from include.publishing.results.details import Refusal
from include.publishing.workbook.style import is_like_a_formula

KINDS_SHOWN = 20
HEADINGS = ("แหล่งข้อมูล", "ไฟล์", "แผ่น", "แถว", "เหตุผลและสิ่งที่ต้องทำ", "มีฉบับที่ส่งภายหลังแทนแล้ว")
# What one row's sentence says and the next one's does not, though both broke one rule.
_NAMED = re.compile("“[^”]*”")


@dataclass(frozen=True)
class Kind:
    """So many refusals of one source that differ in nothing but what they name; `told_th` is the first."""

    source: str
    told_th: str
    rows: int


def kinds(refusals: Iterable[Refusal]) -> list[Kind]:
    """The refusals by what is wrong, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for refusal in refusals:
        kind = (refusal.source, _NAMED.sub("", refusal.told_th))
        counts[kind] += 1
        first.setdefault(kind, refusal.told_th)
    return [Kind(kind[0], first[kind], rows) for kind, rows in counts.most_common()]


def as_csv(refusals: Sequence[Refusal]) -> bytes:
    """Every refusal, for a spreadsheet program: with a byte order mark, and no text a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for refusal in refusals:
        cells = (
            wording.SOURCES.get(refusal.source, refusal.source),
            refusal.file,
            refusal.sheet,
            "" if refusal.row_number is None else str(refusal.row_number),
            refusal.told_th,
            "✓" if refusal.replaced else "",
        )
        writer.writerow(f"'{cell}" if cell[:1] in ("\t", "\r") or is_like_a_formula(cell) else cell for cell in cells)
    return text.getvalue().encode("utf-8-sig")
