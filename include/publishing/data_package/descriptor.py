"""`datapackage.json`: what the files of a revision are, as the Frictionless Data Package describes tables.

Each table is two resources: `<table>`, its CSV, and `<table>_parquet`. Keys between tables are said of the CSV.
"""

import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from include.publishing import wording
from include.publishing.data_package.described import CATALOGUE, QUARTER, Column, Described
from include.publishing.results.shapes import Edition, Month

NAME = "datapackage.json"
_MEDIATYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "numeric": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "datetime",
    "text": "string",
    "jsonb": "array",
    "text[]": "array",
}
_BESIDE = "มิใช่ส่วนที่ปิดรอบ เป็นไปตามวันที่จัดทำไฟล์ · no part of what was frozen: as it stood when this was written"
# Tables that others refer to, by the column that does.
_REFERRED = {"snapshot_id": "publication", "district_code": "district", "measure_code": CATALOGUE}

Row = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """A file that was made of a table."""

    described: Described
    form: str
    bytes: int
    sha256: str

    @property
    def path(self) -> str:
        """Its name beside the descriptor."""
        return f"{self.described.name}.{self.form}"


def about(edition: Edition) -> dict[str, str]:
    """What names a revision and proves it."""
    return {
        "programme_code": edition.programme_code,
        "province_code": edition.province_code,
        "period": f"{edition.period:%Y-%m}",
        "revision": str(edition.revision),
        "kind": edition.kind,
        "proof_code": str(edition.proof_code),
        "content_sha256": str(edition.content_sha256),
        "chain_sha256": str(edition.chain_sha256),
    }


def content(month: Month, written: list[Written]) -> bytes:
    """The bytes of the descriptor of the files that were written."""
    edition = month.edition
    assert edition.taken_at is not None
    kind = wording.edition(edition.kind, edition.revision)
    title = (
        f"ผลการจัดระดับอำเภอ เรื่อง {edition.programme_name_th} จังหวัด{edition.province_name_th}"
        f" เดือน{wording.month(edition.period)} {kind}"
    )
    there = {file.described.name for file in written if not file.described.empty}
    package = {
        "name": f"{edition.programme_code}-{edition.province_code}-{edition.period:%Y-%m}",
        "title": title,
        "description": _description(edition),
        "version": f"{edition.period:%Y}.{edition.period.month}.{edition.revision}",
        "created": f"{edition.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        **about(edition),
        "resources": [_resource(file, there) for file in written],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _description(edition: Edition) -> str:
    month = f"{edition.period:%Y-%m}"
    basis = "รุ่น ปี.เดือน.ฉบับ ทุกค่าเท่ากับฉบับที่ปิดรอบ พิสูจน์ด้วยรหัสพิสูจน์ · version is year.month.revision; every value"
    return (
        f"{wording.edition(edition.kind, edition.revision)} เหตุที่ปิดรอบ {edition.reason} รหัสพิสูจน์ {edition.proof_code}"
        f" {basis} is that of revision {edition.revision} ({edition.kind}) of {month}, which the proof code proves"
    )


def _resource(file: Written, there: set[str]) -> Row:
    described = file.described
    beside = f" {_BESIDE}" if described.name in (CATALOGUE, QUARTER) else ""
    in_csv = file.form == "csv"
    return {
        "name": described.name if in_csv else f"{described.name}_{file.form}",
        "type": "table" if in_csv else "file",
        "title": described.comment.split(" · ")[0],
        "description": described.comment + beside,
        "path": file.path,
        "scheme": "file",
        "format": file.form,
        "mediatype": _MEDIATYPES[file.form],
        **({"encoding": "utf-8"} if in_csv else {}),
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(described, there, in_csv),
    }


def _schema(described: Described, there: set[str], in_csv: bool) -> Row:
    """A key of which a part may be missing (the district, in a row of the province) is unique and not primary."""
    schema: Row = {"fields": [_field(described, column, in_csv) for column in described.columns]}
    if described.key_is_whole:
        schema["primaryKey"] = described.key
    else:
        schema["uniqueKeys"] = [described.key]
    columns = [] if described.name == QUARTER else described.columns  # it may know districts of other months
    keys = [
        {"fields": [name], "reference": {"resource": referred, "fields": [name]}}
        for name, referred in ((column.name, _REFERRED.get(column.name)) for column in columns)
        if referred in there - {described.name}
    ]
    if described.name == "target":
        both = ["district_code", "criterion_code"]
        keys.append({"fields": both, "reference": {"resource": "attainment", "fields": both}})
    return schema | ({"foreignKeys": keys} if keys and in_csv else {})


def _field(described: Described, column: Column, in_csv: bool) -> Row:
    constraints: Row = {}
    if column.required:
        constraints["required"] = True
    if column.name in described.unique or described.key == [column.name]:
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = column.choices
    field: Row = {
        "name": column.name,
        "type": "string" if column.type == "jsonb" and not in_csv else _TYPES[column.type],
        "title": column.title,
        "description": column.comment,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.unit_stands_in:
        field["unitStandsIn"] = column.unit_stands_in
    if column.required and column.type == "text":
        field["missingValues"] = []  # an empty text is a text: nothing is missing here
    return field | ({"constraints": constraints} if constraints else {})
