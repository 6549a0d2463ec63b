"""The shapes of what is shown. Codes are texts, points and figures exact decimals, moments aware datetimes."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Edition:
    """A month as published once (`snapshot_id`, `revision` and what proves it), or as it stands live (these are None).

    `kind` is provisional, final, restated or live; `rulebook_version` may be None where nothing was graded yet.
    """

    programme_code: str
    programme_name_th: str
    province_code: str
    province_name_th: str
    period: date
    kind: str
    rulebook_version: int | None
    snapshot_id: int | None = None
    revision: int | None = None
    taken_at: datetime | None = None
    reason: str | None = None
    proof_code: str | None = None
    content_sha256: str | None = None
    chain_sha256: str | None = None

    @property
    def frozen(self) -> bool:
        """Whether it is a published revision."""
        return self.snapshot_id is not None

    @property
    def schema(self) -> str:
        """Where its figures lie."""
        return "snapshot" if self.frozen else "mart"

    def rows_of(self, relation: str) -> str:
        """Its rows of a relation, as the end of a query that binds `parameters`; the columns are the same in both."""
        key = "programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s"
        return f"from {self.schema}.{relation} where {'snapshot_id = %(snapshot_id)s' if self.frozen else key}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What its queries bind."""
        return {
            "programme_code": self.programme_code,
            "province_code": self.province_code,
            "period": self.period,
            "snapshot_id": self.snapshot_id,
            "rulebook_version": self.rulebook_version,
        }


@dataclass(frozen=True)
class Criterion:
    """A criterion as ordered. `adopted` where the letters do not say it; `document_th` and `clause` where they do."""

    code: str
    name_th: str
    level: str
    points: Decimal
    document_th: str
    clause: str
    adopted: bool


@dataclass(frozen=True)
class Reading:
    """How a silence or contradiction of the letters is read. `adopted` where no document says it."""

    code: str
    value: Any
    note_th: str
    document_th: str
    clause: str
    adopted: bool


@dataclass(frozen=True)
class Rules:
    """What the rulebook of the edition's time says; `bands` are (grade, lower percent), the best first."""

    criteria: list[Criterion]
    bands: list[tuple[str, Decimal]]
    readings: list[Reading]
    documents: dict[str, str]

    @property
    def of_districts(self) -> list[Criterion]:
        """Those that earn a district its points, in the rulebook's order."""
        return [criterion for criterion in self.criteria if criterion.level == "district"]

    @property
    def of_province(self) -> list[Criterion]:
        """Those the province itself is measured by."""
        return [criterion for criterion in self.criteria if criterion.level == "province"]


@dataclass(frozen=True)
class Condition:
    """A measure against its target; `value` None where there is none, `gap` how far it is missed where it is.

    `source` names what the measure is made from, as the catalogue of measures does ("submissions", "app_downloads").
    """

    condition_no: int
    measure_code: str
    name_th: str
    unit_th: str
    source: str
    comparator: str
    value: Decimal | None
    target: Decimal | None
    base: Decimal | None
    order_ref: str
    holds: bool

    @property
    def gap(self) -> Decimal | None:
        """The distance to the target, in the measure's unit."""
        if self.holds or self.value is None or self.target is None:
            return None
        return abs(self.target - self.value)


@dataclass(frozen=True)
class Result:
    """A criterion met or not, with the sentence that explains it."""

    criterion: Criterion
    met: bool
    points: Decimal
    max_points: Decimal
    explanation_th: str
    conditions: list[Condition]


@dataclass(frozen=True)
class Dimension:
    """A dimension of data quality, 0..1; `value` None where nothing was asked."""

    code: str
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal
    explanation_th: str


@dataclass(frozen=True)
class PastMonth:
    """A month of a district's trend, as published (or live, for the live edition's own month)."""

    period: date
    grade: str
    percent: Decimal
    points: Decimal
    max_points: Decimal
    kind: str


@dataclass(frozen=True)
class District:
    """A district's line. `status` is graded or not_reported; equal points share a `rank`, counted from 1."""

    code: str
    name_th: str
    rank: int
    status: str
    grade: str
    points: Decimal
    max_points: Decimal
    percent: Decimal
    grade_basis: str
    reported_at: datetime | None
    on_time: bool
    results: dict[str, Result]  # by criterion code
    quality: list[Dimension] = field(default_factory=list)
    quality_score: Decimal | None = None
    trend: list[PastMonth] = field(default_factory=list)  # the earliest first, this month last
    steps: list[dict[str, Any]] = field(default_factory=list)  # rows of next_step; include.next_steps makes a sentence

    @property
    def reported(self) -> bool:
        """Whether a valid report came."""
        return self.status != "not_reported"


@dataclass(frozen=True)
class Deadline:
    """When something is due; `status` is met, missed or pending."""

    code: str
    due_at: datetime
    met_at: datetime | None
    status: str

    def as_of(self, moment: datetime) -> "Deadline":
        """As it stood at a moment before now."""
        if self.met_at and self.met_at <= moment:
            return self
        return replace(self, met_at=None, status="missed" if moment > self.due_at else "pending")


@dataclass(frozen=True)
class Quarter:
    """The fiscal quarter of the month: by district code the rows of the quarter's grade, which is always adopted."""

    fiscal_year_be: int
    quarter: int
    districts: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Month:
    """Everything an edition says. `status` is graded, waiting (then `waits_for` says for what) or held.

    `districts` are by points, the best first; `province` is what the province itself is measured by.
    """

    edition: Edition
    rules: Rules
    status: str
    districts: list[District]
    province: list[Result]
    deadlines: list[Deadline]
    quarter: Quarter | None
    waits_for: list[str] = field(default_factory=list)
    stale_because_th: str | None = None

    @property
    def grade_basis(self) -> str | None:
        """ordered or adopted; None where nothing is graded."""
        return self.districts[0].grade_basis if self.districts else None

    @property
    def grade_counts(self) -> dict[str, int]:
        """Districts by grade, every grade of the scale, the best first."""
        return {grade: sum(row.grade == grade for row in self.districts) for grade, _ in self.rules.bands}

    @property
    def reported(self) -> int:
        """Districts with a valid report."""
        return sum(row.reported for row in self.districts)

    @property
    def on_time(self) -> int:
        """Districts whose report came in time."""
        return sum(row.on_time for row in self.districts)

    @property
    def mean_percent(self) -> Decimal | None:
        """The mean of the districts' exact percents, to four decimals, as mart.province_summary has it."""
        if not self.districts:
            return None
        exact = sum((100 * row.points / row.max_points for row in self.districts), Decimal(0)) / len(self.districts)
        return exact.quantize(Decimal("0.0001"), "ROUND_HALF_UP")
