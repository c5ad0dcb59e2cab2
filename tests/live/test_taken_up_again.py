"""What was played once, set back and taken up again: who reads what, and what is asked before."""

from datetime import timedelta

import pytest

from port2port.drills import actions as drills
from port2port.drills.models import Event, EventPlace
from port2port.drills.refusals import PlayedWithout
from port2port.drills.rules import Aim, Plan
from port2port.pure.exercise_clock import Move
from port2port.reports.rules import BadField
from tests.live.conftest import minute


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
