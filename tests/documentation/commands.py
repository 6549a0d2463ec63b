"""The commands and queries that pages tell people to use: what stands in fences, and what stands in a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Block:
    """What stands in the fences of one language under one heading, in order: a person's session at the keyboard."""

    page: str
    heading: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}: {self.heading} ({self.language})"


def blocks(page: str, language: str) -> list[Block]:
    """The fences of a page, one block a heading."""
    found: dict[str, list[str]] = {}
    heading, fence = "", None
    for line in (PROJECT / page).read_text().splitlines():
        if fence is None and line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("```"):
            fence = None if fence is not None else line.removeprefix("```")
            if fence == language:
                found.setdefault(heading, []).append("")
        elif fence == language:
            found[heading][-1] += line + "\n"
    return [Block(page, heading, language, "\n".join(texts)) for heading, texts in found.items()]


def in_sentences(page: str) -> Iterator[str]:
    """What stands between backticks outside the fences, on one line each."""
    text = re.sub(r"^```.*?^```$", "", (PROJECT / page).read_text(), flags=re.MULTILINE | re.DOTALL)
    for quoted in re.findall(r"`([^`]+)`", text):
        yield " ".join(quoted.split())
