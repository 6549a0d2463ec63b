"""The benchmark of papers makes every kind of a real month, and says what each took."""

from benchmarks import papers as measured
from include.publishing import papers


def test_every_kind_of_paper_is_timed_and_scorecards_by_their_number(admin_uri: str) -> None:
    result = measured.measure(admin_uri, times=1, districts=(2, 4))
    assert result["districts"] == 25
    assert result["seconds"].keys() == {"figures", *(maker.name for maker in papers.MAKERS), "all"}
    assert all(seconds["median"] > 0 for seconds in result["seconds"].values())
    assert all(result["bytes"].values())
    assert result["scorecards_ratio"].keys() == {"2", "4"} and result["scorecards_ratio"]["2"] == 1
