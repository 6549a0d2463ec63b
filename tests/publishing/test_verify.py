"""Whatever is altered in what was published is found, and named, by the verifier that an outsider has."""

import ast
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from include.publishing import verify
from tests.publishing.published import PLACES, alter, forge, rewrite

PROVISIONAL, FINAL, NEXT = PLACES
CSVS = sorted(f"{table}.csv" for table in verify.TABLES)


@pytest.fixture
def small(root: Path) -> Path:
    """A revision with two rows a table, so that each of its bytes can be tried."""
    folder = root / PROVISIONAL
    for path in folder.glob("*.csv"):
        rewrite(path, lambda rows: rows.__delitem__(slice(3, None)))
    forge(folder)
    return folder


def faults(folder: Path) -> list[verify.Fault]:
    """Every fault in the revisions of a folder."""
    return [fault for bundle in verify.bundles_of(folder) for fault in bundle.faults]


def run(*arguments: Any) -> subprocess.CompletedProcess[str]:
    """The verifier as a program of its own, without the project and without what is installed."""
    command = [sys.executable, "-I", "-S", Path(verify.__file__), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_what_was_published_is_proved_offline_by_one_file(root: Path) -> None:
    ended = run(root)
    assert ended.returncode == 0, ended.stdout
    assert "พิสูจน์แล้ว 3 ฉบับ · 3 proved" in ended.stdout
    for place, said in zip(PLACES, ended.stdout.splitlines(), strict=False):
        code = verify.Bundle(root / place).publication["proof_code"]
        assert said.startswith("✓ จังหวัด 34 เดือน") and said.endswith(f"· รหัสพิสูจน์ {code}")
    assert run(root / "34").returncode == run(root / FINAL).returncode == 0
    inside = subprocess.run([sys.executable, "verify.py", "."], cwd=root / FINAL, capture_output=True, check=False)
    assert inside.returncode == 0
    assert run().returncode == run(root / "nowhere").returncode == 2


def test_the_verifier_is_one_file_for_python_3_8_and_its_standard_library() -> None:
    text = Path(verify.__file__).read_text()
    read = ast.parse(text, feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(read)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name
    }
    assert imported <= sys.stdlib_module_names


def test_make_verify_proves_what_lies_in_the_publish_location(root: Path) -> None:
    command = ["make", "--silent", "verify", f"PYTHON={sys.executable}"]
    project = Path(verify.__file__).parents[2]
    made = {
        uri: subprocess.run(
            command,
            cwd=project,
            env={"PATH": os.environ["PATH"], "CHUMCHON_PUBLISH_URI": uri},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        for uri in (f"file://{root}", "s3://connection@bucket/published")
    }
    here, elsewhere = made.values()
    assert (here.returncode, "3 proved" in here.stdout) == (0, True), here.stderr
    assert elsewhere.returncode != 0 and "Download s3://" in elsewhere.stderr


def test_a_file_that_is_no_csv_any_more_is_named_all_the_same(root: Path) -> None:
    path = root / FINAL / "attainment.csv"
    path.write_bytes(path.read_bytes().replace("ไม่ผ่าน".encode(), b'"' + b"x" * 200_000, 1))
    assert path.name in {fault.file for fault in faults(root)}


def test_a_printed_code_finds_its_revision_however_it_is_typed(root: Path) -> None:
    code = verify.Bundle(root / FINAL).code
    assert run(root, code).returncode == 0
    assert run(root, code.lower().replace("-", " ").replace("0", "o").replace("1", "l")).returncode == 0
    assert run(root, "0000-0000-0000-0000").returncode == 1


def test_anybody_can_check_the_files_without_the_verifier(root: Path) -> None:
    ended = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=root / FINAL, check=False)
    assert ended.returncode == 0


def test_a_flipped_bit_anywhere_is_found_and_its_file_named(root: Path) -> None:
    chance = random.Random(20250318)
    names = sorted(path.name for path in (root / FINAL).iterdir())
    for number in range(240):
        path = root / FINAL / names[number % len(names)]
        content = path.read_bytes()
        place = chance.randrange(len(content))
        flipped = content[place] ^ (1 << chance.randrange(8))
        path.write_bytes(content[:place] + bytes([flipped]) + content[place + 1 :])
        found = verify.Bundle(root / FINAL).faults
        named = {fault.file for fault in found} - {"content_sha256", "chain_sha256", "proof_code"}
        assert named == {path.name}, (path.name, place, found)
        path.write_bytes(content)
    assert faults(root) == []


@pytest.mark.parametrize("name", [verify.MANIFEST, verify.SUMS])
def test_no_byte_of_manifest_and_sums_is_left_unproved_and_each_is_named_with_its_line(small: Path, name: str) -> None:
    path = small / name
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        found = verify.Bundle(path.parent).faults
        assert {fault.file for fault in found} == {name}, (place, found)
        line = content[:place].count(b"\n") + 1
        assert line in {fault.line for fault in found}, (place, found)
    path.write_bytes(content)
    assert verify.Bundle(path.parent).faults == []


@pytest.mark.parametrize("name", CSVS)
def test_an_altered_cell_is_named_by_row_and_column_with_what_it_was(root: Path, name: str) -> None:
    chance = random.Random(name)
    path = root / FINAL / name
    content = path.read_bytes()
    header, *rows = verify.csv_rows(content)
    for column in header:
        number = chance.randrange(len(rows))
        was = alter(path, column, number, "ถูกแก้")
        fault = next(fault for fault in verify.Bundle(path.parent).faults if fault.file == name)
        assert (fault.line, fault.column) == (number + 2, column)
        assert f"เดิม “{was}” บัดนี้ “ถูกแก้”" in fault.says
        assert all(
            f"{part}={rows[number][header.index(part)]}" in fault.row for part in verify.TABLES[name[:-4]][0].split()
        )
        path.write_bytes(content)


def test_a_manifest_s_altered_field_is_named_with_what_it_was(root: Path) -> None:
    path = root / FINAL / verify.MANIFEST
    path.write_bytes(path.read_bytes().replace("เหตุผล".encode(), "เหตุอื่น".encode()))
    [fault] = faults(root)
    assert (fault.file, fault.line, fault.column) == (verify.MANIFEST, 10, "reason")
    assert "เหตุผล" in fault.says and "เหตุอื่น" in fault.says


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.pop(3), "row gone"),
        (lambda rows: rows.insert(3, [*rows[3][:4], "3499", *rows[3][5:]]), "row added"),
        (lambda rows: rows.insert(3, rows[3]), "doubled"),
        (lambda rows: rows.append(rows.pop(3)), "moved"),
        (lambda rows: rows.__delitem__(slice(10, None)), "row gone"),
    ],
    ids=["deleted", "added", "doubled", "moved", "truncated"],
)
def test_a_row_that_is_gone_added_doubled_or_moved_is_named(root: Path, change: Any, says: str) -> None:
    path = root / FINAL / "district_grade.csv"
    rewrite(path, change)
    found = [fault for fault in faults(root) if fault.file == path.name]
    assert found and all(fault.row.startswith("district_code=34") for fault in found)
    assert any(says in fault.says for fault in found)


@pytest.mark.parametrize("name", [*CSVS, verify.ROWS, verify.RULEBOOK, verify.SUMS, verify.MANIFEST, "README.md"])
def test_a_file_that_is_missing_emptied_or_cut_short_is_named(root: Path, name: str) -> None:
    path = root / FINAL / name
    content = path.read_bytes()
    for left in (None, b"", content[: len(content) // 2], content + b"\n"):
        path.unlink() if left is None else path.write_bytes(left)
        assert name in {fault.file for fault in faults(root)}, left
    assert run(root).returncode == 1


def test_a_file_that_was_added_or_took_another_s_place_is_named(root: Path) -> None:
    (root / FINAL / "district_grade (2).csv").write_bytes(b"")
    assert [fault.file for fault in faults(root)] == ["district_grade (2).csv"]
    (root / FINAL / "district_grade (2).csv").unlink()
    one, other = root / FINAL / "target.csv", root / FINAL / "measure.csv"
    was = one.read_bytes(), other.read_bytes()
    one.write_bytes(was[1]), other.write_bytes(was[0])
    assert {"target.csv", "measure.csv"} <= {fault.file for fault in faults(root)}


def test_what_lies_beside_a_revision_is_none_of_the_proof(root: Path) -> None:
    for folder in (root / "34/2025-02/districts/3404", root / FINAL / "pages"):
        folder.mkdir(parents=True)
        (folder / "รายงาน.xlsx").write_bytes(b"")
    assert run(root).returncode == 0


def test_revisions_that_changed_places_are_found(root: Path) -> None:
    (root / FINAL).rename(root / "aside")
    (root / PROVISIONAL).rename(root / FINAL)
    (root / "aside").rename(root / PROVISIONAL)
    assert [fault.says.split(" · ")[1] for fault in faults(root)] == ["lies in the wrong place"] * 2


@pytest.mark.parametrize("place", [PROVISIONAL, FINAL])
def test_a_revision_that_was_removed_is_a_gap_in_the_chain(root: Path, place: str) -> None:
    shutil.rmtree(root / place)
    ended = run(root)
    assert ended.returncode == 1 and "ห่วงโซ่ขาด" in ended.stdout


def test_a_removed_last_revision_shows_only_against_its_printed_code(root: Path) -> None:
    code = verify.Bundle(root / NEXT).code
    shutil.rmtree(root / NEXT)
    ended = run(root)
    assert ended.returncode == 0 and "A deleted last revision" in ended.stdout
    assert run(root, code).returncode == 1


def test_a_revision_forged_with_all_its_hashes_is_found_by_the_next_one(root: Path) -> None:
    alter(root / FINAL / "district_grade.csv", "grade", 0, "A")
    forge(root / FINAL)
    assert faults(root) == []  # it agrees with itself
    [link] = verify.broken_links(verify.bundles_of(root))
    assert (link.file, link.column) == (str(root / NEXT), "previous_sha256")
    assert run(root).returncode == 1


def test_a_chain_forged_to_its_end_is_found_by_the_printed_code_alone(root: Path) -> None:
    code = verify.Bundle(root / FINAL).code
    alter(root / FINAL / "district_grade.csv", "grade", 0, "A")
    forge(root / FINAL)
    alter(root / NEXT / "publication.csv", "previous_sha256", 0, verify.Bundle(root / FINAL).chain)
    forge(root / NEXT)
    assert run(root).returncode == 0
    assert run(root, code).returncode == 1


@pytest.mark.parametrize("column", [*verify.CHAINED.split(), "chain_sha256", "proof_code"])
def test_a_field_of_the_freeze_altered_everywhere_in_the_folder_breaks_its_hashes(root: Path, column: str) -> None:
    folder = root / FINAL
    header, row = verify.csv_rows((folder / "publication.csv").read_bytes())
    value = dict(zip(header, row, strict=True))[column]
    other = {"period": "2025-04-01", "taken_at": "2025-03-18T22:00:00+07:00", "revision": "3"}.get(column)
    forge_one_field(folder, column, other or f"{value[:-1]}{'1' if value[-1:] != '1' else '2'}")
    assert faults(folder)


def forge_one_field(folder: Path, column: str, value: str) -> None:
    """All that can be made anew is, but for what follows from the field."""
    header, row = verify.csv_rows((folder / "publication.csv").read_bytes())
    fields = dict(zip(header, row, strict=True)) | {column: value}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "content_sha256", lambda *_: fields["content_sha256"])
        patch.setattr(verify, "chain_sha256", lambda *_: fields["chain_sha256"])
        patch.setattr(verify, "proof_code", lambda *_: fields["proof_code"])
        alter(folder / "publication.csv", column, 0, value)
        forge(folder)
