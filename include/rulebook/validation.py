"""What makes a rulebook impossible to follow although each part of it has the right shape.

Each check yields `(key, reason)`, so that every mistake of a file is told at once.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import pairwise

from pydantic import ValidationError

from include import periods
from include.rulebook.boundaries import Places
from include.rulebook.catalogue import Measure, Programme
from include.rulebook.models import Condition, Criterion, Readings, RulebookFile
from include.rulebook.names import clashes, name_key, provinces

Problem = tuple[str, str]  # key, reason
LANDED_BY_DISTRICTS = {"submissions", "leader_roster"}  # their absence has a meaning of its own: no source to wait for


def problems(
    rulebook: RulebookFile, programme: Programme, measures: Mapping[str, Measure], places: Places
) -> Iterator[Problem]:
    """Everything that is wrong with one rulebook by itself, its annexes left aside."""
    if rulebook.province_code not in provinces():
        yield "province_code", f"no province has the code {rulebook.province_code}"
        return
    yield from _months(rulebook, places)
    yield from _documents(rulebook)
    yield from _readings(rulebook)
    for criterion in rulebook.criteria:
        yield from _criterion(rulebook, criterion, measures)
    yield from _points(rulebook)
    yield from _bands(rulebook)
    yield from _lists(rulebook, programme, places)
    yield from _aliases(rulebook, programme, places)


def _months(rulebook: RulebookFile, places: Places) -> Iterator[Problem]:
    valid = rulebook.valid.months()
    if not valid:
        yield "valid", "ends before it begins"
    for period in valid:
        if periods.fiscal_year_be(period) != rulebook.fiscal_year_be:
            yield "valid", f"{period:%Y-%m} is not in fiscal year {rulebook.fiscal_year_be}"
    changed = places.changed_in(valid)
    if changed is not None:
        yield (
            "valid",
            f"the districts change in {changed:%Y-%m}: one rulebook to the month before, another from that month on",
        )
    graded = Counter(period for basis in rulebook.grade_basis for period in basis.months())
    for period in sorted(graded.keys() | set(valid)):
        if period not in valid:
            yield "grade_basis", f"{period:%Y-%m} is outside the rulebook's validity"
        elif graded[period] != 1:
            yield "grade_basis", f"{period:%Y-%m} is {'covered twice' if graded[period] else 'not covered'}"
    if any(not basis.months() for basis in rulebook.grade_basis):
        yield "grade_basis", "a period ends before it begins"


def _documents(rulebook: RulebookFile) -> Iterator[Problem]:
    named = [("grade_basis", basis.document) for basis in rulebook.grade_basis]
    named += [(f"readings.{key}", reading.document) for key, reading in rulebook.readings.taken().items()]
    named += [(f"criteria.{criterion.code}", criterion.document) for criterion in rulebook.criteria]
    named += [(f"bases.{code}", base.document) for code, base in rulebook.bases.items()]
    named += [("headcounts", rulebook.headcounts.document)] if rulebook.headcounts else []
    named += [("grade_bands", rulebook.grade_bands.document), ("related_services", rulebook.related_services.document)]
    named += [("document_findings", finding.document) for finding in rulebook.document_findings]
    for key, document in named:
        if document not in rulebook.documents:
            yield key, f"unknown document {document}"


def _readings(rulebook: RulebookFile) -> Iterator[Problem]:
    readings = rulebook.readings
    if readings.publication_deadline_day.value < readings.report_deadline_day.value:
        yield "readings.publication_deadline_day", "is before the day on which districts report"
    yield from _repeated("readings.download_platforms", readings.download_platforms.value)


def _criterion(rulebook: RulebookFile, criterion: Criterion, measures: Mapping[str, Measure]) -> Iterator[Problem]:
    key = f"criteria.{criterion.code}"
    active = [condition for condition in criterion.conditions if rulebook.is_active(condition)]
    if not active:
        yield key, "no condition is active under the readings taken"
    yield from _repeated(key, [_identity(condition, condition.when) for condition in criterion.conditions])
    yield from _repeated(key, [_identity(condition, {}) for condition in active])
    for number, condition in enumerate(criterion.conditions, start=1):
        at = f"{key}.conditions.{number}"
        yield from ((at, reason) for reason in _when(rulebook.readings, condition))
        yield from ((at, reason) for reason in _target(rulebook, criterion, condition))
        measure = measures.get(condition.measure)
        if measure is None:
            yield at, f"unknown measure {condition.measure}"
            continue
        if measure.level != criterion.level:
            yield at, f"{condition.measure} is a measure of a {measure.level}, not of a {criterion.level}"
        if condition not in active:
            continue
        for source in sorted(measure.sources - LANDED_BY_DISTRICTS - set(rulebook.required_sources)):
            yield "required_sources", f"{source} is missing: {condition.measure} is measured from it"
        if "leader_roster" in measure.sources and rulebook.headcounts is None:
            yield "headcounts", f"is missing: {condition.measure} needs an annex where no roster has landed"


def _identity(condition: Condition, when: Mapping[str, object]) -> str:
    readings = ", ".join(f"{reading}: {value}" for reading, value in sorted(when.items()))
    return f"condition {condition.measure} {condition.comparator} {{{readings}}}"


def _when(readings: Readings, condition: Condition) -> Iterator[str]:
    taken = readings.taken()
    for key, value in condition.when.items():
        if key not in taken:
            yield f"when names the reading {key}, which the rulebook does not take"
            continue
        try:
            type(taken[key]).model_validate(dict(taken[key]) | {"value": value})
        except ValidationError:
            yield f"the reading {key} is never {value!r}"


def _target(rulebook: RulebookFile, criterion: Criterion, condition: Condition) -> Iterator[str]:
    try:
        kind = condition.target.kind
    except ValueError as error:
        yield str(error)
        return
    if kind == "percent_of" and condition.target.percent_of not in rulebook.bases:
        yield f"unknown base {condition.target.percent_of}"
    if kind != "fixed" and criterion.level == "province":
        yield "a province's target is fixed: bases and subdistricts are those of a district"


def _points(rulebook: RulebookFile) -> Iterator[Problem]:
    yield from _repeated("criteria", [criterion.code for criterion in rulebook.criteria])
    for criterion in rulebook.criteria:
        if criterion.level == "province" and criterion.points:
            yield f"criteria.{criterion.code}", "a criterion of the province earns its districts no points"
    if not any(criterion.points for criterion in rulebook.criteria if criterion.level == "district"):
        yield "criteria", "no criterion of a district earns points, so nothing can be graded"


def _bands(rulebook: RulebookFile) -> Iterator[Problem]:
    bounds = [band.from_percent for band in rulebook.grade_bands.bands]
    yield from _repeated("grade_bands", [band.grade for band in rulebook.grade_bands.bands])
    if bounds[-1] != 0:
        yield "grade_bands", f"a gap: no grade below {bounds[-1]} percent"
    if any(upper <= lower for upper, lower in pairwise(bounds)):
        yield "grade_bands", "the bounds do not descend from grade to grade"


def _lists(rulebook: RulebookFile, programme: Programme, places: Places) -> Iterator[Problem]:
    services = rulebook.related_services.services
    for service in services:
        if service not in programme.service_names():
            yield "related_services", f"unknown service {service}"
    yield from _repeated("related_services", services)
    yield from _repeated("required_sources", rulebook.required_sources)
    yield from _repeated("holidays", [holiday.date for holiday in rulebook.holidays])
    for use in ("publicity", "activities"):
        yield from _repeated(f"hashtags.{use}", [name_key(hashtag) for hashtag in getattr(rulebook.hashtags, use)])
    for finding in rulebook.document_findings:
        if finding.district_code and finding.district_code not in places.ever("district"):
            yield "document_findings", f"{finding.code}: no district {finding.district_code} in the province"


def _aliases(rulebook: RulebookFile, programme: Programme, places: Places) -> Iterator[Problem]:
    for kind, names in (
        ("district", {code: [name] for code, (name, _) in places.ever("district").items()}),
        ("subdistrict", {code: [name] for code, (name, _) in places.ever("subdistrict").items()}),
        ("service", programme.service_names()),
        ("channel", programme.channel_names()),
    ):
        key = f"aliases.{kind}"
        official = {name_key(name) for written in names.values() for name in written}
        written = {code: list(given) for code, given in names.items()}
        for name, code in getattr(rulebook.aliases, kind).items():
            if code not in names:
                yield key, f"{name} stands for the unknown code {code}"
            elif name_key(name) in official and name_key(name) not in map(name_key, names[code]):
                yield key, f"{name} is already the name of another {kind}"
            else:
                written.setdefault(code, []).append(name)
        given = {code: [name for name in written[code] if name_key(name) not in official] for code in written}
        for name, first, second in clashes(given):
            yield key, f"{name} stands for both {first} and {second}"


def _repeated(key: str, values: Iterable[Hashable]) -> Iterator[Problem]:
    for value, times in Counter(values).items():
        if times > 1:
            yield key, f"{value} stands {times} times"
