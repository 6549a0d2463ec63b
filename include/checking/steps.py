"""What a district would still lack for the next letter, asked inside the transaction of a trial."""

from typing import Any

from include.checking.received import Row
from include.warehouse import fetch


def steps(connection: Any, asked: Row) -> list[Row]:
    """The rows of its smallest steps; none without a grade, with the best letter, or where no way is left."""
    return fetch(
        connection,
        """
        select *
        from candidate.next_step
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
            and district_code = %(district_code)s
        """,
        asked,
    )
