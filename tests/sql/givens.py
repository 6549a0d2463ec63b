"""Writes what a case gives into the warehouse, filling in what the case leaves out."""

import datetime
import hashlib
from collections import Counter
from typing import Any

import yaml
from psycopg2.extras import Json, execute_values
from psycopg2.sql import SQL, Identifier

from include import periods, warehouse
from tests.sql.cases import FOLDER, Row

DEFAULTS: dict[str, Row] = yaml.safe_load((FOLDER / "defaults.yaml").read_text(encoding="utf-8"))
PLATFORM_SOURCES = ("otop_operators", "shop_registrations", "app_downloads", "content_records")
SOURCES = {  # by the relation that a source's rows stand in; the rest are of a district's report
    "otop_operators": "otop_operators",
    "otop_operator": "otop_operators",
    "shop_registrations": "shop_registrations",
    "shop_registration": "shop_registrations",
    "shop": "shop_registrations",
    "app_downloads": "app_downloads",
    "app_download": "app_downloads",
    "content_records": "content_records",
    "content_record": "content_records",
    "leader_roster": "leader_roster",
}
_MONTHS = "select warehouse.make_months(%(months)s::date[])"  # as typing does before its rows


def columns_of_tables(connection: Any) -> dict[str, set[str]]:
    """The columns of every table."""
    found = warehouse.fetch(
        connection,
        "select attrelid::regclass::text as table_name, array_agg(attname::text) as names from pg_attribute"
        " where attnum > 0 and not attisdropped"
        " and attrelid in (select oid from pg_class where relkind in ('r', 'p')) group by attrelid",
    )
    return {row["table_name"]: set(row["names"]) for row in found}


class Given:
    """The files and rows given so far, in one connection's transaction."""

    def __init__(self, connection: Any, month: Row, columns: dict[str, set[str]]) -> None:
        self.connection = connection
        self.month = month
        self.columns = columns
        self.file_names: dict[int, str] = {}
        self.with_raw_rows: list[int] = []
        self.counted: Counter[tuple[str | None, ...]] = Counter()
        period = month["period"]
        self.context = {"period": period.isoformat(), "next_period": periods.add_months(period, 1).isoformat()}
        self.filled = {"programme_code": "click", "province_code": month["province_code"], "period": period}

    def change_rulebook(self, changes: list[Row]) -> None:
        """Rows of the province's rulebook set, added or removed."""
        for change in changes:
            table = f"rulebook.{change['table']}"
            chosen_by: Row = change.get("where") or change.get("remove") or {}
            of_province = "province_code" in self.columns[table]
            where = ({"province_code": self.month["province_code"]} if of_province else {}) | chosen_by
            chosen = _equal(where, " and ")
            if "add" in change:
                self._insert(table, [self._keyed(table, change["add"])])
            elif "remove" in change:
                self._execute(SQL("delete from {} where {}").format(_name(table), chosen), [where])
            else:
                values = _proved(change["set"])
                changed = _equal(values, ", ")
                self._execute(SQL("update {} set {} where {}").format(_name(table), changed, chosen), [values, where])

    def add(self, tables: dict[str, list[Row]]) -> None:
        """The rows of the tables, and the files they stand in."""
        rows = {
            table: [dict(row) for written in given for row in [written] * written.get("times", 1)]
            for table, given in tables.items()
        }
        files: dict[str, Row] = {row["file"]: row for row in rows.pop("ops.source_file", [])}
        for table, given in rows.items():
            schema, name = table.split(".")
            for row in given:
                row.pop("times", None)
                if "file_id" in self.columns[table]:
                    source = SOURCES.get(name, "submissions")
                    row.setdefault("file", source)
                    file = files.setdefault(row["file"], {"file": row["file"]})
                    file.setdefault("source", source)
                    file["rows"] = file.get("rows", 0) + 1
                    file["raw"] = file.get("raw", False) or schema == "raw"
        for file in files.values():
            if file["file"] not in self.file_names.values():
                self._add_file(file)
        for row in rows.get("ops.month", []):  # a month graded from the files that are there
            row.setdefault("inputs_sha256", self._inputs(row))
        ids = {name: file_id for file_id, name in self.file_names.items()}
        for table, given in rows.items():
            whole = [self._fill(table, row, ids) for row in given]
            if table == "warehouse.app_download":
                warehouse.fetch(self.connection, _MONTHS, {"months": [row["period"] for row in whole]})
            self._insert(table, whole)

    def deliver(self, sources: list[str]) -> None:
        """A file that only holds its header, of each source."""
        for source in sources:
            self._add_file({"file": f"delivered {source}", "source": source})

    def _add_file(self, file: Row) -> None:
        name, source = file.pop("file"), file.get("source", "submissions")
        raw, rows = file.pop("raw", False), file.pop("rows", 0)
        folder = f"{source}/{self.month['province_code']}/{file.get('period', self.month['period']):%Y-%m}"
        row = DEFAULTS["ops.source_file"] | {
            "uri": f"file:///landing/{folder}/{name}",
            "source": source,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "rows_read": rows,
            "rows_loaded": 0 if raw else rows,
        }
        row = {column: self._format(value, self.context) for column, value in row.items()}
        row = self.filled | row | {"modified_at": file.get("received_at", row["received_at"])} | file
        row.pop("programme_code")
        if not raw and row["status"] == "loaded":
            row.setdefault("typed_with", self._rules())
        (file_id,) = self._insert("ops.source_file", [row], returning="file_id")
        self.file_names[file_id] = name
        if raw:
            self.with_raw_rows.append(file_id)

    def _keyed(self, table: str, row: Row) -> Row:
        keys = self.filled | {"rulebook_version": 1}
        return {column: value for column, value in keys.items() if column in self.columns[table]} | row

    def _rules(self) -> str:
        rules = "select rules_sha256 from rulebook.province_rules where province_code = %(province_code)s"
        return str(warehouse.fetch(self.connection, rules, self.month)[0]["rules_sha256"])

    def _inputs(self, month: Row) -> str:
        open_months = warehouse.fetch(
            self.connection,
            "select inputs_sha256 from ops.month_input"
            " where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s",
            self.filled | month,
        )
        return str(open_months[0]["inputs_sha256"]) if open_months else "none"

    def _fill(self, table: str, row: Row, ids: dict[str, int]) -> Row:
        file = row.get("file")
        self.counted[table,] += 1
        self.counted[table, file] += 1
        if "file_id" in self.columns[table]:
            row["file_id"] = ids[row.pop("file")]
        filled = self.filled | {"sheet": "", "row_number": self.counted[table, file] + 1}
        whole = {column: value for column, value in filled.items() if column in self.columns[table]} | row
        context = self.context | {"n": self.counted[table,], "file": file}
        for column, value in DEFAULTS.get(table.replace("candidate.", "mart."), {}).items():
            if column not in row:
                whole[column] = self._format(value, context | {key: _text(part) for key, part in whole.items()})
        return whole

    @staticmethod
    def _format(value: Any, context: Row) -> Any:
        return value.format(**context) if isinstance(value, str) else value

    def _insert(self, table: str, rows: list[Row], returning: str | None = None) -> list[Any]:
        written = []
        with self.connection.cursor() as cursor:
            for row in rows:
                statement = SQL("insert into {} ({}) values %s").format(
                    _name(table), SQL(", ").join(Identifier(column) for column in row)
                )
                if returning:
                    statement += SQL(" returning {}").format(Identifier(returning))
                execute_values(cursor, statement, [[_adapted(value) for value in row.values()]])
                written += [found[0] for found in cursor.fetchall()] if returning else []
        return written

    def _execute(self, statement: Any, rows: list[Row]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, [_adapted(value) for row in rows for value in row.values()])
            assert cursor.rowcount > 0, f"no such row: {rows}"


def _name(table: str) -> Identifier:
    return Identifier(*table.split("."))


def _equal(row: Row, joined_by: str) -> Any:
    return SQL(joined_by).join(SQL("{} = %s").format(Identifier(column)) for column in row)


def _proved(values: Row) -> Row:
    """A version whose content is said to be another has another text, and the digest of that."""
    if "content_sha256" not in values:
        return values
    text = values["content_sha256"]
    return values | {"document_text": text, "content_sha256": hashlib.sha256(text.encode()).hexdigest()}


def _adapted(value: Any) -> Any:
    is_json = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict) for part in value))
    return Json(value) if is_json else value


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value
