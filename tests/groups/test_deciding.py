"""From proposal to decision: what seats say, when a round closes, what is refused."""

from datetime import timedelta

import pytest

from port2port.base.refusal import NotAllowed
from port2port.groups import actions
from port2port.groups.models import Decision, Proposal, Stance, VotingSeat
from port2port.groups.models.proposal import Outcome
from port2port.groups.refusals import (
    ChangedMeanwhile,
    Decided,
    GroupEnded,
    MajorityTooEarly,
    NoObjection,
    NoSeat,
    NotInTheGroup,
    NotTheChair,
    NotTheLead,
    OwnAdvice,
    RoundClosed,
    TooEarly,
    TooFewAdvices,
)
from port2port.ledger import store
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.rules import BadField
from port2port.sharing.models import Delivery, Publication
from tests.groups.conftest import AFTER, CLOSES, REASON, join, say, seat_of, wording
from tests.personas import NOW


def outcome(proposal):
    return Proposal.objects.get(pk=proposal.pk).outcome


def test_what_all_agree_to_is_decided_when_the_round_closes(proposed, author, peer, outsider):
    proposal = proposed()
    say(author, proposal)
    say(peer, proposal, "abstain")

    actions.settle_due(now=CLOSES - timedelta(seconds=1))
    assert outcome(proposal) == Outcome.OPEN
    actions.settle_due(now=CLOSES)

    decision = Decision.objects.visible_to(peer).get()
    assert (decision.title, decision.method) == (wording().title, "consent")
    assert decision.counts == {"agree": 1, "abstain": 1, "object": 0, "silent": 0}
    assert not Decision.objects.visible_to(outsider).exists()
    assert Delivery.objects.of(decision).filter(organisation_id=peer.organisation_id).exists()


def test_a_decision_stands_in_the_ledger_as_a_note(proposed, author, peer):
    for member in (author, peer):
        say(member, proposed_once := _first(proposed))
    actions.settle(proposal=proposed_once, now=AFTER)

    decision = Decision.objects.get()
    note = store.read(Publication.objects.of(decision).get().position).payload["objects"][0]
    assert (note["type"], note["id"]) == ("note", f"note--{decision.key}")
    assert decision.text in note["content"]
    assert decision.as_stix(modified=AFTER, revoked=True)[0]["content"] == "withdrawn"


def _first(proposed):
    return Proposal.objects.first() or proposed()


def test_the_clock_finds_a_round_once(proposed, author, peer):
    proposal = proposed()
    for member in (author, peer):
        say(member, proposal)

    assert [actions.settle_due(now=AFTER), actions.settle_due(now=AFTER)] == [1, 0]
    assert Decision.objects.count() == 1


def test_who_holds_no_seat_does_not_speak(proposed, community, outsider, guard, secretariat, colleague):
    proposal = proposed()

    for member in (outsider, secretariat, guard):
        with pytest.raises(NotAllowed):
            say(member, proposal)
    with pytest.raises(NoSeat):
        say(colleague, proposal)

    assert not Stance.objects.exists()


def test_the_stance_is_the_seats_whoever_sits_there(proposed, group, peer, peer_coordinator, community):
    proposal = proposed()
    say(peer, proposal)
    say(peer_coordinator, proposal, "object")

    stances = Stance.objects.filter(seat=seat_of(group, "south")).order_by("revision")
    assert [(one.revision, one.position) for one in stances] == [(1, "agree"), (2, "object")]
    assert [one.position for one in Stance.objects.current()] == ["object"]


def test_the_same_said_twice_is_said_once(proposed, peer):
    proposal = proposed()

    first, again = say(peer, proposal), say(peer, proposal)

    assert (first.pk, Stance.objects.count()) == (again.pk, 1)


def test_nothing_is_said_after_closing(proposed, peer):
    proposal = proposed(closes_at=CLOSES)
    say(peer, proposal)
    actions.settle(proposal=proposal, now=CLOSES)

    with pytest.raises(RoundClosed):
        say(peer, proposal, "object", now=CLOSES)

    assert [one.position for one in Stance.objects.current()] == ["agree"]


def test_an_objection_says_why(proposed, peer):
    proposal = proposed()

    with pytest.raises(BadField) as refused:
        say(peer, proposal, "object", reason="No.")

    assert refused.value.name == "reason"


def test_an_objection_is_met_by_an_amendment(proposed, author, peer):
    proposal = proposed()
    say(author, proposal)
    say(peer, proposal, "object")
    actions.settle(proposal=proposal, now=CLOSES)
    assert outcome(proposal) == Outcome.OBJECTED
    assert not Decision.objects.exists()

    said = wording(text="After 22:00 the control room confirms each visitor.")
    second = actions.amend(member=author, proposal=proposal, said=said, version=1, now=CLOSES)
    with pytest.raises(ChangedMeanwhile):
        say(peer, proposal, version=1, now=CLOSES)
    say(peer, proposal, version=2, now=CLOSES)
    actions.settle(proposal=proposal, now=second.closes_at)

    assert second.closes_at == CLOSES + timedelta(days=5)
    assert (Decision.objects.get().proposal_version, Decision.objects.get().text) == (2, said.text)


def test_stances_on_the_version_before_do_not_make_a_quorum(wide, author, peer, outsider):
    proposal = actions.propose(member=author, group=wide, said=wording(), now=NOW)
    for member in (author, peer, outsider):
        say(member, proposal)
    second = actions.amend(member=author, proposal=proposal, said=wording(text="Else."), version=1, now=NOW)

    actions.settle(proposal=proposal, now=second.closes_at)

    second.refresh_from_db()
    assert (outcome(proposal), second.extended) == (Outcome.OPEN, True)


def test_a_chair_says_that_an_objection_is_met_after_five_days_only(wide, author, peer, outsider):
    proposal = actions.propose(member=author, group=wide, said=wording(), now=NOW)
    say(peer, proposal, "object")
    seat = seat_of(wide, "south")
    with pytest.raises(NoObjection):
        actions.resolve(member=author, proposal=proposal, seat=seat, reason=REASON, now=NOW)
    said = wording(closes_at=NOW + timedelta(days=9))
    actions.amend(member=author, proposal=proposal, said=said, version=1, now=NOW)

    with pytest.raises(TooEarly):
        actions.resolve(member=author, proposal=proposal, seat=seat, reason=REASON, now=NOW + timedelta(days=4))
    with pytest.raises(NotTheChair):
        actions.resolve(member=outsider, proposal=proposal, seat=seat, reason=REASON, now=NOW + timedelta(days=6))
    with pytest.raises(BadField):
        actions.resolve(member=author, proposal=proposal, seat=seat, reason="Met.", now=NOW + timedelta(days=6))
    actions.resolve(member=author, proposal=proposal, seat=seat, reason=REASON, now=NOW + timedelta(days=6))
    for member in (author, outsider):
        say(member, proposal, version=2, now=NOW + timedelta(days=6))
    # Two of three seats have spoken, and of three ports three are asked for.
    actions.settle(proposal=proposal, now=NOW + timedelta(days=9))
    assert outcome(proposal) == Outcome.OPEN
    say(peer, proposal, "abstain", version=2, now=NOW + timedelta(days=9))
    actions.settle(proposal=proposal, now=NOW + timedelta(days=14))

    assert outcome(proposal) == Outcome.ADOPTED


def test_the_objector_withdraws_after_closing(proposed, author, peer):
    proposal = proposed()
    say(author, proposal)
    say(peer, proposal, "object")
    actions.settle(proposal=proposal, now=CLOSES)

    say(peer, proposal, "abstain", now=AFTER)

    assert outcome(proposal) == Outcome.ADOPTED
    assert Decision.objects.get().counts["abstain"] == 1


def test_two_thirds_decide_after_two_amendments_and_objections_are_printed(proposed, author, peer, wide, outsider):
    proposal = proposed()
    with pytest.raises(MajorityTooEarly):
        actions.move_to_majority(member=author, proposal=proposal, now=NOW)
    for version in (1, 2):
        actions.amend(member=author, proposal=proposal, said=wording(text=f"Else {version}."), version=version, now=NOW)
    with pytest.raises(NotTheChair):
        actions.move_to_majority(member=peer, proposal=proposal, now=NOW)

    actions.move_to_majority(member=author, proposal=proposal, now=NOW)
    for member, position in ((author, "agree"), (outsider, "agree"), (peer, "object")):
        say(member, proposal, position, version=3)
    actions.settle(proposal=proposal, now=AFTER + timedelta(days=5))

    decision = Decision.objects.get()
    assert decision.method == "two-thirds"
    assert decision.objections == [{"organisation": "Port of South", "reason": REASON}]


def test_a_seat_that_comes_during_a_round_counts_in_the_next(proposed, wide, group, outsider, author, peer, community):
    VotingSeat.objects.filter(group=group, organisation__slug="east").update(until_at=NOW)
    proposal = proposed()
    seat = actions.give_seat(member=author, group=group, organisation=community.organisations["east"], now=NOW)
    actions.name_holders(member=outsider, seat=seat, holder=community.seats["outsider"], substitute=None, now=NOW)

    with pytest.raises(NoSeat):
        say(outsider, proposal)
    actions.amend(member=author, proposal=proposal, said=wording(), version=1, now=NOW)

    assert say(outsider, proposal, version=2).position == "agree"


def test_a_seat_that_ends_during_a_round_counts_until_its_end(proposed, group, author, peer):
    proposal = proposed()
    say(peer, proposal)
    actions.end_seat(member=author, seat=seat_of(group, "south"), now=NOW)

    with pytest.raises(NoSeat):
        say(peer, proposal, "object")
    say(author, proposal)
    actions.settle(proposal=proposal, now=AFTER)

    assert Decision.objects.get().counts == {"agree": 2, "abstain": 0, "object": 0, "silent": 0}


def test_who_left_the_circle_neither_sees_nor_speaks(proposed, peer, community):
    proposal = proposed()
    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=NOW)

    with pytest.raises(NotAllowed):
        say(peer, proposal)

    assert not Proposal.objects.visible_to(peer).exists()


def test_a_decision_waits_for_a_chair_who_can_publish(proposed, author, peer, group, community):
    proposal = proposed()
    for member in (author, peer):
        say(member, proposal)
    stays = CircleMembership.objects.filter(organisation=community.organisations["north"])
    stays.update(left_at=NOW)
    actions.settle_due(now=AFTER)
    assert (outcome(proposal), Decision.objects.count()) == (Outcome.ADOPTED, 0)

    stays.update(left_at=None)
    actions.settle_due(now=AFTER)

    assert Decision.objects.get().proposal == proposal


def test_the_lead_decides_after_advice_of_two_others(wide, author, peer, outsider):
    lead = seat_of(wide, "north")
    proposal = actions.propose(member=peer, group=wide, said=wording(), method="advice", lead=lead, now=NOW)
    decide = {"proposal": proposal, "adopt": True, "done_with": "South's point is in, East's is for next year."}
    with pytest.raises(OwnAdvice):
        say(author, proposal)
    with pytest.raises(BadField):
        say(peer, proposal, "agree")
    say(peer, proposal, "agree", reason="Add the quay.")
    with pytest.raises(TooFewAdvices):
        actions.decide_by_lead(member=author, now=NOW, **decide)
    say(outsider, proposal, "object")
    with pytest.raises(NotTheLead):
        actions.decide_by_lead(member=peer, now=NOW, **decide)

    actions.decide_by_lead(member=author, now=NOW, **decide)

    assert Decision.objects.get().done_with == decide["done_with"]


def test_a_decision_takes_the_place_of_another(proposed, author, peer):
    first = proposed()
    for member in (author, peer):
        say(member, first)
    actions.settle(proposal=first, now=AFTER)
    earlier = Decision.objects.get()

    second = proposed(supersedes=earlier.key, now=AFTER, closes_at=AFTER + timedelta(days=1))
    for member in (author, peer):
        say(member, second, now=AFTER)
    actions.settle(proposal=second, now=AFTER + timedelta(days=1))

    assert Decision.objects.in_force().get().supersedes == earlier
    with pytest.raises(BadField):
        proposed(supersedes=earlier.key, now=AFTER, closes_at=AFTER + timedelta(days=2))


def test_a_label_never_widens_and_green_goes_to_all_members(group, author, outsider, community):
    with pytest.raises(BadField):
        actions.change_group(member=author, group=group, said=_labelled(Tlp.GREEN), now=NOW)
    green = actions.set_up(member=author, said=_labelled(Tlp.GREEN), circle=community.circles["both"], now=NOW)
    actions.start(member=author, group=green, now=NOW)
    proposal = actions.propose(member=author, group=green, said=wording(), now=NOW)
    say(author, proposal)

    actions.settle(proposal=proposal, now=AFTER)

    assert Decision.objects.visible_to(outsider).exists()
    assert not Proposal.objects.visible_to(outsider).exists()


def _labelled(tlp):
    from tests.groups.conftest import fields

    return fields(tlp=tlp)


def test_nothing_is_amended_once_decided_and_others_amend_nothing(proposed, author, peer, community):
    proposal = proposed()
    with pytest.raises(NotAllowed):
        actions.amend(member=peer, proposal=proposal, said=wording(), version=1, now=NOW)
    for member in (author, peer):
        say(member, proposal)

    for step in (
        lambda: actions.amend(member=author, proposal=proposal, said=wording(), version=1, now=AFTER),
        lambda: actions.withdraw(member=author, proposal=proposal, now=AFTER),
    ):
        with pytest.raises(Decided):
            step()


def test_a_withdrawn_proposal_takes_no_stance(proposed, author, peer):
    proposal = actions.withdraw(member=author, proposal=proposed(), now=NOW)

    with pytest.raises(Decided):
        say(peer, proposal)
    assert actions.settle(proposal=proposal, now=AFTER).outcome == Outcome.WITHDRAWN


def test_only_who_sits_in_a_running_group_proposes(group, author, colleague, outsider):
    for member in (colleague, outsider):
        with pytest.raises(NotInTheGroup):
            actions.propose(member=member, group=group, said=wording(), now=NOW)
    actions.end_group(member=author, group=group, now=NOW)

    with pytest.raises(GroupEnded):
        actions.propose(member=author, group=group, said=wording(), now=NOW)


@pytest.mark.parametrize("closes_at", [NOW, NOW + timedelta(days=61)])
def test_a_round_closes_ahead_and_within_sixty_days(proposed, closes_at):
    with pytest.raises(BadField) as refused:
        proposed(closes_at=closes_at)

    assert refused.value.name == "closes_at"


def test_a_group_of_one_circle_asks_only_its_members(group, author, community):
    from port2port.groups.refusals import HasASeat, NotTheirCircle

    east = community.organisations["east"]
    with pytest.raises(NotTheirCircle):
        actions.give_seat(member=author, group=group, organisation=east, now=NOW)
    join(community, "east")
    actions.give_seat(member=author, group=group, organisation=east, now=NOW)
    with pytest.raises(HasASeat):
        actions.give_seat(member=author, group=group, organisation=east, now=NOW)
