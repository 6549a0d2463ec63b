"""What lies in a province's folder, an entry a revision, as programs read it: `<root>/<province_code>/index.json`.

It says which papers are not finished, so that the whole history need not be looked through, and says nothing that the
location itself does not: where it is gone, or cut short, it is made again from what lies there.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from include.publishing import bundle, verify
from include.publishing.results import editions
from include.publishing.results.shapes import Edition

FILE = "index.json"
FORM = 1
PAPERS, PAPERS_LIST = "papers", "papers.json"
# What a reader of papers opens first, where it is there: what it is, what kind of file.
OPENED = {
    "index.html": ("ตารางผลคะแนน", "หน้าเว็บ"),
    "memo.pdf": ("บันทึกข้อความ", "PDF"),
    "letter.pdf": ("หนังสือแจ้งผล", "PDF"),
    "workbook.xlsx": ("สมุดงาน", "Excel"),
    "data/datapackage.json": ("ข้อมูลสำหรับโปรแกรม", "CSV และ Parquet"),
}
FONTS = "assets/fonts.css"

Entry = dict[str, Any]  # what an edition says, `place` below the province's folder, `papers`: None until finished
Entries = dict[str, Entry]  # by place


def waiting(connection: Any, root: Any, everything: bool = False) -> list[Edition]:
    """The revisions that have their proof and no finished papers, or are not listed yet; the latest freeze first.

    A province's latest that is listed with its papers ends the search; what is listed as unfinished is found however
    old it is, and so is what was once withheld. With `everything` each one ever frozen is looked for. All of them are
    listed as unfinished before they are returned: whatever ends a run early, the next one finds them.
    """
    found: dict[str, set[int]] = {}
    for of_province in bundle.provinces(connection):
        province_code = of_province["province_code"]
        entries = read(root, province_code)
        numbers = found.setdefault(province_code, set())
        numbers |= {entry["snapshot_id"] for entry in entries.values() if entry["papers"] is None}
        numbers |= set(_lacking(connection, root, of_province, entries, everything))
    for publication in bundle.once_withheld(connection):
        place = folder_of(publication["period"], publication["revision"])
        if place not in read(root, publication["province_code"]) and _is_proved(root, publication):
            found[publication["province_code"]].add(publication["snapshot_id"])
    lacking = [
        edition
        for province_code, numbers in found.items()
        for edition in editions.numbered(connection, numbers)
        if edition.province_code == province_code
    ]
    for province_code in found:
        note(root, province_code, [edition for edition in lacking if edition.province_code == province_code])
    return sorted(lacking, key=lambda edition: edition.snapshot_id or 0, reverse=True)


def _lacking(
    connection: Any, root: Any, of_province: bundle.Publication, entries: Entries, everything: bool
) -> Iterator[int]:
    """The numbers of a province's revisions whose papers are not there or not listed, the latest first."""
    for publication in bundle.latest_first(connection, of_province):
        if _is_proved(root, publication):
            entry = entries.get(folder_of(publication["period"], publication["revision"]))
            if not (entry and entry["papers"] and papers_list(root, bundle.place(publication))):
                yield publication["snapshot_id"]
            elif not everything:
                return


def _is_proved(root: Any, publication: bundle.Publication) -> bool:
    """Whether its proof is written: what is withheld has none, and gets no papers."""
    return bundle.finished(root / bundle.place(publication) / verify.MANIFEST)


def note(root: Any, province_code: str, unfinished: Iterable[Edition]) -> None:
    """List revisions as unfinished; the list is written where that is new."""
    entries = read(root, province_code)
    noted = entries | {entry["place"]: entry for entry in (entry_of(edition) for edition in unfinished)}
    if noted != entries:
        write(root, province_code, noted)


def read(root: Any, province_code: str) -> Entries:
    """The entries of a province; none where there is no list, or half of one."""
    listed = json_of(root / province_code / FILE)
    return {entry["place"]: entry for entry in listed.get("revisions", [])} if listed.get("form") == FORM else {}


def write(root: Any, province_code: str, entries: Entries) -> None:
    """Keep the entries of a province, the latest freeze first."""
    in_order = sorted(entries.values(), key=lambda entry: entry["snapshot_id"], reverse=True)
    whole = {"form": FORM, "province_code": province_code, "revisions": in_order}
    write_file(root / province_code / FILE, json_bytes(whole))


def entry_of(edition: Edition, papers: dict[str, Any] | None = None) -> Entry:
    """An edition as the list has it, with the sum of its finished papers."""
    entry: Entry = about(edition) | {"place": folder_of(edition.period, edition.revision), "papers": None}
    if papers:
        sizes = [file["bytes"] for file in papers["files"].values()]
        shown = [name for name in (*OPENED, FONTS) if name in papers["files"]]
        entry["papers"] = {"made_at": papers["made_at"], "files": len(sizes), "bytes": sum(sizes), "shown": shown}
    return entry


def about(edition: Edition) -> Entry:
    """What an edition says of itself, as JSON has it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(edition).items()}


def papers_list(root: Any, place: str) -> dict[str, Any]:
    """What `papers.json` of a revision says, by its place below the root; nothing where it is not there to its end."""
    return json_of(root / place / PAPERS / PAPERS_LIST)


def folder_of(period: date, revision: int | None) -> str:
    """Where a revision lies, below the province's folder."""
    return f"{period:%Y-%m}/{revision}"


def json_of(path: Any) -> dict[str, Any]:
    """An object in a file; an empty one where there is no such file, or only a part of it."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        content: bytes = file.read()
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def json_bytes(whole: dict[str, Any]) -> bytes:
    """JSON for people and programs."""
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def write_file(path: Any, content: bytes) -> None:
    """Write a file, and the folders it lies in where they are not there yet; an object store has none."""
    try:
        file = path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("wb")
    with file:
        file.write(content)
