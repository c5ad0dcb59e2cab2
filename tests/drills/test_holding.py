"""Held: which clocks move, on whose word; taken back they stand as before; the record in one go."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.drills import actions, refusals
from port2port.drills.models import Counted, Event, EventStep
from port2port.duties.clocks import line_of, place_of
from port2port.duties.models import Action, Fulfilment
from port2port.duties.rulebook import clock_rules
from port2port.pure.calendar_rules import plus_months
from port2port.reports.rules import BadField
from tests.drills.conftest import ON_THE_DAY, WHEN, held, planned
from tests.personas import NOW

DAY = timezone.localdate(ON_THE_DAY)


def standing():
    rows = Fulfilment.objects.standing().order_by("rule")
    return [(row.rule, row.facility.name if row.facility else row.port.name) for row in rows]


def test_a_drill_moves_the_clock_of_its_facility(author, make, quay):
    make("held")

    place = place_of(quay, organisation=quay.organisation)
    line = line_of(author, clock_rules()["drill"], place, today=DAY)
    assert standing() == [("drill", "Quay north")]
    assert line.clock.due == plus_months(DAY, 3)
    assert Fulfilment.objects.get().tested == ["b15_11.access", "a16_3.entry"]


def test_an_exercise_counts_where_the_officer_was_there(make, quay):
    make("held", kind="tabletop", present=())
    assert standing() == []

    make("held", kind="full", present=(quay,))
    assert standing() == [("exercise", "Quay north")]
    assert Fulfilment.objects.get().tested == ["b18_6.communication"]


def test_an_exercise_is_also_a_drill_on_the_officers_word(author, make, quay):
    row = make("confirmed", kind="functional")
    actions.hold(member=author, event=row, said=held(quay, is_also_drill=True), now=ON_THE_DAY)

    assert standing() == [("drill", "Quay north"), ("exercise", "Quay north")]


def test_an_exercise_that_tested_no_threat_is_no_drill(author, make, quay):
    row = make("confirmed", kind="tabletop", elements=("b18_6.coordination",))

    with pytest.raises(BadField, match="counts as a drill too only"):
        actions.hold(member=author, event=row, said=held(quay, is_also_drill=True), now=ON_THE_DAY)


def test_a_port_exercise_counts_for_the_port_on_its_officers_word_only(author, make, quay, community):
    port = community.ports["north"]
    make("held", kind="tabletop", port=port)
    assert standing() == [("exercise", "Quay north")]

    row = make("confirmed", kind="tabletop", port=port)
    scoped = community.scoped("author", facility="north")
    with pytest.raises(refusals.PortsWord):
        actions.hold(member=scoped, event=row, said=held(quay, is_port_exercise=True), now=ON_THE_DAY)
    actions.hold(member=author, event=row, said=held(quay, is_port_exercise=True), now=ON_THE_DAY)
    assert ("port-exercise", "North") in standing()


def test_nobody_writes_into_the_duties_of_others(author, peer, outsider, make, quay, their_quay):
    row = make("held", quay, their_quay, kind="tabletop")
    assert standing() == [("exercise", "Quay north")]
    theirs = row.places.get(facility=their_quay)

    for member in (author, outsider):
        with pytest.raises(NotAllowed):
            actions.count(member=member, place=theirs, officer_was_there=True, now=ON_THE_DAY)
    with pytest.raises(refusals.CannotCount):
        actions.count(member=peer, place=theirs, officer_was_there=False, now=ON_THE_DAY)
    actions.count(member=peer, place=theirs, officer_was_there=True, now=ON_THE_DAY)

    assert standing() == [("exercise", "Quay north"), ("exercise", "Quay south")]
    assert Fulfilment.objects.get(facility=their_quay).entered_by_id == peer.seat_id


def test_a_second_tap_counts_nothing_twice(peer, make, quay, their_quay):
    row = make("held", quay, their_quay)
    theirs = row.places.get(facility=their_quay)
    actions.count(member=peer, place=theirs, officer_was_there=True, now=ON_THE_DAY)

    with pytest.raises(refusals.CannotCount):
        actions.count(member=peer, place=theirs, officer_was_there=True, now=ON_THE_DAY)
    assert Fulfilment.objects.filter(facility=their_quay).count() == 1


def test_a_facility_that_said_no_gains_nothing(author, peer, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)
    theirs = row.places.get(facility=their_quay)
    actions.decline(member=peer, place=theirs, reason="A ship is in", now=NOW)
    actions.hold(member=author, event=row, said=held(quay, their_quay), now=ON_THE_DAY)

    with pytest.raises(NotAllowed):
        actions.count(member=peer, place=theirs, officer_was_there=True, now=ON_THE_DAY)
    assert standing() == [("drill", "Quay north")]


def test_undoing_takes_the_fulfilments_back(author, make):
    row = make("held", kind="tabletop")
    row = actions.undo_hold(member=author, event=row, now=ON_THE_DAY)

    assert standing() == []
    assert (row.state, row.held_on) == ("confirmed", None)
    assert Fulfilment.objects.get().undone_at == ON_THE_DAY


def test_it_is_not_undone_while_another_organisation_counts_it(author, peer, make, quay, their_quay):
    row = make("held", quay, their_quay)
    theirs = row.places.get(facility=their_quay)
    actions.count(member=peer, place=theirs, officer_was_there=True, now=ON_THE_DAY)
    with pytest.raises(refusals.CountedElsewhere):
        actions.undo_hold(member=author, event=row, now=ON_THE_DAY)

    actions.uncount(member=peer, place=theirs, now=ON_THE_DAY)
    actions.undo_hold(member=author, event=row, now=ON_THE_DAY)
    assert standing() == []


def test_held_anew_on_an_earlier_day_the_clock_follows(author, make, quay):
    row = make("held")
    row = actions.undo_hold(member=author, event=row, now=ON_THE_DAY)
    earlier = DAY - timedelta(days=1)
    actions.hold(member=author, event=row, said=held(quay, on=earlier), now=ON_THE_DAY)

    line = line_of(author, clock_rules()["drill"], place_of(quay, organisation=quay.organisation), today=DAY)
    assert line.clock.due == plus_months(earlier, 3)


def test_planned_and_cancelled_events_move_nothing(author, make):
    make("confirmed")
    actions.cancel(member=author, event=make("confirmed"), reason="Storm", now=NOW)

    assert not Fulfilment.objects.exists()


@pytest.mark.parametrize("name", ["trainer", "guard", "colleague", "peer", "outsider", "secretariat"])
def test_only_its_officers_hold_it(community, make, quay, name):
    row = make("confirmed")

    with pytest.raises(NotAllowed):
        actions.hold(member=community.member(name), event=row, said=held(quay), now=ON_THE_DAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": DAY + timedelta(days=1)}, "held_on"),
        ({"minutes": 0}, "held_minutes"),
        ({"took_part": {}}, "took_part"),
        ({"took_part": {"all": 4}}, "took_part"),
        ({"elements": ("b18_6.resources",)}, "elements"),
    ],
)
def test_a_wrong_record_names_its_field(author, make, quay, wrong, field):
    row = make("confirmed")

    with pytest.raises(BadField) as refused:
        actions.hold(member=author, event=row, said=held(quay, **wrong), now=ON_THE_DAY)
    assert refused.value.name == field


def test_an_exercise_is_confirmed_before_it_is_held(author, quay):
    row = actions.plan(member=author, said=planned(quay, kind="tabletop"), now=NOW)

    with pytest.raises(refusals.NotNow):
        actions.hold(member=author, event=row, said=held(quay), now=ON_THE_DAY)


def test_states_move_on_one_way(author, outsider, make):
    row = make("held", kind="tabletop")
    with pytest.raises(refusals.NotNow):
        actions.move_on(member=author, event=row, to="closed", now=ON_THE_DAY)
    with pytest.raises(NotAllowed):
        actions.move_on(member=outsider, event=row, to="evaluated", now=ON_THE_DAY)

    actions.move_on(member=author, event=row, to="evaluated", now=ON_THE_DAY)
    row = actions.move_on(member=author, event=row, to="closed", note="All agreed", now=ON_THE_DAY)

    assert [step.step for step in row.steps.all()][-2:] == ["evaluated", "closed"]
    with pytest.raises(refusals.NotNow):
        actions.undo_hold(member=author, event=row, now=ON_THE_DAY)


def recorded(quay, **more):
    said = held(quay, elements=("b15_11.access",), went_well="Seen at once", to_fix="The lamp at the gate")
    return actions.Recorded(**({"facility": quay, "held": said, "language": "en"} | more))


def test_a_drill_is_recorded_in_one_go(author, quay, community):
    owner = community.seats["guard"]
    said = recorded(quay, fix_owner=owner, fix_by=DAY + timedelta(days=14))
    row = actions.record(member=author, said=said, now=ON_THE_DAY)

    assert (row.state, row.title) == ("closed", "Unauthorised access, stowaways included")
    assert standing() == [("drill", "Quay north")]
    action = Action.objects.get()
    assert (action.title, action.owner, action.source_key) == ("The lamp at the gate", owner, row.key)
    assert Action.objects.visible_to(community.member("guard")).exists()


def test_a_planned_drill_is_recorded_where_it_was_planned(author, quay, make):
    row = make("planned")
    actions.record(member=author, said=recorded(quay), event=row, now=ON_THE_DAY)

    row = Event.objects.get()
    assert (row.state, row.planned_at) == ("closed", WHEN)
    actions.undo_hold(member=author, event=row, now=ON_THE_DAY)
    assert standing() == []


@pytest.mark.parametrize(
    ("days", "is_late"), [(0, False), (1, True), (400, True)], ids=["three months", "a day more", "a year"]
)
def test_what_nobody_planned_and_lies_longer_ago_than_a_drill_may_takes_a_reason(author, quay, days, is_late):
    day = plus_months(DAY, -3) - timedelta(days=days)
    said = recorded(quay, held=held(quay, on=day, elements=("b15_11.access",)))

    if is_late:
        with pytest.raises(BadField, match="why it is written down only now"):
            actions.record(member=author, said=said, now=ON_THE_DAY)
        assert not Event.objects.exists()
        words = held(quay, on=day, elements=("b15_11.access",), late_reason="Found in the paper log")
        said = recorded(quay, held=words)
    row = actions.record(member=author, said=said, now=ON_THE_DAY)
    assert row.held_on == day
    assert EventStep.objects.get(event=row, step="held").note == ("Found in the paper log" if is_late else "")


def test_a_drill_that_was_planned_is_written_down_late_without_a_reason(author, quay, make):
    row = make("planned")
    later = ON_THE_DAY + timedelta(days=200)

    said = recorded(quay, held=held(quay, elements=("b15_11.access",)))
    assert actions.record(member=author, said=said, event=row, now=later).state == "closed"


def test_a_plan_made_after_the_day_takes_the_reason_as_if_there_were_none(author, quay):
    then = ON_THE_DAY - timedelta(days=200)
    row = actions.plan(member=author, said=planned(quay, kind="drill", planned_at=then), now=ON_THE_DAY)
    words = {"on": timezone.localdate(then), "elements": ("b15_11.access",)}

    with pytest.raises(BadField, match="why it is written down only now"):
        actions.record(member=author, said=recorded(quay, held=held(quay, **words)), event=row, now=ON_THE_DAY)
    with pytest.raises(BadField, match="why it is written down only now"):
        actions.hold(member=author, event=row, said=held(**words), now=ON_THE_DAY)
    said = held(late_reason="Found in the paper log", **words)
    actions.hold(member=author, event=row, said=said, now=ON_THE_DAY)
    assert EventStep.objects.get(event=row, step="held").note == "Found in the paper log"


def test_what_is_to_be_fixed_has_owner_and_day_or_neither(author, quay, community):
    with pytest.raises(BadField):
        actions.record(member=author, said=recorded(quay, fix_owner=community.seats["guard"]), now=ON_THE_DAY)
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["trainer", "guard", "peer", "outsider"])
def test_only_officers_of_the_facility_record(community, quay, name):
    with pytest.raises((NotAllowed, BadField)):
        actions.record(member=community.member(name), said=recorded(quay), now=ON_THE_DAY)


def test_what_happened_stands(make):
    make("held")

    for change in (
        lambda: EventStep.objects.update(note="otherwise"),
        lambda: Counted.objects.update(facility=None),
        lambda: EventStep.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
