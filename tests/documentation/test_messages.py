"""What a sender is told: every message is on its page, in Thai, and says what to do."""

import re
from typing import Any

import pytest

from include import warehouse
from include.documentation import messages
from include.loaders import findings, refusal

# Names of programs, file kinds, codes and menus that are written in Latin letters in Thai too.
LATIN = {
    *("CSV", "Click", "Excel", "Parquet", "Android", "iOS", "Web"),
    *("CP", "TIS", "UTF", "INT", "NUL", "TIMESTAMP", "GB", "MB", "xx"),
    *("csv", "gz", "parquet", "xls", "xlsx"),
    *("submissions", "summary", "downloads", "publicity", "activities", "services"),
}


@pytest.fixture
def rules(connection: Any) -> dict[str, str]:
    """The sentence of every rule that refuses a row, with its fields."""
    return {row["rule"]: row["message_th"] for row in warehouse.fetch(connection, "select * from quarantine.rule")}


def every_sentence(rules: dict[str, str]) -> dict[str, str]:
    """The three catalogues in one, by code, sentences with their fields."""
    of_files = {f"file {code}": message.sentence for code, message in refusal.MESSAGES.items()}
    remarks = {f"remark {code}": remark.sentence for code, remark in findings.REMARKS.items()}
    return of_files | {f"row {rule}": sentence for rule, sentence in rules.items()} | remarks


def every_example(connection: Any) -> list[str]:
    """All examples as the page has them, without the codes."""
    return [told for *_, told in [*messages.of_files(), *messages.of_rows(connection), *messages.of_remarks()]]


def test_the_page_in_docs_is_what_senders_are_told(connection: Any) -> None:
    written = messages.PAGE.read_text()
    assert written == messages.page(connection), "write it anew with `python -m include.documentation.messages`"


def test_every_message_has_its_line_on_the_page(connection: Any, rules: dict[str, str]) -> None:
    lines = re.findall(r"^\| `(\w+)` \|", messages.page(connection), re.MULTILINE)
    assert sorted(lines) == sorted([*refusal.MESSAGES, *rules, *findings.REMARKS])


def test_an_example_of_a_refused_row_is_a_sentence_of_its_rule(connection: Any, rules: dict[str, str]) -> None:
    for rule, told in messages.of_rows(connection):
        pattern = re.sub(r"\\{\w+\\}", ".*", re.escape(rules[rule]))
        assert re.fullmatch(pattern, told), rule


def test_every_message_says_what_to_do(rules: dict[str, str]) -> None:
    silent = [code for code, sentence in every_sentence(rules).items() if "โปรด" not in sentence]
    assert silent == []


def test_every_message_is_thai_but_for_proper_names(rules: dict[str, str]) -> None:
    foreign = {
        (code, word)
        for code, sentence in every_sentence(rules).items()
        for word in re.findall("[A-Za-z]+", re.sub(r"{[^}]*}", "", sentence))
        if word not in LATIN
    }
    assert foreign == set()


def test_one_word_stands_for_one_thing(rules: dict[str, str]) -> None:
    """A file is ไฟล์, a column คอลัมน์ and a sheet แผ่นงาน, never one of their other names."""
    others = re.compile("แฟ้ม|สดมภ์|ชีต|ชีท|เวิร์กชีต|สมุดงาน|กรุณา")
    assert [code for code, sentence in every_sentence(rules).items() if others.search(sentence)] == []


def test_an_example_leaves_nothing_to_fill_in(connection: Any) -> None:
    unfinished = re.compile(r"[{}]|None|“”|\(\)|  | $|\.$|[0-9][ก-ฮเ-ไ]")
    assert [told for told in every_example(connection) if unfinished.search(told)] == []
