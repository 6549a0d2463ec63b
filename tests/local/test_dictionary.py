"""The data dictionary in docs/ is the one that the database itself gives."""

from typing import Any

from include.local import dictionary


def test_the_page_in_docs_is_what_the_database_says_of_itself(connection: Any) -> None:
    written = dictionary.PAGE.read_text()
    assert written == dictionary.page(connection), "write it anew with `python -m include.local.dictionary`"
