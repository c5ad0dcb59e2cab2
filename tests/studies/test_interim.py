"""A run before all registered weeks were counted: what it can do no more is said before it is tried."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from port2port.studies import actions
from port2port.studies.fields import WeeksSaid
from port2port.studies.models import StudyResult
from port2port.studies.numbers import decimal
from port2port.studies.refusals import InterimRun
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network


@pytest.fixture
def interim(community: Community, network: Network) -> StudyResult:
    """52 of 60 weeks."""
    row = making.drafted(community, network, now=NOW)
    said = WeeksSaid(weeks_before=104, weeks_after=60)
    actions.answer_weeks(member=community.member("author"), study=row, said=said, now=NOW)
    return making.ran(community, making.registered(community, row, now=NOW), now=NOW)


def text_of(ask: Any, result: StudyResult, name: str = "study") -> str:
    return unescape(ask("author", reverse(f"studies:{name}", args=[result.study.key])).content.decode())


def test_that_it_goes_no_further_is_said_before_readers_are_chosen(interim: StudyResult, ask: Any) -> None:
    text = text_of(ask, interim)

    assert reverse("studies:readers", args=[interim.study.key]) not in text
    assert "It goes no further yet: this run counted 52 of the registered 60 weeks" in text
    assert str(InterimRun.words) in text_of(ask, interim, "readers")


def test_it_says_of_which_weeks_its_share_in_sight_is(result: StudyResult, interim: StudyResult, ask: Any) -> None:
    words = ", for the 52 of the registered 60 weeks counted so far"

    assert decimal(interim.figures["planned_minimum_detectable_share"]) + words in text_of(ask, interim)
    assert words not in text_of(ask, result)
    assert reverse("studies:readers", args=[result.study.key]) in text_of(ask, result)
