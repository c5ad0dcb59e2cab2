"""The page of what is declared: each of its lists has pages of its own."""

from datetime import datetime, timedelta

from django.test import Client

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.actions import ChangeFields, ComparisonFields, InterventionFields
from port2port.counts.listing import PER_PAGE
from tests.personas import Community


def declare(community: Community, number: int, *, at: datetime) -> None:
    """One of each kind."""
    author, port, day = community.member("author"), community.ports["north"], at.date() - timedelta(days=1)
    measure = InterventionFields(
        title=f"Measure no. {number:02}", language="en", port=port, announced_on=day, starts_on=day
    )
    far = ComparisonFields(
        title=f"Far away no. {number:02}",
        language="en",
        reason="hinterland",
        why="Nothing of what happens at the quay reaches that hinterland.",
        outcome="seizures",
    )
    form = ChangeFields(port=port, outcome="seizures", on=day, what="New form.", language="en")
    actions.declare_intervention(member=author, said=measure, now=at)
    actions.declare_comparison(member=author, said=far, now=at)
    actions.declare_recording_change(member=author, said=form, now=at)


def test_each_list_of_what_is_declared_has_pages_of_its_own(client: Client, community: Community) -> None:
    for number in range(PER_PAGE + 1):
        declare(community, number, at=now())
    client.force_login(community.person("author"))

    first, second = client.get("/counts/declared/"), client.get("/counts/declared/?comparisons=2")

    for name in ("measures", "comparisons", "changes"):
        assert len(first.context[name]) == PER_PAGE
    assert 'href="?comparisons=2"' in first.text
    assert [one.title for one in second.context["comparisons"]] == [f"Far away no. {PER_PAGE}"]
    assert len(second.context["measures"]) == PER_PAGE
    # The list that was turned stays where it is when another one is turned.
    assert 'href="?comparisons=2&amp;measures=2"' in second.text


def test_what_fits_on_one_page_has_no_pages(client: Client, community: Community) -> None:
    declare(community, 1, at=now())
    client.force_login(community.person("author"))

    assert 'class="pager"' not in client.get("/counts/declared/").text
