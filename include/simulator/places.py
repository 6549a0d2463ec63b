"""Districts and subdistricts of a province by DOPA code, and names that look like places but are none."""

from dataclasses import dataclass
from random import Random

import geothai


@dataclass(frozen=True)
class Subdistrict:
    """A subdistrict: six-digit code and Thai name."""

    code: str
    name_th: str


@dataclass(frozen=True)
class District:
    """A district: four-digit code, Thai name and its subdistricts."""

    code: str
    name_th: str
    subdistricts: tuple[Subdistrict, ...]


def districts(province_code: str) -> tuple[District, ...]:
    """The province's active districts by code; raises ValueError for a province that has none."""
    found = tuple(
        District(
            district.code,
            district.name_th,
            tuple(
                Subdistrict(subdistrict.code, subdistrict.name_th)
                for subdistrict in sorted(geothai.subdistricts(district.code), key=lambda place: place.code)
            ),
        )
        for district in sorted(geothai.districts(province_code), key=lambda place: place.code)
    )
    if not found:
        raise ValueError(f"no districts in province {province_code}")
    return found


def foreign_subdistrict_code(random: Random, province_code: str) -> str:
    """The code of a subdistrict of another province."""
    other = random.choice([code for code in ("50", "56", "33", "35") if code != province_code])
    district = random.choice(sorted(geothai.districts(other), key=lambda place: place.code))
    return str(random.choice(sorted(geothai.subdistricts(district.code), key=lambda place: place.code)).code)


def misspelt(random: Random, name: str) -> str:
    """A name of no place: two letters of a real one are wrong."""
    letters = [index for index, letter in enumerate(name) if "ก" <= letter <= "ฮ"]
    changed = list(name)
    for index in random.sample(letters, min(2, len(letters))):
        changed[index] = random.choice([letter for letter in "ฆฌฎฏฐฑฒฬฮ" if letter != name[index]])
    return "".join(changed)
