"""The port's manager comes before its tenants, and lending is bound to what the page of lending said."""

from datetime import timedelta

import pytest

from port2port.counts import actions
from port2port.counts.models import CountSeries, Loan, WeekCount
from port2port.counts.panel import panel_in
from port2port.counts.refusals import LentByAnother
from port2port.ledger.models import TrailLine
from port2port.members.models import Circle, CircleMembership, Facility, Organisation
from tests.counts.conftest import NEWEST, WEEK
from tests.personas import BEFORE, NOW


@pytest.fixture
def ask(client, community):
    def asked(who: str, address: str, sent: dict[str, str] | None = None):
        client.force_login(community.person(who))
        return client.get(address) if sent is None else client.post(address, sent)

    return asked


@pytest.fixture
def tenant(community, count) -> CountSeries:
    """South has one quay in north's port, and counts there."""
    Facility.objects.create(
        organisation=community.organisations["south"],
        port=community.ports["north"],
        name="Quay of south",
        kind="quay",
        isps="inside",
    )
    return count(community.member("peer"), [900, 900])


def panel(community):
    return panel_in(
        community.circles["both"],
        outcome="intrusions",
        category="",
        ports=[community.ports["north"]],
        first=NEWEST - WEEK,
        last=NEWEST,
    )


def test_a_tenant_does_not_lend_what_the_manager_keeps_itself(community, count, lend, tenant):
    series = count(community.member("author"))
    lend(community.member("peer"), tenant)
    actions.take_back(member=community.member("peer"), loan=Loan.objects.get(), now=NOW)
    count(community.member("author"), [3, 4])

    with pytest.raises(LentByAnother):
        lend(community.member("peer"), tenant)

    lend(community.member("author"), series)
    assert panel(community).counts.tolist() == [[3.0], [4.0]]


def test_the_managers_loan_ends_the_tenants_and_the_tenant_is_told(ask, community, count, lend, tenant):
    lend(community.member("peer"), tenant)
    assert panel(community).lenders[0].slug == "south"
    series = count(community.member("author"), [3, 4])

    lend(community.member("author"), series, now=NOW + timedelta(hours=1))

    former = Loan.objects.get(series=tenant)
    assert (former.ended_by.slug, former.taken_back_by, former.taken_back_at) == (
        "north",
        None,
        NOW + timedelta(hours=1),
    )
    assert panel(community).counts.tolist() == [[3.0], [4.0]]
    told = TrailLine.objects.get(act="end_lent_counts")
    assert told.organisation == str(community.organisations["south"].key)
    assert told.actor == str(community.organisations["north"].key)
    for address in (tenant.get_absolute_url(), "/counts/"):
        assert "when the manager of the port lent this count itself" in ask("peer", address).content.decode()
        assert "lent this count itself" not in ask("author", "/counts/").content.decode()
    with pytest.raises(LentByAnother):
        lend(community.member("peer"), tenant, now=NOW + timedelta(hours=2))


def test_a_manager_that_left_the_network_holds_nobody_back(community, count, lend, tenant):
    count(community.member("author"), [3])
    Organisation.objects.filter(slug="north").update(state="left")

    assert lend(community.member("peer"), tenant).organisation.slug == "south"


def test_who_counts_stands_beside_the_port_where_it_is_not_the_manager(ask, community, count, lend, tenant):
    lend(community.member("peer"), tenant)

    for address in (tenant.get_absolute_url(), "/counts/"):
        assert "North (counted by Port of South)" in ask("author", address).content.decode()
    own = count(community.member("author"))
    assert "counted by" not in ask("author", own.get_absolute_url()).content.decode()


def test_a_refusal_says_the_same_whatever_hidden_thing_it_depends_on(ask, community, count, lend, tenant):
    both, words = community.circles["both"], set()
    address = f"{tenant.get_absolute_url()}lend/"
    said = {"circle": str(both.key), "from_week": "2020-01-06", "sure": "yes"}
    shown = ask("peer", address, said | {"sure": ""}).context["shown"]
    series = count(community.member("author"), [3])
    for hidden in (False, True):
        if hidden:
            Circle.objects.filter(pk=both.pk).update(shows_history=False)
            lend(community.member("author"), series, now=BEFORE + timedelta(days=30))
            CircleMembership.objects.filter(organisation__slug="south").update(joined_at=NOW)
            assert not Loan.objects.visible_to(community.member("peer")).exists()
        answer = ask("peer", address, said | {"shown": shown})
        assert answer.status_code == 409
        words.add(str(answer.context["form"].non_field_errors()))
    assert len(words) == 1


def test_lending_is_asked_again_when_somebody_joined_since_the_page_was_shown(ask, community, count):
    series = count(community.member("author"), [3, 4])
    address = f"{series.get_absolute_url()}lend/"
    said = {"circle": str(community.circles["both"].key), "from_week": "2020-01-06"}
    first = ask("author", address, said)
    assert "Port of East" not in first.content.decode()
    CircleMembership.objects.create(
        circle=community.circles["both"], organisation=community.organisations["east"], invited_at=BEFORE, joined_at=NOW
    )

    for shown in ("", "0" * 64, first.context["shown"]):
        assert ask("author", address, said | {"sure": "yes", "shown": shown}).status_code == 409
    assert not Loan.objects.exists()
    assert not WeekCount.objects.visible_to(community.member("outsider")).exists()

    again = ask("author", address, said)
    assert "Port of East" in again.content.decode()
    assert ask("author", address, said | {"sure": "yes", "shown": again.context["shown"]}).status_code == 302


@pytest.mark.parametrize(("first", "second"), [("seizures", "seizures_per_1000_inspected"), ("intrusions", "seizures")])
def test_the_page_of_lending_says_when_two_series_tell_a_third_thing(ask, community, count, lend, first, second):
    author = community.member("author")
    lend(author, count(author, outcome=first))
    series = count(author, outcome=second)

    said = {"circle": str(community.circles["both"].key), "from_week": "2020-01-06"}
    page = ask("author", f"{series.get_absolute_url()}lend/", said).content.decode()

    assert ("how many containers you inspected" in page) is (first == "seizures")
