"""The script before the start, the clock, injects by hand, and the button for something real."""

import pytest
from django.db import DatabaseError, transaction

from port2port.base.refusal import NotAllowed, Refusal
from port2port.live import actions, refusals
from port2port.live.models import ClockMove, Inject, LiveNews, Observation
from port2port.pure.exercise_clock import Move
from port2port.reports.rules import BadField
from port2port.sharing.models import Notification
from tests.live.conftest import NOW, ZERO, cast, minute, planned, said
from tests.personas import PERSONAS


def test_the_script_stands_by_time_whatever_the_order_of_writing(stage):
    actions.add_inject(member=stage.member("author"), event=stage.event, said=said(120, text="Second"), now=NOW)

    rows = list(stage.event.injects.values_list("number", "offset_s"))
    assert rows == [(1, 0), (2, 120), (3, 300), (4, 300), (5, 600), (6, 3000)]


@pytest.mark.parametrize(("offset", "words"), [(-1, "over"), (3601, "planned end")])
def test_an_inject_in_the_past_or_beyond_the_end_is_refused_with_words(stage, offset, words):
    with pytest.raises(BadField, match=words):
        actions.add_inject(member=stage.member("author"), event=stage.event, said=said(offset), now=NOW)


def test_an_inject_changes_until_the_start_and_then_stands(stage):
    author, row = stage.member("author"), stage.injects["late"]
    changed = actions.change_inject(member=author, inject=row, said=said(60, text="Sooner"), now=NOW)
    assert (changed.number, changed.texts) == (2, {"en": "Sooner"})

    stage.clock(Move.START, ZERO)

    for act in (
        lambda: actions.change_inject(member=author, inject=row, said=said(60), now=minute(1)),
        lambda: actions.remove_inject(member=author, inject=row, now=minute(1)),
        lambda: actions.add_inject(member=author, event=stage.event, said=said(60), now=minute(1)),
    ):
        with pytest.raises(refusals.HasBegun):
            act()


def test_a_facility_that_takes_no_part_gets_no_inject(stage):
    east = stage.community.facilities["east"]

    with pytest.raises(BadField, match="takes part"):
        actions.add_inject(member=stage.member("author"), event=stage.event, said=said(0, facility=east), now=NOW)


def test_the_injects_of_the_scenario_are_taken_once_in_every_language(community):
    event = planned(community, scenario="DS-01", minutes=30)

    rows = actions.take_script(member=community.member("author"), event=event, now=NOW)

    assert len(rows) >= 3
    assert set(rows[0].texts) == set(rows[0].expected) == {"en", "nl", "fr", "de"}
    assert [row.offset_s for row in rows] == sorted(row.offset_s for row in rows)
    assert rows[0].said("nl").language == "nl"
    with pytest.raises(refusals.HasScript):
        actions.take_script(member=community.member("author"), event=event, now=NOW)


def test_without_a_scenario_there_is_none_to_take(stage):
    with pytest.raises(refusals.NoScenario):
        actions.take_script(member=stage.member("author"), event=stage.event, now=NOW)


LEADS = {"author", "coordinator"}


@pytest.mark.parametrize("who", PERSONAS)
def test_the_clock_is_moved_by_who_leads_the_whole(stage, who):
    if who in LEADS:
        stage.clock(Move.START, ZERO, by=who)
        assert ClockMove.objects.count() == 1
    else:
        with pytest.raises(NotAllowed):
            stage.clock(Move.START, ZERO, by=who)


def test_an_exercise_that_is_not_confirmed_does_not_start(community):
    event = planned(community, state="planned")

    with pytest.raises(refusals.NotConfirmed):
        actions.move_clock(member=community.member("author"), event=event, move=Move.START, now=ZERO)


@pytest.mark.parametrize(
    "moves", [["pause"], ["start", "start"], ["start", "resume"], ["start", "stop", "start"], ["stop"]]
)
def test_a_move_that_makes_no_sense_is_refused(stage, moves):
    *before, last = moves
    for number, move in enumerate(before):
        stage.clock(Move(move), minute(number))

    with pytest.raises(refusals.ClockElsewhere):
        stage.clock(Move(last), minute(9))


def test_a_server_whose_clock_is_behind_does_not_turn_the_exercise_back(running):
    running.clock(Move.PAUSE, minute(5))
    running.clock(Move.RESUME, minute(4))

    assert list(ClockMove.objects.values_list("at", flat=True)) == [ZERO, minute(5), minute(5)]


def test_an_inject_is_delivered_early_and_only_once(running):
    author = running.member("author")
    row = actions.deliver(member=author, inject=running.injects["late"], now=minute(2))

    assert (row.delivered_at, row.delivered_by_id) == (minute(2), author.seat_id)
    with pytest.raises(refusals.AlreadyDelivered):
        actions.deliver(member=author, inject=row, now=minute(3))
    with pytest.raises(refusals.AlreadyDelivered):
        actions.skip(member=author, inject=row, reason="Too late", now=minute(3))


def test_a_controller_at_one_facility_delivers_there_alone(running):
    peer = running.member("peer")

    actions.deliver(member=peer, inject=running.injects["south"], now=minute(1))
    with pytest.raises(NotAllowed):
        actions.deliver(member=peer, inject=running.injects["north"], now=minute(1))


@pytest.mark.parametrize("who", ["guard", "peer_guard", "trainer", "outsider", "secretariat", "guest"])
def test_nobody_else_delivers_or_skips(running, who):
    for act in (
        lambda: actions.deliver(member=running.member(who), inject=running.injects["late"], now=minute(1)),
        lambda: actions.skip(member=running.member(who), inject=running.injects["late"], reason="x", now=minute(1)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_before_the_start_and_after_the_stop_nothing_is_delivered(stage):
    author = stage.member("author")
    with pytest.raises(refusals.NotRunning):
        actions.deliver(member=author, inject=stage.injects["late"], now=NOW)
    stage.clock(Move.START, ZERO)
    stage.clock(Move.STOP, minute(1))
    with pytest.raises(refusals.NotRunning):
        actions.deliver(member=author, inject=stage.injects["late"], now=minute(2))


def test_skipping_needs_a_reason(running):
    with pytest.raises(Refusal):
        actions.skip(member=running.member("author"), inject=running.injects["late"], reason=" ", now=minute(1))


def test_an_inject_is_added_at_once_or_for_later_but_never_for_what_is_over(running):
    author, event = running.member("author"), running.event
    at_once = actions.add_now(member=author, event=event, said=said(0, text="Now"), at_once=True, now=minute(20))
    assert (at_once.offset_s, at_once.delivered_at, at_once.added_live) == (1200, minute(20), True)

    with pytest.raises(BadField, match="over"):
        actions.add_now(member=author, event=event, said=said(60), at_once=False, now=minute(20))
    with pytest.raises(BadField, match="planned end"):
        actions.add_now(member=author, event=event, said=said(4000), at_once=False, now=minute(20))


def test_what_was_delivered_stands(running):
    actions.deliver(member=running.member("author"), inject=running.injects["late"], now=minute(1))

    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        Inject.objects.filter(pk=running.injects["late"].pk).update(texts={"en": "Other"})
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        ClockMove.objects.update(at=minute(3))


def test_the_answer_of_players_is_noted_after_delivery(running):
    author = running.member("author")
    with pytest.raises(refusals.NotDelivered):
        actions.note_response(member=author, inject=running.injects["late"], note="Rang back", now=minute(1))

    row = actions.note_response(member=author, inject=running.injects["north"], note="Rang back", now=minute(6))

    assert (row.response, row.responded_at, row.delivered_at) == ("Rang back", minute(6), minute(5))


# Something real


@pytest.mark.parametrize("who", ["author", "coordinator", "peer", "trainer", "guard", "peer_guard"])
def test_everybody_with_a_role_stops_it_for_something_real_and_all_are_told(running, who):
    actions.stop_for_real(member=running.member(who), event=running.event, now=minute(3))

    stopped = ClockMove.objects.get(move="stop")
    assert (stopped.is_real, stopped.at) == (True, minute(3))
    news = LiveNews.objects.get(kind="real")
    told = set(Notification.objects.filter(record_type="exercise", record_id=news.pk).values_list("seat_id", flat=True))
    assert told == set(running.event.roles.values_list("seat_id", flat=True))


def test_pressed_twice_it_stops_once_and_tells_once(running):
    for who in ("guard", "peer_guard"):
        actions.stop_for_real(member=running.member(who), event=running.event, now=minute(3))

    assert ClockMove.objects.filter(move="stop").count() == LiveNews.objects.filter(kind="real").count() == 1


@pytest.mark.parametrize("who", ["outsider", "secretariat", "guest", "auditor"])
def test_who_has_no_role_stops_nothing(running, who):
    with pytest.raises(NotAllowed):
        actions.stop_for_real(member=running.member(who), event=running.event, now=minute(3))


def test_notifications_go_to_the_player_list_and_say_nothing_of_the_content(running):
    actions.stamp_due(now=minute(6))

    seats = set(Notification.objects.values_list("seat_id", flat=True))
    assert seats == {running.community.seats["guard"].pk, running.community.seats["peer_guard"].pk}
    for news in LiveNews.objects.all():
        assert news.headline() == "EXERCISE EXERCISE EXERCISE"
        assert "diver" not in f"{news} {news.headline()} {news.caption()}"


def test_an_exercise_without_injects_runs_too(community):
    event = cast(community)
    member = community.member("author")

    actions.move_clock(member=member, event=event, move=Move.START, now=ZERO)
    actions.move_clock(member=member, event=event, move=Move.STOP, now=minute(60))

    assert not Observation.objects.exists()
