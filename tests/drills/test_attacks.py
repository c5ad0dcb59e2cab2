"""What somebody tries who plays in an event, was asked to, or belongs to another organisation."""

from datetime import timedelta

import pytest

from port2port.base.refusal import NotAllowed, Refusal
from port2port.drills import actions, refusals
from port2port.drills.models import Event, Objective
from port2port.reports.rules import BadField
from tests.drills.conftest import ON_THE_DAY, WHEN, held, planned
from tests.personas import NOW


@pytest.fixture
def helped(community, quay, make):
    """Planned by the trainer, so that officers may still play."""

    def made(*facilities):
        trainer = community.member("trainer")
        return actions.plan(member=trainer, said=planned(*(facilities or (quay,))), now=NOW)

    return made


def names(community, row, seat, role="player", *, by="coordinator", facility=None):
    plays = "guard" if role == "player" else ""
    return actions.give_role(
        member=community.member(by), event=row, seat=community.seats[seat], role=role, plays=plays, facility=facility,
        now=NOW,
    )  # fmt: skip


def test_a_playing_officer_does_not_leave_by_declining(community, author, quay, helped):
    row = helped()
    names(community, row, "author", facility=quay)

    with pytest.raises(refusals.PlaysInIt):
        actions.decline(member=author, place=row.places.get(), reason="A ship is in", now=NOW)
    assert not Event.objects.script_for(author).exists()


def test_who_left_the_part_of_a_player_and_could_read_does_not_play_again(community, coordinator, helped):
    row = helped()
    role = names(community, row, "author")
    actions.end_role(member=coordinator, role=role, now=NOW)

    with pytest.raises(BadField, match="knows its script"):
        names(community, row, "author")


def test_a_guard_who_never_could_read_is_named_again(community, coordinator, helped):
    row = helped()
    role = names(community, row, "guard")
    actions.end_role(member=coordinator, role=role, now=NOW)

    assert names(community, row, "guard").ended_at is None


def test_who_planned_or_worked_on_it_does_not_play(community, author, make):
    row = make("confirmed", member=community.member("coordinator"))
    with pytest.raises(BadField, match="knows its script"):
        names(community, row, "coordinator", by="author")

    actions.change(member=author, event=row, said=planned(community.facilities["north"], minutes=46), now=NOW)
    with pytest.raises(BadField, match="knows its script"):
        names(community, row, "author")


def second_seat(community, of, like):
    """The person of one seat sits in another one too."""
    seat = community.seats[like]
    seat.person = community.seats[of].person
    seat.save(update_fields=["person"])


def test_a_player_reads_nothing_from_the_other_seat_of_the_same_person(community, helped):
    row = helped()
    second_seat(community, "guard", "author")
    names(community, row, "guard")
    author = community.member("author")

    assert not Event.objects.script_for(author).exists()
    assert not Event.objects.run_by(author).exists()
    with pytest.raises(refusals.HasARole):
        names(community, row, "author", "observer")


def test_an_observer_does_not_play_from_another_seat(community, coordinator, helped):
    row = helped()
    second_seat(community, "guard", "author")
    role = names(community, row, "guard", "observer")
    actions.end_role(member=coordinator, role=role, now=NOW)

    with pytest.raises(BadField, match="knows its script"):
        names(community, row, "author")


def test_a_controller_of_one_facility_of_others_does_not_write_the_record(community, peer, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)
    names(community, row, "peer", "controller", by="peer", facility=their_quay)

    assert Event.objects.led_by(peer).exists()
    assert not Event.objects.controlled_by(peer).exists()
    with pytest.raises(NotAllowed):
        actions.hold(member=peer, event=row, said=held(quay), now=ON_THE_DAY)


def test_an_evaluated_exercise_is_not_closed_by_the_button_of_a_drill(author, make):
    row = make("held", kind="tabletop")
    with pytest.raises(refusals.NotNow):
        actions.close(member=author, event=row, now=ON_THE_DAY)
    actions.move_on(member=author, event=row, to="evaluated", now=ON_THE_DAY)
    with pytest.raises(refusals.NotNow):
        actions.close(member=author, event=row, now=ON_THE_DAY)

    assert actions.close(member=author, event=make("held"), now=ON_THE_DAY).state == "closed"


def test_a_facility_taken_out_loses_its_people(community, author, peer, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)
    names(community, row, "peer", "controller", by="peer", facility=their_quay)

    actions.change(member=author, event=row, said=planned(quay), now=NOW)

    assert not Event.objects.visible_to(peer).exists()
    assert not Event.objects.led_by(peer).exists()


def test_who_is_asked_anew_reads_no_script_until_the_new_yes(community, author, peer, make, quay, their_quay):
    row = make("confirmed", quay, their_quay)
    names(community, row, "peer", "controller", by="peer", facility=their_quay)

    moved = planned(quay, their_quay, planned_at=WHEN + timedelta(days=1))
    actions.change(member=author, event=row, said=moved, now=NOW)

    assert not Event.objects.script_for(peer).exists()


@pytest.mark.parametrize("more", [{}, {"minutes": 90}])
def test_who_took_part_in_what_was_held_stays_in_it(author, make, quay, their_quay, more):
    row = make("held", quay, their_quay, present=(), kind="tabletop")
    row = actions.undo_hold(member=author, event=row, now=ON_THE_DAY)

    with pytest.raises(BadField):
        actions.change(member=author, event=row, said=planned(quay, kind="tabletop"), now=ON_THE_DAY)
    said = planned(quay, their_quay, kind="tabletop", **more)
    actions.change(member=author, event=row, said=said, now=ON_THE_DAY)

    assert row.places.get(facility=their_quay).consented_at is not None


def test_objectives_stay_the_same_rows_when_the_plan_is_changed(author, quay, make):
    row = make(aims=(*planned().aims, _aim("Second"), _aim("Third")))
    before = {one.text: one.pk for one in Objective.objects.filter(event=row)}

    said = planned(quay, aims=(_aim("Third"), _aim("Badge compared, better said"), _aim("Fourth")))
    actions.change(member=author, event=row, said=said, now=NOW)

    after = {one.text: (one.pk, one.number) for one in Objective.objects.filter(event=row)}
    assert after["Third"] == (before["Third"], 1)
    assert [after[words][1] for words in ("Badge compared, better said", "Fourth")] == [2, 3]
    assert after["Badge compared, better said"][0] == before["Second"]


def _aim(words):
    from port2port.drills.rules import Aim

    return Aim(words)


def test_what_was_planned_is_not_held_days_before(author, make, quay):
    row = make("confirmed")

    with pytest.raises(BadField):
        actions.hold(member=author, event=row, said=held(quay, on=(WHEN - timedelta(days=2)).date()), now=ON_THE_DAY)


def test_the_last_controller_of_a_confirmed_event_stays(coordinator, make):
    row = make("confirmed")

    with pytest.raises(Refusal):
        actions.end_role(member=coordinator, role=row.roles.get(role="controller"), now=NOW)


def test_roles_given_and_ended_are_on_the_timeline(community, coordinator, make):
    row = make()
    role = names(community, row, "guard")
    actions.end_role(member=coordinator, role=role, now=NOW)

    assert [one.step for one in row.steps.order_by("pk")][-2:] == ["named", "unnamed"]
