"""Names that the rulebooks do not know: suggestions that help, abolished places, and one line that makes an alias."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.rulebook import load_all, rulebooks
from include.rulebook.names import former_subdistricts
from include.warehouse import fetch

TYPOS = Path(__file__).parent / "typos.csv"
KEYS = {"district": "district_key", "subdistrict": "subdistrict_key", "service": "name_key", "channel": "name_key"}


def suggested(connection: Any, province: str, kind: str, written: str, district: str | None = None) -> list[str]:
    """The names suggested for one that is not known."""
    row = fetch(
        connection,
        f"select rulebook.suggest(%(province)s, %(kind)s, thai.{KEYS[kind]}(%(written)s), %(district)s) as names",
        {"province": province, "kind": kind, "written": written, "district": district},
    )[0]
    return row["names"].split(" หรือ ") if row["names"] else []


def resolved(connection: Any, province: str, kind: str, written: str, district: str | None = None) -> tuple[Any, Any]:
    """(code, rule) of a written name."""
    row = fetch(
        connection,
        f"select * from rulebook.resolve(%(province)s, %(kind)s, thai.{KEYS[kind]}(%(written)s), %(district)s)",
        {"province": province, "kind": kind, "written": written, "district": district},
    )[0]
    return row["code"], row["rule"]


def test_the_right_name_is_among_three_suggestions_for_nearly_every_typo(connection: Any) -> None:
    with TYPOS.open(encoding="utf-8", newline="") as file:
        typos = list(csv.DictReader(file))
    missed = []
    for typo in typos:
        place = (typo["province"], typo["kind"], typo["written"], typo["district"] or None)
        assert resolved(connection, *place)[0] is None, f"{typo['written']} is known and no typo"
        names = suggested(connection, *place)
        assert len(names) <= 3
        missed += [] if typo["meant"] in names else [f"{typo['written']}: {typo['meant']} is not among {names}"]
    assert len(typos) >= 100
    assert len(missed) <= len(typos) * 0.01, missed


def test_a_name_of_elsewhere_is_suggested_with_where_it_lies(connection: Any) -> None:
    assert suggested(connection, "57", "district", "เชียงคำ")[0] == "เชียงคำ (จังหวัดพะเยา)"
    assert suggested(connection, "57", "subdistrict", "ต.วาวี", "5709")[0] == "วาวี (อำเภอแม่สรวย)"


def test_what_resembles_nothing_gets_no_suggestion(connection: Any) -> None:
    assert suggested(connection, "57", "district", "กรุงเทพมหานคร") == []
    assert suggested(connection, "57", "district", "5799") == []


def test_an_abolished_subdistrict_leads_to_the_successor_that_a_notice_names(connection: Any) -> None:
    assert resolved(connection, "34", "subdistrict", "340306") == ("342506", None)
    assert fetch(connection, "select origin from rulebook.name where name_key = '340306'") == [{"origin": "abolished"}]


def test_a_successor_known_by_its_name_alone_is_suggested_and_not_taken(connection: Any) -> None:
    assert resolved(connection, "57", "subdistrict", "570108") == (None, "subdistrict_unknown")
    assert suggested(connection, "57", "subdistrict", "570108") == ["บัวสลี (อำเภอแม่ลาว)"]


def bangkok(folder: Any) -> None:
    """A rulebook of Bangkok, whose abolished subdistricts were split."""
    codes = [f"10{number:02}" for number in range(1, 51)]
    (folder.path / "bangkok_2567.yaml").write_text((folder.path / "chiang_rai_2567.yaml").read_text())
    annex = "district_code,printed_name_th,operators,target\n" + "".join(f"{code},{code},100,5\n" for code in codes)
    (folder.path / "annexes" / "bangkok.csv").write_text(annex)
    base = {"annex": "bangkok.csv", "count": "operators", "printed_target": "target", "printed_name": "printed_name_th"}
    as_of = rulebooks()[0].bases["otop_operators"].as_of
    folder.change(
        "bangkok_2567.yaml",
        ("province_code", "10"),
        ("bases/otop_operators", base | {"as_of": as_of, "document": "shop_annex"}),
        ("aliases/district", {}),
    )


def test_an_abolished_subdistrict_that_was_split_is_ambiguous(connection: Any, folder: Any) -> None:
    bangkok(folder)
    load_all(connection, folder.path)
    assert resolved(connection, "10", "subdistrict", "104701") == (None, "subdistrict_ambiguous")
    assert resolved(connection, "10", "subdistrict", "บางนา") == (None, "subdistrict_ambiguous")
    assert resolved(connection, "10", "subdistrict", "บางนาเหนือ") == ("104702", None)


def test_no_name_in_use_today_stands_for_an_abolished_place(connection: Any) -> None:
    for province in ("57", "34"):
        assert former_subdistricts(province)
        twice = fetch(
            connection,
            "select name_key from rulebook.name where province_code = %(province)s and kind = 'subdistrict'"
            " group by name_key having bool_or(origin = 'name') and bool_or(origin in ('abolished', 'former'))",
            {"province": province},
        )
        assert twice == []


@pytest.mark.parametrize("kind", ["service", "district", "subdistrict"])
def test_a_code_is_a_name_of_its_own(connection: Any, kind: str) -> None:
    code = {"service": "khok_nong_na", "district": "5709", "subdistrict": "570901"}[kind]
    assert resolved(connection, "57", kind, code) == (code, None)


ACCEPTED = {
    "district": ("แม่สายย", "5709"),
    "subdistrict": ("ห้วยไคล้", "570902"),
    "service": ("โคก หนอง นา โมเดล", "khok_nong_na"),
    "channel": ("facebok: page", "Facebook"),
}


@pytest.fixture
def refuse(connection: Any) -> Callable[[str, str, str | None], None]:
    """Puts a row into quarantine as typing does, or a post of an unknown channel into staging."""

    def write(kind: str, value: str, district: str | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into ops.source_file (uri, source, province_code, period, sha256, bytes, status, fingerprint,"
                " received_at, modified_at)"
                " values (%s, 'submissions', '57', '2024-02-01', %s, 1, 'loaded', '', now(), now())"
                " returning file_id",
                (value, value),
            )
            (file_id,) = cursor.fetchone()
            if kind == "channel":
                cursor.execute(
                    "insert into staging.submission_publicity (file_id, sheet, row_number, province_code, period,"
                    " report_key, posted_on, channels, hashtags)"
                    " select %s, '', 2, '57', '2024-02-01', 'form:1', '2024-02-15',"
                    " rulebook.read_channels('57', %s), '{}'",
                    (file_id, value),
                )
            else:
                cursor.execute(
                    "insert into quarantine.rejected_row (file_id, sheet, row_number, column_name, value, rule,"
                    " message_th, source, province_code, period, district_code, problems)"
                    " values (%(file_id)s, '', 2, %(kind)s, %(value)s, %(rule)s, '', 'submissions', '57', '2024-02-01',"
                    " %(district)s, array[quarantine.problem(%(kind)s, %(value)s, %(rule)s)])",
                    {"file_id": file_id, "kind": kind, "value": value, "rule": f"{kind}_unknown", "district": district},
                )

    return write


@pytest.mark.parametrize("kind", ACCEPTED)
def test_the_line_that_is_suggested_makes_the_name_known(
    connection: Any, folder: Any, refuse: Callable[[str, str, str | None], None], kind: str
) -> None:
    written, code = ACCEPTED[kind]
    refuse(kind, written, "5709" if kind == "subdistrict" else None)
    (unknown,) = fetch(connection, "select * from quarantine.unknown_name")
    assert (unknown["kind"], unknown["row_count"], unknown["refused"]) == (kind, 1, kind != "channel")
    rulebook = folder.path / "chiang_rai_2567.yaml"
    aliases = yaml.safe_load(rulebook.read_text())["aliases"]
    folder.change(rulebook.name, (f"aliases/{kind}", aliases[kind] | yaml.safe_load(unknown["rulebook_line"])))
    load_all(connection, folder.path)
    if kind == "channel":
        assert fetch(connection, "select rulebook.read_channels('57', %(cell)s) as read", {"cell": written}) == [
            {"read": [code]}
        ]
    else:
        assert resolved(connection, "57", kind, written) == (code, None)


def test_where_no_one_name_is_the_nearest_there_is_no_line_to_add(
    connection: Any, refuse: Callable[[str, str, str | None], None]
) -> None:
    refuse("district", "แม่สวย", None)  # one letter from แม่สาย and from แม่สรวย
    refuse("subdistrict", "วาวี", "5709")  # a subdistrict of another district: an alias would mislead
    refuse("service", "ไม่ทราบชื่อบริการ", None)
    assert [row["rulebook_line"] for row in fetch(connection, "select rulebook_line from quarantine.unknown_name")] == (
        [None] * 3
    )
