"""Every class of defect that the contract makes refusable is found wherever it was planted; the rest is measured."""

from collections.abc import Iterator

import pytest

from benchmarks.quality import planted
from benchmarks.quality.page import PAGE, page
from benchmarks.quality.planted import Measured, Tally
from include import warehouse
from include.local.postgres import Cluster
from tests.conftest import copied_database

# Kinds of which the contract says for certain what must come of them.
CERTAIN = ("row", "file", "finding", "expectation")
# Of statistics the least recall by class: what docs/quality.md states, less a margin of one or two of those planted.
LEAST_RECALL = {
    "downloads_tenfold": 0.85,
    "downloads_collapsed": 0.85,
    "downloads_exchanged": 0.35,
    "shops_fourfold": 0.2,
    "shops_tenfold": 0.85,
    "shops_collapsed": 0.5,
}
MOST_FALSE_ALARMS = 2  # per 100 districts' months, as rulebook.quality_setting says of outlier_score
# Rules that nothing in today's rulebooks lets break: no name means two, and no place began or ended.
NOT_PLANTED = {"district_ambiguous", "service_ambiguous", "district_not_in_month", "subdistrict_not_in_month"}


@pytest.fixture(scope="module")
def measured(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """What was found of the planted defects, in one run for all of these tests."""
    with copied_database(cluster) as uri, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        yield planted.measure(tmp_path_factory.mktemp("planted"))


def _certain(measured: Measured) -> list[Tally]:
    return [tally for kind in CERTAIN for tally in measured.of_kind(kind)]


def test_every_class_is_planted(measured: Measured) -> None:
    assert len(measured.tallies) >= 25
    assert [code for code, tally in measured.tallies.items() if not tally.planted] == []


def test_no_defect_that_must_be_found_is_missed(measured: Measured) -> None:
    missed = {tally.of_class.class_code: tally.missed[:5] for tally in _certain(measured) if tally.missed}
    assert missed == {}


def test_nothing_is_refused_or_told_without_a_cause(measured: Measured) -> None:
    alarms = {tally.of_class.class_code: tally.false_alarms[:5] for tally in _certain(measured) if tally.false_alarms}
    assert alarms == {}


def test_unusual_figures_are_found_as_often_as_stated(measured: Measured) -> None:
    recall = {tally.of_class.class_code: tally.recall for tally in measured.of_kind("outlier")}
    assert recall.keys() == LEAST_RECALL.keys()
    assert {code: share for code, share in recall.items() if share < LEAST_RECALL[code]} == {}


def test_few_figures_are_called_unusual_that_are_not(measured: Measured) -> None:
    assert measured.false_alarms_per_100 < MOST_FALSE_ALARMS, measured.false_outliers


def test_what_nothing_can_find_is_said_to_be_missed(measured: Measured) -> None:
    assert any(tally.recall == 0 for tally in measured.of_kind("silent"))


def test_every_rule_that_refuses_a_row_is_a_class(measured: Measured, connection) -> None:
    rules = {row["rule"] for row in warehouse.fetch(connection, "select rule from quarantine.rule")}
    assert {tally.of_class.found_as for tally in measured.of_kind("row")} == rules - NOT_PLANTED


def test_the_page_in_docs_is_what_was_measured(measured: Measured) -> None:
    assert PAGE.read_text() == page(measured), "write it anew with `make docs`"
