"""What one province orders in a fiscal year: the national programme, with what it orders otherwise."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import yaml

NATIONAL = Path(__file__).with_name("programme.yaml")

Data = dict[str, Any]


def national_programme() -> Data:
    """`programme.yaml`, read anew."""
    return dict(yaml.safe_load(NATIONAL.read_text(encoding="utf-8")))


def provincial_order(random: Random, programme: Mapping[str, Any]) -> Data:
    """The programme's order as a province has it: readings, criteria, targets, points, scale, services, hashtags."""
    order: Data = deepcopy(programme["order"])
    differs = programme["differs"]
    _read_otherwise(random, order["readings"], differs["readings"])
    order["criteria"] = _without(random, order["criteria"], differs["left_out"])
    _ask_otherwise(random, order["criteria"], differs)
    if random.random() < differs["scales"]["share"]:
        scale = random.choice(differs["scales"]["among"])
        bands = [{"grade": grade, "from_percent": bound} for grade, bound in scale]
        order["grade_bands"] = {"document": "provincial", "bands": bands}
    if random.random() < differs["services"]["share"]:
        listed = order["related_services"]["services"]
        chosen = set(random.sample(listed, random.choice(differs["services"]["among"])))
        order["related_services"] = {
            "document": "provincial",
            "services": [service for service in listed if service in chosen],
        }
    if random.random() < differs["no_hashtags"]["share"]:
        order["hashtags"] = {"publicity": [], "activities": []}
    if any(criterion["code"] == "tourism" for criterion in order["criteria"]):
        order["required_sources"] = [*order["required_sources"], "content_records"]
    return order


def _read_otherwise(random: Random, readings: Data, differs: Mapping[str, Data]) -> None:
    for name, choice in differs.items():
        if random.random() >= choice["share"]:
            continue
        taken = {name: random.choice(choice["among"]), **choice.get("with", {})}
        for reading, value in taken.items():
            readings[reading] = readings[reading] | {"value": value, "document": "provincial"}


def _without(random: Random, criteria: list[Data], differs: Data) -> list[Data]:
    if random.random() >= differs["share"]:
        return criteria
    dropped = random.sample(differs["among"], random.choice([1, 1, 2]))
    return [criterion for criterion in criteria if criterion["code"] not in dropped]


def _ask_otherwise(random: Random, criteria: list[Data], differs: Data) -> None:
    """Other numbers to reach, and other points; what a province sets for a measure holds for its twin as well."""
    numbers = {
        measure: random.choice(choice["among"])
        for measure, choice in differs["targets"].items()
        if random.random() < choice.get("share", 0)
    }
    weighted = random.random() < differs["points"]["share"]
    for criterion in criteria:
        for condition in criterion["conditions"]:
            measure = condition["measure"]
            number = numbers.get(differs["targets"][measure].get("follows", measure))
            if number is not None:
                kind = next(kind for kind in ("percent", "per_subdistrict", "fixed") if kind in condition["target"])
                condition["target"][kind] = number
                criterion["document"] = "provincial"
        if weighted and criterion.get("level") != "province":
            criterion["points"] = random.choice(differs["points"]["among"])
            criterion["document"] = "provincial"
