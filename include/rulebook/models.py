"""The shape of a rulebook: what a province ordered, each rule with its clause, each reading with its values.

Nothing is converted silently: a code that is a number, a month that is a date or a key that nobody knows is refused.
Numbers are exact (`Decimal`), months are first-of-month dates.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo

from include import periods


class RulebookError(ValueError):
    """A rulebook that cannot be followed. The message has a line `file: key: reason` for everything wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _exact(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str) and info.mode == "json":  # as `content` writes it
        return Decimal(value)
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _month(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str) and info.mode == "json":  # as `content` writes it
        return date.fromisoformat(value)
    return periods.month(value) if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
ProvinceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
DistrictCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Date = date  # the name for fields that are themselves called date
Month = Annotated[date, BeforeValidator(_month)]
Number = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0)]
Day = Annotated[int, Field(ge=1, le=28)]  # every month has it
Row = TypeVar("Row")
Rows = Annotated[tuple[Row, ...], Field(strict=False)]
Names = Annotated[Mapping[Text, Text], Field(strict=False)]  # the written name: the code it stands for
Platform = Literal["Android", "iOS", "Web"]
Source = Literal["shop_registrations", "otop_operators", "app_downloads", "content_records"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Months(Part):
    """A span of months, both included."""

    from_: Month = Field(alias="from")
    to: Month

    def months(self) -> list[date]:
        """Every month of the span, as first-of-month dates."""
        return periods.months(self.from_, self.to)


class Document(Part):
    """A paper that rules are quoted from; what the project adopts itself has no date."""

    title_th: Text
    date: Date | None = None


class GradeBasis(Months):
    """Whether grades of these months are on the province's own scale or on one adopted by the project."""

    basis: Literal["ordered", "adopted"]
    document: Text
    clause: Text | None = None


class KnownValues:
    """Annotates an open reading with the values that the letters leave room for."""

    def __init__(self, *values: object) -> None:
        self.values = values


Value = TypeVar("Value")


class Reading(Part, Generic[Value]):
    """How a silence or contradiction of the letters is read: the value taken and why."""

    value: Value
    document: Text
    clause: Text | None = None
    note_th: Text


class Readings(Part):
    """One field a reading. A `Literal` lists every value it may have; `KnownValues` those that the letters suggest."""

    report_deadline_day: Reading[Annotated[Day, KnownValues(15, 18)]]
    publication_deadline_day: Reading[Annotated[Day, KnownValues(18)]]
    report_month_offset: Reading[Literal[1, 0]]
    deadline_on_holiday: Reading[Literal["as_written", "next_working_day"]]
    clock: Reading[Literal["reported", "received"]]
    leader_base: Reading[Literal["parts", "printed"]]
    downloads_rule: Reading[Literal["every_subdistrict", "district_total"]]
    subdistrict_minimum: Reading[Annotated[int, Field(ge=1), KnownValues(10)]]
    download_platforms: Reading[
        Annotated[Rows[Platform], Field(min_length=1), KnownValues(["Android", "iOS"], ["Android", "iOS", "Web"])]
    ]
    shops_graded_from: Reading[Literal["platform", "claimed"]]
    downloads_graded_from: Reading[Literal["platform", "claimed"]]
    channels_over: Reading[Literal["month", "occasion"]]
    hashtags: Reading[Literal["any", "all"]]
    quarter_rule: Reading[Literal["mean_percent", "every_month"]]
    # Where the letters leave room and one reading alone is computed: any other value is refused, not ignored.
    operators_of: Reading[Literal["district"]] | None = None
    percent_rounding: Reading[Literal["half_up"]] | None = None
    download_person: Reading[Literal["distinct_user"]] | None = None
    partial_points: Reading[Literal["none"]] | None = None
    tourism_within: Reading[Literal["fiscal_year"]] | None = None
    # Only where a province's own letters contradict each other.
    activities_a_month: Reading[Annotated[int, Field(ge=1), KnownValues(2, 1)]] | None = None

    def taken(self) -> dict[str, Reading[Any]]:
        """The readings this rulebook has, by key."""
        return {key: getattr(self, key) for key in type(self).model_fields if getattr(self, key) is not None}

    @classmethod
    def named_values(cls, key: str) -> list[Any]:
        """The values that the model names for a reading; raises KeyError for a reading that it does not know."""
        annotation = cls.model_fields[key].annotation
        reading = next(part for part in (annotation, *get_args(annotation)) if hasattr(part, "model_fields"))
        value = reading.model_fields["value"]
        known = [part for part in value.metadata if isinstance(part, KnownValues)]
        return list(known[0].values if known else get_args(value.annotation))


class Target(Part):
    """The number a measure is compared with; exactly one kind (see `kind`)."""

    fixed: Number | None = None
    percent_of: Code | None = None
    percent: Number | None = None
    per_subdistrict: Number | None = None

    @property
    def kind(self) -> str:
        """`fixed`, `percent_of` or `per_subdistrict`; raises ValueError unless it is exactly one of them."""
        given = [kind for kind in ("fixed", "percent_of", "per_subdistrict") if getattr(self, kind) is not None]
        if len(given) != 1 or (self.percent is None) == (given == ["percent_of"]):
            raise ValueError("a target is one of fixed, per_subdistrict, or percent_of with percent")
        return given[0]

    @property
    def number(self) -> Decimal:
        """The number that goes with the kind: the target itself, the percentage, or the figure per subdistrict."""
        return next(number for number in (self.fixed, self.percent, self.per_subdistrict) if number is not None)


class Condition(Part):
    """One measure compared with one target; active only if every reading named in `when` has that value."""

    measure: Code
    comparator: Literal[">=", "="]
    target: Target
    when: Annotated[Mapping[Code, str | int], Field(strict=False)] = Field(default_factory=dict)


class Criterion(Part):
    """What a district (or the province, without points) is asked for; met when every active condition holds."""

    code: Code
    name_th: Text
    level: Literal["district", "province"] = "district"
    points: Number
    document: Text
    clause: Text | None = None
    conditions: Annotated[Rows[Condition], Field(min_length=1)]


class GradeBand(Part):
    """A grade and the percentage of the points from which it holds."""

    grade: Text
    from_percent: Annotated[Number, Field(le=100)]


class GradeBands(Part):
    """The scale, best grade first."""

    document: Text
    bands: Annotated[Rows[GradeBand], Field(min_length=1)]


class Base(Part):
    """An annex's column of counts by district: its file, its columns, its date."""

    annex: Text
    count: Text
    printed_target: Text | None = None
    printed_name: Text
    printed_total_targets: int | None = None
    as_of: date
    document: Text


class Headcounts(Part):
    """An annex's headcounts of leaders by district and position."""

    annex: Text
    as_of: date
    document: Text


class RelatedServices(Part):
    """The services whose data a district answers for, by the programme's codes."""

    document: Text
    clause: Text | None = None
    services: Annotated[Rows[Code], Field(min_length=1)]


Hashtag = Annotated[str, StringConstraints(pattern=r"^#[^\s#…]+…?$")]  # one ending in … is a prefix


class Hashtags(Part):
    """The hashtags ordered on posts and on activities; empty where none are."""

    publicity: Rows[Hashtag]
    activities: Rows[Hashtag]


class Holiday(Part):
    """A public holiday, read where a deadline moves to the next working day."""

    date: Date
    name_th: Text


class Aliases(Part):
    """Names that districts and offices write, beside the official ones."""

    district: Names
    subdistrict: Names
    service: Names
    channel: Names


class DocumentFinding(Part):
    """A slip or contradiction of the letters: `printed` in them, or only suspected of our copy (`ocr_suspected`)."""

    code: Code
    severity: Literal["info", "warning"]
    kind: Literal["printed", "ocr_suspected"]
    district_code: DistrictCode | None = None
    document: Text
    message_th: Text
    message_en: Text


class RulebookFile(Part):
    """A rulebook as its YAML file has it."""

    programme: Code
    province_code: ProvinceCode
    fiscal_year_be: Annotated[int, Field(ge=2400, le=2700)]
    valid: Months
    documents: Annotated[Mapping[Code, Document], Field(strict=False)]
    grade_basis: Annotated[Rows[GradeBasis], Field(min_length=1)]
    readings: Readings
    criteria: Annotated[Rows[Criterion], Field(min_length=1)]
    grade_bands: GradeBands
    bases: Annotated[Mapping[Code, Base], Field(strict=False)]
    headcounts: Headcounts | None = None
    required_sources: Annotated[Rows[Source], Field(min_length=1)]
    related_services: RelatedServices
    hashtags: Hashtags
    holidays: Rows[Holiday]
    aliases: Aliases
    document_findings: Rows[DocumentFinding]

    def is_active(self, condition: Condition) -> bool:
        """Whether the readings are those that the condition is for."""
        taken = self.readings.taken()
        return all(key in taken and taken[key].value == value for key, value in condition.when.items())
