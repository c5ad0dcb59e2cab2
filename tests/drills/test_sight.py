"""Who sees what of an event: that it is planned, its script, and what it did; and nobody else anything."""

import pytest

from port2port.drills import actions
from port2port.drills.models import Counted, Event, EventRole, EventStep, Objective
from port2port.duties.models import Action
from tests.drills.conftest import ON_THE_DAY, SECRET, planned
from tests.drills.test_holding import recorded
from tests.personas import NOW


def seen(member):
    return Event.objects.visible_to(member).exists()


def scripted(member):
    tables = (Objective, EventStep)
    assert len({model.objects.visible_to(member).exists() for model in tables}) == 1
    return Event.objects.script_for(member).exists()


def plays(row, seat, *, by):
    actions.give_role(member=by, event=row, seat=seat, role="player", plays="guard", now=NOW)


STRANGERS = ["outsider", "peer", "client", "guest", "guard", "auditor", "operator", "nobody", "secretariat"]


@pytest.mark.parametrize("until", ["planned", "confirmed", "held"])
@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_see_nothing(community, make, until, name):
    make(until)
    member = community.member(name)

    assert not seen(member)
    assert not scripted(member)
    for rows in (EventRole, Counted):
        assert not rows.objects.visible_to(member).exists()


def test_a_player_learns_of_it_when_it_is_confirmed_and_reads_nothing_ahead(author, guard, make, community):
    row = make("planned")
    plays(row, community.seats["guard"], by=author)
    assert not seen(guard)

    actions.give_role(member=author, event=row, seat=community.seats["colleague"], role="controller", now=NOW)
    actions.confirm(member=author, event=row, now=NOW)
    assert seen(guard)
    assert not scripted(guard)
    assert {one.seat_id for one in EventRole.objects.visible_to(guard)} == {guard.seat_id}


def test_an_officer_who_plays_reads_nothing_ahead_and_changes_nothing(author, coordinator, make, community):
    row = make("planned", member=community.member("trainer"))
    plays(row, community.seats["author"], by=coordinator)

    assert seen(author)
    assert not scripted(author)
    for rows in (Event.objects.editable_by(author), Event.objects.run_by(author), Event.objects.controlled_by(author)):
        assert not rows.exists()


def test_an_officer_who_played_reads_it_afterwards(author, coordinator, make, community):
    row = make("confirmed", member=coordinator)
    plays(row, community.seats["author"], by=coordinator)
    actions.hold(member=coordinator, event=row, said=_held(community), now=ON_THE_DAY)

    assert scripted(author)


def _held(community):
    from tests.drills.conftest import held

    return held(community.facilities["north"])


def test_a_guard_who_played_reads_no_script_afterwards_either(author, guard, make, community):
    row = make("confirmed")
    plays(row, community.seats["guard"], by=author)
    actions.hold(member=author, event=row, said=_held(community), now=ON_THE_DAY)

    assert seen(guard)
    assert not scripted(guard)


def test_another_organisation_that_is_asked_sees_that_it_is_planned_and_no_script(author, peer, quay, their_quay):
    actions.plan(member=author, said=planned(quay, their_quay), now=NOW)

    assert seen(peer)
    assert not scripted(peer)
    assert not Event.objects.editable_by(peer).exists()


def test_another_organisation_reads_it_afterwards_only_where_it_took_part(author, peer, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)
    assert not scripted(peer)
    actions.hold(member=author, event=row, said=_of(quay), now=ON_THE_DAY)
    assert scripted(peer)


def _of(quay):
    from tests.drills.conftest import held

    return held(quay)


def test_who_was_asked_and_did_not_answer_never_reads_it(author, peer, quay, their_quay):
    row = actions.plan(member=author, said=planned(quay, their_quay), now=NOW)
    actions.hold(member=author, event=row, said=_of(quay), now=ON_THE_DAY)

    assert seen(peer)
    assert not scripted(peer)


def test_who_declined_sees_nothing_any_more(author, peer, quay, their_quay):
    row = actions.plan(member=author, said=planned(quay, their_quay), now=NOW)
    actions.decline(member=peer, place=row.places.get(facility=their_quay), reason="A ship is in", now=NOW)

    assert not seen(peer)


def test_a_seat_of_one_facility_sees_its_own(community, author, make, quay):
    make("planned")

    assert seen(community.scoped("author", facility="north"))
    assert not seen(community.scoped("author", facility="south"))


def test_its_caption_never_names_the_script(make):
    row = Event.objects.with_names().get(pk=make("confirmed").pk)

    assert row.caption == "Drill · Quay north"
    assert SECRET not in row.caption


def test_who_has_an_action_from_it_sees_that_it_was_held_under_its_caption(author, guard, community, quay):
    from datetime import timedelta

    from django.utils import timezone

    by = timezone.localdate(ON_THE_DAY) + timedelta(days=3)
    said = recorded(quay, title=SECRET, fix_owner=community.seats["guard"], fix_by=by)
    actions.record(member=author, said=said, now=ON_THE_DAY)

    assert Action.objects.visible_to(guard).exists()
    assert seen(guard)
    assert not scripted(guard)
