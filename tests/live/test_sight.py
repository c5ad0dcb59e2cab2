"""Nobody reads ahead: who sees which inject, observation and news, before, during and after an exercise."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.drills.models import EventRole
from port2port.live import actions
from port2port.live.models import Inject, LiveNews, Observation, Receipt
from port2port.members.models import Facility, Person, Seat
from port2port.pure.exercise_clock import Move
from port2port.sharing.models import Notification
from tests.live.conftest import NOW, ZERO, give, key, minute, said, seen
from tests.personas import PERSONAS


def names(stage, who, at=None):
    rows = Inject.objects.visible_to(stage.member(who), at=at)
    known = {row.pk: name for name, row in stage.injects.items()}
    return {known[pk] for pk in rows.values_list("pk", flat=True)}


ALL = {"first", "north", "south", "pfso", "late"}
BEFORE = {
    "author": ALL, "coordinator": ALL,
    # An analyst of the organiser reads the script of the own scope; the planners see the whole.
    "colleague": {"first", "north", "pfso", "late"},
    "trainer": ALL,
    "peer": {"first", "south", "pfso", "late"},
    "peer_coordinator": {"first", "south", "pfso", "late"},
}  # fmt: skip


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_before_the_start_only_who_leads_observes_or_plans_reads_the_script(stage, who):
    assert names(stage, who, at=minute(90)) == BEFORE.get(who, set())


def test_a_player_sees_what_the_clock_has_come_to_for_its_role_and_facility(running):
    assert names(running, "guard", at=minute(4)) == {"first"}
    assert names(running, "guard", at=minute(5)) == {"first", "north"}
    assert names(running, "peer_guard", at=minute(5)) == {"first", "south"}
    assert names(running, "guard", at=minute(59)) == {"first", "north", "late"}


def test_what_is_due_is_seen_without_a_worker_and_stamped_once_by_it(running):
    actions.stamp_due(now=minute(7))
    actions.stamp_due(now=minute(8))

    assert running.fresh("north").delivered_at == minute(5)
    assert running.fresh("late").delivered_at is None
    assert LiveNews.objects.filter(inject=running.injects["north"]).count() == 1
    assert actions.stamp_due(now=minute(9)) == 0


def test_a_pause_holds_back_what_comes(running):
    running.clock(Move.PAUSE, minute(4))

    assert names(running, "guard", at=minute(30)) == {"first"}
    running.clock(Move.RESUME, minute(34))
    assert names(running, "guard", at=minute(34.9)) == {"first"}
    assert names(running, "guard", at=minute(35)) == {"first", "north"}


def test_after_the_stop_nothing_more_comes(running):
    running.clock(Move.STOP, minute(4))

    assert names(running, "guard", at=minute(600)) == {"first"}
    assert actions.stamp_due(now=minute(600)) == 0


def test_a_skipped_inject_never_reaches_its_player(running):
    actions.skip(member=running.member("author"), inject=running.injects["north"], reason="No diver", now=minute(1))

    assert names(running, "guard", at=minute(30)) == {"first"}


def test_another_organisation_without_a_role_sees_nothing_of_it_even_when_it_was_held(running):
    running.clock(Move.STOP, minute(60))
    running.event.state, running.event.held_on = "held", ZERO.date()
    running.event.save()

    for who in ("outsider", "outsider_coordinator", "client", "guest", "auditor", "operator", "nobody"):
        assert names(running, who, at=minute(90)) == set()


def test_the_end_of_a_role_ends_its_sight(running):
    EventRole.objects.filter(seat=running.community.seats["guard"]).update(ended_at=minute(1))
    EventRole.objects.filter(seat=running.community.seats["peer"]).update(ended_at=minute(1))

    assert names(running, "guard", at=minute(30)) == set()
    assert "north" not in names(running, "peer", at=minute(30))


def test_who_plays_never_reads_ahead_whatever_the_seat(stage):
    # The officer who planned it takes over a role.
    give(stage.community, stage.event, "author", "player", plays="pfso", at="north")

    assert names(stage, "author", at=minute(90)) == set()
    stage.clock(Move.START, ZERO, by="coordinator")
    assert names(stage, "author", at=minute(10)) == {"first", "pfso"}


def test_receipts_are_seen_by_who_leads_and_by_oneself(running):
    guard = running.member("guard")
    actions.read_injects(member=guard, injects=Inject.objects.all(), now=minute(6))
    actions.answer_inject(member=guard, inject=running.injects["north"], note="Called the PFSO", now=minute(7))

    seen_by = {
        who: Receipt.objects.visible_to(running.member(who)).count()
        for who in ("author", "guard", "peer_guard", "peer", "outsider")
    }

    # The controller at south sees who read what was for all.
    assert seen_by == {"author": 2, "guard": 2, "peer_guard": 0, "peer": 1, "outsider": 0}


def observed(stage, who, text):
    member = stage.member(who)
    return actions.observe(member=member, event=stage.event, said=seen(minute(6), text=text), key=key(), now=minute(6))


def test_observations_are_read_by_their_observer_and_who_leads_until_the_event_was_held(running):
    observed(running, "trainer", "north")
    observed(running, "peer_coordinator", "south")

    def texts(who):
        return set(Observation.objects.visible_to(running.member(who)).values_list("text", flat=True))

    assert texts("author") == texts("coordinator") == {"north", "south"}
    assert texts("trainer") == {"north"}
    assert texts("peer_coordinator") == texts("peer") == {"south"}
    assert texts("guard") == texts("colleague") == texts("outsider") == texts("secretariat") == set()

    running.event.state, running.event.held_on = "held", ZERO.date()
    running.event.save()
    assert texts("trainer") == texts("peer") == texts("colleague") == {"north", "south"}
    assert texts("guard") == texts("outsider") == set()


def test_news_reaches_the_players_it_speaks_to_and_nobody_else(running):
    actions.stamp_due(now=minute(6))
    news = LiveNews.objects.get(inject=running.injects["north"])

    told = {who for who in PERSONAS if LiveNews.objects.visible_to(running.member(who)).filter(pk=news.pk).exists()}

    assert told == {"guard"}


def test_an_inject_added_while_it_runs_is_hidden_until_it_comes(running):
    made = actions.add_now(
        member=running.member("author"), event=running.event, said=said(1200, text="New"), at_once=False, now=minute(10)
    )
    running.injects["new"] = made

    assert "new" not in names(running, "guard", at=minute(19))
    assert "new" in names(running, "guard", at=minute(20))
    assert made.made_at > NOW


def told_of(stage, inject):
    """Who was notified, against who may see it: the two must never part."""
    actions.deliver(member=stage.member("author"), inject=stage.injects[inject], now=minute(1))
    news = LiveNews.objects.get(inject=stage.injects[inject])
    seats = set(
        Notification.objects.filter(record_type="exercise", record_id=news.pk).values_list("seat_id", flat=True)
    )
    seeing = {who for who in PERSONAS if LiveNews.objects.visible_to(stage.member(who)).filter(pk=news.pk).exists()}
    assert {who for who in PERSONAS if stage.member(who).seat_id in seats} == seeing
    return seeing


def test_who_plays_for_the_whole_receives_what_is_for_its_own_facilities_and_no_other(running):
    give(running.community, running.event, "colleague", "player", plays="guard")
    give(running.community, running.event, "outsider", "player", plays="all", at="south")

    assert names(running, "colleague", at=minute(6)) == {"first", "north"}
    assert told_of(running, "north") == {"guard", "colleague"}
    assert told_of(running, "south") == {"peer_guard", "outsider"}
    assert told_of(running, "pfso") == {"outsider"}
    assert told_of(running, "late") == {"guard", "peer_guard", "colleague", "outsider"}


def test_who_plays_for_the_whole_from_the_seat_of_another_quay_hears_nothing_of_this_one(running):
    other = Facility.objects.create(
        organisation=running.community.organisations["north"], port=running.community.ports["north"],
        name="Quay beyond", kind="quay", isps="inside",
    )  # fmt: skip
    Seat.objects.filter(pk=running.community.seats["colleague"].pk).update(facility=other)
    give(running.community, running.event, "colleague", "player", plays="guard")

    assert names(running, "colleague", at=minute(6)) == {"first"}
    assert told_of(running, "north") == {"guard"}


def test_telling_thirty_players_asks_no_more_than_telling_three(running):
    with CaptureQueriesContext(connection) as few:
        actions.deliver(member=running.member("author"), inject=running.injects["north"], now=minute(1))
    for number in range(27):
        person = Person.objects.create(username=f"guard-{number}", name=f"Guard {number}", language="en")
        seat = Seat.objects.create(
            person=person, organisation=running.community.organisations["north"], function="guard", given_at=NOW
        )
        running.community.seats[f"guard-{number}"] = seat
        give(running.community, running.event, f"guard-{number}", "player", plays="guard", at="north")

    with CaptureQueriesContext(connection) as many:
        actions.deliver(member=running.member("author"), inject=running.injects["late"], now=minute(1))

    assert Notification.objects.filter(record_id=LiveNews.objects.get(inject=running.injects["late"]).pk).count() == 29
    assert len(many) <= len(few)
