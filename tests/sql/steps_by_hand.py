"""The smallest steps to the next letter found by trying every set of criteria, for tests to compare with."""

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

SHARES = ("services_ready_share", "leaders_downloaded_share")
SERVICES = 13  # that the province's rulebook relates to the programme

Row = dict[str, Any]
Figures = dict[str, Decimal | None]


def by_hand(rules: dict[str, Row], bands: list[Decimal], place: Row) -> dict[tuple[str, ...], Decimal]:
    """The smallest sets of criteria that reach the next letter, each with the points that it leads to."""
    figures, most = place["figures"], sum(rule["points"] for rule in rules.values())
    wanted = next((bound for bound in bands if 100 * earned(rules, figures) < bound * most), None)
    if wanted is None:
        return {}
    open_codes = [
        code
        for code, rule in rules.items()
        if not met(rule, figures)
        and rule["points"] > 0
        and all(holds(figures, asked) or can_be_met(asked, place) for asked in rule["conditions"])
    ]
    reaching = []
    for size in range(1, len(open_codes) + 1):
        for chosen in itertools.combinations(open_codes, size):
            then = after(rules, place, list(chosen))
            points = earned(rules, then)
            if 100 * points >= wanted * most and all(met(rules[code], then) for code in chosen):
                opened = {code for code, rule in rules.items() if met(rule, then) and not met(rule, figures)}
                reaching.append((-points, size, effort(rules, place, chosen), chosen, opened))
    return {
        one[3]: -one[0]
        for one in reaching
        if not any(
            set(other[3]) < set(one[3]) or other[4] < one[4] or (other[4] == one[4] and other[:4] < one[:4])
            for other in reaching
        )
    }


def after(rules: dict[str, Row], place: Row, chosen: list[str]) -> Figures:
    """The figures with everything that the chosen criteria lack."""
    figures: Figures = dict(place["figures"])
    lacking = [asked for code in chosen for asked in rules[code]["conditions"] if not holds(place["figures"], asked)]
    for code in {asked["measure_code"] for asked in lacking}:
        figures[code] = max(needed(asked) for asked in lacking if asked["measure_code"] == code)
    return figures


def needed(asked: Row) -> Decimal:
    whole = asked["comparator"] == ">=" and asked["measure_code"] not in SHARES
    return Decimal(asked["target_value"].__ceil__()) if whole else asked["target_value"]


def can_be_met(asked: Row, place: Row) -> bool:
    if asked["measure_code"] == "reports_on_time" and place["reported"]:
        return False
    target: Decimal = asked["target_value"]
    if asked["measure_code"] not in SHARES:
        return asked["comparator"] == ">=" or target == int(target)
    of_services = asked["measure_code"] == "services_ready_share" and asked["comparator"] == "="
    return target <= 1 and not (of_services and target * SERVICES != int(target * SERVICES))


def holds(figures: Figures, asked: Row) -> bool:
    value = figures.get(asked["measure_code"])
    if value is None:
        return False
    target: Decimal = asked["target_value"]
    return value >= target if asked["comparator"] == ">=" else value == target


def met(rule: Row, figures: Figures) -> bool:
    return all(holds(figures, asked) for asked in rule["conditions"])


def earned(rules: dict[str, Row], figures: Figures) -> Decimal:
    return sum((rule["points"] for rule in rules.values() if met(rule, figures)), Decimal(0))


def effort(rules: dict[str, Row], place: Row, chosen: tuple[str, ...]) -> Fraction:
    total = Fraction(0)
    for asked in (asked for code in chosen for asked in rules[code]["conditions"]):
        if not holds(place["figures"], asked):
            value, want = place["figures"][asked["measure_code"]], needed(asked)
            share = Fraction(1) if value is None else Fraction(abs(want - value)) / Fraction(max(want, value))
            total += Fraction(int(share * 10**6 + Fraction(1, 2)), 10**6)
    return total
