"""Nobody reads ahead: who sees which inject, observation and news, before, during and after an exercise."""

import pytest

from port2port.drills.models import EventRole
from port2port.live import actions
from port2port.live.models import Inject, LiveNews, Observation, Receipt
from port2port.pure.exercise_clock import Move
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
