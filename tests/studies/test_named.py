"""What a study names is read as long as it stands and is told to the reader: its weeks, its name, what they allow."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from port2port.counts import actions as counts
from port2port.members.models import CircleMembership
from port2port.pure.weeks import WEEK
from port2port.studies.lacking import planned
from port2port.studies.models import Study
from port2port.studies.steps import MEASURE, OUTSIDE, REGISTER, RUN, SIGHT, WEEKS, missing_of
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network


def page_of(study: Study, step: int) -> str:
    return reverse("studies:step", args=[study.key, step])


@pytest.fixture
def network(community: Community) -> Network:
    """As elsewhere, and east is in the circle, declares the comparison and lends nothing."""
    found, circle, east = making.lent(community, now=NOW), community.circles["both"], community.member("outsider")
    CircleMembership.objects.create(
        circle=circle, organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )
    fields = counts.ComparisonFields(
        title="A port of the east",
        language="en",
        reason="outside_substitution",
        why=making.WHY,
        outcome="intrusions",
        circle=circle,
    )
    row = counts.declare_comparison(member=east, said=fields, now=NOW)
    weeks = {found.first + n * WEEK: 40 + n % 5 for n in range(making.WEEKS)}
    counts.enter_comparison(member=east, comparison=row, said=weeks, now=NOW)
    return replace(found, comparison=row)


@pytest.fixture(params=["withdrawn", "left"])
def gone(request: pytest.FixtureRequest, community: Community, network: Network) -> Any:
    """The comparison is withdrawn, or its keeper is in the circle no more."""

    def make() -> None:
        if request.param == "withdrawn":
            counts.withdraw(member=community.member("outsider"), declared=network.comparison, now=NOW)
        else:
            stays = CircleMembership.objects.filter(organisation=community.organisations["east"])
            stays.update(left_at=NOW)

    return make


@pytest.mark.parametrize("step", [WEEKS, SIGHT, REGISTER])
def test_a_draft_reads_no_comparison_that_is_gone_and_says_to_choose_another(
    community: Community, network: Network, draft: Study, gone: Any, ask: Any, step: int
) -> None:
    title = network.comparison.title
    assert planned(draft, community.member("author")) is not None
    gone()

    page = ask("author", page_of(draft, step))

    draft.refresh_from_db()
    assert planned(draft, community.member("author")) is None
    assert not page.context.get("drawings")
    assert page.context["lacks"] == []
    assert title not in page.text
    assert "Choose another" in page.text
    assert [one.step for one in missing_of(draft, community.member("author"))] == [OUTSIDE]


def test_what_a_comparison_that_is_gone_is_of_is_not_told(draft: Study, gone: Any, ask: Any) -> None:
    Study.objects.filter(pk=draft.pk).update(category="DRG-ENT")
    assert "Not the same is counted" in ask("author", page_of(draft, OUTSIDE)).text
    gone()

    assert "Not the same is counted" not in ask("author", page_of(draft, OUTSIDE)).text


def test_a_draft_whose_measure_is_gone_asks_for_another(community: Community, network: Network, draft: Study) -> None:
    counts.withdraw(member=community.member("author"), declared=network.measure, now=NOW)
    draft.refresh_from_db()

    assert [one.step for one in missing_of(draft, community.member("author"))] == [MEASURE]


def test_the_last_page_of_a_registered_study_tells_no_week_of_it(
    network: Network, study: Study, gone: Any, ask: Any
) -> None:
    gone()

    page = ask("author", page_of(study, RUN))

    assert page.context["lacks"] == []


def test_who_came_back_to_a_circle_that_hides_its_past_has_no_page_of_the_old_study(
    community: Community, network: Network, study: Study, ask: Any
) -> None:
    circle = study.circle
    assert ask("author", page_of(study, RUN)).status_code == 200
    circle.shows_history = False
    circle.save(update_fields=["shows_history"])
    stays = CircleMembership.objects.filter(circle=circle, organisation=community.organisations["north"])
    stays.update(joined_at=NOW + timedelta(days=1))

    assert ask("author", page_of(study, RUN)).status_code == 404
