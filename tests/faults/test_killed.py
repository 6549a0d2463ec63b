"""A worker that is killed leaves nothing behind: after the next run everything is as if it had not happened."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults import intake
from tests.faults.conftest import Picture, not_archived, picture

_MOMENTS = 30


def test_killed_before_each_of_its_steps(fresh: Callable[[], str], zone: Path, undisturbed: Picture) -> None:
    steps = intake.steps_of(fresh(), zone)
    first_of_each = {step.name: step for step in reversed(steps)}
    assert len(first_of_each) > 40, "the steps were not seen"
    for step in sorted(first_of_each.values()):
        uri = fresh()
        assert intake.end_of(intake.start(uri, zone, die_before=step.number)) == -9, step
        assert not_archived(uri, zone) == [], step
        assert intake.end_of(intake.start(uri, zone)) == 0, step
        assert picture(uri) == undisturbed, step
        assert not_archived(uri, zone) == [], step


def test_killed_at_thirty_random_moments(fresh: Callable[[], str], zone: Path, undisturbed: Picture) -> None:
    began = time.monotonic()
    assert intake.end_of(intake.start(fresh(), zone)) == 0
    whole = time.monotonic() - began
    moments = [random.Random(number).uniform(0.01, whole) for number in range(_MOMENTS)]
    killed = 0
    for moment in moments:
        uri = fresh()
        killed += intake.end_of(intake.start(uri, zone, die_after_seconds=moment)) == -9
        assert intake.end_of(intake.start(uri, zone)) == 0, moment
        assert picture(uri) == undisturbed, moment
    assert killed > _MOMENTS / 3, "most of the moments were after the end"


def test_killed_again_and_again_it_still_gets_there(fresh: Callable[[], str], zone: Path, undisturbed: Picture) -> None:
    uri = fresh()
    for step in range(5, 60, 5):
        intake.end_of(intake.start(uri, zone, die_before=step))
    assert intake.end_of(intake.start(uri, zone)) == 0
    assert picture(uri) == undisturbed


def test_two_intakes_at_once_load_no_file_twice(fresh: Callable[[], str], zone: Path, undisturbed: Picture) -> None:
    for _ in range(5):
        uri = fresh()
        both = [intake.start(uri, zone), intake.start(uri, zone)]
        assert [intake.end_of(each) for each in both] == [0, 0]
        assert picture(uri) == undisturbed


def test_one_of_two_intakes_at_once_is_killed(fresh: Callable[[], str], zone: Path, undisturbed: Picture) -> None:
    for step in (8, 40, 120, 160):
        uri = fresh()
        killed, other = intake.start(uri, zone, die_before=step), intake.start(uri, zone)
        intake.end_of(killed)
        assert intake.end_of(other) == 0
        assert intake.end_of(intake.start(uri, zone)) == 0
        assert picture(uri) == undisturbed
