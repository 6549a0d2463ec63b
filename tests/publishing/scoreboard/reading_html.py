"""Reads a page as a reader does: its tables, its texts, where its links lead. Nothing but the standard library."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "wbr", "img", "hr"}


@dataclass
class Element:
    """An element, its attributes and what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """What it says, without what only breaks lines."""
        parts = (part if isinstance(part, str) else part.text for part in self.inside)
        return (
            "\n"
            if self.tag == "br"
            else " ".join("".join(parts).split())
            if self.tag in ("td", "th")
            else "".join(parts)
        )

    def all(self, tag: str, name: str | None = None) -> list[Element]:
        """Every element below it of a tag, and of a class."""
        found = []
        for part in self.inside:
            if isinstance(part, Element):
                if part.tag == tag and (name is None or name in part.classes):
                    found.append(part)
                found.extend(part.all(tag, name))
        return found

    def one(self, tag: str, name: str | None = None) -> Element:
        """The only one."""
        [found] = self.all(tag, name)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(page: bytes | str) -> Element:
    """The whole page; every element of it is closed."""
    reader = _Reader()
    reader.feed(page.decode() if isinstance(page, bytes) else page)
    assert reader.open == [reader.root]
    return reader.root


def rows(table: Element) -> list[list[str]]:
    """The cells of a table's body."""
    return [[cell.text for cell in row.inside if isinstance(cell, Element)] for row in table.one("tbody").all("tr")]
