"""Names of places, services and channels: which are the same, and which places a province has."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import geothai
from geothai.abolished import abolished_areas


def name_key(text: str) -> str:
    """A name without spaces and case: two names with one key are the same name."""
    return re.sub(r"\s", "", text).casefold()


def clashes(names: Mapping[str, list[str]]) -> Iterator[tuple[str, str, str]]:
    """Each name that stands for two codes, with both: `names` holds every name of a code, by code."""
    seen: dict[str, str] = {}
    for code, written in names.items():
        for name in written:
            first = seen.setdefault(name_key(name), code)
            if first != code:
                yield name, first, code


@cache
def provinces() -> dict[str, tuple[str, str]]:
    """The provinces: names in Thai and English by DOPA code."""
    return {place.code: (place.name_th, place.name_en) for place in geothai.provinces()}


@cache
def districts(province_code: str) -> dict[str, tuple[str, str]]:
    """A province's active districts: names in Thai and English by DOPA code."""
    return {place.code: (place.name_th, place.name_en) for place in geothai.districts(province_code)}


@cache
def subdistricts(province_code: str) -> dict[str, tuple[str, str]]:
    """A province's active subdistricts: names in Thai and English by DOPA code."""
    return {
        place.code: (place.name_th, place.name_en)
        for district_code in districts(province_code)
        for place in geothai.subdistricts(district_code)
    }


class FormerPlace(NamedTuple):
    """An abolished subdistrict: its old DOPA code and name, what followed it, and whether a notice says so."""

    code: str
    name_th: str
    successors: tuple[str, ...]
    by_notice: bool


@cache
def former_subdistricts(province_code: str) -> list[FormerPlace]:
    """A province's abolished subdistricts with successors in it. No abolished district has one in its own province.

    Without a notice the successor is only the one subdistrict of the same name today. That is likely and no more: some
    such places went to another province, where a subdistrict of that name is not theirs.
    """
    return [
        FormerPlace(place.code, place.name_th, place.successors, place.successors_basis == "notice")
        for place in abolished_areas()
        if place.level == "subdistrict"
        and place.code[:2] == province_code
        and place.successors
        and subdistricts(province_code).keys() >= set(place.successors)
    ]
