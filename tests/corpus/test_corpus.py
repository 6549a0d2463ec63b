"""Every cell of the corpus is read, or refused by the rule, as its label says: the contract labels, no reader does.

A file of the corpus holds one kind of cell. `cell` is the text as sent, what cannot be seen written as `\\u200b`, `\\n`
or `\\t`; `means` the value it has, or `rule` what refuses it (`missing`: an empty cell, whose column decides); `why`
the reason. Beside them stands what a reader knows of the cell: the folder's month, the province, the report's district.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
KINDS = sorted(path.stem for path in FOLDER.glob("*.csv"))
PROVINCE = "57"  # where the kind's own file names none

# How the staging models read a cell of each kind: (value as text, rule); neither is a missing value.
READERS = {
    "dates": "select to_char(value, 'YYYY-MM-DD'), rule from thai.read_date(cell, folder_period)",
    "times": """
        select
            to_char(value at time zone 'Asia/Bangkok', 'YYYY-MM-DD')
                || case when has_time then to_char(value at time zone 'Asia/Bangkok', ' HH24:MI:SS') else '' end
                || case when has_time then rtrim(to_char(value, '.US'), '.0') else '' end,
            rule
        from thai.read_moment(cell, folder_period)
    """,
    "months": "select to_char(value, 'YYYY-MM'), rule from thai.read_month(cell, folder_period)",
    "counts": "select value::text, rule from thai.read_count(cell)",
    "answers": "select case value when true then 'yes' when false then 'no' end, rule from thai.read_boolean(cell)",
    "districts": """
        select code, rule
        from rulebook.resolve(province, 'district', thai.district_key(cell))
        where thai.fold(cell) is not null
    """,
    "subdistricts": """
        select code, rule
        from rulebook.resolve(province, 'subdistrict', thai.subdistrict_key(cell), district)
        where thai.fold(cell) is not null
    """,
    "channels": """
        select
            (select string_agg(channel, ' + ' order by channel collate "C") from unnest(channels) as channel),
            case when channels is null then 'value_missing' end
        from rulebook.read_channels(province, cell) as channels
    """,
    "services": """
        select code, rule
        from rulebook.resolve(province, 'service', thai.name_key(cell))
        where thai.fold(cell) is not null
    """,
}


def visible(text: str) -> str:
    """A cell as it was sent, from how the corpus writes it."""
    named = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
    return re.sub(
        r"\\(u[0-9a-f]{4}|.)", lambda found: named.get(found[1]) or chr(int(found[1].removeprefix("u"), 16)), text
    )


def labelled(kind: str) -> list[dict[str, str | None]]:
    """The labelled cells of a kind; what its file does not say, or leaves empty, is None."""
    with (FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {
                "folder_period": f"{row['folder_period']}-01" if "folder_period" in row else None,
                "province": row.get("province", PROVINCE),
                "district": row.get("district") or None,
                "cell": visible(row["cell"]),
                "means": row["means"] or None,
                "rule": row["rule"] or None,
                "why": row["why"],
            }
            for row in csv.DictReader(file)
        ]


def read_cells(connection: Any, kind: str, cells: Sequence[Mapping[str, str | None]]) -> list[tuple[str | None, ...]]:
    """(value as text, rule) of every cell, in order; the rule is `missing` where there is neither."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select reading.value, coalesce(reading.rule, case when reading.value is null then 'missing' end)
            from unnest(%s::text[], %s::date[], %s::text[], %s::text[])
                with ordinality as labelled (cell, folder_period, province, district, position)
            left join lateral ({READERS[kind]}) as reading (value, rule) on true
            order by position
            """,
            [[cell[column] for cell in cells] for column in ("cell", "folder_period", "province", "district")],
        )
        return [(value, rule) for value, rule in cursor.fetchall()]


def misread(connection: Any, kind: str) -> Iterator[str]:
    """A line for every cell that is not read as its label says."""
    cells = labelled(kind)
    for cell, found in zip(cells, read_cells(connection, kind, cells), strict=True):
        if found != (cell["means"], cell["rule"]):
            yield f"{cell['cell']!r} ({cell['why']}): read as {found}, not {(cell['means'], cell['rule'])}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_is_misread(connection: Any, kind: str) -> None:
    wrong = list(misread(connection, kind))
    assert not wrong, "\n".join([f"{len(wrong)} of {len(labelled(kind))} {kind} misread", *wrong])


def test_the_corpus_is_large_and_each_cell_stands_once_with_its_reason() -> None:
    cells = [(kind, row) for kind in KINDS for row in labelled(kind)]
    places = [(kind, *(row[key] for key in ("cell", "folder_period", "province", "district"))) for kind, row in cells]
    assert len(places) >= 800
    assert len(set(places)) == len(places)
    assert all(row["why"] and (row["means"] is None) != (row["rule"] is None) for _, row in cells)
