"""The page of questions: each with its SQL, its answer on the demonstration data, and a chart where it compares.

The demonstration data, and the command that writes the page, are in benchmarks/demonstration.py: what this page shows
must not depend on whose warehouse it is written beside.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from include import warehouse
from include.documentation import bars
from include.documentation.questions import Answered, Question

DOCS = warehouse.INCLUDE_FOLDER.parent / "docs"
PAGE = "questions.md"
PICTURES = "pictures/questions"

_ROWS_SHOWN = 8
_HEAD = """\
# ห้าสิบคำถาม · Fifty questions

คำถามที่ผู้ว่าราชการจังหวัด นายอำเภอ เจ้าหน้าที่ นักวิเคราะห์ และผู้ตรวจสอบถามจริง แต่ละข้อมีคำสั่ง SQL ที่ผู้มีบทบาท analyst ใช้ได้ทันที
คำตอบจากข้อมูลสาธิต และแผนภูมิ เปลี่ยนรหัสจังหวัด รหัสอำเภอ หรือเดือนในคำสั่งเพื่อถามเรื่องของตน

Questions that governors, district chiefs, officers, analysts and auditors ask, each with the SQL that the role
`analyst` may run as it is, its answer on the demonstration data and a chart. Change province, district or month to make
a question yours.
[How to connect](connect.md) · [what each column means](data-dictionary.md) · [how figures come about](methodology.md)
([ภาษาไทย](methodology-th.md))

The data is made up: the months that `make run` simulates. This page is generated (`make docs`) from the files of
`docs/questions/`; do not edit it by hand. Of longer answers the first rows are shown.
"""


def files(answers: Iterable[Answered]) -> Iterator[tuple[str, str]]:
    """Every file that is written below docs/, by its name there: the page, and a picture for each chart."""
    asked = list(answers)
    yield PAGE, page(asked)
    for answer in asked:
        if answer.question.bar:
            yield picture_name(answer.question), picture(answer)


def write(answers: Iterable[Answered], docs: Path = DOCS) -> None:
    """Write page and pictures, and take away pictures of questions that are no more."""
    written = dict(files(answers))
    for path in (docs / PICTURES).glob("*.svg"):
        if path.relative_to(docs).as_posix() not in written:
            path.unlink()
    (docs / PICTURES).mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (docs / name).write_text(text)


def page(answers: list[Answered]) -> str:
    """The whole page, in Markdown, grouped by who asks."""
    parts = [_HEAD]
    for (thai, english), group in groupby(answers, key=lambda answer: answer.question.asked_by):
        parts.append(f"## {thai} · {english}\n")
        parts += map(_section, group)
    return "\n".join(parts)


def picture_name(question: Question) -> str:
    """Where its chart lies below docs/."""
    return f"{PICTURES}/{question.name}.svg"


def picture(answer: Answered) -> str:
    """Its chart; rows without a figure are left out."""
    question = answer.question
    labelled = [
        (" ".join(_plain(row[column]) for column in question.bar_by), row[str(question.bar)]) for row in answer.rows
    ]
    return bars.drawn(question.asks[0], [(label, Decimal(value)) for label, value in labelled if value is not None])


def _section(answer: Answered) -> str:
    question, rows = answer.question, answer.rows
    lines = [
        f"### {question.number}. {question.asks[0]}",
        "",
        f"**{question.asks[1]}** {question.shows[0]} · {question.shows[1]}",
        "",
        "```sql",
        question.sql,
        "```",
        "",
        *_table(rows[:_ROWS_SHOWN]),
        "",
    ]
    if len(rows) > _ROWS_SHOWN:
        lines += [f"และอีก {len(rows) - _ROWS_SHOWN} แถว · and {len(rows) - _ROWS_SHOWN} more", ""]
    if question.bar:
        lines += [f"![{question.asks[1]}]({picture_name(question)})", ""]
    return "\n".join(lines)


def _table(rows: list[dict[str, Any]]) -> list[str]:
    columns = list(rows[0])
    numbers = [
        all(isinstance(row[column], int | Decimal | None) and not isinstance(row[column], bool) for row in rows)
        for column in columns
    ]
    return [
        f"| {' | '.join(columns)} |",
        f"| {' | '.join('---:' if number else '---' for number in numbers)} |",
        *(f"| {' | '.join(_in_a_cell(row[column]) for column in columns)} |" for row in rows),
    ]


def _in_a_cell(value: Any) -> str:
    return escape(_plain(value), quote=False).replace("|", "&#124;").replace("\n", " ")


def _plain(value: Any) -> str:
    """A value as it is read: months as they are asked for, numbers without zeros behind them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return bars.figure(Decimal(value)).replace(",", "")
    if isinstance(value, datetime):
        return f"{value.astimezone(ZoneInfo('Asia/Bangkok')):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return str(value)
