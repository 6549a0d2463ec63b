"""One month of each province, small enough to check by hand: what was sent, and the grades and reasons it gives."""

from pathlib import Path

import pytest

from tests.pipeline import driver, expected_month, written_month

MONTHS = sorted((Path(__file__).parent / "golden").glob("*.yaml"))


@pytest.mark.usefixtures("pipeline")
@pytest.mark.parametrize("path", MONTHS, ids=lambda path: path.stem)
def test_a_month_checked_by_hand_is_graded_so(path: Path, tmp_path: Path) -> None:
    written = written_month.read(path)
    written_month.land(written, tmp_path)

    driver.process(tmp_path)

    expected_month.assert_month(written)
