"""What was played once, set back and taken up again: who reads what, and what is asked before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from port2port.drills import actions as drills
from port2port.drills.models import Event, EventPlace
from port2port.drills.refusals import PlayedWithout
from port2port.drills.rules import Aim, Held, Plan
from port2port.drills.steps import moved
from port2port.live import actions, refusals
from port2port.live.actions import delivering
from port2port.live.models import LiveNews, Receipt
from port2port.live.page import clock_of, script_lines
from port2port.live.views.shared import seat_mark
from port2port.pure.exercise_clock import Move, State
from port2port.reports.rules import BadField
from tests.live.conftest import ZERO, give, key, minute, said


def plan_of(stage, *slugs, **more):
    """The plan as it stands, with these facilities."""
    event = stage.event
    words = {name: getattr(event, name) for name in ("kind", "title", "planned_at", "minutes", "language", "safety")}
    words |= {"stop_word": event.stop_word, "elements": ("b18_6.communication",)}
    words["aims"] = tuple(Aim(one.text, one.control, ()) for one in event.objectives.all())
    return Plan(facilities=tuple(stage.community.facilities[slug] for slug in slugs), **(words | more))


@pytest.fixture
def set_back(running):
    """Played to its stop, then set back."""
    running.clock(Move.STOP, minute(30))
    running.clock(Move.RESET, minute(40))
    return running


@pytest.mark.parametrize("slugs", [("north",), ("north", "south", "east")], ids=["without South", "with East"])
def test_what_was_played_keeps_its_facilities_and_takes_no_further_ones(set_back, slugs):
    plan = plan_of(set_back, *slugs)

    with pytest.raises(BadField, match="facilities"):
        drills.change(member=set_back.member("author"), event=set_back.event, said=plan, now=minute(50))

    assert Event.objects.visible_to(set_back.member("peer")).filter(pk=set_back.event.pk).exists()
    assert EventPlace.objects.filter(event=set_back.event).count() == 2


def test_another_day_and_other_words_may_be_planned_for_what_was_played(set_back):
    later = set_back.event.planned_at + timedelta(days=7)
    plan = plan_of(set_back, "north", "south", planned_at=later, title="Divers again")

    changed = drills.change(member=set_back.member("author"), event=set_back.event, said=plan, now=minute(50))

    assert (changed.planned_at, changed.title, changed.state) == (later, "Divers again", "confirmed")


def test_a_facility_that_never_said_yes_does_not_join_what_was_played_without_it(set_back):
    place = EventPlace.objects.get(event=set_back.event, facility=set_back.community.facilities["south"])
    drills.decline(member=set_back.member("peer"), place=place, reason="No shift free", now=minute(50))

    with pytest.raises(PlayedWithout):
        drills.consent(member=set_back.member("peer"), place=place, now=minute(51))


def held_and_taken_back(stage):
    """Recorded as held at minute 40, taken back at minute 50."""
    stage.event.elements = ["b18_6.communication"]
    stage.event.save()
    moved(stage.event, "confirmed", by=stage.member("author").seat_id, now=ZERO)
    record = Held(on=ZERO.date(), minutes=30, took_part={"guard": 2})
    drills.hold(member=stage.member("author"), event=stage.event, said=record, now=minute(40))
    drills.undo_hold(member=stage.member("author"), event=stage.event, now=minute(50))


def test_an_officer_who_played_and_read_the_script_since_does_not_play_it_again(running):
    officer = give(running.community, running.event, "colleague", "player", plays="pfso", at="north")
    running.clock(Move.STOP, minute(30))
    held_and_taken_back(running)

    with pytest.raises(refusals.HasReadIt, match=officer.seat.role):
        running.clock(Move.RESET, minute(60))

    drills.end_role(member=running.member("author"), role=officer, now=minute(61))
    running.clock(Move.RESET, minute(62))
    assert clock_of(running.event, at=minute(62)).shown.state is State.WAITING


def test_a_stop_for_something_real_stays_told_until_it_starts_again(running):
    guard = running.member("guard")
    stopped = actions.stop_for_real(member=guard, event=running.event, now=minute(5))
    running.clock(Move.RESET, minute(10))

    again = actions.stop_for_real(member=guard, event=running.event, now=minute(11))
    shown = clock_of(running.event, at=minute(12))
    told = LiveNews.objects.standing().filter(kind="real").count()
    running.clock(Move.START, minute(60))

    assert (again.pk, shown.is_real, told) == (stopped.pk, True, 1)
    assert not clock_of(running.event, at=minute(61)).is_real
    assert not LiveNews.objects.standing().filter(kind="real").exists()


def test_what_came_is_shown_where_the_clock_was_set_back_and_the_exercise_recorded_all_the_same(set_back):
    set_back.event.elements = ["b18_6.communication"]
    set_back.event.save()
    record = Held(on=ZERO.date(), minutes=30, took_part={"guard": 2})
    drills.hold(member=set_back.member("author"), event=set_back.event, said=record, now=minute(50))

    lines = script_lines(Event.objects.get(pk=set_back.event.pk), member=set_back.member("author"), language="en",
                         at=minute(51))  # fmt: skip

    assert [line.row.offset_s for line in lines if line.came] == [0, 300, 300, 600]
    # The copies for a run that never began are no part of it; what had not come before it stopped is.
    assert [line.row.offset_s for line in lines if not line.came] == [3000]


def test_what_a_player_was_not_shown_is_not_read(set_back, client):
    client.force_login(set_back.community.person("guard"))

    answer = client.get(reverse("live:play", args=[set_back.event.key]))

    assert answer.status_code == 200
    assert not Receipt.objects.filter(inject__event=set_back.event).exists()


def test_an_inject_that_has_not_come_is_not_observed_and_the_phone_sends_it_again_once_it_has(set_back, observe):
    waiting = set_back.event.injects.waiting().filter(offset_s=300).first()
    with pytest.raises(BadField, match="inject") as too_early:
        observe("trainer", minute(45), inject=waiting)
    set_back.clock(Move.START, minute(60))
    with pytest.raises(BadField):
        observe("trainer", minute(64), inject=waiting)

    kept = observe("trainer", minute(45), now=minute(66), inject=waiting)

    assert str(refusals.NotComeYet.words) in str(too_early.value)
    assert (kept.inject, kept.observed_at) == (waiting, minute(45))


def test_an_inject_that_somebody_observed_stays_as_it_is(set_back, observe):
    # Recorded without having begun anew: then paper may have brought it, and its observers write so.
    set_back.event.elements = ["b18_6.communication"]
    set_back.event.save()
    waiting = set_back.event.injects.waiting().filter(offset_s=300).first()
    author = set_back.member("author")
    moved(set_back.event, "confirmed", by=author.seat_id, now=ZERO)
    record = Held(on=ZERO.date(), minutes=30, took_part={"guard": 2})
    held = drills.hold(member=author, event=set_back.event, said=record, now=minute(45))
    set_back.event.refresh_from_db()
    observe("trainer", minute(46), inject=waiting)
    shown = [line.row.pk for line in script_lines(held, member=author, language="en", at=minute(47))]
    drills.undo_hold(member=author, event=held, now=minute(50))
    waiting.refresh_from_db()

    with pytest.raises(refusals.WasObserved):
        actions.remove_inject(member=author, inject=waiting, now=minute(51))
    with pytest.raises(refusals.WasObserved):
        actions.change_inject(member=author, inject=waiting, said=said(300, text="Other"), now=minute(51))

    waiting.refresh_from_db()
    assert waiting.texts != {"en": "Other"}
    assert waiting.pk in shown


def test_a_phone_whose_seat_changed_is_told_so_by_an_exercise_that_the_new_seat_does_not_observe(running, client):
    client.force_login(running.community.person("guard"))
    mark = seat_mark(running.member("trainer"))

    answer = client.post(
        reverse("live:send", args=[running.event.key]), {"text": "Seen"},
        headers={"Idempotency-Key": key(), "X-Live-Seat": mark},
    )  # fmt: skip

    assert answer.status_code == 403
    assert str(refusals.OtherSeat.words) in answer.json()["detail"]


def test_what_waits_since_before_the_reset_counts_towards_the_most_injects(set_back, monkeypatch):
    monkeypatch.setattr(delivering, "MOST_INJECTS", 5)
    set_back.clock(Move.START, minute(60))

    with pytest.raises(refusals.TooManyInjects):
        actions.add_now(
            member=set_back.member("author"), event=set_back.event, said=said(0, text="More"), at_once=True,
            now=minute(61),
        )  # fmt: skip


def test_playing_it_anew_asks_on_a_page_that_is_there_only_while_the_clock_is_stopped(running, client):
    client.force_login(running.community.person("author"))
    address = reverse("live:anew", args=[running.event.key])
    runs = client.get(address).status_code
    actions.stop_for_real(member=running.member("guard"), event=running.event, now=minute(5))

    asks = client.get(address)
    pressed = client.post(reverse("live:clock", args=[running.event.key]), {"move": "reset"}).status_code
    moves = running.event.clock_moves.filter(move="reset").count()
    client.post(address)

    assert (runs, asks.status_code, pressed, moves) == (404, 200, 404, 0)
    assert "stopped for a real event" in asks.content.decode()
    assert running.event.clock_moves.filter(move="reset").count() == 1
    assert client.get(address).status_code == 404


def test_an_observation_that_was_refused_is_shown_again_in_its_form(running, client):
    client.force_login(running.community.person("author"))
    second = running.event.objectives.get(number=2)
    typed = {"text": "Nobody called back", "rating": "P", "objective": str(second.key), "inject": "no key"}

    answer = client.post(reverse("live:observe", args=[running.event.key]), typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Nobody called back</textarea>") == 1
    assert page.index('id="text-2"') < page.index("Nobody called back</textarea>") < page.index('id="text-x"')


def test_a_refused_observation_keeps_its_inject_and_the_screen_it_came_from(running, client):
    client.force_login(running.community.person("author"))
    chosen, second = running.injects["first"], running.event.objectives.get(number=2)
    typed = {"rating": "", "text": "", "objective": str(second.key), "inject": str(chosen.key), "table": "1"}

    page = client.post(reverse("live:observe", args=[running.event.key]), typed).content.decode()

    assert page.count(f'value="{chosen.key}" selected') == 1
    assert page.index('id="inject-2"') < page.index(f'value="{chosen.key}" selected') < page.index('id="text-2"')
    assert page.count('name="table" value="1"') == 1


def test_an_observer_chooses_among_the_injects_of_this_run_and_keeps_the_one_that_it_corrects(running, client, observe):
    row = observe("trainer", minute(6), inject=running.injects["first"])
    running.clock(Move.STOP, minute(30))
    running.clock(Move.RESET, minute(40))
    client.force_login(running.community.person("trainer"))
    address = reverse("live:observe", args=[running.event.key])

    page = client.get(address).content.decode()
    corrects = client.get(address, {"replaces": str(row.key)}).content.decode()

    assert str(running.injects["first"].key) not in page
    assert f'value="{running.injects["first"].key}" selected' in corrects
