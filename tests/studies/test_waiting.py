"""A lender hears that a result waits for its approval: the seats that give it, until it is given or nothing waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from port2port.counts import actions as counts
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing.models import Notification
from port2port.site.now import needs_of
from port2port.studies import actions
from port2port.studies.models import ApprovalNews, Study, StudyResult, Widening
from port2port.studies.sealing import seal_of
from port2port.studies.waiting import approval_lines
from tests.personas import NOW, Community
from tests.studies.making import Network

LATER = NOW + timedelta(minutes=1)
GREEN = Readers(tlp=Tlp.GREEN)
WORDS = "May a result with your counts go further?"


@pytest.fixture
def proposed(community: Community, result: StudyResult) -> Widening:
    return actions.propose_widening(member=community.member("author"), result=result, readers=GREEN, now=NOW)


def lines(community: Community, who: str) -> list[str]:
    return [one.words for one in approval_lines(community.member(who))]


def approve(community: Community, row: Widening, who: str = "peer") -> None:
    actions.approve_result(member=community.member(who), widening=row, seal=seal_of(row), now=NOW)


def test_now_and_the_list_tell_a_lender_that_a_result_waits_and_lead_to_it(
    community: Community, proposed: Widening, ask: Any
) -> None:
    (line,) = [one for one in needs_of(community.member("peer"), now=NOW) if one.words == WORDS]

    assert line.title == proposed.result.study.title
    assert WORDS in ask("peer", "/").content.decode()
    assert line.address in ask("peer", reverse("studies:list")).content.decode()
    page = ask("peer", line.address.partition("#")[0])
    assert reverse("studies:approve", args=[proposed.result.study.key]) in page.content.decode()


def test_the_line_goes_once_it_is_approved_and_comes_back_with_what_was_taken_back(
    community: Community, proposed: Widening
) -> None:
    approve(community, proposed)
    assert lines(community, "peer") == []
    assert lines(community, "author") == [WORDS]

    actions.take_back_approval(member=community.member("peer"), widening=proposed, now=NOW)
    assert lines(community, "peer") == [WORDS]


def test_an_approval_that_no_longer_holds_waits_again_and_what_is_lent_no_more_does_not(
    community: Community, network: Network, proposed: Widening
) -> None:
    approve(community, proposed)
    peer = community.member("peer")
    counts.take_back(member=peer, loan=network.loans["far"], now=LATER)
    assert lines(community, "peer") == []

    both, first = community.circles["both"], network.first
    counts.lend(member=peer, series=network.series["far"], circle=both, from_week=first, now=LATER)
    assert lines(community, "peer") == [WORDS]


def test_the_seal_in_force_decides(community: Community, result: StudyResult) -> None:
    readers = Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))
    row = actions.propose_widening(member=community.member("author"), result=result, readers=readers, now=NOW)
    approve(community, row)
    assert lines(community, "peer") == []

    joined = {"invited_at": NOW, "joined_at": LATER}
    east = community.organisations["east"]
    CircleMembership.objects.create(circle=community.circles["both"], organisation=east, **joined)
    assert lines(community, "peer") == [WORDS]


@pytest.mark.parametrize("end", ["given up", "done", "withdrawn"])
def test_the_line_and_the_news_go_when_nothing_waits(community: Community, proposed: Widening, end: str) -> None:
    author = community.member("author")
    if end == "given up":
        actions.end_widening(member=author, widening=proposed, now=LATER)
    elif end == "withdrawn":
        actions.withdraw_study(member=author, study=proposed.result.study, reason="Wrong comparison", now=LATER)
    else:
        for who in ("author", "peer"):
            approve(community, proposed, who)
        expected = actions.receivers_beyond(proposed, now=LATER).organisations
        actions.let_go(member=author, widening=proposed, expected=expected, now=LATER)

    for who in ("author", "peer"):
        assert lines(community, who) == []
        assert not Notification.objects.visible_to(community.member(who)).filter(record_type="approval").exists()


def test_nobody_else_hears_of_it(community: Community, proposed: Widening, ask: Any) -> None:
    news = {one.organisation.slug: one for one in ApprovalNews.objects.all()}
    assert set(news) == {"north", "south"}
    for who in ("outsider", "secretariat", "guard", "client", "guest", "auditor", "trainer"):
        assert lines(community, who) == []
        assert not ApprovalNews.objects.visible_to(community.member(who)).exists()
        assert ask(who, news["south"].get_absolute_url()).status_code in (403, 404)
    assert ask("author", news["south"].get_absolute_url()).status_code == 404
    told = set(Notification.objects.filter(record_type="approval").values_list("seat_id", flat=True))
    assert community.seats["peer"].pk in told
    assert community.seats["author"].pk not in told, "it asked"
    assert told <= {one.pk for one in community.seats.values() if one.organisation.slug in ("north", "south")}


def test_a_seat_of_one_port_and_who_left_the_circle_are_not_asked(community: Community, proposed: Widening) -> None:
    assert approval_lines(community.scoped("peer", port="south")) == []
    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=LATER)

    assert lines(community, "peer") == []
    assert not ApprovalNews.objects.visible_to(community.member("peer")).exists()


def test_the_notification_leads_to_the_result_and_says_nothing_of_it(
    community: Community, proposed: Widening, ask: Any
) -> None:
    (news,) = ApprovalNews.objects.filter(organisation=community.organisations["south"])
    assert proposed.result.study.title not in f"{news.headline()} {news.caption()}"
    assert "further" in ask("peer", reverse("sharing:notifications")).content.decode()

    answer = ask("peer", news.get_absolute_url())
    assert answer["Location"] == approval_lines(community.member("peer"))[0].address
    rows = Notification.objects.filter(record_type="approval", seat=community.seats["peer"])
    assert not rows.filter(read_at=None).exists()


def test_where_nothing_waits_one_question_is_asked(
    community: Community, result: StudyResult, django_assert_num_queries: Any
) -> None:
    assert Study.objects.count() == 1
    peer = community.member("peer")
    with django_assert_num_queries(1):
        assert approval_lines(peer) == []
