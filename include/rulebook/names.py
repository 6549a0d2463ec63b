"""Names of places, services and channels: which are the same, and which places a province has."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import geothai


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
