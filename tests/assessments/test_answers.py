"""Answers by revision: nothing is lost, nothing is taken that cannot be."""

from datetime import timedelta

import pytest

from port2port.assessments import actions
from port2port.assessments.models import Answer, EvidenceRef
from port2port.assessments.refusals import ChangedMeanwhile, NobodyChosen, NotOfTheRound
from port2port.base.refusal import NotAllowed
from port2port.duties.models import Action
from port2port.reports.rules import BadField
from tests.assessments.conftest import answered, said
from tests.personas import NOW, PERSONAS


def test_each_save_is_a_revision_and_the_same_again_is_none(assessment, author):
    first = answered(author, assessment)[0]
    again = answered(author, assessment, said(seen=1))[0]
    second = answered(author, assessment, said(seen=1, impl=4))[0]

    assert (first.revision, again.pk, second.revision) == (1, first.pk, 2)
    assert [one.impl for one in Answer.objects.filter(control="acc-05")] == [3, 4]
    assert Answer.objects.newest().get(control="acc-05") == second


def test_of_two_at_once_the_second_is_told_and_nothing_is_lost(assessment, author, community):
    answered(author, assessment)
    answered(community.member("coordinator"), assessment, said(seen=1, doc=4))

    with pytest.raises(ChangedMeanwhile) as told:
        answered(author, assessment, said(seen=1, doc=5), said("acc-06"))

    assert [(one.control, one.doc) for one in told.value.newer] == [("acc-05", 4)]
    assert not Answer.objects.filter(control="acc-06").exists()


def test_a_save_can_be_undone(assessment, author):
    answered(author, assessment)
    answered(author, assessment, said(seen=1, conformity="met", rationale="Mended."))

    undone = actions.undo_answer(member=author, assessment=assessment, control="acc-05", seen=2, now=NOW)
    assert (undone.revision, undone.conformity, undone.rationale) == (3, "partly", "At night too.")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"conformity": "fine"}, "conformity"),
        ({"doc": 0}, "doc"),
        ({"impl": 6}, "impl"),
        ({"confidence": "sure"}, "confidence"),
        ({"conformity": "not_applicable"}, "na_reason"),
        ({"rationale": "x" * 2001}, "rationale"),
        ({"rationale": "a\x00b"}, "rationale"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(assessment, author, more: dict, name: str):
    with pytest.raises(BadField) as refused:
        answered(author, assessment, said(**more))
    assert refused.value.name == name
    assert not Answer.objects.exists()


def test_what_does_not_apply_has_no_level(assessment, author):
    row = answered(author, assessment, said(conformity="not_applicable", na_reason="No gate."))[0]
    assert (row.doc, row.impl, row.na_reason) == (None, None, "No gate.")


@pytest.mark.parametrize("control", ["acc-02", "no-such", ""])
def test_only_what_the_round_asks_is_answered(assessment, author, control: str):
    with pytest.raises(NotOfTheRound):
        answered(author, assessment, said(control))


@pytest.mark.parametrize("who", PERSONAS)
def test_who_keeps_the_facility_answers(community, assessment, who: str):
    if who in {"author", "coordinator"}:
        assert answered(community.member(who), assessment)
    else:
        with pytest.raises(NotAllowed):
            answered(community.member(who), assessment)


def test_a_part_is_written_on_its_controls_alone(community, assessment, author):
    guard = community.member("guard")
    part = actions.give_part(
        member=author, assessment=assessment, controls=["acc-06", "acc-05"], seat=community.seats["guard"], now=NOW
    )
    answered(author, assessment, said("acc-01"))

    assert part.controls == ["acc-05", "acc-06"]
    assert answered(guard, assessment)
    with pytest.raises(NotAllowed):
        answered(guard, assessment, said("acc-01", seen=1))
    with pytest.raises(NotAllowed):
        actions.submit(member=guard, assessment=assessment, now=NOW)
    assert set(Answer.objects.visible_to(guard).values_list("control", flat=True)) == {"acc-05"}
    assert Action.objects.visible_to(guard).get(pk=part.action_id).owner_id == guard.seat_id

    actions.take_part_back(member=author, part=part, now=NOW)
    with pytest.raises(NotAllowed):
        answered(guard, assessment, said(seen=1, doc=1))
    assert not Answer.objects.visible_to(guard).exists()
    assert Action.objects.get(pk=part.action_id).state == "dropped"


def test_an_outside_author_answers_its_part_and_sees_no_other(community, assessment, author):
    south = community.organisations["south"]
    answered(author, assessment, said("acc-01"))
    actions.give_part(member=author, assessment=assessment, controls=["acc-05"], organisation=south, now=NOW)

    for who in PERSONAS:
        member = community.member(who)
        if who in {"peer", "peer_coordinator"}:
            answered(member, assessment, said(doc=1 if who == "peer" else 2, seen=0 if who == "peer" else 1))
        seen = set(Answer.objects.visible_to(member).values_list("control", flat=True))
        own = {"author", "colleague", "coordinator"}
        assert seen == ({"acc-05", "acc-01"} if who in own and Answer.objects.count() > 1 else seen), who
    assert set(Answer.objects.visible_to(community.member("peer")).values_list("control", flat=True)) == {"acc-05"}
    assert not Answer.objects.visible_to(community.member("peer_guard")).exists()


def test_a_part_goes_to_somebody_who_can_write(community, assessment, author):
    give = {"member": author, "assessment": assessment, "controls": ["acc-05"], "now": NOW}
    for more in (
        {},
        {"seat": community.seats["auditor"]},
        {"seat": community.seats["peer"]},
        {"organisation": community.organisations["north"]},
        {"seat": community.seats["guard"], "organisation": community.organisations["south"]},
        {"seat": community.seats["guard"], "controls": []},
    ):
        with pytest.raises(NobodyChosen):
            actions.give_part(**(give | more))
    with pytest.raises(NotOfTheRound):
        actions.give_part(**(give | {"seat": community.seats["guard"], "controls": ["acc-02"]}))


def evidence(**more: object) -> actions.EvidenceFields:
    words = {"control": "acc-05", "title": "Register of badges", "where_held": "Safe, room 2", "sha256": "AB" * 32}
    return actions.EvidenceFields(**(words | more))


def test_evidence_is_a_reference(assessment, author):
    row = actions.add_evidence(member=author, assessment=assessment, said=evidence(), now=NOW)
    assert row.sha256 == "ab" * 32
    actions.take_out_evidence(member=author, evidence=row, now=NOW)
    assert not EvidenceRef.objects.standing().exists()
    actions.take_out_evidence(member=author, evidence=row, now=NOW, back=True)
    assert EvidenceRef.objects.standing().exists()


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"sha256": "abc"}, "sha256"),
        ({"title": ""}, "title"),
        ({"where_held": " "}, "where_held"),
        ({"on": NOW.date() + timedelta(days=1)}, "on"),
    ],
)
def test_evidence_that_says_nothing_is_refused(assessment, author, more: dict, name: str):
    with pytest.raises(BadField) as refused:
        actions.add_evidence(member=author, assessment=assessment, said=evidence(**more), now=NOW)
    assert refused.value.name == name


def scenario(**more: object) -> actions.ScenarioFields:
    words = {"title": "Help from inside", "intent": 1, "capability": 1, "vulnerability": 1, "impact": 1}
    return actions.ScenarioFields(**({"confidence": "low"} | words | more))


def test_low_confidence_and_c_open_one_action_in_ninety_days(assessment, author):
    row = actions.save_scenario(member=author, assessment=assessment, said=scenario(), now=NOW)
    again = actions.save_scenario(
        member=author, assessment=assessment, said=scenario(title="Other"), scenario=row, seen=1, now=NOW
    )

    assert (again.verdict, again.table_version) == ("C", "p2p-risk-1")
    assert again.review_action is not None
    assert again.review_action.due_on == NOW.date() + timedelta(days=90)
    assert Action.objects.filter(title__startswith="Confirm by review").count() == 1


@pytest.mark.parametrize("more", [{"confidence": "high"}, {"intent": 4, "capability": 4, "impact": 4}])
def test_otherwise_there_is_no_such_action(assessment, author, more: dict):
    row = actions.save_scenario(member=author, assessment=assessment, said=scenario(**more), now=NOW)
    assert row.review_action is None


def test_two_who_save_a_scenario_at_once(assessment, author):
    row = actions.save_scenario(member=author, assessment=assessment, said=scenario(), now=NOW)
    save = {"member": author, "assessment": assessment, "scenario": row, "seen": 1, "now": NOW}
    actions.save_scenario(said=scenario(impact=2), **save)
    with pytest.raises(ChangedMeanwhile):
        actions.save_scenario(said=scenario(impact=4), **save)


@pytest.mark.parametrize("more", [{"intent": 0}, {"impact": 5}, {"confidence": "x"}, {"method": "no"}, {"title": ""}])
def test_a_bad_scenario_is_refused(assessment, author, more: dict):
    with pytest.raises(BadField):
        actions.save_scenario(member=author, assessment=assessment, said=scenario(**more), now=NOW)
