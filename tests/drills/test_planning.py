"""Planned, asked, confirmed, cancelled: who may, what it takes, and what is refused."""

from datetime import timedelta

import pytest

from port2port.base.refusal import NotAllowed
from port2port.drills import actions, refusals
from port2port.drills.models import Event, EventRole, Step
from port2port.drills.rules import Aim
from port2port.drills.timeline import events_of
from port2port.members.models import Organisation
from port2port.reports.rules import BadField
from tests.drills.conftest import WHEN, planned
from tests.personas import NOW


def test_own_facilities_take_part_at_once_and_others_are_asked(author, quay, their_quay):
    row = actions.plan(member=author, said=planned(quay, their_quay), now=NOW)

    answered = {place.facility_id: place.consented_at for place in row.places.all()}
    assert answered == {quay.pk: NOW, their_quay.pk: None}
    assert [step.step for step in row.steps.all()] == [Step.PLANNED, Step.ASKED, Step.ASKED, Step.CONSENTED]


def test_a_trainer_plans_and_an_officer_confirms(trainer, author, quay, community):
    row = actions.plan(member=trainer, said=planned(quay), now=NOW)
    assert row.places.get().consented_at is None
    actions.give_role(member=trainer, event=row, seat=community.seats["colleague"], role="controller", now=NOW)

    with pytest.raises(NotAllowed):
        actions.confirm(member=trainer, event=row, now=NOW)
    actions.confirm(member=author, event=row, now=NOW)

    assert Event.objects.get().state == "confirmed"
    assert row.places.get().consented_at == NOW


@pytest.mark.parametrize("name", ["guard", "colleague", "auditor", "operator", "guest", "nobody"])
def test_nobody_else_plans(community, quay, name):
    with pytest.raises(NotAllowed):
        actions.plan(member=community.member(name), said=planned(quay), now=NOW)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "seminar"}, "kind"),
        ({"language": "es"}, "language"),
        ({"isps_level": 4}, "isps_level"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 10_081}, "minutes"),
        ({"title": ""}, "title"),
        ({"mo": ("NO-SUCH",)}, "mo"),
        ({"scenario": "DS-00"}, "scenario"),
        ({"aims": (Aim("Seen", "ZZZ-99"),)}, "aims"),
        ({"facilities": ()}, "facilities"),
    ],
)
def test_a_wrong_plan_names_its_field(author, quay, wrong, field):
    with pytest.raises(BadField) as refused:
        actions.plan(member=author, said=planned(**({"facilities": (quay,)} | wrong)), now=NOW)

    assert refused.value.name == field
    assert not Event.objects.exists()


def test_a_port_exercise_is_planned_by_who_manages_the_port(author, outsider, community, quay):
    port = community.ports["north"]
    row = actions.plan(member=author, said=planned(quay, kind="tabletop", port=port), now=NOW)
    assert row.port == port

    with pytest.raises(BadField, match="manages the port"):
        actions.plan(member=outsider, said=planned(community.facilities["east"], port=port), now=NOW)


def test_a_seat_of_one_facility_plans_what_its_facility_takes_part_in(community, quay, their_quay):
    scoped = community.scoped("author", facility="north")

    actions.plan(member=scoped, said=planned(quay), now=NOW)
    with pytest.raises(BadField):
        actions.plan(member=scoped, said=planned(their_quay), now=NOW)


def test_facilities_of_guests_and_of_who_left_are_not_asked(author, quay, their_quay, community):
    Organisation.objects.filter(pk=community.organisations["south"].pk).update(state="left")

    with pytest.raises(BadField):
        actions.plan(member=author, said=planned(quay, their_quay), now=NOW)


def test_a_client_plans_for_its_own_and_does_not_see_others(forwarder, their_quay):
    with pytest.raises(BadField):
        actions.plan(member=forwarder, said=planned(their_quay), now=NOW)


@pytest.mark.parametrize(
    ("lacks", "refusal"),
    [
        ({"aims": ()}, refusals.NoObjective),
        ({"safety": ""}, refusals.NoSafetyNote),
        ({"stop_word": ""}, refusals.NoStopWord),
        ({"elements": ("b18_6.communication",)}, refusals.NothingTested),
        ({"kind": "full", "elements": ("b15_11.access",)}, refusals.NothingTested),
    ],
)
def test_a_confirmation_asks_for_what_is_missing(author, quay, community, lacks, refusal):
    row = actions.plan(member=author, said=planned(quay, **lacks), now=NOW)
    actions.give_role(member=author, event=row, seat=community.seats["colleague"], role="controller", now=NOW)

    with pytest.raises(refusal):
        actions.confirm(member=author, event=row, now=NOW)


def test_without_a_controller_it_is_not_confirmed(author, make):
    with pytest.raises(refusals.NoController):
        actions.confirm(member=author, event=make(), now=NOW)


def test_every_facility_answers_before_it_is_confirmed(author, peer, quay, their_quay, community):
    row = actions.plan(member=author, said=planned(quay, their_quay), now=NOW)
    actions.give_role(member=author, event=row, seat=community.seats["colleague"], role="controller", now=NOW)
    theirs = row.places.get(facility=their_quay)
    with pytest.raises(refusals.NotAllAnswered):
        actions.confirm(member=author, event=row, now=NOW)

    actions.decline(member=peer, place=theirs, reason="A ship is in", now=NOW)
    actions.confirm(member=author, event=row, now=NOW)

    assert Event.objects.get().state == "confirmed"


def test_only_its_own_officer_answers_for_a_facility(author, outsider, peer_guard, quay, their_quay):
    row = actions.plan(member=author, said=planned(quay, their_quay), now=NOW)
    theirs = row.places.get(facility=their_quay)

    for member in (author, outsider, peer_guard):
        with pytest.raises(NotAllowed):
            actions.consent(member=member, place=theirs, now=NOW)
        with pytest.raises(NotAllowed):
            actions.decline(member=member, place=theirs, reason="No", now=NOW)


def test_another_day_asks_the_others_anew(author, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)

    moved = planned(quay, their_quay, planned_at=WHEN + timedelta(days=1))
    row = actions.change(member=author, event=row, said=moved, now=NOW)

    assert row.state == "planned"
    assert row.places.get(facility=their_quay).consented_at is None
    assert row.places.get(facility=quay).consented_at == NOW


def test_other_objectives_ask_nobody_anew(author, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)

    said = planned(quay, their_quay, aims=(Aim("Something else"),), title="Another title")
    row = actions.change(member=author, event=row, said=said, now=NOW)

    assert row.state == "confirmed"
    assert row.places.get(facility=their_quay).consented_at == NOW


def test_it_is_cancelled_with_a_reason_until_it_is_held(author, make):
    with pytest.raises(BadField):
        actions.cancel(member=author, event=make(), reason=" ", now=NOW)
    row = actions.cancel(member=author, event=make("confirmed"), reason="Storm", now=NOW)
    assert (row.state, row.cancelled_reason) == ("cancelled", "Storm")

    with pytest.raises(refusals.NotNow):
        actions.cancel(member=author, event=make("held"), reason="Too late", now=NOW)


def test_people_are_named_by_their_own_organisation(author, peer, make, quay, their_quay, community):
    row = make("confirmed", quay, their_quay)

    theirs = community.seats["peer_guard"]
    with pytest.raises(BadField):
        actions.give_role(member=author, event=row, seat=theirs, role="observer", now=NOW)
    play = {"event": row, "seat": theirs, "role": "player", "plays": "guard", "now": NOW}
    with pytest.raises(BadField):
        actions.give_role(member=peer, **play)
    actions.give_role(member=peer, facility=their_quay, **play)

    assert EventRole.objects.filter(event=row, role="player").count() == 1


def test_who_led_it_does_not_play_in_it(author, make, community):
    row = make()
    role = actions.give_role(member=author, event=row, seat=community.seats["guard"], role="observer", now=NOW)
    with pytest.raises(refusals.HasARole):
        actions.give_role(
            member=author, event=row, seat=community.seats["guard"], role="player", plays="guard", now=NOW
        )
    actions.end_role(member=author, role=role, now=NOW)

    with pytest.raises(BadField, match="knows its script"):
        actions.give_role(
            member=author, event=row, seat=community.seats["guard"], role="player", plays="guard", now=NOW
        )


def test_nobody_ends_the_own_part_as_a_player(author, coordinator, make, community):
    row = make(member=community.member("trainer"))
    role = actions.give_role(
        member=coordinator, event=row, seat=community.seats["author"], role="player", plays="pfso", now=NOW
    )

    with pytest.raises(NotAllowed):
        actions.end_role(member=author, role=role, now=NOW)
    actions.end_role(member=coordinator, role=role, now=NOW)


def test_the_timeline_names_roles_inside_and_organisations_outside(author, make, quay, their_quay):
    lines = events_of(make("confirmed", quay, their_quay), author)

    consents = {line.facility: line.who for line in lines if line.words == "A facility takes part"}
    assert consents == {"Quay north": "Security officer", "Quay south": "Port of South"}
