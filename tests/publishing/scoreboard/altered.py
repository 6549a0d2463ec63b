"""Months as they could be: more districts, more criteria, none at all, and texts as nobody should write them."""

from dataclasses import replace
from decimal import Decimal

from include.publishing.results.details import Intake, Refusal, Row, Working
from include.publishing.results.shapes import Month
from include.publishing.scoreboard import pages, site

SCRIPT = "<script>document.title='เข้ามาได้'</script><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("https://example.org","คลิก")'
TITLE = "ชื่อยาวมาก " * 45 + "จบ"
LONG_WORD = "กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยามหาดิลกภพนพรัตนราชธานีบูรีรมย์" * 7
LATIN_WORD = "x" * 500
EMOJI = "อำเภอ 🏞️👩🏽‍🌾🇹🇭 \u202e ไม่กลับด้าน"
HOSTILE = [
    SCRIPT,
    FORMULA,
    TITLE,
    LONG_WORD,
    LATIN_WORD,
    EMOJI,
    "' onmouseover='alert(1)",
    "</table></main>{{ 7 * 7 }}{% raw %}",
]


def with_districts(month: Month, count: int) -> Month:
    """As many districts as that, the same ones again and again under other codes."""
    repeated = [
        replace(month.districts[number % len(month.districts)], code=f"34{number:02d}x", rank=number + 1)
        for number in range(count)
    ]
    return replace(month, districts=repeated)


def with_criteria(month: Month, count: int) -> Month:
    """As many criteria as that."""
    first = month.rules.of_districts
    criteria = [replace(first[number % len(first)], code=f"criterion_{number}") for number in range(count)]
    districts = [
        replace(
            district,
            results={
                criterion.code: replace(district.results[first[number % len(first)].code], criterion=criterion)
                for number, criterion in enumerate(criteria)
            },
        )
        for district in month.districts
    ]
    return replace(
        month, districts=districts, rules=replace(month.rules, criteria=[*criteria, *month.rules.of_province])
    )


def with_texts(month: Month) -> Month:
    """Every text that somebody outside could have written is one that nobody should write."""
    texts = iter(HOSTILE * 1000)
    rules = replace(
        month.rules,
        criteria=[
            replace(criterion, name_th=next(texts), document_th=next(texts), clause=next(texts))
            for criterion in month.rules.criteria
        ],
        readings=[replace(reading, note_th=next(texts), adopted=True) for reading in month.rules.readings],
    )
    named = {criterion.code: criterion for criterion in rules.criteria}
    districts = [
        replace(
            district,
            name_th=next(texts),
            results={
                code: replace(
                    result,
                    criterion=named[code],
                    explanation_th=next(texts),
                    conditions=[
                        replace(condition, order_ref=next(texts), name_th=next(texts))
                        for condition in result.conditions
                    ],
                )
                for code, result in district.results.items()
            },
            quality=[replace(dimension, explanation_th=next(texts)) for dimension in district.quality],
            steps=[step | {"step_th": next(texts)} for step in district.steps],
        )
        for district in month.districts
    ]
    edition = replace(
        month.edition,
        kind="restated",
        revision=2,
        reason=TITLE + SCRIPT,
        province_name_th=SCRIPT,
        programme_name_th=SCRIPT,
    )
    return replace(
        month,
        edition=edition,
        rules=rules,
        districts=districts,
        province=[replace(result, criterion=named[result.criterion.code]) for result in month.province],
    )


def unreported(month: Month) -> Month:
    """No district has reported."""
    return replace(
        month,
        districts=[
            replace(
                district,
                status="not_reported",
                reported_at=None,
                on_time=False,
                grade="D",
                points=Decimal(0),
                percent=Decimal(0),
                quality=[],
                quality_score=None,
                trend=district.trend[-1:],
                results={
                    code: replace(
                        result,
                        met=False,
                        points=Decimal(0),
                        conditions=[
                            replace(
                                condition,
                                holds=False,
                                value=Decimal(0) if condition.source.startswith("submissions") else None,
                            )
                            for condition in result.conditions
                        ],
                    )
                    for code, result in district.results.items()
                },
            )
            for district in month.districts
        ],
    )


def intake() -> list[Intake]:
    """Files named as nobody should name them."""
    return [Intake("submissions", text, None, "rejected", 0, 0, 0, 3, text) for text in HOSTILE]


def behind(month: Month) -> pages.Behind:
    """Rows, cells and refusals as nobody should write them."""
    code = month.rules.of_districts[0].code
    row: Row = {"row_measure_code": "m", "outcome": "counted", "rows_in_all": 99, "row_number": 7, "sheet": TITLE}
    rows = [
        row | {"file": f"file:///folder/{text}", "reason_th": text, "cells": {"name": text, "empty": None}}
        for text in HOSTILE
    ]
    refusals = [Refusal(None, "submissions", "", text, LONG_WORD, 9, text, True) for text in HOSTILE * 10]
    places = {
        (one["file"], TITLE, "name"): {"letters": "AB", "heading": text}
        for one, text in zip(rows, HOSTILE, strict=True)
    }
    moved = frozenset(criterion.code for criterion in month.rules.of_districts[1:2])
    return pages.Behind(Working({code: rows}, moved), places, refusals)


def board(month: Month) -> str:
    """Its board, as a published site has it."""
    refused = {None: 3} | {district.code: 4 for district in month.districts}
    return pages.board(month, site.links(month.edition, [month.edition]), intake(), refused)


def district(month: Month) -> str:
    """The page of its last district."""
    return pages.district(month, month.districts[-1], site.links(month.edition, [], "../"), behind(month))
