"""A tenant whose loan ended is told by a notification that names nothing, and opening it leads to the series."""

from datetime import timedelta

import pytest
from django.test import Client

from port2port.counts import actions
from port2port.counts.models import CountSeries, LoanNews
from port2port.members.models import Facility
from port2port.sharing.models import Notification
from tests.counts.conftest import Count, Lend
from tests.personas import NOW, PERSONAS, Community

TOLD = {"peer", "peer_coordinator"}


@pytest.fixture
def ended(community: Community, count: Count, lend: Lend) -> CountSeries:
    """South counts at its quay in north's port and lends it; then north lends the same count."""
    Facility.objects.create(
        organisation=community.organisations["south"],
        port=community.ports["north"],
        name="Quay of south",
        kind="quay",
        isps="inside",
    )
    tenant = count(community.member("peer"), [900, 900])
    lend(community.member("peer"), tenant)
    lend(community.member("author"), count(community.member("author"), [3, 4]), now=NOW + timedelta(hours=1))
    return tenant


def told() -> set[str]:
    return set(Notification.objects.unread().values_list("seat__person__username", flat=True))


def test_the_tenants_readers_are_told_and_nobody_else(community: Community, ended: CountSeries) -> None:
    assert told() == TOLD
    seen = {who for who in PERSONAS if LoanNews.objects.visible_to(community.member(who)).exists()}
    assert seen == TOLD
    assert not LoanNews.objects.visible_to(community.scoped("peer", port="south")).exists()
    row = LoanNews.objects.get()
    for words in (row.headline(), row.caption(), row.get_absolute_url()):
        assert "North" not in words
        assert "900" not in words.split("/")


def test_opening_it_leads_to_the_series_and_is_read(client: Client, community: Community, ended: CountSeries) -> None:
    row = LoanNews.objects.get()
    client.force_login(community.person("peer"))
    assert "A loan of counts ended" in client.get("/notifications/").text

    answer = client.get(row.get_absolute_url())

    assert answer["Location"] == ended.get_absolute_url()
    assert told() == TOLD - {"peer"}
    client.force_login(community.person("author"))
    assert client.get(row.get_absolute_url()).status_code == 404


def test_it_is_news_until_the_tenant_lends_again(community: Community, ended: CountSeries, lend: Lend) -> None:
    assert LoanNews.objects.standing().exists()
    managers = CountSeries.objects.get(organisation=community.organisations["north"])
    loan = managers.loans.get(taken_back_at=None)
    actions.take_back(member=community.member("author"), loan=loan, now=NOW + timedelta(hours=2))
    managers.weeks.all().update(replaced_at=NOW + timedelta(hours=2))

    lend(community.member("peer"), ended, now=NOW + timedelta(hours=3))

    assert not LoanNews.objects.standing().exists()


def test_a_loan_that_its_own_organisation_takes_back_is_no_news(community: Community, count: Count, lend: Lend) -> None:
    loan = lend(community.member("author"), count(community.member("author"), [3]))

    actions.take_back(member=community.member("author"), loan=loan, now=NOW)

    assert not LoanNews.objects.exists()
    assert told() == set()
