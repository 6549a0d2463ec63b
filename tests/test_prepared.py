"""What is planned once and run for many months does what each month by itself would have done."""

from typing import Any

import pytest
from psycopg2.errors import CheckViolation, DivisionByZero

from include import warehouse
from include.prepared import Prepared

NOTED = "create temporary table noted (period date, share numeric check (share < 100), said text)"
NOTE = """
-- writes what is given; a quotient of 0 %% fails
insert into noted (period, share, said)
select
    %(period)s,
    round(100.0 / %(parts)s::integer, 1),
    %(said)s || '; 5 %% of "' || %(said)s || '"';

-- the same parameter, another type
update noted set said = said || ' ' || to_char(%(period)s::date, 'YYYY') where period = %(period)s;
"""


@pytest.fixture
def noting(connection: Any) -> Prepared:
    """The statements, and the table they write."""
    with connection.cursor() as cursor:
        cursor.execute(NOTED)
    connection.commit()
    return Prepared(connection, {"note": NOTE})


def noted(noting: Prepared) -> list[tuple[Any, ...]]:
    rows = warehouse.fetch(noting.connection, "select to_char(period, 'YYYY-MM') as month, share, said from noted")
    noting.connection.rollback()
    return sorted((row["month"], float(row["share"]), row["said"]) for row in rows)


def test_every_month_is_given_its_own_values_whatever_stands_in_the_texts(noting: Prepared) -> None:
    noting.run({"period": "2024-02-01", "parts": 4, "said": "ก; ข -- $1 %s", "not_named": 1})
    noting.run({"period": "2024-03-01", "parts": 8, "said": "it's"})
    assert noted(noting) == [
        ("2024-02", 25.0, 'ก; ข -- $1 %s; 5 % of "ก; ข -- $1 %s" 2024'),
        ("2024-03", 12.5, "it's; 5 % of \"it's\" 2024"),
    ]


def test_a_month_that_fails_leaves_nothing_and_those_before_and_after_it_stand(noting: Prepared) -> None:
    noting.run({"period": "2024-02-01", "parts": 4, "said": "before"})
    with pytest.raises(DivisionByZero):
        noting.run({"period": "2024-03-01", "parts": 0, "said": "no share"})
    with pytest.raises(CheckViolation):
        noting.run({"period": "2024-04-01", "parts": 1, "said": "too large a share"})
    noting.run({"period": "2024-05-01", "parts": 5, "said": "after"})
    assert [month for month, _, _ in noted(noting)] == ["2024-02", "2024-05"]


def test_a_statement_is_planned_once_however_many_months_it_is_run_for(noting: Prepared) -> None:
    for month in range(1, 9):
        noting.run({"period": f"2024-0{month}-01", "parts": 4, "said": "planned"})
    planned = warehouse.fetch(
        noting.connection,
        "select generic_plans, custom_plans from pg_prepared_statements order by prepare_time",
    )
    assert planned == [{"generic_plans": 8, "custom_plans": 0}] * 2


def test_a_text_without_parameters_is_run_too(noting: Prepared) -> None:
    Prepared(noting.connection, {"plain": "insert into noted (said) values ('5 %%')"}).run({})
    assert warehouse.fetch(noting.connection, "select said from noted") == [{"said": "5 %"}]
