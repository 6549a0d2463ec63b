"""The benchmark of landing runs, lands every event and says what it measured."""

from benchmarks import landing


def test_both_sides_land_the_same_file_in_turn(admin_uri: str) -> None:
    result = landing.measure(admin_uri, pairs=2, events=2_000)
    assert (result["events"], result["pairs"]) == (2_000, 2)
    for side in ("psql_seconds", "register_seconds", "ratio"):
        assert 0 < result[side]["fastest"] <= result[side]["median"] <= result[side]["slowest"]
    assert 10 < result["client_peak_megabytes"] < 100
