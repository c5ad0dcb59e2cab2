"""Counts and a comparison that are not about the same: asked whether that is meant, and said from then on."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from port2port.counts import actions as counts
from port2port.counts.models import Comparison
from port2port.pure.weeks import WEEK
from port2port.studies import actions
from port2port.studies.fields import OutsideSaid
from port2port.studies.models import Study
from port2port.studies.refusals import NotAlike
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network
from tests.studies.test_beyond import GREEN

ODDS = "What moves one of the two need not move the other"


@pytest.fixture
def odd(community: Community, network: Network) -> Comparison:
    """Another comparison, of drones."""
    author = community.member("author")
    said = counts.ComparisonFields(
        title="Another coast",
        language="en",
        reason="outside_substitution",
        why=making.WHY,
        outcome="drone_sightings",
        circle=community.circles["both"],
    )
    row = counts.declare_comparison(member=author, said=said, now=NOW)
    outside = {network.first + n * WEEK: number for n, number in enumerate(making.drawn()["outside"])}
    counts.enter_comparison(member=author, comparison=row, said=outside, now=NOW)
    return row


def page_of(study: Study, step: int) -> str:
    return reverse("studies:step", args=[study.key, step])


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def counted(community: Community, network: Network) -> Study:
    row = making.begun(community, network, now=NOW)
    return actions.answer_counted(
        member=community.member("author"), study=row, outcome="intrusions", category="", now=NOW
    )


def test_a_comparison_of_something_else_is_taken_only_where_it_is_meant(
    community: Community, network: Network, odd: Comparison, ask: Any
) -> None:
    row = counted(community, network)
    sent = {"comparison": str(odd.key)}

    refused = ask("author", page_of(row, 3), sent)
    assert refused.status_code == 422
    assert ODDS in text_of(refused)
    assert Study.objects.get(pk=row.pk).comparison is None
    ((meaning, _words),) = refused.context["form"].fields["is_meant"].choices
    assert ask("author", page_of(row, 3), sent | {"is_meant": "another"}).status_code == 422
    assert ask("author", page_of(row, 3), sent | {"is_meant": meaning}).status_code == 302

    assert Study.objects.get(pk=row.pk).comparison == odd
    again = text_of(ask("author", page_of(row, 3)))
    assert ODDS in again
    assert "checked" in again[again.index('name="is_meant"') :].split(">")[0]


def test_one_of_the_same_is_asked_nothing(community: Community, network: Network, ask: Any) -> None:
    row = counted(community, network)

    assert "is_meant" not in text_of(ask("author", page_of(row, 3)))
    assert ask("author", page_of(row, 3), {"comparison": str(network.comparison.key)}).status_code == 302


def test_other_counts_ask_anew_for_a_comparison_that_is_not_of_them(
    community: Community, network: Network, draft: Study
) -> None:
    assert draft.comparison is not None
    for name in ("north", "south"):
        member = community.member("author" if name == "north" else "peer")
        port = network.ports[name]
        row = counts.open_series(member=member, port=port, outcome="drone_sightings", now=NOW)
        counts.lend(member=member, series=row, circle=community.circles["both"], from_week=network.first, now=NOW)

    changed = actions.answer_counted(
        member=community.member("author"), study=draft, outcome="drone_sightings", category="", now=NOW
    )

    assert changed.comparison is None


def test_an_action_refuses_it_too(community: Community, network: Network, odd: Comparison) -> None:
    row = counted(community, network)

    with pytest.raises(NotAlike):
        actions.answer_outside(member=community.member("author"), study=row, said=OutsideSaid(comparison=odd), now=NOW)


def test_it_is_said_before_it_is_registered_and_with_what_was_found(
    community: Community, draft: Study, odd: Comparison, ask: Any
) -> None:
    assert ODDS not in text_of(ask("author", page_of(draft, 7)))
    said = OutsideSaid(comparison=odd, is_meant=True)
    row = actions.answer_outside(member=community.member("author"), study=draft, said=said, now=NOW)
    assert ODDS in text_of(ask("author", page_of(draft, 7)))

    result = making.ran(community, making.registered(community, row, now=NOW), now=NOW)
    making.let_go(community, result, GREEN, now=NOW)
    for who in ("author", "peer", "outsider"):
        text = text_of(ask(who, reverse("studies:study", args=[draft.key])))
        assert "is not of the same incidents as the counts" in text, who
    assert "rone sightings" not in text


def test_what_is_expected_says_that_safety_spreads_and_not_crime(community: Community, network: Network) -> None:
    row = making.begun(community, network, now=NOW)
    row.hypothesis = "spreads"

    assert row.get_hypothesis_display() == "The other ports become safer too: fewer incidents there as well"
