"""Two warehouses compared: every table, every freeze, every published file; and each of them by itself."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from benchmarks.soak.homes import Home
from include.archive import FolderArchive
from include.publishing import verify
from include.replay import replay

ROOMS = ("raw", "staging", "quarantine", "warehouse", "rulebook", "ops", "candidate", "mart", "snapshot")
# What tells when something happened by the machine's own clock, or counts attempts, or notes in what order files came
# (what a file was news of); files are known by their names.
APART = (
    "file_id", "was_file_id", "first_file_id", "finding_id", "proposal_id", "accepted_at", "archived_at", "opened_at",
    "since", "made_at", "built_at", "moved_at", "loaded_at", "forgotten_at", "proposed_at", "fingerprint", "written_at",
    "place", "known_during", "touches", "change_count", "inputs_sha256",
)  # fmt: skip
# What is compared of a table, where that is not every row: what was so for a while, between two looks, may differ.
STANDING: Mapping[str, str] = {
    "ops.finding_episode": "rows.resolved_at is null",
    "ops.restatement_proposal": "rows.status <> 'lapsed'",
    "mart.district_grade_history": "upper_inf(rows.known_during)",
}
# Compared as the view that gives the last answers, without who asked when.
LATEST = (
    "select suite, expectation, province_code, period, success, unexpected_count from ops.latest_expectation_result"
)
LEFT_OUT = {
    "ops.file_change": "counts how often files changed",
    "ops.expectation_result": "each audit is one more",
    "ops.vital_sign": "of the machine",
    "ops.personal_column": "written by the migrations",
}
_SHOWN = 4


@dataclass
class Compared:
    """What was compared, and what differs."""

    tables: int = 0
    rows: int = 0
    snapshots: int = 0
    published_files: int = 0
    differences: list[str] = field(default_factory=list)


def compare(one: Home, other: Home) -> Compared:
    """Whether two warehouses hold the same."""
    found = Compared()
    for name, question in _tables(one):
        lines, others = (_lines(home, question) for home in (one, other))
        found.tables += 1
        found.rows += len(lines)
        found.differences += differing(name, lines, others)
    hashes = [_hashes(home) for home in (one, other)]
    found.snapshots = len(hashes[0])
    found.differences += differing("hashes of freezes", *hashes)
    files = [_published(home) for home in (one, other)]
    found.published_files = len(files[0])
    found.differences += differing("published files", *files)
    return found


def wrong_in_itself(home: Home, landed: int) -> Iterator[str]:
    """What may not be so, whatever another warehouse holds."""
    [files] = home.ask(
        "select count(*) as files, count(distinct (uri, sha256)) as different,"
        " count(*) filter (where rows_read <> rows_loaded + rows_known + rows_rejected) as unaccounted"
        " from ops.source_file"
    )
    if not files["files"] == files["different"] == landed:
        yield f"{landed} files landed, {files['files']} are listed, {files['different']} of them different"
    if files["unaccounted"]:
        yield f"rows of {files['unaccounted']} files are not accounted for"
    archive = FolderArchive(home.folder / "archive")
    for row in home.ask("select sha256, bytes from ops.archived_file where erased_at is null"):
        if not archive.holds(row["sha256"], row["bytes"]):
            yield f"the archive has not {row['sha256']}"
    for row in home.ask("select province_code, period from ops.stale_month union all"
                        " select province_code, period from ops.month where status = 'held' union all"
                        " select province_code, period from ops.wrong_month_input"):  # fmt: skip
        yield f"{row['province_code']} {row['period']:%Y-%m} is stale, held or kept wrongly"
    proved = subprocess.run(
        [sys.executable, verify.__file__, home.folder / "publish"], capture_output=True, text=True, check=False
    )
    if proved.returncode:
        yield f"the publications are not proved:\n{proved.stdout[-2000:]}{proved.stderr[-2000:]}"


def built_again(home: Home) -> tuple[int, list[str]]:
    """How many freezes were built again from the files as they came, and which of them otherwise."""
    results = replay(FolderArchive(home.folder / "archive"), "soak")
    return len(results), [
        f"{row['province_code']} {row['period']:%Y-%m} revision {row['revision']}: {row['reason_th']}"
        for row in results
        if row["outcome"] != "same"
    ]


def _tables(home: Home) -> Iterator[tuple[str, str]]:
    """Every table, with the query whose lines are compared."""
    tables = home.ask(
        "select format('%%I.%%I', table_schema, table_name) as name, bool_or(column_name = 'file_id') as of_a_file"
        " from information_schema.columns inner join information_schema.tables using (table_schema, table_name)"
        " where table_type = 'BASE TABLE' and table_schema = any (%(rooms)s)"
        " group by table_schema, table_name order by 1",
        rooms=list(ROOMS),
    )
    for table in tables:
        name = table["name"]
        if name in LEFT_OUT:
            continue
        known = "left join ops.source_file as known using (file_id)" if table["of_a_file"] else ""
        told = "coalesce(known.uri, '') || ' ' ||" if table["of_a_file"] else ""
        yield (
            name,
            f"select {told} (to_jsonb(rows) - %(apart)s)::text as line from {name} as rows {known}"
            + (f" where {STANDING[name]}" if name in STANDING else ""),
        )
    yield "ops.latest_expectation_result", f"select (to_jsonb(rows) - %(apart)s)::text as line from ({LATEST}) as rows"


def _lines(home: Home, question: str) -> list[str]:
    found = home.ask(f"select line from ({question}) as lines", apart=list(APART))
    return sorted(_unnumbered(row["line"].replace(str(home.folder), "")) for row in found)


def _unnumbered(text: str) -> str:
    """Without numbers of files, which a killed task takes with it, and the rows that a finding shows as examples.

    Which rows of many it shows goes by the numbers of their files too.
    """
    text = re.sub(r"· (found|ที่พบ): [^\"]*", r"· \1", text)
    return re.sub(r"(เลขที่|เลขที่รับ|ส่งคืน|receipt) \d+", r"\1", text)


def _hashes(home: Home) -> list[str]:
    return [
        " ".join(map(str, row.values()))
        for row in home.ask(
            "select province_code, period, revision, kind, taken_at, content_sha256, chain_sha256"
            " from snapshot.publication order by 1, 2, 3"
        )
    ]


def _published(home: Home) -> list[str]:
    root = home.folder / "publish"
    paths = ((path, path.relative_to(root).as_posix()) for path in root.rglob("*") if path.is_file())
    return sorted(" ".join((_unnumbered(name), _digest(path))) for path, name in paths)


def _digest(path: Path) -> str:
    content = path.read_bytes()
    if path.suffix == ".html":
        content = _unnumbered(unquote(content.decode())).encode()  # it links to what was handed back
    return sha256(content).hexdigest()


def differing(name: str, lines: list[str], others: list[str]) -> list[str]:
    """What one has and the other has not, each as often as it is there; nothing where they are equal."""
    if lines == others:
        return []
    only, besides = _surplus(lines, others), _surplus(others, lines)
    told = [f"  lost: {line[:1200]}" for line in only[:_SHOWN]] + [
        f"  more: {line[:1200]}" for line in besides[:_SHOWN]
    ]
    return ["\n".join([f"{name}: {len(only)} lost, {len(besides)} more", *told])]


def _surplus(lines: list[str], others: list[str]) -> list[str]:
    return list((Counter(lines) - Counter(others)).elements())
