"""A round of the light baseline, and the assessment of the northern quay in it, made as people make them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Answer, Assessment, Round
from port2port.members.member import Member
from tests.personas import NOW, Community

TODAY = timezone.localdate(NOW)
Planned = Callable[..., Round]


def fields(**more: object) -> actions.RoundFields:
    """The light baseline, for a month."""
    said = {
        "title": "Spring round",
        "kind": "self",
        "baseline": ("baseline-light", "1.0"),
        "opens_on": TODAY,
        "closes_on": TODAY + timedelta(days=30),
    }
    return actions.RoundFields(**(said | more))


@pytest.fixture
def planned(community: Community) -> Planned:
    """Plan a round as the secretariat."""

    def now_planned(**more: object) -> Round:
        return actions.plan_round(member=community.member("secretariat"), said=fields(**more), now=NOW)

    return now_planned


@pytest.fixture
def desk(community: Community) -> Member:
    """The secretariat."""
    return community.member("secretariat")


@pytest.fixture
def round_(planned: Planned, desk: Member) -> Round:
    """Open."""
    return actions.move_round(member=desk, round=planned(), to="open", now=NOW)


@pytest.fixture
def assessment(community: Community, author: Member, round_: Round) -> Assessment:
    """Of the northern quay, by its officer: a draft."""
    return actions.start(member=author, round=round_, facility=community.facilities["north"], now=NOW)


def said(control: str = "acc-05", **more: object) -> actions.Said:
    """Partly met, documented at 2, done at 3."""
    words = {"conformity": "partly", "doc": 2, "impl": 3, "rationale": "At night too.", "confidence": "medium"}
    return actions.Said(control=control, **(words | more))


def answered(member: Member, assessment: Assessment, *lines: actions.Said) -> list[Answer]:
    """Saved."""
    return actions.save_answers(member=member, assessment=assessment, said=lines or [said()], now=NOW)


@pytest.fixture
def submitted(assessment: Assessment, author: Member) -> Assessment:
    """With one answer and one control that does not apply."""
    answered(author, assessment, said(), said("acc-01", conformity="not_applicable", na_reason="No gate here."))
    return actions.submit(member=author, assessment=assessment, now=NOW)


@pytest.fixture
def agreed(submitted: Assessment, community: Community) -> Assessment:
    """By the colleague."""
    colleague = community.member("colleague")
    actions.take_up(member=colleague, assessment=submitted, now=NOW)
    return actions.agree_assessment(member=colleague, assessment=submitted, accepted=["acc-01"], now=NOW)


@pytest.fixture
def frozen(agreed: Assessment, round_: Round, desk: Member) -> Assessment:
    """With the round."""
    actions.move_round(member=desk, round=round_, to="closed", now=NOW)
    actions.move_round(member=desk, round=round_, to="frozen", now=NOW)
    return Assessment.objects.get(pk=agreed.pk)


@pytest.fixture
def signed_in(community: Community) -> Callable[[str], Client]:
    """A signed-in browser of a persona."""

    def opened(who: str) -> Client:
        client = Client()
        client.force_login(community.person(who))
        return client

    return opened


@pytest.fixture
def mine(signed_in: Callable[[str], Client]) -> Client:
    """The author's browser."""
    return signed_in("author")
