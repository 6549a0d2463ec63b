"""The simulated country: all provinces but Bangkok, each with an order of its own that can be followed."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from include.rulebook import DEFAULT_FOLDER, rulebooks
from include.simulator import event_stream, simulate
from include.simulator.national import country, write_rulebooks
from include.simulator.national.country import given_out, places_of, province_codes
from include.simulator.national.ordering import national_programme
from tests.simulator import reading

MONTH = date(2025, 1, 1)


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rulebooks of all provinces for one fiscal year."""
    folder = tmp_path_factory.mktemp("country") / "rulebook"
    whole = country(1, operators=200_000, events=1_000_000)
    write_rulebooks(folder, DEFAULT_FOLDER, province_codes(), [2568], whole.operators, 1)
    return folder


def test_the_country_is_its_76_provinces_with_878_districts_and_bangkok_is_left_out() -> None:
    places = [place for code in province_codes() for place in places_of(code)]
    assert len(province_codes()) == 76
    assert "10" not in province_codes()
    assert len(places) == 878
    assert sum(len(place.subdistricts) for place in places) == 7256


def test_every_operator_and_every_download_falls_to_some_place() -> None:
    whole = country(4, operators=200_000, events=1_000_000)
    assert sum(whole.operators.values()) == 200_000
    assert sum(whole.events.values()) == 1_000_000
    assert min(whole.operators.values()) > 0
    assert whole == country(4, operators=200_000, events=1_000_000)


@given(st.integers(0, 10_000), st.dictionaries(st.text(), st.floats(0.01, 100), min_size=1, max_size=20))
def test_what_is_given_out_is_given_out_whole(total: int, weights: dict[str, float]) -> None:
    given_by_code = given_out(total, weights)
    assert sum(given_by_code.values()) == total
    assert all(abs(count - total * weights[code] / sum(weights.values())) <= 1 for code, count in given_by_code.items())


def test_all_76_rulebooks_of_a_year_can_be_followed(everywhere: Path) -> None:
    read = rulebooks(everywhere)
    assert [book.province_code for book in read] == list(province_codes())
    assert sum(count.base_value for book in read for count in book.base_counts) == 200_000


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(province_codes()), st.integers(2567, 2575))
def test_whatever_chance_orders_for_a_province_can_be_followed(
    tmp_path_factory: pytest.TempPathFactory, seed: int, province_code: str, year_be: int
) -> None:
    folder = tmp_path_factory.mktemp("order") / "rulebook"
    operators = {place.code: 30 for place in places_of(province_code)}
    write_rulebooks(folder, DEFAULT_FOLDER, [province_code], [year_be, year_be + 1], operators, seed)
    first, second = rulebooks(folder)
    assert (first.fiscal_year_be, second.fiscal_year_be) == (year_be, year_be + 1)


def test_provinces_order_otherwise_wherever_the_programme_lets_them(everywhere: Path) -> None:
    books = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(everywhere.glob("*.yaml"))]
    differs, order = national_programme()["differs"], national_programme()["order"]
    for reading_name, choice in differs["readings"].items():
        taken = {str(book["readings"][reading_name]["value"]) for book in books}
        assert taken >= {str(order["readings"][reading_name]["value"]), *(str(value) for value in choice["among"][:1])}
    assert {len(book["criteria"]) for book in books} == {6, 7, 8}
    assert len({str(book["grade_bands"]["bands"]) for book in books}) == 1 + len(differs["scales"]["among"])
    targets = defaultdict(set)
    for book in books:
        for criterion in book["criteria"]:
            for condition in criterion["conditions"]:
                targets[condition["measure"]].add(str(condition["target"]))
    changed = {measure for measure, choice in differs["targets"].items() if choice.get("share", 1)}
    assert {measure for measure, ordered in targets.items() if len(ordered) > 1} == changed


def test_the_same_country_is_written_the_same_again(tmp_path: Path) -> None:
    contents = []
    for name in ("first", "again"):
        folder = tmp_path / name
        whole = country(2, operators=20_000, events=100_000)
        write_rulebooks(folder / "rulebook", DEFAULT_FOLDER, ["91"], [2568], whole.operators, 2)
        simulate(folder / "landing", folder / "truth", "91", [MONTH], 2, folder / "rulebook", events=900)
        contents.append(
            {
                str(path.relative_to(folder)): (path.read_bytes(), "landing" in path.parts and path.stat().st_mtime_ns)
                for path in sorted(folder.rglob("*"))
                if path.is_file()
            }
        )
    assert contents[0] == contents[1]


@pytest.mark.parametrize("seed", range(6))
def test_files_of_events_hold_the_persons_and_rows_that_they_are_said_to_hold(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "PART", 800)
    random = Random(seed)
    persons = {place.code: random.randint(0, 90) for district in places_of("91") for place in district.subdistricts}

    files = event_stream.deliveries(lambda *of: Random(f"{seed}{of}"), persons, MONTH, "91", 0.05)

    users: dict[str, dict[str, set[str]]] = {"app": defaultdict(set), "web": defaultdict(set)}
    held: set[str] = set()
    for file in files:
        path = tmp_path / Path(file.uri).name
        assert file.write
        with path.open("wb") as into:
            file.streamed = file.write(into)
        records = reading.csv_records(path)
        header = 0 if len(records[0]) > 1 else 1
        refused = {placed.row_number for placed in file.rows}
        rows = [(number, row) for number, row in enumerate(records[header + 1 :], header + 2) if number not in refused]
        at = 0 if any("รหัสเหตุการณ์" in name or "รหัสการดาวน์โหลด" in name for name in records[header][:1]) else 4
        events = {row[at] for _, row in rows}
        assert file.rows_read == len(records) - header - 1
        assert len(events) == len(rows), "no event stands twice but those that are refused for it"
        assert file.rows_known == len(events & held)
        held |= events
        for _, row in rows:
            rest = row[2:] if at == 0 else row[:4]
            subdistrict, system, _, user = rest
            users["web" if system.lower() == "web" else "app"][subdistrict].add(user or row[at])
    assert len(files) > 2
    assert {code: len(users["app"][code]) for code in persons} == persons
    counted: dict[str, int] = defaultdict(int)
    for file in files:
        assert file.streamed
        for (code, used), count in file.streamed.persons.items():
            counted[code] += count if "Web" in used else 0
    assert {code: len(users["web"][code]) for code in persons} == {code: counted[code] for code in persons}
