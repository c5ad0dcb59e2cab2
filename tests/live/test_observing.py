"""Observations: kept once, in their true order, never changed, whatever a phone or a forger sends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from port2port.base.refusal import NotAllowed, Refusal
from port2port.drills.models import EventRole, Objective
from port2port.live import refusals
from port2port.live.models import Observation
from tests.live.conftest import ZERO, key, minute, planned
from tests.personas import PERSONAS


def test_a_phone_that_was_offline_for_an_hour_sends_all_once_in_order(running, observe):
    told = [(minute(number), key()) for number in (3, 7, 12, 40)]
    arrived = minute(75)

    for _round in range(2):
        for at, one in reversed(told):
            observe(at=at, now=arrived, key=one, text=f"At {at:%M}")

    rows = Observation.objects.in_order()
    assert [row.observed_at for row in rows] == [at for at, _key in told]
    assert not any(row.is_flagged for row in rows)
    assert rows[0].waited_s == 72 * 60


def test_the_same_key_with_other_words_is_refused_and_the_first_stands(running, observe):
    first = observe(key="one", text="Calm")

    with pytest.raises(refusals.OtherContent):
        observe(key="one", text="Nervous")
    assert Observation.objects.get() == first
    assert observe(key="one", text="Calm") == first


def test_the_keys_of_two_seats_do_not_touch_each_other(running, observe):
    observe("trainer", key="one")
    observe("peer_coordinator", key="one", text="Other")

    assert Observation.objects.count() == 2


@pytest.mark.parametrize("ahead", [timedelta(minutes=5), -timedelta(hours=3)])
def test_a_wrong_clock_is_set_right_and_shown(running, observe, ahead):
    row = observe(at=minute(5) + ahead, sent=minute(20) + ahead, now=minute(20))

    assert (row.observed_at, row.told_at, row.is_flagged) == (minute(5), minute(5) + ahead, True)
    assert row.skew_s == ahead.total_seconds()


def test_a_moment_forged_in_the_future_is_kept_as_of_now_and_flagged(running, observe):
    row = observe(at=minute(600), sent=minute(5), now=minute(5))

    assert (row.observed_at, row.is_flagged) == (minute(5), True)


@pytest.mark.parametrize("who", [*PERSONAS])
def test_only_who_leads_or_observes_writes(running, observe, who):
    if who in {"author", "coordinator", "peer", "trainer", "peer_coordinator"}:
        assert observe(who).seat_id == running.member(who).seat_id
    else:
        with pytest.raises(NotAllowed):
            observe(who)


def test_after_the_role_has_ended_nothing_more_is_taken(running, observe):
    EventRole.objects.filter(seat=running.community.seats["trainer"]).update(ended_at=minute(4))

    with pytest.raises(NotAllowed):
        observe(key="late")


@pytest.mark.parametrize(
    ("state", "held"),
    [("held", True), ("evaluated", True), ("confirmed", False), ("closed", True), ("cancelled", False)],
)
def test_late_ones_are_taken_until_the_event_is_closed(running, observe, state, held):
    running.event.state, running.event.held_on = state, ZERO.date() if held else None
    running.event.cancelled_reason = "Storm" if state == "cancelled" else ""
    running.event.save()

    if state in {"closed", "cancelled"}:
        with pytest.raises(Refusal):
            observe()
    else:
        assert observe().pk


def test_the_facility_is_that_of_the_role(running, observe):
    assert observe("trainer").facility == running.community.facilities["north"]
    assert observe("coordinator").facility is None


def test_a_rating_belongs_to_an_objective_of_this_event(running, observe):
    objective = Objective.objects.filter(event=running.event).first()
    other = planned(running.community).objectives.first()

    assert observe(rating="M", objective=objective, text="").rating == "M"
    for wrong in ({"rating": "M"}, {"rating": "X", "objective": objective}, {"objective": other}, {"text": "  "}):
        with pytest.raises(Refusal):
            observe(**wrong)


def test_an_observer_cannot_point_at_an_inject_that_it_does_not_see(running, observe):
    assert observe("trainer", inject=running.injects["north"]).inject == running.injects["north"]
    with pytest.raises(Refusal):
        observe("peer_coordinator", inject=running.injects["north"])


def test_a_correction_stands_beside_what_it_replaces_and_only_once(running, observe):
    first = observe(text="Two minutes")
    second = observe(text="Three minutes", replaces=first)

    assert set(Observation.objects.standing()) == {second}
    assert Observation.objects.count() == 2
    with pytest.raises(refusals.AlreadyCorrected):
        observe(text="Four minutes", replaces=first)


def test_nobody_corrects_what_another_saw(running, observe):
    first = observe("trainer")

    with pytest.raises(NotAllowed):
        observe("coordinator", text="Nothing happened", replaces=first)


@pytest.mark.parametrize("change", [{"text": "Other"}, {"rating": "P"}, {"observed_at": ZERO}, {"seat_id": 1}])
def test_an_observation_never_changes_nor_goes(running, observe, change):
    observe(rating="")

    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        Observation.objects.update(**change)
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        Observation.objects.all().delete()


def test_a_key_is_needed(running, observe):
    for one in ("x" * 81,):
        with pytest.raises(refusals.Unmarked):
            observe(key=one)


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_sends_the_same_twice_at_one_moment_is_kept_once(running, observe):
    from django.db import connection

    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time there")

    def send(_number):
        try:
            return observe(key="one").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(8)))) == 1
