"""Which provinces there are, and how the country's operators and downloads fall to their districts."""

from dataclasses import dataclass
from functools import cache
from random import Random

import geothai

from include.simulator.places import District, districts

# Bangkok is no province: it has districts (เขต) under its own council, no district offices of the Community Development
# Department that report, and no governor who orders by letter. The programme is that of the 76 provinces.
NO_PROVINCE = "10"


@dataclass(frozen=True)
class Country:
    """How many operators each district has, and how many download events each province has in a month."""

    operators: dict[str, int]
    events: dict[str, int]


@cache
def province_codes() -> tuple[str, ...]:
    """The codes of all provinces, Bangkok left out."""
    return tuple(sorted(place.code for place in geothai.provinces() if place.code != NO_PROVINCE))


@cache
def places_of(province_code: str) -> tuple[District, ...]:
    """A province's districts; asking for them takes time, and they are asked for often."""
    return districts(province_code)


def country(seed: int, operators: int, events: int) -> Country:
    """The country of a seed, the same for every part of it that is simulated: all `operators` and `events` given out.

    Operators fall to districts by their subdistricts and by chance, events to provinces by their subdistricts.
    """
    random = Random(f"{seed}|country")
    weights: dict[str, float] = {}
    sizes: dict[str, float] = {}
    for code in province_codes():
        for place in places_of(code):
            weights[place.code] = len(place.subdistricts) * random.lognormvariate(0, 0.4)
            sizes[code] = sizes.get(code, 0) + len(place.subdistricts)
    return Country(given_out(operators, weights), given_out(events, sizes))


def given_out(total: int, weights: dict[str, float]) -> dict[str, int]:
    """A whole number given out by weights, nothing left: the largest remainders get what rounding down leaves."""
    all_weights = sum(weights.values())
    exact = {code: total * weight / all_weights for code, weight in weights.items()}
    given = {code: int(share) for code, share in exact.items()}
    last = sorted(weights, key=lambda code: (given[code] - exact[code], code))
    for code in last[: total - sum(given.values())]:
        given[code] += 1
    return given
