"""What passes between organisations around an assessment: no names of people, no exceptions, and no stale word."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Assessment
from port2port.assessments.page import assessment_page
from port2port.assessments.refusals import ReadAgain
from port2port.members.member import Member
from port2port.members.models import Seat
from tests.assessments.conftest import answered, said
from tests.personas import NOW, Community


@pytest.fixture
def lonely(community: Community, assessment: Assessment, author: Member) -> Assessment:
    """Nobody else is there, so that a buddy reads it."""
    others = Seat.objects.filter(organisation=community.organisations["north"]).exclude(pk=author.seat_id)
    others.update(ended_at=NOW)
    answered(author, assessment, said())
    buddy = community.organisations["south"]
    actions.name_buddy(member=author, assessment=assessment, buddy=buddy, now=NOW)
    return actions.submit(member=author, assessment=assessment, now=NOW)


def test_a_buddy_reads_functions_and_no_names(community: Community, lonely: Assessment) -> None:
    client = Client()
    client.force_login(community.person("peer"))
    for address in (lonely.get_absolute_url(), f"{lonely.get_absolute_url()}question/acc-05/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "The author" not in answer.content.decode()


def test_a_buddy_reads_no_exception(lonely: Assessment, author: Member, peer: Member) -> None:
    today = timezone.localdate(NOW)
    letter = actions.DerogationFields(
        control="gov-01", authority="A", reference="1", from_on=today, until_on=today + timedelta(days=9)
    )
    actions.enter_derogation(member=author, assessment=lonely, said=letter, now=NOW)
    assert assessment_page(lonely, author, today=today).result.musts.under_derogation == 1
    assert assessment_page(lonely, peer, today=today).result.musts.under_derogation == 0


def test_nobody_agrees_to_what_was_not_read(submitted: Assessment, author: Member, colleague: Member) -> None:
    read = actions.take_up(member=colleague, assessment=submitted, now=NOW).changed_at.isoformat()
    later = NOW + timedelta(minutes=5)
    actions.send_back(member=colleague, assessment=submitted, reason="Once more.", now=later)
    actions.reopen(member=author, assessment=submitted, now=later)
    actions.submit(member=author, assessment=submitted, now=later)
    actions.take_up(member=colleague, assessment=submitted, now=later)
    with pytest.raises(ReadAgain):
        actions.agree_assessment(member=colleague, assessment=submitted, seen=read, now=later)
    actions.agree_assessment(member=colleague, assessment=submitted, seen=later.isoformat(), now=later)
