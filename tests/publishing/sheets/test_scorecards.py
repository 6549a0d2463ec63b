"""A scorecard says of a district what was frozen of it, on one page, whatever the texts hold."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from include import next_steps, warehouse
from include.publishing import scorecards, wording
from include.publishing.results.details import Refusal
from include.publishing.results.shapes import District, Month
from include.publishing.typesetting import Press
from tests.publishing.sheets.reading import bare, fonts, inked, pages, text

HOSTILE = (
    '<script>alert(1)</script> =HYPERLINK("http://a.b") 😀🏽 #set page(width: 1pt) $x$ @ref [*b*] \\ \u202egnp \x00 '
)
ENDLESS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ" * 30
UNBROKEN = "x" * 500


@pytest.fixture(scope="module")
def made(readable: Any, march: Month) -> dict[str, bytes]:
    """March's scorecards by name."""
    return dict(scorecards.files(readable, march))


@pytest.fixture(scope="module")
def card() -> Callable[..., bytes]:
    """Sets one scorecard."""
    press = Press("scorecard.typ")
    return lambda month, district, refused=(): press.pdf(
        scorecards.card(month, district, list(refused)), month.edition.taken_at
    )


def test_every_district_gets_one_page_named_by_its_code(made: dict[str, bytes], march: Month) -> None:
    assert list(made) == [f"scorecards/{district.code}.pdf" for district in march.districts]
    assert len(made) == 25
    assert [len(pages(content)) for content in made.values()] == [1] * 25


def test_the_figures_printed_are_those_that_were_frozen(readable: Any, made: dict[str, bytes], march: Month) -> None:
    parameters = {"snapshot_id": march.edition.snapshot_id}
    kept = warehouse.fetch(
        readable,
        """
        select *, rank() over (order by points / max_points desc) as place, count(*) over () as of_all
        from snapshot.district_grade where snapshot_id = %(snapshot_id)s
        """,
        parameters,
    )
    explained = warehouse.fetch(
        readable,
        "select * from snapshot.attainment where snapshot_id = %(snapshot_id)s and district_code is not null",
        parameters,
    )
    for row in kept:
        printed = text(made[f"scorecards/{row['district_code']}.pdf"])
        for words in (
            f"อำเภอ{row['district_name_th']}",
            f"{wording.number(row['points'])}จาก {wording.number(row['max_points'])} คะแนน",
            f"คิดเป็นร้อยละ {wording.number(row['percent'], 2)}",
            f"{row['place']} จาก {row['of_all']}",
            f"ระดับ {row['grade']} เรื่อง Click ชุมชน: {wording.BASES[row['grade_basis']]}",
            march.edition.proof_code or "",
        ):
            assert bare(words) in printed, (row["district_code"], words)
    for row in explained:
        assert bare(row["explanation_th"]) in text(made[f"scorecards/{row['district_code']}.pdf"])


def test_targets_and_results_stand_beside_each_criterion(made: dict[str, bytes], march: Month) -> None:
    for district in march.districts[:3]:
        printed = text(made[f"scorecards/{district.code}.pdf"])
        for result in district.results.values():
            assert bare(result.criterion.name_th) in printed
            assert bare(result.criterion.clause) in printed
            for condition in result.conditions:
                assert bare(scorecards.target(condition)) in printed
                assert bare(wording.quantity(condition.value, condition.unit_th)) in printed


def test_the_steps_printed_are_the_smallest_to_the_next_letter(made: dict[str, bytes], march: Month) -> None:
    told = [district for district in march.districts if district.steps]
    assert told
    for district in told:
        printed = text(made[f"scorecards/{district.code}.pdf"])
        first = [row for row in district.steps if row["option_no"] == district.steps[0]["option_no"]]
        assert bare(f"ได้ระดับ {next_steps.letter(district.steps)}") in printed
        assert bare(next_steps.sentence(first)) in printed


def test_a_trend_shows_the_letter_of_each_month(made: dict[str, bytes], march: Month) -> None:
    [district, *_] = march.districts
    printed = text(made[f"scorecards/{district.code}.pdf"])
    for past in district.trend:
        assert bare(wording.short_month(past.period)) in printed
    assert bare("แนวโน้ม 2 เดือน") in printed


def test_an_edition_says_what_it_is(months: dict[str, Month], card: Callable[..., bytes]) -> None:
    printed = {kind: text(card(month, month.districts[0])) for kind, month in months.items()}
    assert bare("ฉบับเบื้องต้น: ผลอาจเปลี่ยนแปลงเมื่อเผยแพร่ฉบับสมบูรณ์") in printed["provisional"]
    assert bare("ฉบับสมบูรณ์") in printed["final"] and "อาจเปลี่ยนแปลง" not in printed["final"]
    assert bare("ฉบับแก้ไข ครั้งที่ 1 เหตุที่แก้ไข: เหตุผล") in printed["restated"]


def test_a_district_that_did_not_report_is_told_so_and_by_when(
    months: dict[str, Month], card: Callable[..., bytes]
) -> None:
    month = months["final"]
    [district, *_] = [row for row in month.districts if not row.reported]
    printed = text(card(month, district))
    assert bare("การส่งรายงานยังไม่ได้รับรายงานกำหนด 15 มีนาคม 2568") in printed
    assert bare("ระดับคิดจากข้อมูลที่ระบบบันทึกเท่านั้น") in printed


def test_a_report_that_came_says_whether_it_was_in_time(months: dict[str, Month], card: Callable[..., bytes]) -> None:
    month = months["final"]
    [district] = [row for row in month.districts if row.reported]
    assert bare("ส่งภายในกำหนด15 มีนาคม 2568") in text(card(month, district))
    assert bare("ส่งล่าช้า") in text(card(month, replace(district, on_time=False)))


def test_what_was_refused_is_counted_by_kind_and_the_first_of_it_told(march: Month, card: Callable[..., bytes]) -> None:
    refused = [
        Refusal("3404", "app_downloads", "", "a.csv", "", 2, "ช่อง “เวลา” ว่างอยู่"),
        Refusal("3404", "submissions", "กิจกรรม", "b.xlsx", "กิจกรรม", 4, "ช่อง “วันที่” ว่างอยู่"),
        Refusal("3404", "submissions", "กิจกรรม", "b.xlsx", "กิจกรรม", 5, "ช่อง “วันที่” ว่างอยู่"),
        Refusal("3404", "submissions", "กิจกรรม", "old.xlsx", "กิจกรรม", 4, "รายการเก่า", replaced=True),
    ]
    printed = text(card(march, march.districts[0], refused))
    for words in (
        "รายการที่ไม่ผ่านการตรวจสอบ 3 รายการ",
        "แบบรายงานของอำเภอ 2 · ข้อมูลดาวน์โหลด 1",
        "ช่อง “วันที่” ว่างอยู่ (2 รายการ)",
        scorecards.SEE_COPY,
    ):
        assert bare(words) in printed
    assert "รายการเก่า" not in printed
    assert bare("ข้อมูลผ่านการตรวจสอบทุกรายการ") in text(card(march, march.districts[0]))


def test_of_a_live_month_no_proof_is_printed(march: Month, card: Callable[..., bytes]) -> None:
    edition = replace(march.edition, kind="live", snapshot_id=None, revision=None, taken_at=None, proof_code=None)
    live = replace(march, edition=edition)
    printed = text(card(live, live.districts[0]))
    assert "รหัสพิสูจน์" in printed and str(march.edition.proof_code) not in printed
    assert bare("ยังไม่เผยแพร่: ผลยังเปลี่ยนแปลงได้") in printed


@pytest.mark.parametrize("words", [HOSTILE, ENDLESS, UNBROKEN, HOSTILE + ENDLESS + UNBROKEN])
def test_whatever_the_texts_hold_it_stays_one_page(march: Month, card: Callable[..., bytes], words: str) -> None:
    month, district = _filled_with(march, march.districts[-1], words)
    refused = [Refusal("3404", "submissions", words, words, words, 1, f"{number} {words}") for number in range(99)]
    content = card(month, district, refused)
    assert len(pages(content)) == 1
    assert str(march.edition.proof_code) in text(content)
    assert all("Sarabun" in name for name in fonts(content))


def test_what_comes_from_outside_is_set_as_text_and_never_followed(march: Month, card: Callable[..., bytes]) -> None:
    printed = text(card(march, replace(march.districts[0], name_th="<b>#set page(width: 1pt) $x$")))
    assert bare("อำเภอ<b>#set page(width: 1pt) $x$") in printed


def test_ten_criteria_fit_one_page_with_every_sentence(march: Month, card: Callable[..., bytes]) -> None:
    district = march.districts[0]
    results = {f"{code}{number}": result for number in range(2) for code, result in district.results.items()}
    ten = list(results.items())[:10]
    results = {code: replace(row, criterion=replace(row.criterion, code=code)) for code, row in ten}
    month = replace(march, rules=replace(march.rules, criteria=[row.criterion for row in results.values()]))
    content = card(month, replace(district, results=results))
    assert len(pages(content)) == 1
    assert text(content).count(bare(next(iter(results.values())).explanation_th)) == 2


def test_every_letter_is_set_in_sarabun_and_embedded(made: dict[str, bytes]) -> None:
    content = next(iter(made.values()))
    assert len(fonts(content)) >= 3
    assert all("Sarabun" in name and embedded for name, embedded in fonts(content).items())


def test_the_page_is_not_blank_as_a_picture(made: dict[str, bytes]) -> None:
    assert all(0.08 < share < 0.6 for content in list(made.values())[:3] for share in inked(content))


def test_equal_figures_make_equal_bytes(readable: Any, made: dict[str, bytes], march: Month) -> None:
    name, content = next(scorecards.files(readable, march))
    assert made[name] == content


def _filled_with(month: Month, district: District, words: str) -> tuple[Month, District]:
    results = {
        code: replace(
            result,
            explanation_th=words,
            criterion=replace(result.criterion, name_th=words, clause=words, document_th=words),
        )
        for code, result in district.results.items()
    }
    steps = [row | {"step_th": words} for row in district.steps]
    return (
        replace(
            month,
            edition=replace(month.edition, province_name_th=words, kind="restated", revision=2, reason=words),
            rules=replace(month.rules, criteria=[result.criterion for result in results.values()]),
        ),
        replace(district, name_th=words, results=results, steps=steps),
    )
