"""Derogations and exceptions: they change the words of the headline, never its number."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Assessment, LegalDerogation
from port2port.assessments.page import assessment_page
from port2port.base.refusal import NotAllowed
from port2port.members.member import Member
from port2port.reports.rules import BadField
from tests.personas import NOW, PERSONAS, Community

TODAY = timezone.localdate(NOW)
SAID = actions.DerogationFields(
    control="gov-01",
    authority="Maritime security authority",
    reference="2026/114",
    from_on=TODAY,
    until_on=TODAY + timedelta(days=100),
)


def test_the_number_stays_and_its_words_say_until_when(assessment: Assessment, author: Member) -> None:
    before = assessment_page(assessment, author, today=TODAY)
    actions.enter_derogation(member=author, assessment=assessment, said=SAID, now=NOW)
    page = assessment_page(assessment, author, today=TODAY)
    assert page.result.musts.open == before.result.musts.open > 0
    assert page.result.musts.under_derogation == 1
    assert f"1 under derogation until {SAID.until_on.isoformat()}" in page.beside
    over = assessment_page(assessment, author, today=SAID.until_on + timedelta(days=1))
    assert over.result.musts.under_derogation == 0


def test_a_newer_letter_takes_the_place_of_the_older(assessment: Assessment, author: Member) -> None:
    actions.enter_derogation(member=author, assessment=assessment, said=SAID, now=NOW)
    row = actions.enter_derogation(
        member=author, assessment=assessment, said=replace(SAID, reference="2026/115"), now=NOW
    )
    assert LegalDerogation.objects.standing().get() == row
    actions.end_legal_derogation(member=author, derogation=row, now=NOW)
    assert LegalDerogation.objects.count() == 2
    assert not LegalDerogation.objects.standing().exists()


@pytest.mark.parametrize(
    "said",
    [
        replace(SAID, control="none"),
        replace(SAID, control="acc-08"),
        replace(SAID, authority=" "),
        replace(SAID, reference=""),
        replace(SAID, until_on=TODAY - timedelta(days=1)),
        replace(SAID, from_on=TODAY + timedelta(days=101)),
        replace(SAID, until_on=TODAY + timedelta(days=4000)),
    ],
)
def test_what_no_letter_can_say_is_refused(
    assessment: Assessment, author: Member, said: actions.DerogationFields
) -> None:
    with pytest.raises(BadField):
        actions.enter_derogation(member=author, assessment=assessment, said=said, now=NOW)
    assert not LegalDerogation.objects.exists()


def test_it_is_private_to_the_facility_and_entered_by_who_keeps_it(
    assessment: Assessment, community: Community
) -> None:
    for name in sorted(set(PERSONAS) - {"author", "coordinator"}):
        with pytest.raises(NotAllowed):
            actions.enter_derogation(member=community.member(name), assessment=assessment, said=SAID, now=NOW)
    row = actions.enter_derogation(member=community.member("author"), assessment=assessment, said=SAID, now=NOW)
    seen = {name for name in PERSONAS if LegalDerogation.objects.visible_to(community.member(name)).exists()}
    assert {"author", "coordinator"} <= seen <= {"author", "coordinator", "colleague"}
    with pytest.raises(NotAllowed):
        actions.end_legal_derogation(member=community.member("peer"), derogation=row, now=NOW)
