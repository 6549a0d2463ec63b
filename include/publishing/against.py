"""The publish location against the database: what was frozen lies there, is the same, and nothing else does.

    python -m include.publishing.against FOLDER [--write]

Besides what `verify.py` proves, this finds a last revision that was deleted, and a chain that was made anew as a whole,
on either side. With --write, folders that are not there are written again. The warehouse is `AIRFLOW_CONN_WAREHOUSE`.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from include import warehouse
from include.publishing import bundle, verify


def differences(connection: Any, root: Path) -> list[str]:
    """A sentence, Thai and English, for every revision that is not the same on both sides."""
    there = {str(found.folder.relative_to(root)): found for found in verify.bundles_of(root)}
    told = []
    for publication in warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id"):
        place = bundle.place(publication)
        found = there.pop(place, None)
        if found is None:
            told.append(f"{place}: ไม่มีในที่เผยแพร่ · frozen, and not in the publish location")
        else:
            told += [f"{place}: {says}" for says in _differing(connection, publication, found)]
    return told + [f"{place}: ไม่มีในฐานข้อมูล · never frozen in this warehouse" for place in sorted(there)]


def _differing(connection: Any, publication: dict[str, Any], found: verify.Bundle) -> list[str]:
    frozen = bundle.files(connection, publication)
    if not found.modern:
        same = found.publication.get("chain_sha256") == publication["chain_sha256"] and not found.faults
        return [] if same else ["ไม่ตรงกับที่ปิดรอบในฐานข้อมูล · not what the database has frozen"]
    data = [name for name in frozen if name not in (*bundle.AS_THEY_ARE, verify.MANIFEST, verify.SUMS)]
    differing = [name for name in sorted(data) if found.content.get(name) != frozen[name]]
    return [f"{name}: ไม่ตรงกับฐานข้อมูล · not what the database has frozen" for name in differing]


def main(command_line: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m include.publishing.against")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write the folders that are not there again")
    given = parser.parse_args(command_line)
    with warehouse.publishing() as connection:
        if given.write:
            for place in bundle.write_missing(connection, given.folder, everything=True):
                print(f"{place}: เขียนใหม่แล้ว · written again")
        told = differences(connection, given.folder)
    print("\n".join(told) or "ตรงกับฐานข้อมูลทุกฉบับ · every revision is what the database has frozen")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
