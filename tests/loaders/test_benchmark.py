"""The benchmarks run, load everything they are given and say what they measured."""

from benchmarks import landing, memory, refusing, workbooks


def test_both_sides_land_the_same_file_in_turn(admin_uri: str) -> None:
    result = landing.measure(admin_uri, pairs=2, events=2_000)
    assert (result["events"], result["pairs"]) == (2_000, 2)
    for side in ("psql_seconds", "register_seconds", "two_streams_seconds", "ratio", "two_streams_speed"):
        assert 0 < result[side]["fastest"] <= result[side]["median"] <= result[side]["slowest"]
    assert result["psql_cpu_seconds"]["median"] >= 0 and result["register_cpu_seconds"]["median"] > 0
    for peak in ("client_peak_megabytes", "two_streams_peak_megabytes"):
        assert 10 < result[peak] < 50


def test_what_is_refused_with_reasons_is_what_the_counting_statement_counts(admin_uri: str) -> None:
    result = refusing.measure(admin_uri, pairs=1, events=2_000, spoilt=0.2)
    assert result["refused_cells"] > 350 and len(result["refused_cells_by_rule"]) == 17
    for side in ("counting_seconds", "refusing_seconds", "typing_seconds", "refusing_ratio", "typing_ratio"):
        assert result[side]["median"] > 0


def test_the_clients_memory_is_measured_for_a_small_and_a_large_file(admin_uri: str) -> None:
    result = memory.measure(admin_uri, megabytes=20)
    small, large = result["file_bytes"]
    assert 9e6 < small < 10.5e6 and 1.9 < large / small < 2.1
    assert result["ratio"] < 1.1


def test_the_same_workbooks_are_laid_out_read_and_loaded() -> None:
    result = workbooks.measure(pairs=1, files=3)
    assert (result["workbooks"], result["pairs"]) == (3, 1)
    for side in ("calamine_seconds", "read_seconds", "load_seconds", "read_ratio", "load_ratio"):
        assert result[side]["median"] > 0
