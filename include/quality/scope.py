"""What a suite is asked about, a month of a province or one freeze of it, and which rows of a relation are its own."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from include.periods import add_months

# What stands until the next one comes: a month goes by the latest as of its end, else by the earliest.
REGISTERS = {"otop_operator": "otop_operators", "leader_roster": "leader_roster"}
# The source whose files the rows of a relation of `staging` were typed from.
SOURCES = {
    "submission": "submissions",
    "submission_download": "submissions",
    "submission_publicity": "submissions",
    "submission_activity": "submissions",
    "submission_service": "submissions",
    "shop_registration": "shop_registrations",
    "shop": "shop_registrations",
    "app_download": "app_downloads",
    "content_record": "content_records",
} | REGISTERS
# A row of a report's section does not say whose report it is; what breaks a rule is told by district.
SECTION_ROWS = """select
    section.*,
    (
        select min(submission.district_code)
        from staging.submission
        where
            submission.province_code = section.province_code and submission.period = section.period
            and submission.report_key = section.report_key
    ) as district_code
from staging.{relation} as section"""


@dataclass(frozen=True)
class Month:
    """A month of a province, in the form that may be written into a query; ValueError for any other form."""

    programme_code: str
    province_code: str
    period: date

    def __post_init__(self) -> None:
        if not re.fullmatch("[a-z_]+", self.programme_code) or not re.fullmatch("[0-9]{2}", self.province_code):
            raise ValueError(f"not a programme and a province: {self.programme_code!r}, {self.province_code!r}")
        if type(self.period) is not date or self.period.day != 1:
            raise ValueError(f"not the first day of a month: {self.period!r}")

    @property
    def key(self) -> str:
        """What tells it from others of its programme and period, as a query writes it."""
        return f"'{self.province_code}'"

    @property
    def title(self) -> str:
        """The month as a page calls it."""
        return f"{self.province_code} {self.period:%Y-%m}"

    @property
    def row(self) -> str:
        """A query for the one row that says which month it is, and under which version of the rulebook."""
        return self.candidate("month")

    def batch(self, suite: str) -> str:
        """A query for the rows of a suite's relation that are the month's; those of `candidate` for one of `mart`."""
        schema, relation = suite.split(".")
        if schema == "mart":
            return self.candidate(relation)
        return self.facts(relation) if schema == "warehouse" else self.typed(relation)

    def candidate(self, relation: str) -> str:
        """The month's rows of a relation of `candidate`."""
        return (
            f"select * from candidate.{relation} where programme_code = '{self.programme_code}'"
            f" and province_code = {self.key} and period = date '{self.period}'"
        )

    def facts(self, relation: str) -> str:
        """The month's rows of a relation of `warehouse`; of a register, those the month goes by."""
        rows = f"select * from warehouse.{relation} where province_code = {self.key}"
        if relation not in REGISTERS:
            return f"{rows} and period = date '{self.period}'"
        # two looks into the index: an aggregate of both would read every register there ever was
        dates = f"from warehouse.{relation} where province_code = {self.key}"
        return (
            f"{rows} and as_of_date = coalesce("
            f"(select max(as_of_date) {dates} and as_of_date < date '{add_months(self.period, 1)}'),"
            f" (select min(as_of_date) {dates}))"
        )

    def typed(self, relation: str) -> str:
        """The rows of a relation of `staging` that were typed from the month's files."""
        rows = f"select * from staging.{relation} where province_code = {self.key}"
        if relation.startswith("submission_"):
            rows = SECTION_ROWS.replace("{relation}", relation) + f" where section.province_code = {self.key}"
        if relation not in REGISTERS and relation != "shop_registration":
            return f"{rows} and period = date '{self.period}'"
        return f"{rows} and file_id in (select file_id from ({self.files(f'staging.{relation}')}) as month_file)"

    def files(self, suite: str) -> str:
        """The typed files that the month's rows stand in; of a register, those that hold what the month goes by."""
        relation = suite.split(".")[1]
        files = (
            "select * from ops.source_file where status = 'loaded' and typed_with is not null"
            f" and province_code = {self.key} and source = '{SOURCES.get(relation, '')}'"
        )
        if relation in REGISTERS:
            return f"{files} and file_id in (select register.file_id from ({self.facts(relation)}) as register)"
        return f"{files} and period = date '{self.period}'"


@dataclass(frozen=True)
class Snapshot(Month):
    """One freeze of a month."""

    snapshot_id: int
    revision: int

    @property
    def key(self) -> str:
        return f"{self.snapshot_id:d}"

    @property
    def title(self) -> str:
        return f"{super().title} revision {self.revision}"

    @property
    def row(self) -> str:
        return self.batch("snapshot.publication")

    def batch(self, suite: str) -> str:
        return f"select * from {suite} where snapshot_id = {self.key}"

    def files(self, suite: str) -> str:
        raise ValueError(f"{suite}: the files of a freeze are rows of it")


def parameters(month: Month) -> dict[str, str]:
    """The values that expectations may name as parameters ({"$PARAMETER": "month_start"}).

    They follow from the period alone: what is asked of several months together means the same of each.
    """
    return {
        "month_start": f"{month.period}T00:00:00+07:00",
        "next_month_start": f"{add_months(month.period, 1)}T00:00:00+07:00",
    }


def month_of(given: dict[str, Any]) -> Month:
    """The month of a dict with programme_code, province_code and period. Raises ValueError for one of another form."""
    return Month(given["programme_code"], given["province_code"], given["period"])
