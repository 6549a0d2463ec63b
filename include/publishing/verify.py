"""พิสูจน์ว่าสิ่งที่เผยแพร่ยังเป็นอย่างที่เผยแพร่ไว้ · proves that what was published is still what was published.

    python3 verify.py FOLDER [CODE]

FOLDER is one revision, a province or the whole publish location; CODE is a proof code as printed on a publication.
Needs nothing but Python 3.8 and what is in the folder. Ends with 0 when everything stands, 1 when something does not,
2 when the question cannot be answered. The forms are described in docs/methodology.md, Proof.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import re
import sys
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Iterator, List, NamedTuple

FORM = 2  # of the folder; the first one had neither rows.txt nor SHA256SUMS
MANIFEST, SUMS, ROWS, RULEBOOK = "manifest.json", "SHA256SUMS", "rows.txt", "rulebook.json"
# Every table of a snapshot that is published: what tells its rows apart, and the fields of its line in the content.
TABLES = {
    "publication": ("snapshot_id", ""),
    "district_grade": (
        "district_code",
        "district_code district_name_th status points max_points percent grade grade_basis reported_at on_time"
        " rulebook_version",
    ),
    "attainment": (
        "district_code criterion_code",
        "district_code criterion_code met points max_points explanation_th",
    ),
    "target": (
        "district_code criterion_code condition_no",
        "district_code criterion_code condition_no measure_code comparator base_value target_value rulebook_version"
        " order_ref",
    ),
    "measure": ("district_code measure_code", "district_code measure_code value source"),
    "quality_dimension": ("district_code dimension", ""),  # beside the grades, no part of the content
    "next_step": ("district_code option_no criterion_code condition_no", ""),  # nor is what was missing
    "source_file": ("source uri sha256", "source sha256"),
    "deadline": ("deadline_code", "deadline_code due_at"),
    "district": ("district_code", "district_code district_name_th subdistrict_codes"),
    "rule_in_force": ("programme_code rulebook_code rulebook_version", ""),  # by which the names in the files were read
}
NUMBERS = {"points", "max_points", "percent", "base_value", "target_value", "value"}
TIMES = {"reported_at", "due_at"}
TRUTHS = {"met", "on_time"}
MAY_BE_MISSING = {"district_code", "base_value", "value", "reported_at"}
OF_THE_FREEZE = ("snapshot_id", "programme_code", "province_code", "period")  # the same in every row
WHOLE_NUMBERS = {"snapshot_id", "revision", "rulebook_version"}
CHAINED = "previous_sha256 content_sha256 programme_code province_code period revision kind taken_at code_version"
KINDS = {"provisional": "ฉบับเบื้องต้น", "final": "ฉบับสมบูรณ์", "restated": "ฉบับแก้ไข (ฉบับที่ {})"}
MONTHS = "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
MOVED = "แถวย้ายที่หรือซ้ำ · row moved or doubled"
SHOWN = 20  # faults of one file that are spelt out

Rows = List[List[str]]  # the header, then the rows


class Fault(NamedTuple):
    """What does not stand: the file, where in it as far as that can be known, and the sentence that says so."""

    file: str
    says: str
    line: int | None = None
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        line = [f"บรรทัด line {self.line}"] if self.line else []
        return ", ".join([self.file, *line, *filter(None, (self.row, self.column))]) + f": {self.says}"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def csv_bytes(rows: Rows) -> bytes:
    """CSV in UTF-8 with a byte order mark, as Excel opens Thai text."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def csv_rows(content: bytes) -> Rows:
    text = content.decode("utf-8-sig", "replace")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:  # altered so that it is no CSV any more
        return [record.split(",") for record in text.split("\r\n")]


def rows_bytes(tables: dict[str, Rows]) -> bytes:
    """Every row once more, a line each: the table, then its cells, by tabs."""
    marks = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
    lines = [
        "\t".join([table, *(cell.translate(marks) for cell in row)])
        for table in sorted(tables)
        for row in tables[table]
    ]
    return ("\n".join(lines) + "\n").encode()


def rows_tables(content: bytes) -> dict[str, Rows]:
    marks = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    tables: dict[str, Rows] = {}
    for line in content.decode("utf-8", "replace").split("\n")[:-1]:
        table, *cells = line.split("\t")
        cells = [re.sub(r"\\(.)", lambda mark: marks.get(mark[1], mark[0]), cell) for cell in cells]
        tables.setdefault(table, []).append(cells)
    return tables


def manifest_bytes(publication: dict[str, str], files: dict[str, dict[str, Any]]) -> bytes:
    """The one way to write a manifest: what was frozen, then every file with its length and SHA-256."""
    fields = {name: int(text) if name in WHOLE_NUMBERS else text for name, text in publication.items()}
    whole = {**fields, "form": FORM, "files": {name: files[name] for name in sorted(files)}}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def sums_bytes(hashes: dict[str, str]) -> bytes:
    """As `sha256sum` writes it, and checks it with `-c`."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def proof_code(chain_sha256: str) -> str:
    """The last 80 bits in Crockford's base 32, four characters together."""
    bits = int(chain_sha256[-20:], 16)
    code = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 5 * place & 31] for place in range(15, -1, -1))
    return "-".join(code[place : place + 4] for place in range(0, 16, 4))


def canonical(column: str, cell: str) -> str:
    """A cell as the content has it; one that cannot be read, as it stands."""
    if not cell and column in MAY_BE_MISSING:
        return "\\N"
    try:
        if column in TRUTHS:
            return cell.lower()
        if column in TIMES:
            return utc(cell)
        if column in NUMBERS:
            plain = f"{Decimal(cell):f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
    except (ArithmeticError, ValueError):
        pass
    return cell


def utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def content_sha256(rulebook_sha256: str, tables: dict[str, Rows]) -> str:
    """SHA-256 of the content: the rulebook's hash, then a line for every row, in the order of their bytes."""
    lines: list[bytes] = []
    for table, (_, proved) in TABLES.items():
        header, *rows = tables.get(table) or [[]]
        written = []
        for row in rows if proved else []:
            cells = dict(zip(header, row))
            fields = (canonical(column, cells.get(column, "")) for column in proved.split())
            written.append("\t".join([table, *fields]).encode())
        lines += set(written) if table == "source_file" else written
    return sha256(b"\n".join([f"rulebook\t{rulebook_sha256}".encode(), *sorted(lines)]))


def chain_sha256(publication: dict[str, str]) -> str:
    fields = {**publication, "period": publication["period"][:7], "taken_at": utc(publication["taken_at"])}
    return sha256("\n".join(fields[name] for name in CHAINED.split()).encode())


def altered_rows(file: str, was: Rows, content: bytes) -> Iterator[Fault]:
    """What differs between the rows that were written and a CSV as it is now."""
    key = TABLES.get(file[:-4], ("", ""))[0].split()
    old, new = (text.decode("utf-8", "replace").split("\r\n") for text in (csv_bytes(was), content))
    header = was[0]
    for what, start, end, place, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone = [] if what == "equal" else [(cells_of(record), record) for record in old[start:end]]
        for line, record in enumerate(new[place:stop] if what != "equal" else [], place + 1):
            cells = cells_of(record)
            alike = [then for then in gone if key and named(header, then[0], key) == named(header, cells, key)]
            before = next(iter(alike or gone), None)
            if before is None:
                if record:
                    says = MOVED if record in old else "แถวเพิ่ม · row added"
                    yield Fault(file, says, line, named(header, cells, key))
                continue
            gone.remove(before)
            row = named(header, before[0], key) if line > 1 else "หัวตาราง header"
            differing = [field for field in zip(header, before[0], cells + [""] * len(header)) if field[1] != field[2]]
            for column, then, now in differing:
                yield Fault(file, f"เดิม “{then}” บัดนี้ “{now}” · was “{then}”, is “{now}”", line, row, column)
            if len(cells) != len(before[0]) or not differing:
                yield Fault(file, "ตัวคั่นหรือท้ายแถวถูกแก้ · written otherwise", line, row)
        for cells, record in gone:
            if record:
                says = MOVED if record in new else "แถวหายไป · row gone"
                yield Fault(file, says, place + 1, named(header, cells, key))


def cells_of(record: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(record, newline="")), [])
    except csv.Error:
        return record.split(",")


def named(header: list[str], cells: list[str], key: list[str]) -> str:
    row = dict(zip(header, cells))
    return " ".join(f"{column}={row.get(column, '')}" for column in key)


def altered_lines(file: str, was: bytes, content: bytes) -> Iterator[Fault]:
    """What differs between two texts, line by line."""
    old, new = (text.decode("utf-8", "replace").split("\n") for text in (was, content))
    for what, start, end, place, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for step in range(max(end - start, stop - place) if what != "equal" else 0):
            then = old[start + step] if start + step < end else ""
            now = new[place + step] if place + step < stop else ""
            field = re.match(r'\s*"([\w.]+)"|[0-9a-f]{64}  (\S+)', then)
            of_file = [line for line in old[: start + step] if line.startswith('    "')] if then[:6] == " " * 6 else []
            row = of_file[-1].split('"')[1] if of_file else ""
            says = f"เดิม “{then.strip()}” บัดนี้ “{now.strip()}” · was, is"
            yield Fault(file, says, place + step + 1, row, (field[1] or field[2]) if field else "")


class Bundle:
    """The folder of one revision: what it says was frozen, and every fault in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.content = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        self.manifest = self._manifest()
        listed = self.manifest.get("files")
        self.listed = listed if isinstance(listed, dict) and all(isinstance(of, dict) for of in listed.values()) else {}
        self.modern = "form" in self.manifest or SUMS in self.content or ROWS in self.content
        self.publication: dict[str, str] = {}
        proved = self._files_of_today() if self.modern else self._files_of_the_first_form()
        for name in sorted(self.content.keys() - proved - {MANIFEST, SUMS}):
            self.fault(name, "ไฟล์นี้ไม่อยู่ในรายการ ไม่ได้รับการพิสูจน์ · not listed: proves nothing")
        self.chain = ""
        if set(CHAINED.split()) <= self.publication.keys():
            self._content()
            self._chain()

    def fault(self, file: str, says: str, **place: Any) -> None:
        self.faults.append(Fault(file, says, **place))

    def _manifest(self) -> dict[str, Any]:
        if MANIFEST not in self.content:
            self.fault(MANIFEST, "ไม่มีไฟล์ · missing: the folder is not finished, or the file was removed")
            return {}
        try:
            read = json.loads(self.content[MANIFEST].decode())
        except ValueError:
            self.fault(MANIFEST, "อ่านไม่ได้ · cannot be read")
            return {}
        return read if isinstance(read, dict) else {}

    def _files_of_today(self) -> set[str]:
        """Each hash stands twice, in the manifest and in SHA256SUMS, and each cell twice: which was altered shows."""
        text = self.content.get(SUMS, b"").decode("utf-8", "replace")
        summed = {name: known for known, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", text, re.MULTILINE)}
        required = {f"{table}.csv" for table, (_, proved) in TABLES.items() if proved} | {"publication.csv", ROWS}
        either = self.listed.keys() | summed.keys()
        both = self.listed.keys() & summed.keys() if self.listed and summed else either
        names = (required | both | either & self.content.keys()) - {MANIFEST, SUMS}
        hashes: dict[str, str] = {}
        about: dict[str, dict[str, Any]] = {}
        altered = []
        for name in sorted(names):
            claims = [claim for claim in (self.listed.get(name, {}).get("sha256"), summed.get(name)) if claim]
            found = sha256(self.content[name]) if name in self.content else None
            hashes[name] = found if found and found in claims else str((claims or [""])[0])
            about[name] = {"bytes": len(self.content.get(name, b"")), "sha256": hashes[name]}
            if found is None:
                self.fault(name, "ไม่มีไฟล์ · missing")
            if found not in claims:
                altered.append(name)
                about[name]["bytes"] = self.listed.get(name, {}).get("bytes", about[name]["bytes"])
        written = {} if ROWS in altered else rows_tables(self.content[ROWS])
        tables = {
            name[:-4]: csv_rows(self.content[name]) for name in names & self.content.keys() if name[-4:] == ".csv"
        }
        for name in set(altered) & self.content.keys():
            faults: Iterator[Fault] = iter(())
            if name[:-4] in written and name.endswith(".csv"):
                faults = altered_rows(name, written[name[:-4]], self.content[name])
            elif name == ROWS and sha256(rows_bytes(tables)) == hashes[ROWS]:
                faults = altered_lines(ROWS, rows_bytes(tables), self.content[ROWS])
            found_there = list(faults) or [Fault(name, "เนื้อไฟล์ถูกแก้ · altered")]
            self.faults += found_there[:SHOWN]
        header, *rows = written.get("publication") or tables.get("publication") or [[]]
        self.publication = dict(zip(header, rows[0])) if rows else {}
        manifest = manifest_bytes(self.publication, about)
        for name, was in ((MANIFEST, manifest), (SUMS, sums_bytes({**hashes, MANIFEST: sha256(manifest)}))):
            if name not in self.content and name == SUMS:
                self.fault(SUMS, "ไม่มีไฟล์ · missing")
            elif self.content.get(name, was) != was:
                self.faults += list(altered_lines(name, was, self.content[name]))[:SHOWN]
        return names

    def _files_of_the_first_form(self) -> set[str]:
        """A manifest that nothing protects: what it says of the files, and what the chain says of it."""
        for name, about in self.listed.items():
            found = self.content.get(name)
            if found is None:
                self.fault(name, "ไม่มีไฟล์ · missing")
            elif (len(found), sha256(found)) != (about.get("bytes"), about.get("sha256")):
                self.fault(name, "เนื้อไฟล์ถูกแก้ · altered")
        if self.manifest and json.dumps(self.manifest, ensure_ascii=False, indent=2).encode() != self.content[MANIFEST]:
            self.fault(MANIFEST, "เขียนต่างจากรูปแบบ · written otherwise")
        self.publication = {name: str(value) for name, value in self.manifest.items() if name != "files"}
        return set(self.listed)

    def _content(self) -> None:
        frozen, tables = self.publication, {}
        for name in sorted(name for name in self.content if name.endswith(".csv") and name[:-4] in TABLES):
            tables[name[:-4]] = [header, *rows] = csv_rows(self.content[name]) or [[]]
            for number, row in enumerate(rows, 2):
                for column, cell in zip(header, row):
                    if column in OF_THE_FREEZE and cell != frozen.get(column):
                        says = f"บัดนี้ “{cell}” ต้องเป็น “{frozen.get(column)}” · is not what was frozen"
                        self.fault(name, says, line=number, column=column)
        if content_sha256(frozen.get("rulebook_sha256", ""), tables) != frozen["content_sha256"]:
            self.fault("content_sha256", "เนื้อหาในตารางไม่ตรงกับที่ปิดรอบ · the tables are not what was frozen")
        if RULEBOOK in self.content:
            if sha256(self.content[RULEBOOK]) != frozen.get("rulebook_sha256"):
                self.fault(RULEBOOK, "ไม่ใช่ชุดเกณฑ์ที่ใช้ปิดรอบ · not the rulebook it was frozen under")
        elif self.modern and len(tables.get("deadline", [])) > 1:
            self.fault(RULEBOOK, "ไม่มีไฟล์ · missing")

    def _chain(self) -> None:
        frozen = self.publication
        try:
            self.chain = chain_sha256(frozen)
        except ValueError:
            self.fault("taken_at", "อ่านเวลาไม่ได้ · no moment")
        if self.chain != frozen.get("chain_sha256"):
            self.fault("chain_sha256", "ไม่ใช่ค่าที่คำนวณได้จากสิ่งที่ปิดรอบ · does not follow from what was frozen")
        elif self.modern and frozen.get("proof_code") != self.code:
            self.fault("proof_code", f"ต้องเป็น {self.code} · is not that of the chain")
        place = (frozen["province_code"], frozen["period"][:7], frozen["revision"])
        standing = self.folder.resolve().parts[-3:]
        if re.fullmatch(r"\d\d/\d{4}-\d\d/\d+", "/".join(standing)) and standing != place:
            self.fault(MANIFEST, f"อยู่ผิดที่ เป็นของ {'/'.join(place)} · lies in the wrong place")

    @property
    def code(self) -> str:
        return proof_code(self.chain) if self.chain else ""

    def __str__(self) -> str:
        frozen = self.publication
        if not self.chain:
            return f"{self.folder}: อ่านไม่ได้ · cannot be told"
        year, month = frozen["period"][:7].split("-")
        return (
            f"จังหวัด {frozen['province_code']} เดือน{MONTHS.split()[int(month) - 1]} {int(year) + 543}"
            f" {KINDS.get(frozen['kind'], '').format(frozen['revision'])}"
            f" · {year}-{month} revision {frozen['revision']} {frozen['kind']}"
            f" · รหัสพิสูจน์ {self.code}"
        )


def bundles_of(folder: Path) -> list[Bundle]:
    """Every revision in or below a folder; one whose manifest was taken away counts too."""
    found = {path.parent for path in folder.rglob(MANIFEST)}
    found |= {
        path for path in folder.glob("**/[0-9][0-9][0-9][0-9]-[0-9][0-9]/*") if path.name.isdigit() and path.is_dir()
    }
    return [Bundle(path) for path in sorted(path for path in found if not found & set(path.parents))]


def broken_links(bundles: list[Bundle]) -> Iterator[Fault]:
    """Where a province's chain, from its first freeze on, does not hold."""
    chains: dict[tuple[str, str], list[Bundle]] = {}
    for bundle in bundles:
        if bundle.chain:
            of = (bundle.publication["programme_code"], bundle.publication["province_code"])
            chains.setdefault(of, []).append(bundle)
    for chain in chains.values():
        chain.sort(key=lambda bundle: int(bundle.publication["snapshot_id"]))
        before: Bundle | None = None
        for bundle in chain:
            if bundle.publication["previous_sha256"] != (before.chain if before else ""):
                after = f"หลัง after {before.folder}" if before else "ก่อนหน้า before it"
                says = f"ห่วงโซ่ขาด มีฉบับที่หายไปหรือถูกทำขึ้นใหม่ ({after}) · a revision is missing, or was made anew"
                yield Fault(str(bundle.folder), says, column="previous_sha256")
            if before and before.modern and not bundle.modern:
                yield Fault(str(bundle.folder), "รูปแบบเก่ากว่าฉบับก่อนหน้า · of an older form than the one before it")
            before = bundle


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    if len(arguments) not in (1, 2) or not Path(arguments[0]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    bundles = bundles_of(folder)
    one = [bundle.folder for bundle in bundles] == [folder]
    for bundle in bundles:
        print("✗" if bundle.faults else "✓", bundle)
        for fault in bundle.faults:
            print(f"    {bundle.folder}/{fault}")
        if not bundle.modern:
            print("    รูปแบบแรก: พิสูจน์ตัวเลขและห่วงโซ่ได้ แต่ไม่มีชุดเกณฑ์ และบอกไม่ได้ว่าช่องใดถูกแก้")
            print("    of the first form: figures and chain are proved; no rulebook; an altered cell cannot be named")
    links = [] if one else list(broken_links(bundles))
    for fault in links:
        print("✗", fault)
    codes = {re.sub(r"\W", "", code).upper().translate(str.maketrans("OIL", "011")) for code in arguments[1:]}
    unknown = codes - {bundle.code.replace("-", "") for bundle in bundles if not bundle.faults}
    if unknown:
        print("✗ ไม่พบรหัสพิสูจน์นี้ในสิ่งที่พิสูจน์แล้ว · no revision that stands has this proof code:", *arguments[1:])
    failed = not bundles or links or unknown or any(bundle.faults for bundle in bundles)
    print()
    if not bundles:
        print("ไม่พบฉบับที่เผยแพร่ · nothing published was found")
    elif failed:
        print("พิสูจน์ไม่ผ่าน · not proved")
    else:
        print(f"พิสูจน์แล้ว {len(bundles)} ฉบับ · {len(bundles)} proved")
    print("ฉบับสุดท้ายที่ถูกลบ หรือห่วงโซ่ที่ทำขึ้นใหม่ทั้งสาย โฟลเดอร์บอกไม่ได้ ต้องเทียบกับรหัสพิสูจน์ที่พิมพ์ไว้")
    print("A deleted last revision, or a chain made anew as a whole, shows only against the printed proof codes.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
