"""Pages of docs/ as blocks that a web page and a paper can be made of: headings, paragraphs, lists, tables, listings,
pictures.

What is said is handed over as data; neither the page nor the paper takes any of it for markup.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

import mistune

# What a text is within its line: words as they are, or words of another look. A link has `to`.
Inline = dict[str, Any]
_PLAIN = {"strong", "emphasis", "codespan", "link"}
# A name of a heading by which it is led to, on a line of its own above it: what a page in two languages has in common.
NAMED = re.compile(r'<a id="([\w-]+)"></a>')


@dataclass(frozen=True)
class Block:
    """A part of a page: `kind` is heading, paragraph, list, ordered, table, listing or picture. Of a table `numbers`
    says which columns are set to the right."""

    kind: str
    level: int = 0
    anchor: str = ""
    inlines: list[Inline] = field(default_factory=list)
    items: list[list[Inline]] = field(default_factory=list)
    rows: list[list[list[Inline]]] = field(default_factory=list)
    numbers: list[bool] = field(default_factory=list)
    listing: str = ""
    language: str = ""
    picture: str = ""


def blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text. Raises ValueError for what no page of ours may hold."""
    parsed: Any = mistune.create_markdown(renderer=None, plugins=["table"])(re.sub(r"<!--.*?-->\n?", "", text))
    found: list[Block] = []
    named = ""
    for node in parsed:
        if name := NAMED.fullmatch("".join(part.get("raw", " ") for part in node.get("children", []))):
            named = name[1]
        elif node["type"] != "blank_line":
            block = _block(node)
            if named and block.kind != "heading":
                raise ValueError(f"{named} in a page of docs/ names no heading")
            found.append(replace(block, anchor=named or block.anchor))
            named = ""
    return found


def without_contents(page: list[Block]) -> list[Block]:
    """The page without its own list of parts: whoever shows it makes one."""

    def leads_within(part: Inline) -> bool:
        return str(part.get("to", "")).startswith("#") or (part["kind"] == "text" and part["text"].strip(" ·") == "")

    return [
        block
        for block in page
        if not (block.kind == "list" and all(leads_within(part) for item in block.items for part in item))
    ]


def anchor(inlines: list[Inline]) -> str:
    """What an address ends with that leads to a heading, as GitHub makes it."""
    words = "".join(part["text"] for part in inlines)
    return re.sub(r"[^\w\s\u0e31\u0e34-\u0e3a\u0e47-\u0e4e-]", "", words).strip().lower().replace(" ", "-")


def _block(node: dict[str, Any]) -> Block:
    kind = node["type"]
    if kind == "heading":
        inlines = _inlines(node)
        return Block("heading", level=node["attrs"]["level"], anchor=anchor(inlines), inlines=inlines)
    if kind == "paragraph":
        if [part["type"] for part in node["children"]] == ["image"]:
            [picture] = node["children"]
            return Block("picture", picture=picture["attrs"]["url"], inlines=_inlines(picture))
        return Block("paragraph", inlines=_inlines(node))
    if kind == "list":
        items = [[part for block in item["children"] for part in _inlines(block)] for item in node["children"]]
        return Block("ordered" if node["attrs"]["ordered"] else "list", items=items)
    if kind == "table":
        head, body = node["children"]
        rows = [head["children"], *(row["children"] for row in body["children"])]
        numbers = [cell["attrs"]["align"] == "right" for cell in head["children"]]
        return Block("table", rows=[[_inlines(cell) for cell in row] for row in rows], numbers=numbers)
    if kind == "block_code":
        return Block("listing", listing=node["raw"].rstrip("\n"), language=node.get("attrs", {}).get("info", ""))
    raise ValueError(f"a page of docs/ with {kind} cannot be shown: {str(node)[:80]}")


def _inlines(node: dict[str, Any]) -> list[Inline]:
    found: list[Inline] = []
    for part in node.get("children", []):
        kind = part["type"]
        if kind == "text":
            found.append({"kind": "text", "text": part["raw"]})
        elif kind == "softbreak":
            found.append({"kind": "text", "text": " "})
        elif kind == "codespan":
            found.append({"kind": "code", "text": part["raw"]})
        elif kind in _PLAIN:
            words = "".join(inner["text"] for inner in _inlines(part))
            to = {"to": part["attrs"]["url"]} if kind == "link" else {}
            found.append({"kind": kind, "text": words, **to})
        else:
            raise ValueError(f"a page of docs/ with {kind} in a line cannot be shown: {str(part)[:80]}")
    return found
