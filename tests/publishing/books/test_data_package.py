"""What programs get is what was frozen, value by value, and says of itself what it is."""

import csv
import datetime
import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import pyarrow.parquet
import pytest
from frictionless import Package

from include import warehouse
from include.publishing import data_package, verify
from include.publishing.data_package import parquet_file
from include.publishing.data_package.described import CATALOGUE, QUARTER, Column, Described, Table
from include.publishing.results.shapes import Month

TABLES = [*verify.TABLES, CATALOGUE, QUARTER]
MONTHS = ["provisional", "final", "next_month", "hostile"]
COUNTS_OF_MANY_THINGS = {"numerator", "denominator", "base_value"}


def write(reader: Any, month: Month, folder: Path) -> Path:
    for name, content in data_package.files(reader, month):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "data"


def frozen(reader: Any, table: str, month: Month) -> list[dict[str, Any]]:
    """The rows that were frozen; lists stay lists, what has no type of its own is the database's text."""
    key = verify.TABLES[table][0].split()
    printed = ", valid_during::text" if table == "rule_in_force" else ""
    order = ", ".join(f"{column} nulls first" for column in key)
    return warehouse.fetch(
        reader,
        f"select *{printed} from snapshot.{table} where snapshot_id = %(snapshot_id)s order by {order}",
        month.edition.parameters,
    )


def descriptor(data: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((data / "datapackage.json").read_text())
    return described


@pytest.fixture
def month(request: pytest.FixtureRequest) -> Month:
    found: Month = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_a_package_is_valid_and_lists_every_file_with_its_hash(reader: Any, month: Month, folder: Path) -> None:
    data = write(reader, month, folder)
    report = Package(str(data / "datapackage.json")).validate()
    assert report.valid, [error.message for task in report.tasks for error in task.errors]
    resources = descriptor(data)["resources"]
    assert {path.name for path in data.iterdir()} == {"datapackage.json", *(one["path"] for one in resources)}
    assert [one["path"] for one in resources] == [f"{name}.{form}" for name in TABLES for form in ("csv", "parquet")]
    for resource in resources:
        content = (data / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_parquet_holds_what_was_frozen_cell_by_cell(reader: Any, month: Month, folder: Path) -> None:
    data = write(reader, month, folder)
    for name in verify.TABLES:
        rows = pyarrow.parquet.read_table(data / f"{name}.parquet").to_pylist()
        assert rows == frozen(reader, name, month), name


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_csv_read_by_its_description_holds_what_was_frozen_cell_by_cell(
    reader: Any, month: Month, folder: Path
) -> None:
    package: Any = Package(str(write(reader, month, folder) / "datapackage.json"))
    for name in verify.TABLES:
        rows = [row.to_dict() for row in package.get_resource(name).read_rows()]
        assert rows == frozen(reader, name, month), name


def test_numbers_are_exact_moments_have_a_zone_and_truths_are_truths(reader: Any, final: Month, folder: Path) -> None:
    data = write(reader, final, folder)
    grades = pyarrow.parquet.read_schema(data / "district_grade.parquet")
    assert {str(grades.field(name).type) for name in ("points", "max_points", "percent")} == {"decimal128(38, 20)"}
    assert str(grades.field("reported_at").type) == "timestamp[us, tz=Asia/Bangkok]"
    assert str(grades.field("period").type) == "date32[day]"
    assert str(grades.field("on_time").type) == "bool"
    assert not grades.field("grade").nullable and grades.field("reported_at").nullable
    roster = pyarrow.parquet.read_schema(data / "district.parquet")
    assert str(roster.field("subdistrict_codes").type).startswith("list<")
    frame = pandas.read_parquet(data / "district_grade.parquet")
    assert {type(points) for points in frame["points"]} == {Decimal}
    assert frame["points"].tolist() == [row["points"] for row in frozen(reader, "district_grade", final)]
    table = pyarrow.parquet.read_table(data / "district_grade.parquet")
    [moment] = [value for value in table.column("reported_at").to_pylist() if value is not None]
    assert moment == datetime.datetime.fromisoformat("2025-03-15 23:59:59+07:00")


def test_every_column_says_what_it_is_in_thai_and_english_and_its_unit(reader: Any, final: Month, folder: Path) -> None:
    data = write(reader, final, folder)
    package = descriptor(data)
    measured = set()
    for resource in package["resources"]:
        assert " · " in resource["description"] and resource["title"]
        for field in resource["schema"]["fields"]:
            thai, english = field["description"].split(" · ", 1)
            assert field["title"] == thai and english, (resource["name"], field)
            if field["type"] == "number" and field["name"] not in COUNTS_OF_MANY_THINGS:
                measured.add(field["name"])
                assert ("unit" in field) != ("unitStandsIn" in field), (resource["name"], field["name"])
    assert measured >= {"points", "percent", "value", "target_value", "mean_percent"}
    told = pyarrow.parquet.read_schema(data / "district_grade.parquet").field("percent").metadata
    assert told[b"unit"].decode() == "ร้อยละ" and "half up" in told[b"description"].decode()
    assert pyarrow.parquet.read_schema(data / "measure.parquet").metadata[b"proof_code"].decode() == (
        final.edition.proof_code
    )


def test_a_package_names_its_revision_its_keys_and_what_may_stand_in_a_column(
    reader: Any, final: Month, folder: Path
) -> None:
    package = descriptor(write(reader, final, folder))
    assert package["name"] == "click-34-2025-02" and package["version"] == "2025.2.1"
    assert package["created"] == "2025-03-18T16:00:00Z"
    assert package["proof_code"] == final.edition.proof_code
    assert not {"licenses", "contributors"} & set(package)
    schemas = {resource["name"]: resource["schema"] for resource in package["resources"]}
    fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in schemas.items()}
    assert schemas["district_grade"]["primaryKey"] == ["snapshot_id", "district_code"]
    assert schemas["measure"]["uniqueKeys"] == [["snapshot_id", "district_code", "measure_code"]]
    assert {"fields": ["district_code"], "reference": {"resource": "district", "fields": ["district_code"]}} in (
        schemas["attainment"]["foreignKeys"]
    )
    assert fields["district_grade"]["grade"]["constraints"]["enum"] == [grade for grade, _ in final.rules.bands]
    assert fields["district_grade"]["status"]["constraints"]["enum"] == ["graded", "not_reported"]
    assert fields["publication"]["kind"]["constraints"]["enum"] == ["provisional", "final", "restated"]
    assert "constraints" not in fields["measure"]["value"]


@pytest.mark.parametrize(
    ("file", "was", "becomes", "found"),
    [
        ("district_grade.csv", "not_reported", "forgotten", "constraint-error"),
        ("attainment.csv", ",3404,", ",9999,", "foreign-key"),
        ("district_grade.csv", "3404", "3401", "primary-key"),
    ],
)
def test_a_file_that_was_altered_is_found_by_its_hash_and_by_its_rules(
    reader: Any, final: Month, folder: Path, file: str, was: str, becomes: str, found: str
) -> None:
    data = write(reader, final, folder)
    path = data / file
    path.write_text(path.read_text().replace(was, becomes))
    report = Package(str(data / "datapackage.json")).validate()
    assert any("hash" in error.type or "hash" in error.message for task in report.tasks for error in task.errors)
    package = descriptor(data)
    for resource in package["resources"]:
        del resource["hash"], resource["bytes"]
    (data / "datapackage.json").write_text(json.dumps(package))
    report = Package(str(data / "datapackage.json")).validate()
    assert found in {error.type for task in report.tasks for error in task.errors}


def test_the_quarter_and_the_measures_stand_beside_what_was_frozen_and_say_so(
    reader: Any, final: Month, folder: Path
) -> None:
    data = write(reader, final, folder)
    beside = {
        one["name"]: one["description"] for one in descriptor(data)["resources"] if "no part of" in one["description"]
    }
    assert {CATALOGUE, QUARTER} <= set(beside)
    assert final.quarter is not None
    quarter = pyarrow.parquet.read_table(data / f"{QUARTER}.parquet").to_pylist()
    assert {row["district_code"]: (row["mean_percent"], row["status"]) for row in quarter} == {
        code: (row["mean_percent"], row["status"]) for code, row in final.quarter.districts.items()
    }
    assert [json.loads(row["month_grades"])[0]["period"] for row in quarter] == ["2025-02-01"] * len(quarter)
    units = {
        row["measure_code"]: row["unit_th"]
        for row in pyarrow.parquet.read_table(data / f"{CATALOGUE}.parquet").to_pylist()
    }
    with (data / "measure.csv").open(newline="") as file:
        assert {row["measure_code"] for row in csv.DictReader(file)} <= set(units)


def test_the_same_revision_makes_the_same_bytes(reader: Any, final: Month) -> None:
    assert list(data_package.files(reader, final)) == list(data_package.files(reader, final))


def test_tables_without_rows_are_files_too(reader: Any, final: Month, folder: Path) -> None:
    of_nothing = replace(final, edition=replace(final.edition, snapshot_id=-1), quarter=None)
    data = write(reader, of_nothing, folder)
    assert Package(str(data / "datapackage.json")).validate().valid
    for name in [*verify.TABLES, QUARTER]:
        assert pyarrow.parquet.read_table(data / f"{name}.parquet").num_rows == 0
        assert len((data / f"{name}.csv").read_text().splitlines()) == 1


def test_what_is_live_is_not_published(reader: Any, final: Month) -> None:
    live = replace(final, edition=replace(final.edition, kind="live", snapshot_id=None))
    with pytest.raises(ValueError, match="only what was frozen"):
        list(data_package.files(reader, live))


@pytest.mark.parametrize(
    "values", [("1.1234567890123456789012345",), ("9" * 30, "0.00000000000000000001"), ("-12345678901234567890.5", "0")]
)
def test_no_number_loses_a_digit(values: tuple[str, ...]) -> None:
    column = Column("value", "numeric", False, "ค่า · value", None, None, [])
    table = Table(Described("measure", "snapshot.measure", "ค่า · values", [column], ["value"], []), [])
    rows = [(Decimal(value),) for value in values] + [(None,)]
    content = parquet_file.content(replace(table, rows=rows), {})
    read = pyarrow.parquet.read_table(pyarrow.BufferReader(content)).column("value").to_pylist()
    assert read == [row[0] for row in rows]
