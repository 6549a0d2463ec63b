"""What a look at all months keeps is what it would compute, and a month that is not stale is the same built again."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from include import months, warehouse

PROVINCE = "57"
OPEN = [date(2024, month, 1) for month in (1, 2, 3, 4)]
STEPS = 14
# Every model that reads what files of no one month hold, with what it writes.
READERS = {"mart/measure.sql": "measure", "mart/month_finding.sql": "month_finding"}
FOUND_THERE = ("source_missing", "operator_unknown", "registry_differs")

Row = dict[str, Any]


class Story:
    """A province to which things happen at random, all in one transaction."""

    def __init__(self, connection: Any, seed: int) -> None:
        self.connection = connection
        self.random = Random(seed)
        self.files = 0

    def execute(self, statement: str, values: Any = None) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def fetch(self, statement: str, values: Any = None) -> list[Row]:
        return warehouse.fetch(self.connection, statement, values)

    def day(self) -> date:
        return OPEN[0] + timedelta(days=self.random.randrange(121))

    def arrive(self, source: str, rows: list[Row], period: date | None = None) -> None:
        """A file of one month's folder, by default any's, with its rows as text."""
        self.files += 1
        [file] = self.fetch(
            """
            insert into ops.source_file (
                uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status,
                rows_read
            )
            values (
                %(uri)s, '1', %(source)s, %(province)s, %(period)s, md5(%(uri)s), 1, %(at)s, %(at)s, 'loaded', %(rows)s
            )
            returning file_id
            """,
            {
                "uri": f"file:///landing/{source}/{self.files}",
                "source": source,
                "province": PROVINCE,
                "period": period or self.random.choice(OPEN),
                "at": f"2024-06-01 00:00:{self.files:02}+07",
                "rows": len(rows),
            },
        )
        for number, row in enumerate(rows, 2):
            named = row | {"file_id": file["file_id"], "sheet": "", "row_number": number}
            self.execute(
                f"insert into raw.{source} ({', '.join(named)}) values ({', '.join(['%s'] * len(named))})",
                list(named.values()),
            )

    def begin(self) -> None:
        """All months are open, and every source of theirs was delivered once."""
        self.arrive("content_records", [], OPEN[0])
        self.arrive("content_records", [], OPEN[-1])
        self.arrive("shop_registrations", [], OPEN[-1])
        self.registry()
        self.roster()

    def shops(self) -> None:
        chosen = self.random.sample(range(8), self.random.choice([1, 1, 2, 5]))
        self.arrive(
            "shop_registrations",
            [
                {
                    "shop_id": f"S{number}",
                    "operator_id": f"A{(number if self.random.random() < 0.8 else self.random.randrange(8)) % 6}",
                    "registered_on": str(OPEN[number % 4] + timedelta(days=number))
                    if self.random.random() < 0.8
                    else str(self.day()),
                    "status": self.random.choice(["รออนุมัติ", "อนุมัติแล้ว", "ไม่อนุมัติ", "อนุมัติแล้ว", "ผิด"]),
                    "approved_on": self.random.choice([None, str(self.day())]),
                }
                for number in chosen
            ],
        )

    def registry(self) -> None:
        as_of = self.random.choice([self.day(), date(2023, 10, 30), OPEN[2]])
        self.arrive(
            "otop_operators",
            [
                {
                    "operator_id": f"A{number}",
                    "district_code": self.random.choice(["5701", "5701", "5701", "5703", "9999"]),
                    "as_of_date": str(as_of),
                }
                for number in self.random.sample(range(6), self.random.choice([1, 1, 4]))
            ],
        )

    def roster(self) -> None:
        positions = (
            "district_chief", "district_development_officer", "land_office_head", "local_administration_head",
            "subdistrict_heads", "village_heads",
        )  # fmt: skip
        figures = {position: str(self.random.randint(1, 9)) for position in positions}
        total = str(sum(map(int, figures.values())))
        self.arrive(
            "leader_roster",
            [figures | {"district": "5701", "printed_total": total, "as_of_date": str(self.day())}],
        )

    def month_file(self) -> None:
        self.arrive("content_records", [])

    def refused_file(self) -> None:
        self.arrive("content_records", [])
        self.execute(
            "update ops.source_file set status = 'rejected', reason = 'อ่านไม่ได้' where typed_with is null"
            " and source = 'content_records'"
        )

    def rules(self) -> None:
        """Another content of the province's rules: everything is typed again."""
        self.execute(
            "update rulebook.version"
            " set document_text = new.text, content_sha256 = encode(sha256(new.text::bytea), 'hex')"
            " from (select md5(random()::text) as text) as new where province_code = %s",
            [PROVINCE],
        )

    def typed_anew(self) -> None:
        """Some files were typed under rules that no longer hold."""
        self.execute(
            "update ops.source_file set typed_with = 'before' where province_code = %s and file_id %% 3 = %s",
            [PROVINCE, self.random.randrange(3)],
        )

    def setting(self) -> None:
        self.execute(
            "update rulebook.quality_setting set value = %s where setting_code = %s",
            [self.random.randint(2, 6), self.random.choice(["outlier_score", "comparison_small_number"])],
        )

    def window(self) -> None:
        """Months are compared with more, or fewer, before them."""
        self.execute(
            "update rulebook.quality_setting set value = %s where setting_code in"
            " ('outlier_history_months', 'claim_repeat_window_months')",
            [self.random.randint(1, 4)],
        )

    def build(self, period: date, files: tuple[str, ...] = months.BUILD) -> None:
        for file in files:
            warehouse.run(self.connection, file, self.month(period))

    def move(self, period: date) -> None:
        self.execute("update candidate.month set failed_expectations = '{}' where period = %s", [period])
        warehouse.run(self.connection, "mart/move.sql", self.month(period))

    def month(self, period: date) -> Row:
        return {"programme_code": "click", "province_code": PROVINCE, "period": period, "code_version": "case"}

    def stale(self) -> set[date]:
        return {row["period"] for row in self.fetch("select period from ops.stale_month where province_code = '57'")}

    def figures(self, schema: str, period: date) -> list[str]:
        """What the readers of such files wrote of a month."""
        return sorted(
            row["line"]
            for table in READERS.values()
            for row in self.fetch(
                f"select concat_ws('|', '{table}', to_jsonb(rows)) as line from {schema}.{table} as rows"
                " where period = %s and coalesce(to_jsonb(rows) ->> 'finding_code', %s) = any (%s)",
                [period, FOUND_THERE[0], list(FOUND_THERE)],
            )
        )


def kept_is_computed(story: Story) -> None:
    """What is kept is what all files together give, for every month that is open."""
    assert story.fetch("select * from ops.wrong_month_input") == []
    for row in story.fetch(
        """
        select
            month_input.period, month_input.inputs_sha256,
            ops.input_digest(province_code, period, months_back, rules_text) as computed
        from ops.month_input
        inner join ops.open_month using (programme_code, province_code, period)
        where province_code = '57'
        """
    ):
        assert row["inputs_sha256"] == row["computed"], row["period"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_month_that_is_not_stale_is_the_same_when_it_is_built_again(connection: Any, seed: int) -> None:
    story = Story(connection, seed)
    actions: list[Callable[[], None]] = [
        story.shops, story.shops, story.shops, story.registry, story.registry, story.roster, story.month_file,
        story.refused_file, story.rules, story.typed_anew, story.setting, story.window,
    ]  # fmt: skip
    fresh_months = 0
    story.begin()
    for step in range(STEPS):
        chosen = story.random.choice(actions)
        chosen()
        kept_is_computed(story)
        for file in months.TYPE:
            warehouse.run(connection, file, {"province_code": PROVINCE})
        kept_is_computed(story)
        stale = story.stale()
        built = {row["period"] for row in story.fetch("select period from ops.month where province_code = '57'")}
        for period in sorted(built - stale):
            stood = story.figures("mart", period)
            assert stood
            story.build(period, tuple(READERS))
            assert story.figures("candidate", period) == stood, (seed, step, chosen.__name__, period)
            fresh_months += 1
        for period in sorted(stale):
            story.build(period)
            story.move(period)
        assert story.stale() == set()
        warehouse.run(connection, "ops/month.sql")
        kept_is_computed(story)
        assert not story.fetch(
            "select period from ops.month inner join ops.open_month using (programme_code, province_code, period)"
            " where month.change_count <> open_month.change_count"
        )
    assert fresh_months > STEPS
    story.execute("update ops.month set inputs_sha256 = 'not what the files give' where period = %s", [OPEN[0]])
    assert [row["period"] for row in story.fetch("select period from ops.wrong_month_input")] == [OPEN[0]]
