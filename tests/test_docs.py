"""What the pages name is there: linked files, commands of make, files and folders of the project, relations."""

import re
from pathlib import Path

import pytest

from include.documentation import reading

PROJECT = Path(__file__).parents[1]
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
SCHEMAS = ("warehouse", "mart", "snapshot", "rulebook", "ops", "quarantine", "staging", "candidate")


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def _headings(page: Path) -> set[str]:
    text = page.read_text()
    headings = {reading.anchor([{"text": words}]) for words in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    return headings | set(reading.NAMED.findall(text))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\((?!https?://)([^)]+)\)", page.read_text()):
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (heading and heading not in _headings(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_path_or_command_in_a_page_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    missing = []
    for text in re.findall(r"`([^`\n]+)`", page.read_text()):
        if command := re.match(r"make ([a-z-]+)", text):
            missing += [] if command[1] in targets else [text]
        elif module := re.fullmatch(r"python -m (include[\w.]+).*", text):
            path = PROJECT / module[1].replace(".", "/")
            missing += [] if path.with_suffix(".py").exists() or (path / "__main__.py").exists() else [text]
        elif re.match(r"(?:include|dags|expectations|tests|docs|plugins|\.ci)/", text) and not re.search(
            r"[<*…]|NNNN", text
        ):
            missing += [] if (PROJECT / text).exists() else [text]
    assert missing == []


def test_a_relation_in_a_page_is_one_of_the_database(connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select nspname || '.' || relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
            " union select nspname || '.' || proname from pg_proc join pg_namespace on pg_namespace.oid = pronamespace"
        )
        there = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "select attrelid::regclass || '.' || attname from pg_attribute where attnum > 0 and not attisdropped"
        )
        there |= {name for (name,) in cursor.fetchall()}
    pattern = rf"`((?:{'|'.join(SCHEMAS)})\.[a-z_]+(?:\.[a-z_]+)?)[`(]"
    missing = {
        (_name(page), name)
        for page in PAGES
        for name in re.findall(pattern, page.read_text())
        if name not in there and name != "warehouse.facts"  # Airflow's asset
    }
    assert missing == set()
