"""The board of the demonstration: two watches in their year, what one heard acknowledged, what the other heard open."""

import pytest

from port2port.base.clock import now
from port2port.counts.models import Outcome
from port2port.earlywarning.board_page import board_of
from port2port.earlywarning.models import Alarm, WatchedMeasure
from port2port.earlywarning.watch_page import page_of
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.site.demo.community import found
from port2port.site.demo.counting import AFTER, LATER, WEEKS, keep_counts
from port2port.site.demo.studying import study
from port2port.site.demo.watching import keep_watch
from port2port.studies.models import StudyResult


@pytest.fixture
def told(db: None) -> dict[str, Member]:
    """The demonstration's counts with all that is made of them."""
    found(password="a-long-test-password", now=now())
    seats = Seat.objects.select_related("person", "organisation")
    members = {seat.person.username: member_of_seat(seat) for seat in seats}
    counted = keep_counts(members, seed=1, now=now())
    study(members, counted, now=now())
    keep_watch(members, counted, seed=1, now=now())
    return members


def test_two_watches_run_and_of_two_alarms_one_is_open(told: dict[str, Member]) -> None:
    reader = told["ostend-officer"]

    lines = {line.watch.outcome: line for line in board_of(reader, page="", now=now()).lines}

    assert {one: line.last.number for one, line in lines.items() if line.last} == {
        Outcome.INTRUSIONS: AFTER,
        Outcome.DRONE_SIGHTINGS: WEEKS - LATER,
    }
    assert all(line.watch.is_running and line.bars for line in lines.values())
    assert Alarm.objects.get(watch__outcome=Outcome.INTRUSIONS).acknowledgements.exists()
    open_one = Alarm.objects.get(watch__outcome=Outcome.DRONE_SIGHTINGS)
    assert not open_one.acknowledgements.exists()
    assert str(open_one.loudest) == "Ostend"


def test_the_page_of_the_open_one_says_what_to_think_of_first(told: dict[str, Member]) -> None:
    watch = WatchedMeasure.objects.with_names().get(outcome=Outcome.DRONE_SIGHTINGS)

    page = page_of(watch, member=told["antwerp-officer"], now=now())

    assert [str(one.port) for one in page.changes] == ["Ostend"]


def test_the_study_of_the_same_counts_has_its_answer(told: dict[str, Member]) -> None:
    verdicts = StudyResult.objects.values_list("figures__verdict", "figures__after__weeks")

    assert set(verdicts) == {("displaced", AFTER), ("not_assessable", AFTER)}
