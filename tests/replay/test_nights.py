"""A night builds so many provinces again as it has time for; those that wait longest come first."""

from datetime import UTC, datetime, timedelta

from include import replay, warehouse
from include.replay import history
from tests.replay.conftest import Office
from tests.replay.publishing import PROVINCE

# Other provinces that published: copies of the first publication of the one that did.
PUBLISHED_TOO = """
insert into snapshot.publication (
    snapshot_id, programme_code, province_code, period, revision, kind, taken_at, taken_by, reason, rulebook_version,
    rulebook_sha256, code_version, content_sha256, previous_sha256, chain_sha256
)
select
    1000 + code::integer, programme_code, code, period, revision, kind, taken_at, taken_by, reason, rulebook_version,
    rulebook_sha256, code_version, content_sha256, previous_sha256, encode(sha256(convert_to(code, 'UTF8')), 'hex')
from snapshot.publication cross join unnest(array['34', '57', '82']) as code
where snapshot_id = 1
"""
REPLAYED = """
insert into ops.replay_result (
    run_id, snapshot_id, programme_code, province_code, period, revision, ran_at, outcome, reason_th, differences,
    duration_seconds, snapshot_code_version, code_version
)
select
    '{run}', snapshot_id, programme_code, province_code, period, revision, '{at}', '{outcome}', 'เหตุ', '{differences}',
    1, '', ''
from snapshot.publication where snapshot_id = {snapshot}
"""


def replayed(run: str, snapshot: int, at: str, outcome: str = "same") -> str:
    differences = '[{"table": "measure"}]' if outcome == "differs" else "[]"
    return REPLAYED.format(run=run, snapshot=snapshot, at=at, outcome=outcome, differences=differences)


def in_order(office: Office) -> list[str]:
    with warehouse.connect(office.uri) as connection:
        return history.provinces(connection)


def test_the_province_that_was_never_built_again_comes_first_and_then_the_one_that_waits_longest(
    office: Office,
) -> None:
    office.as_superuser(
        PUBLISHED_TOO,
        replayed("one", 1057, "2024-05-01 02:10+07"),
        replayed("two", 1034, "2024-05-02 02:10+07"),
        replayed("two", 1082, "2024-05-01 02:11+07"),
    )
    assert in_order(office) == [PROVINCE, "57", "82", "34"]


def test_a_stopped_province_waits_for_nobody(office: Office) -> None:
    office.as_superuser(
        PUBLISHED_TOO,
        replayed("one", 1082, "2024-05-01 02:10+07"),
        replayed("two", 1034, "2024-05-09 02:10+07", "differs"),
        replayed("one", 1057, "2024-05-08 02:10+07", "differs"),
        replayed("two", 1057, "2024-05-09 02:10+07"),
    )
    assert in_order(office) == ["34", PROVINCE, "82", "57"]


def test_what_a_night_has_no_time_for_is_left_to_the_next_one(office: Office) -> None:
    over = datetime.now(UTC) - timedelta(seconds=1)
    assert replay.replay(office.archive, "no time", until=over) == []
    assert office.rows("select * from ops.replay_result") == []
    in_time = replay.replay(office.archive, "time", until=datetime.now(UTC) + timedelta(hours=1))
    assert {result["outcome"] for result in in_time} == {"same"}
    assert in_order(office) == [PROVINCE]
