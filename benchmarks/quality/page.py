"""The page docs/quality.md: what was planted, what was found, and what cannot be."""

from collections.abc import Iterable
from pathlib import Path

from benchmarks.quality.planted import SEED, Measured, Tally

PAGE = Path(__file__).parents[2] / "docs" / "quality.md"

_HEAD = """\
# คุณภาพของการตรวจสอบ · How good the checks are

This page is generated (`make docs`); do not edit it by hand. It says how many of the defects that were planted the
checks find, class by class, and how often they cry wolf. `tests/pipeline/test_planted_defects.py` measures the same and
fails when a class that must be found is missed, when something is refused that was not planted, and when this page is
not what was measured.

หน้านี้บอกว่าเมื่อจงใจใส่ข้อผิดพลาดลงในข้อมูลจำลอง ระบบตรวจพบกี่รายการ (recall) และแจ้งผิดกี่รายการ (false alarms)
แยกตามชนิดของข้อผิดพลาด รวมถึงชนิดที่ไม่มีข้อตรวจใดพบได้

## วิธีวัด · How it is measured

The simulator, with `--planted` and seed {seed}, writes every month of both provinces' rulebooks: {months} months, of
which those that were graded hold {district_months} districts' months. Into what it makes up anyway it plants defects of
{classes} classes, {planted} in all, and labels each: what it is, where it stands, what must find it. The classes are
data: `include/simulator/planting/classes.csv`. What must be told of rows that are good (a claim beyond what is
recorded, a shop of nobody's) is counted once more in plain Python, which shares no code with the SQL that it checks.

All files go through the whole pipeline, and everything it says is held against the labels: file, sheet, row, column and
rule, or district, month and measure must agree. *Missed* is what was planted and not found; a *false alarm* is what was
told and not planted. Recall is found ÷ planted; precision is found ÷ (found + false alarms).
"""

_KINDS = {
    "row": """\
## แถวที่ต้องไม่รับ · Rows that must be refused

By `quarantine.rejected_row`, at their file, sheet, row and column. Every rule is planted but four that nothing in
today's rulebooks lets break: no name means two districts or two services (`district_ambiguous`, `service_ambiguous`),
and no place began or ended (`district_not_in_month`, `subdistrict_not_in_month`).
""",
    "file": """\
## ไฟล์ที่ต้องไม่รับ · Files that must be rejected

By `ops.source_file`, each for its reason. Not planted are links, pipes and names of a hostile file system, and files
made to exhaust the machine: the tests of the loaders make those.
""",
    "finding": """\
## สิ่งที่ต้องแจ้ง · What must be told

By `mart.month_finding`, `ops.file_finding` and, of rejected files, `mart.present_finding`, at their file and row, or
district, month and measure. Slips in the orders' own documents are findings too; those stand in the rulebooks and are
not planted.
""",
    "expectation": """\
## ข้อตรวจที่ต้องไม่ผ่าน · Expectations that must fail

By `ops.expectation_result`, at their province and month; the months in which these are planted are audited.
""",
    "outlier": """\
## ตัวเลขผิดปกติ · Unusual figures

By `mart.outlier`, at their district, month and measure. These are a matter of statistics: a figure is compared with the
district's own earlier months and with its peers of the month, and nothing says for certain that it is wrong. They are
planted from the fifth month on, for there must be something to compare with; every row of them is good.
""",
    "silent": """\
## สิ่งที่ไม่มีข้อตรวจใดพบได้ · What nothing can find

Wrong figures that look like right ones. They are planted to say so. What is found of them is found by luck: last
month's claims, say, where this month's record happens to lie well below them.
""",
}


def page(measured: Measured) -> str:
    """The whole page, in Markdown."""
    tallies = measured.tallies.values()
    head = _HEAD.format(
        seed=SEED,
        months=measured.months,
        district_months=measured.district_months,
        classes=len(tallies),
        planted=f"{sum(tally.planted for tally in tallies):,}",
    )
    parts = [head, *_summary(measured)]
    for kind, text in _KINDS.items():
        parts += [text, *_table(measured.of_kind(kind), exact=kind not in ("outlier", "silent"))]
        if kind == "outlier":
            parts += [_false_outliers(measured), ""]
    return "\n".join(parts)


def _summary(measured: Measured) -> list[str]:
    """One line a kind."""
    lines = [
        "| kind | classes | planted | found | recall | false alarms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind, text in _KINDS.items():
        tallies = measured.of_kind(kind)
        title = text.splitlines()[0].removeprefix("## ")
        planted, found = sum(tally.planted for tally in tallies), sum(tally.found for tally in tallies)
        alarms = len(measured.false_outliers) if kind == "outlier" else sum(len(one.false_alarms) for one in tallies)
        told = "–" if kind == "silent" else f"{alarms:,}"
        lines.append(
            f"| {title} | {len(tallies)} | {planted:,} | {found:,} | {_percent(found / max(planted, 1))} | {told} |"
        )
    return [*lines, ""]


def _table(tallies: Iterable[Tally], exact: bool) -> list[str]:
    heading = ["class", "what it is", "found as", "planted", "found", "missed", "recall"]
    heading += ["false alarms", "precision"] if exact else []
    lines = [f"| {' | '.join(heading)} |", f"| --- | --- | --- |{' ---: |' * (len(heading) - 3)}"]
    for tally in tallies:
        known = tally.of_class
        cells = [
            f"`{known.class_code}`",
            f"{known.label_th} · {known.label_en}",
            f"`{known.found_as}`" if known.found_as else "–",
            *(f"{count:,}" for count in (tally.planted, tally.found, len(tally.missed))),
            _percent(tally.recall),
        ]
        if exact:
            cells += [f"{len(tally.false_alarms):,}", "–" if tally.precision is None else _percent(tally.precision)]
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def _false_outliers(measured: Measured) -> str:
    wrong = len(measured.false_outliers)
    measures = sorted({str(key[0]) for key in measured.false_outliers})
    counts = ", ".join(f"`{code}` {sum(key[0] == code for key in measured.false_outliers)}" for code in measures)
    where = f" ({counts})" if counts else ""
    return (
        f"{measured.outliers} figures were called unusual. {wrong} of them{where} are of a district and month in\n"
        f"which nothing was planted: {measured.false_alarms_per_100:.1f} false alarms per 100 districts' months.\n"
        "Not all of those are errors: by chance a made-up district, like a real one, now and then has a month far\n"
        "from its others. An unusual figure asks a question; no grade depends on it."
    )


def _percent(share: float) -> str:
    """A share as a page shows it."""
    return f"{100 * share:.0f} %" if share in (0, 1) else f"{100 * share:.1f} %"
