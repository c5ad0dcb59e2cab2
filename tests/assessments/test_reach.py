"""Who sees an assessment, exactly: the own organisation, its buddy until agreed, an authority its record."""

import pytest

from port2port.assessments import actions
from port2port.assessments.models import (
    Answer,
    Assessment,
    AssessmentStep,
    Assignment,
    Comment,
    EvidenceRef,
    PlanItem,
    RiskScenario,
    Round,
)
from port2port.members.actions.agreements import agree_to_show
from tests.assessments.conftest import answered
from tests.assessments.test_answers import evidence, scenario
from tests.personas import NOW, PERSONAS

OWN = {"author", "colleague", "coordinator"}
TABLES = [Assessment, Answer, AssessmentStep, Assignment, Comment, EvidenceRef, RiskScenario]


@pytest.fixture
def filled(assessment, author, community):
    """Something in every table."""
    answered(author, assessment)
    actions.add_evidence(member=author, assessment=assessment, said=evidence(), now=NOW)
    actions.save_scenario(member=author, assessment=assessment, said=scenario(), now=NOW)
    actions.comment(member=author, assessment=assessment, control="acc-05", text="Seen.", now=NOW)
    seat = community.seats["coordinator"]
    actions.give_part(member=author, assessment=assessment, controls=["acc-05"], seat=seat, now=NOW)
    return assessment


@pytest.mark.parametrize("table", TABLES)
def test_the_own_organisation_sees_it_and_nobody_else(filled, community, table):
    seen = {who for who in [*PERSONAS, "nobody"] if table.objects.visible_to(community.member(who)).exists()}
    assert seen == OWN


@pytest.mark.parametrize("table", TABLES)
def test_a_seat_of_another_place_sees_nothing(filled, community, table):
    assert not table.objects.visible_to(community.scoped("author", port="south")).exists()
    assert not table.objects.visible_to(community.scoped("author", facility="south")).exists()
    assert table.objects.visible_to(community.scoped("colleague", facility="north")).exists()


def test_the_officer_of_the_port_sees_none_of_it_even_where_duties_are_shown(filled, community):
    community.ports["north"].manager = community.organisations["south"]
    community.ports["north"].save()
    agree_to_show(
        member=community.member("coordinator"),
        facility=community.facilities["north"],
        now=NOW,
    )
    officer = community.scoped("peer", port="north")

    for table in TABLES:
        assert not table.objects.visible_to(officer).exists()


def test_a_buddy_reads_answers_until_agreed_and_never_risks(filled, community):
    Assessment.objects.filter(pk=filled.pk).update(buddy=community.organisations["south"])

    for who in PERSONAS:
        member = community.member(who)
        reads = who in OWN | {"peer", "peer_coordinator"}
        assert Answer.objects.visible_to(member).exists() == reads, who
        assert EvidenceRef.objects.visible_to(member).exists() == reads, who
        assert RiskScenario.objects.visible_to(member).exists() == (who in OWN), who
        assert PlanItem.objects.visible_to(member).count() == 0
        assert not Assessment.objects.editable_by(member).exists() or who in {"author", "coordinator"}
    Assessment.objects.filter(pk=filled.pk).update(state="agreed", agreed_by=community.seats["peer"], agreed_at=NOW)
    assert not Answer.objects.visible_to(community.member("peer")).exists()


def test_the_secretariat_counts_who_takes_part_and_sees_nothing_of_it(filled, community, round_):
    desk = community.member("secretariat")

    assert Round.objects.visible_to(desk).exists()
    assert not Assessment.objects.reached_by(desk).exists()


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_rounds_are_known_to_who_may_take_part(round_, community, who: str):
    known = Round.objects.visible_to(community.member(who)).exists()
    assert known == (
        who in OWN | {"peer", "peer_coordinator", "outsider", "outsider_coordinator", "client", "secretariat"}
    )
