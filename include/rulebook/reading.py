"""Reads a folder of rulebooks, their annexes and programmes; gives them whole and checked, or refuses them all."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from include.rulebook import boundaries
from include.rulebook.annexes import (
    BaseCount,
    Headcount,
    district_problems,
    percent_target,
    read_base_counts,
    read_headcounts,
)
from include.rulebook.boundaries import BoundaryChange, Places
from include.rulebook.catalogue import Measure, Programme, read_measures, read_rows
from include.rulebook.models import Rows, RulebookError, RulebookFile
from include.rulebook.validation import problems

DEFAULT_FOLDER = Path(__file__).parent


class Rulebook(RulebookFile):
    """A rulebook with what its annexes print and the programme it is of. Its code is its file's name."""

    code: str
    base_counts: Rows[BaseCount]
    leader_headcounts: Rows[Headcount]
    programme_facts: Programme
    boundary_changes: Rows[BoundaryChange] | None = None  # of the province; None where there are none

    def content(self) -> dict[str, Any]:
        """All that decides what is read and graded, as JSON values: equal content, equal rulebook."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def content_text(self) -> str:
        """The content in its one canonical form: JSON with sorted keys and no spaces."""
        return json.dumps(self.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def places(self) -> Places:
        """The province's places, month by month."""
        return Places(self.province_code, self.boundary_changes or ())

    def content_sha256(self) -> str:
        """SHA-256 of the content: the same whatever the order of keys and the comments in the file."""
        return hashlib.sha256(self.content_text().encode()).hexdigest()


class _Loader(yaml.SafeLoader):
    """YAML without its two silent losses: a key that stands twice, and fractions as binary floating point."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, list | dict) or key in seen:
                reason = f"the key {key} is no text" if isinstance(key, list | dict) else f"the key {key} stands twice"
                raise yaml.constructor.ConstructorError(None, None, reason, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value.replace("_", "")))


def followed_by(home: Path) -> Path:
    """The folder of rulebooks that a home follows: its own (`rulebook/`), as a simulation has, else the project's."""
    own = home / "rulebook"
    return own if own.is_dir() else DEFAULT_FOLDER


def rulebooks(folder: Path = DEFAULT_FOLDER) -> list[Rulebook]:
    """Every rulebook of a folder, by province and first month.

    Raises RulebookError with a line for everything that is wrong, in whichever file of the folder.
    """
    wrong: list[str] = []
    measures: dict[str, Measure] = {}
    try:
        measures = read_measures(folder / "measures.csv")
    except (OSError, ValueError) as error:
        wrong.append(f"measures.csv: measure_code: {error}")
    programmes = _programmes(folder, wrong)
    changes = _boundary_changes(folder, wrong)
    read: list[Rulebook] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            rulebook = _rulebook(path, programmes, measures, changes)
        except RulebookError as error:
            wrong += error.problems
        else:
            read.append(rulebook)
    wrong += _overlaps(read)
    if wrong:
        raise RulebookError(wrong)
    return sorted(read, key=lambda rulebook: (rulebook.province_code, rulebook.valid.from_, rulebook.code))


def _boundary_changes(folder: Path, wrong: list[str]) -> list[BoundaryChange]:
    path = folder / "boundary_changes.csv"
    try:
        changes = read_rows(path, BoundaryChange, "level", "code")
    except (OSError, ValueError) as error:
        wrong.append(f"{path.name}: {' '.join(str(error).split())}")
        return []
    wrong += [f"{path.name}: {reason}" for reason in boundaries.problems(changes)]
    return changes


def _programmes(folder: Path, wrong: list[str]) -> dict[str, Programme]:
    programmes: dict[str, Programme] = {}
    for path in sorted((folder / "programmes").glob("*.yaml")):
        name = f"programmes/{path.name}"
        try:
            programme = Programme.model_validate(_yaml(path, name))
        except ValidationError as error:
            wrong += _shape_problems(name, error)
        except RulebookError as error:
            wrong += error.problems
        else:
            if programme.programme != path.stem:
                wrong.append(f"{name}: programme: {programme.programme} is not what the file is named for")
            programmes[path.stem] = programme
            wrong += [f"{name}: {key}: {reason}" for key, reason in programme.problems()]
    return programmes


def _rulebook(
    path: Path,
    programmes: Mapping[str, Programme],
    measures: Mapping[str, Measure],
    changes: Sequence[BoundaryChange],
) -> Rulebook:
    try:
        file = RulebookFile.model_validate(_yaml(path, path.name))
    except ValidationError as error:
        raise RulebookError(_shape_problems(path.name, error)) from None
    programme = programmes.get(file.programme)
    if programme is None:
        raise RulebookError([f"{path.name}: programme: unknown programme {file.programme}"])
    places = Places(file.province_code, changes)
    wrong = list(problems(file, programme, measures, places))
    folder = path.parent / "annexes"
    counts: list[BaseCount] = []
    headcounts: list[Headcount] = []
    for base_code, base in file.bases.items():
        try:
            rows = read_base_counts(base_code, base, folder / base.annex)
        except ValueError as error:
            wrong.append((f"bases.{base_code}", str(error)))
        else:
            counts += rows
            wrong += [(f"bases.{base_code}", reason) for reason in _annex_problems(file, rows, places)]
            wrong += [(f"bases.{base_code}", reason) for reason in _printed_problems(file, rows)]
    if file.headcounts is not None:
        try:
            headcounts = read_headcounts(folder / file.headcounts.annex)
        except ValueError as error:
            wrong.append(("headcounts", str(error)))
        else:
            wrong += [("headcounts", reason) for reason in _annex_problems(file, headcounts, places)]
    if wrong:
        raise RulebookError([f"{path.name}: {key}: {reason}" for key, reason in wrong])
    return Rulebook(
        **dict(file),
        code=path.stem,
        base_counts=tuple(counts),
        leader_headcounts=tuple(headcounts),
        programme_facts=programme,
        boundary_changes=tuple(places.changes.values()) or None,
    )


def _annex_problems(file: RulebookFile, rows: list[BaseCount] | list[Headcount], places: Places) -> Iterator[str]:
    return district_problems(places.of("district", file.valid.from_), [row.district_code for row in rows])


def _printed_problems(file: RulebookFile, rows: list[BaseCount]) -> Iterator[str]:
    """A printed target that the rule gives otherwise: one of the two was misread, and nobody should be graded by it."""
    for criterion in file.criteria:
        for condition in criterion.conditions:
            percent = condition.target.percent
            if percent is None or not file.is_active(condition):
                continue
            for row in rows:
                target = percent_target(row.base_value, percent)
                if row.base_code == condition.target.percent_of and row.printed_target not in (None, target):
                    yield (
                        f"district {row.district_code} has a printed target of {row.printed_target}, "
                        f"but {percent} percent of {row.base_value} is {target}"
                    )


def _overlaps(read: list[Rulebook]) -> list[str]:
    return [
        f"{second.code}.yaml: valid: overlaps {first.code}.yaml, of the same province and programme"
        for first, second in combinations(read, 2)
        if (first.province_code, first.programme) == (second.province_code, second.programme)
        and first.valid.from_ <= second.valid.to
        and second.valid.from_ <= first.valid.to
    ]


def _yaml(path: Path, name: str) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except (yaml.YAMLError, UnicodeDecodeError, ArithmeticError) as error:
        raise RulebookError([f"{name}: yaml: {' '.join(str(error).split())}"]) from None


def _shape_problems(name: str, error: ValidationError) -> list[str]:
    return [
        f"{name}: {'.'.join(str(part) for part in found['loc'])}: {found['msg']}, not {found['input']!r}"
        for found in error.errors()
    ]
