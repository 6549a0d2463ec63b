"""Who may touch whom, as docs/architecture.md says; what import-linter cannot see is checked here."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SQL_FOLDER = PROJECT / "include" / "sql"
SCHEMAS = ("raw", "staging", "quarantine", "rulebook", "warehouse", "candidate", "mart", "snapshot", "ops")

# The schemas a layer's SQL may name, besides the functions of `thai`. A layer reads the one before it, and the rules.
MAY_TOUCH = {
    "quarantine": {"quarantine", "ops"},
    "staging": {"raw", "staging", "quarantine", "rulebook", "ops"},
    "warehouse": {"staging", "warehouse", "quarantine", "rulebook", "ops"},
    "candidate": {"candidate", "ops"},
    "mart": {"warehouse", "rulebook", "candidate", "mart", "ops", "quarantine", "snapshot"},
    "snapshot": {"mart", "rulebook", "ops", "snapshot"},
    "ops": {"staging", "quarantine", "ops"},
}
# The one view through which a mart model sees cells as they were sent, personal data masked.
SOURCE_CELLS = "staging.source_row"
MODELS = sorted(path for layer in MAY_TOUCH for path in (SQL_FOLDER / layer).glob("*.sql"))
DAGS = sorted((PROJECT / "dags").glob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def _code(path: Path) -> str:
    """The text without comments."""
    return re.sub(r"--.*", "", path.read_text())


@pytest.mark.parametrize("path", MODELS, ids=_name)
def test_a_model_names_only_the_schemas_of_its_layer(path: Path) -> None:
    code = _code(path).replace(SOURCE_CELLS, "") if path.parent.name == "mart" else _code(path)
    named = {schema for schema in SCHEMAS if re.search(rf"(?:from|join|into|update)\s+{schema}\.", code)}
    assert named <= MAY_TOUCH[path.parent.name]


@pytest.mark.parametrize("path", MODELS, ids=_name)
def test_a_model_says_what_it_makes_its_grain_and_its_rule(path: Path) -> None:
    assert [line.split()[1] for line in path.read_text().splitlines()[:3]] == ["makes", "grain", "rule"]


@pytest.mark.parametrize("path", [path for path in MODELS if path.parent.name == "snapshot"], ids=_name)
def test_nothing_changes_what_was_frozen(path: Path) -> None:
    assert not re.search(r"\b(update|delete|truncate)\b", _code(path))


@pytest.mark.parametrize("path", DAGS, ids=_name)
def test_a_dag_is_short_and_holds_no_sql_and_no_pandas(path: Path) -> None:
    text = path.read_text()
    body = text.split('"""', 2)[2]
    assert len(text.splitlines()) <= 60
    assert not re.search(r"\bpandas\b|\b(select|insert|update|delete)\b.*\b(from|into|set)\b", body, re.IGNORECASE)


@pytest.mark.parametrize("path", DAGS, ids=_name)
def test_a_dag_imports_airflow_and_the_orchestration_alone(path: Path) -> None:
    imported = re.findall(r"^(?:from|import) (\S+)", path.read_text(), re.MULTILINE)
    assert set(imported) <= {"airflow.sdk", "include", "typing"}
    assert re.search(r"^from include import (?:months, )?orchestration$", path.read_text(), re.MULTILINE)


def test_only_the_orchestration_imports_airflow() -> None:
    importers = {
        _name(path)
        for path in (PROJECT / "include").rglob("*.py")
        if re.search(r"^\s*(?:from|import) airflow\b", path.read_text(), re.MULTILINE)
    }
    assert {Path(importer).parent.as_posix() for importer in importers} == {"include/orchestration"}


@pytest.mark.parametrize(
    "name",
    ["target", "measure", "subdistrict_measure", "attainment", "district_grade", "province_summary", "quarter_grade"],
)
def test_no_grade_reads_the_quality_of_its_data(name: str) -> None:
    files = [*SQL_FOLDER.glob(f"mart/{name}.sql"), *SQL_FOLDER.glob(f"views/*_mart.{name}.sql")]
    assert len(files) == 1
    assert not re.search(r"quality|outlier|finding|reconciliation|repeated_claim|next_step", _code(files[0]))


def test_the_proof_of_what_was_frozen_does_not_cover_the_quality_beside_it() -> None:
    [canonical] = SQL_FOLDER.glob("views/*_snapshot.canonical_line.sql")
    assert not re.search(r"quality|next_step", _code(canonical))


def test_no_province_is_named_in_code() -> None:
    code = [
        path
        for folder in ("dags", "include")
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in (".py", ".sql")
    ]
    rooms_of_data = (PROJECT / "include" / "rulebook", PROJECT / "include" / "simulator")
    named = [
        _name(path)
        for path in code
        if not any(path.is_relative_to(room) for room in rooms_of_data)
        and re.search(r"chiang|ubon|'(57|34)'", path.read_text(), re.IGNORECASE)
    ]
    assert not named


def test_values_of_people_are_never_read_by_guesswork() -> None:
    guessing = [
        _name(path)
        for folder in ("dags", "include")
        for path in (PROJECT / folder).rglob("*.py")
        if re.search(r"to_datetime|to_numeric|\.to_sql\(", path.read_text())
    ]
    assert not guessing


PAGES = [
    *(PROJECT / "plugins").rglob("*.py"),
    *(PROJECT / "include" / "publishing" / "results").rglob("*.py"),
    *(PROJECT / "include" / "publishing" / "scoreboard").rglob("*.py"),
    PROJECT / "include" / "publishing" / "findings_page.py",
]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_inside_airflow_reads_what_is_published_and_writes_nothing(path: Path) -> None:
    text = path.read_text()
    named = {schema for schema in SCHEMAS if re.search(rf"(?:from|join|into|update)\s+{schema}\.", text)}
    assert named <= {"mart", "snapshot", "ops"}
    assert not re.search(r"\b(?:insert into|delete from|update \w+\.)", text)
    assert "warehouse.connect" not in text


def test_a_plugin_holds_no_sql() -> None:
    texts = [path.read_text() for path in (PROJECT / "plugins").rglob("*.py")]
    assert texts and not any(re.search(r"\bselect\b.*\bfrom\b", text, re.DOTALL) for text in texts)
