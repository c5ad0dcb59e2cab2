"""Every state, every move, every seat: what is not named is refused."""

from datetime import timedelta

import pytest

from port2port.assessments import actions
from port2port.assessments.models import Assessment, AssessmentStep, Round
from port2port.assessments.refusals import (
    BegunAlready,
    HasSecondPerson,
    NeedsSecondPerson,
    NoBuddy,
    NoSuchStep,
    NothingAnswered,
    NotNow,
    NotWritable,
    RoundNotOpen,
    SamePerson,
    Withdrawn,
)
from port2port.base.refusal import NotAllowed, Refusal
from port2port.duties.models import Action
from port2port.members.models import Seat
from port2port.reports.rules import BadField
from tests.assessments.conftest import answered, fields, said
from tests.personas import NOW, PERSONAS

ROUND_STATES = ["planned", "open", "closed", "frozen", "cancelled"]
ROUND_MOVES = {("planned", "open"), ("planned", "cancelled"), ("open", "closed"), ("closed", "frozen")}
WAY_TO = {
    "planned": [],
    "open": ["open"],
    "closed": ["open", "closed"],
    "frozen": ["open", "closed", "frozen"],
    "cancelled": ["cancelled"],
}


@pytest.mark.parametrize("state", ROUND_STATES)
@pytest.mark.parametrize("to", ROUND_STATES)
def test_a_round_goes_one_way(planned, desk, state: str, to: str):
    row = planned()
    for step in WAY_TO[state]:
        row = actions.move_round(member=desk, round=row, to=step, now=NOW)

    if (state, to) in ROUND_MOVES:
        assert actions.move_round(member=desk, round=row, to=to, now=NOW).state == to
    else:
        with pytest.raises(NoSuchStep):
            actions.move_round(member=desk, round=row, to=to, now=NOW)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_only_the_secretariat_moves_rounds(planned, community, who: str):
    row, member = planned(), community.member(who)

    if who == "secretariat":
        assert actions.change_round(member=member, round=row, said=fields(title="Other"), now=NOW).title == "Other"
        return
    with pytest.raises(NotAllowed):
        actions.plan_round(member=member, said=fields(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.move_round(member=member, round=row, to="open", now=NOW)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"baseline": ("no-such", "1.0")}, "baseline"),
        ({"kind": "ranking"}, "kind"),
        ({"target": 6}, "target"),
        ({"title": ""}, "title"),
        ({"closes_on": NOW.date()}, "closes_on"),
        ({"opens_on": NOW.date() - timedelta(days=9), "closes_on": NOW.date() - timedelta(days=1)}, "closes_on"),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_field(planned, more: dict, name: str):
    with pytest.raises(BadField) as refused:
        planned(**more)
    assert refused.value.name == name
    assert not Round.objects.exists()


MOVES = {
    "submit": lambda member, row: actions.submit(member=member, assessment=row, now=NOW),
    "recall": lambda member, row: actions.recall(member=member, assessment=row, now=NOW),
    "take_up": lambda member, row: actions.take_up(member=member, assessment=row, now=NOW),
    "agree": lambda member, row: actions.agree_assessment(member=member, assessment=row, now=NOW),
    "send_back": lambda member, row: actions.send_back(member=member, assessment=row, reason="Not so.", now=NOW),
    "reopen": lambda member, row: actions.reopen(member=member, assessment=row, now=NOW),
}
ALLOWED = {
    ("draft", "submit"): ("submitted", {"author", "coordinator"}),
    ("submitted", "recall"): ("draft", {"author", "coordinator"}),
    ("submitted", "take_up"): ("in_review", {"colleague", "coordinator"}),
    ("in_review", "agree"): ("agreed", {"colleague", "coordinator"}),
    ("in_review", "send_back"): ("returned", {"colleague", "coordinator"}),
    ("returned", "reopen"): ("draft", {"author", "coordinator"}),
}
PATH = {
    "draft": [],
    "submitted": [("author", "submit")],
    "in_review": [("author", "submit"), ("colleague", "take_up")],
    "returned": [("author", "submit"), ("colleague", "take_up"), ("colleague", "send_back")],
    "agreed": [("author", "submit"), ("colleague", "take_up"), ("colleague", "agree")],
}


@pytest.mark.parametrize("state", [*PATH, "frozen"])
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_for_its_state_and_its_seats(community, assessment, round_, desk, author, state: str, move: str):
    answered(author, assessment)
    for who, step in PATH.get(state, PATH["agreed"]):
        MOVES[step](community.member(who), assessment)
    if state == "frozen":
        for step in ("closed", "frozen"):
            actions.move_round(member=desk, round=round_, to=step, now=NOW)
    to, seats = ALLOWED.get((state, move), ("", set()))

    for who in PERSONAS:
        if who in seats:
            continue
        with pytest.raises(Refusal):
            MOVES[move](community.member(who), assessment)
        assert Assessment.objects.get(pk=assessment.pk).state == state
    if seats:
        assert MOVES[move](community.member(min(seats)), assessment).state == to


def test_the_history_keeps_every_step(agreed):
    steps = AssessmentStep.objects.filter(assessment=agreed).values_list("what", "by__person__username")

    assert list(steps) == [
        ("started", "author"),
        ("submitted", "author"),
        ("in_review", "colleague"),
        ("agreed", "colleague"),
    ]


def test_who_submitted_does_not_agree(submitted, author):
    with pytest.raises(SamePerson):
        actions.take_up(member=author, assessment=submitted, now=NOW)


def test_an_empty_sheet_is_not_submitted(assessment, author):
    with pytest.raises(NothingAnswered):
        actions.submit(member=author, assessment=assessment, now=NOW)


def alone(community) -> None:
    """The author is the only one who reads duties in the north."""
    Seat.objects.filter(pk__in=[community.seats[who].pk for who in ("colleague", "coordinator")]).update(ended_at=NOW)


def test_where_there_is_nobody_else_a_buddy_of_another_member_agrees(community, assessment, author):
    alone(community)
    answered(author, assessment)
    with pytest.raises(NeedsSecondPerson):
        actions.submit(member=author, assessment=assessment, now=NOW)
    actions.name_buddy(member=author, assessment=assessment, buddy=community.organisations["south"], now=NOW)
    actions.submit(member=author, assessment=assessment, now=NOW)
    peer = community.member("peer")

    with pytest.raises(NotAllowed):
        actions.take_up(member=community.member("outsider"), assessment=assessment, now=NOW)
    actions.take_up(member=peer, assessment=assessment, now=NOW)
    assert actions.agree_assessment(member=peer, assessment=assessment, now=NOW).state == "agreed"
    assert not Assessment.objects.visible_to(peer).exists()


def test_a_buddy_is_named_only_where_there_is_nobody_and_is_another_member(community, assessment, author):
    with pytest.raises(HasSecondPerson):
        actions.name_buddy(member=author, assessment=assessment, buddy=community.organisations["south"], now=NOW)
    alone(community)
    for slug in ("north", "forwarder", "company"):
        with pytest.raises(NoBuddy):
            actions.name_buddy(member=author, assessment=assessment, buddy=community.organisations[slug], now=NOW)


@pytest.mark.parametrize("who", PERSONAS)
def test_who_keeps_the_duties_of_a_facility_begins(community, round_, who: str):
    member = community.member(who)

    for slug in ("north", "south", "east"):
        own = who in {"author", "coordinator"} and slug == "north"
        own |= who in {"peer", "peer_coordinator"} and slug == "south"
        own |= who in {"outsider", "outsider_coordinator"} and slug == "east"
        if own:
            made = actions.start(member=member, round=round_, facility=community.facilities[slug], now=NOW)
            assert made.organisation_id == member.organisation_id
        else:
            with pytest.raises(NotAllowed):
                actions.start(member=member, round=round_, facility=community.facilities[slug], now=NOW)


def test_one_a_facility_and_round_and_only_while_it_is_open(community, assessment, round_, planned, author, desk):
    quay = community.facilities["north"]
    with pytest.raises(BegunAlready):
        actions.start(member=author, round=round_, facility=quay, now=NOW)
    with pytest.raises(RoundNotOpen):
        actions.start(member=author, round=planned(), facility=quay, now=NOW)
    actions.move_round(member=desk, round=round_, to="closed", now=NOW)
    with pytest.raises(RoundNotOpen):
        answered(author, assessment)


def test_what_was_submitted_is_not_written(submitted, author):
    with pytest.raises(NotWritable):
        answered(author, submitted, said("acc-06"))


def test_a_facility_withdraws_until_the_freeze_and_comes_back(community, agreed, author, round_, desk):
    actions.withdraw_assessment(member=author, assessment=agreed, now=NOW)
    with pytest.raises(NotNow):
        actions.withdraw_assessment(member=author, assessment=agreed, now=NOW)
    with pytest.raises(Withdrawn):
        actions.recall(member=author, assessment=agreed, now=NOW)
    actions.move_round(member=desk, round=round_, to="closed", now=NOW)
    actions.rejoin_round(member=author, assessment=agreed, now=NOW)
    actions.withdraw_assessment(member=author, assessment=agreed, now=NOW)
    actions.move_round(member=desk, round=round_, to="frozen", now=NOW)

    assert Assessment.objects.get(pk=agreed.pk).state == "agreed"
    assert not Assessment.objects.taking_part().exists()
    with pytest.raises(NotNow):
        actions.rejoin_round(member=author, assessment=agreed, now=NOW)


def test_the_freeze_takes_what_is_agreed_and_leaves_the_rest_unmarked(frozen, round_, community):
    assert frozen.state == "frozen"
    assert frozen.frozen_at == NOW


def test_what_was_not_agreed_took_no_part(submitted, round_, desk):
    for step in ("closed", "frozen"):
        actions.move_round(member=desk, round=round_, to=step, now=NOW)
    row = Assessment.objects.get(pk=submitted.pk)

    assert (row.state, row.frozen_at) == ("submitted", None)
    assert not Assessment.objects.taking_part().exists()


def test_the_reminder_is_the_facilitys_own_and_ends_with_the_submission(community, assessment, author):
    action = Action.objects.get(source_type="assessment", source_key=assessment.key)

    assert action.due_on == assessment.round.closes_on
    for who in PERSONAS:
        seen = Action.objects.visible_to(community.member(who)).filter(pk=action.pk).exists()
        assert seen == (who in {"author", "colleague", "coordinator"}), who
    answered(author, assessment)
    actions.submit(member=author, assessment=assessment, now=NOW)
    assert Action.objects.get(pk=action.pk).state == "done"


def test_an_authority_keeps_its_own_record_and_agrees_itself(community, planned, desk, author):
    row = actions.move_round(member=desk, round=planned(kind="authority"), to="open", now=NOW)
    quay, outsider = community.facilities["north"], community.member("outsider")
    for who in (author, outsider):
        with pytest.raises(NotAllowed):
            actions.start(member=who, round=row, facility=quay, now=NOW)
    community.organisations["east"].kind = "authority"
    community.organisations["east"].save()

    record = actions.start(member=outsider, round=row, facility=quay, now=NOW)
    answered(outsider, record)
    with pytest.raises(NotAllowed):
        answered(author, record, said("acc-06"))
    actions.comment(member=author, assessment=record, control="acc-05", text="Mended in May.", now=NOW)
    for move in ("submit", "take_up", "agree"):
        MOVES[move](outsider, record)
    assert Assessment.objects.get(pk=record.pk).state == "agreed"
    assert not Assessment.objects.visible_to(community.member("peer")).exists()
