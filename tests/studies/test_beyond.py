"""Beyond the circle goes what the lenders agreed to: that result, those readers, as long as they lend."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.counts import actions as counts
from port2port.counts.rules import WeekSaid
from port2port.ledger import store
from port2port.members.models import Circle, CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.sharing.models import Publication
from port2port.site.searching.hits import Asked
from port2port.site.searching.studies import studies
from port2port.studies import actions, paper
from port2port.studies.models import Study, StudyResult, Widening
from port2port.studies.page import study_page
from port2port.studies.refusals import LendsNoMore, NotApprovedByAll
from port2port.studies.sealing import seal_of
from port2port.vocabulary import lookup
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

GREEN = Readers(tlp=Tlp.GREEN)
LATER = NOW + timedelta(minutes=1)


def joined(community: Community, circle: Circle, organisation: str, *, at: Any = NOW) -> None:
    row = community.organisations[organisation]
    CircleMembership.objects.create(circle=circle, organisation=row, invited_at=at, joined_at=at)


def narrow(community: Community) -> tuple[Circle, Readers]:
    circle = Circle.objects.create(name="Narrow", owner=community.organisations["north"], made_at=NOW)
    for one in ("north", "desk"):
        joined(community, circle, one)
    return circle, Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({circle.pk}))


def ran_again(community: Community, network: Network) -> StudyResult:
    said = {network.start + 3 * making.WEEK: WeekSaid(60)}
    counts.enter_weeks(member=community.member("author"), series=network.series["north"], said=said, now=NOW)
    return making.ran(community, Study.objects.get(), now=NOW)


def page_of(result: StudyResult, name: str = "study") -> str:
    return reverse(f"studies:{name}", args=[result.study.key])


def chips_of(text: str) -> str:
    """The marking beside the heading."""
    found = re.search(r"TLP:[A-Z+]+", text[text.index("</h1>") :])
    return found[0] if found else ""


def test_an_older_result_does_not_go_with_a_newer_one(
    community: Community, network: Network, result: StudyResult, ask: Any
) -> None:
    _circle, readers = narrow(community)
    making.let_go(community, result, readers, now=NOW)
    assert ask("outsider", page_of(result)).status_code == 404
    second = ran_again(community, network)
    making.let_go(community, second, GREEN, now=LATER)

    text = ask("outsider", page_of(result) + "?result=1").content.decode()
    assert second.sha256 in text
    assert result.sha256 not in text
    seen = StudyResult.objects.visible_to(community.member("outsider"))
    assert list(seen.values_list("number", flat=True)) == [2]
    assert Study.objects.get().circles.count() == 0


def test_narrower_readers_take_the_place_of_wider_ones(community: Community, result: StudyResult, ask: Any) -> None:
    making.let_go(community, result, GREEN, now=NOW)
    assert ask("outsider", page_of(result)).status_code == 200
    _circle, readers = narrow(community)
    making.let_go(community, result, readers, now=LATER)

    assert ask("outsider", page_of(result)).status_code == 404
    assert ask("peer", page_of(result)).status_code == 200


def test_who_joins_a_chosen_circle_later_was_not_agreed_to(community: Community, result: StudyResult, ask: Any) -> None:
    circle, readers = narrow(community)
    making.let_go(community, result, readers, now=NOW)
    joined(community, circle, "east")

    assert ask("outsider", page_of(result)).status_code == 404
    outsider = community.member("outsider")
    assert not StudyResult.objects.visible_to(outsider).exists()
    assert not Publication.objects.visible_to(outsider).of(result.study).exists()


def test_a_newcomer_reads_no_week_from_before_where_the_circle_hides_its_past(
    community: Community, network: Network, result: StudyResult, ask: Any
) -> None:
    Circle.objects.filter(pk=community.circles["both"].pk).update(shows_history=False)
    making.let_go(community, result, GREEN, now=NOW)
    joined(community, community.circles["both"], "east", at=LATER)

    assert ask("outsider", page_of(result)).status_code == 200
    assert 'class="study-weeks"' not in ask("outsider", page_of(result)).content.decode()
    for name in ("csv", "panel"):
        assert ask("outsider", page_of(result, name)).status_code == 404
    Circle.objects.filter(pk=community.circles["both"].pk).update(shows_history=True)
    assert ask("outsider", page_of(result, "csv")).status_code == 200


def asked_all(community: Community, result: StudyResult) -> Widening:
    row = actions.propose_widening(member=community.member("author"), result=result, readers=GREEN, now=NOW)
    for who in ("author", "peer"):
        actions.approve_result(member=community.member(who), widening=row, seal=seal_of(row), now=NOW)
    return row


def let(community: Community, row: Widening) -> Study:
    expected = actions.receivers_beyond(row, now=LATER).organisations
    return actions.let_go(member=community.member("author"), widening=row, expected=expected, now=LATER)


def test_taking_back_a_loan_ends_the_approval_for_good(
    community: Community, network: Network, result: StudyResult
) -> None:
    row, peer = asked_all(community, result), community.member("peer")
    counts.take_back(member=peer, loan=network.loans["far"], now=LATER)
    with pytest.raises(NotApprovedByAll):
        let(community, row)
    with pytest.raises(LendsNoMore):
        actions.approve_result(member=peer, widening=row, seal=seal_of(row), now=LATER)

    both, first = community.circles["both"], network.first
    counts.lend(member=peer, series=network.series["far"], circle=both, from_week=first, now=LATER)
    with pytest.raises(NotApprovedByAll):
        let(community, row)
    actions.take_back_approval(member=peer, widening=row, now=LATER)
    actions.approve_result(member=peer, widening=row, seal=seal_of(row), now=LATER)
    assert let(community, row).is_wide


def test_leaving_the_circle_ends_the_approval(community: Community, result: StudyResult) -> None:
    row = asked_all(community, result)
    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=LATER)

    with pytest.raises(NotApprovedByAll):
        let(community, row)


def test_a_seat_of_one_port_does_not_approve_for_the_whole_organisation(
    community: Community, result: StudyResult
) -> None:
    row = actions.propose_widening(member=community.member("author"), result=result, readers=GREEN, now=NOW)
    scoped = community.scoped("peer", port="south")

    with pytest.raises(NotAllowed):
        actions.approve_result(member=scoped, widening=row, seal=seal_of(row), now=NOW)
    (shown,) = study_page(result.study, member=scoped, number="").proposals
    assert (shown.may_approve, shown.waits_for_others_here) == (False, True)
    (shown,) = study_page(result.study, member=community.member("peer"), number="").proposals
    assert (shown.may_approve, shown.waits_for_others_here) == (True, False)


def test_the_ledger_shows_nobody_beyond_the_circle_a_run_that_was_not_let_go(
    community: Community, network: Network, result: StudyResult
) -> None:
    second = ran_again(community, network)
    making.let_go(community, second, GREEN, now=LATER)
    seen = Publication.objects.visible_to(community.member("outsider")).of(result.study)
    payloads = "".join(str(store.read(one.position).payload) for one in seen)

    assert seen.count() == 1
    assert result.sha256 not in payloads
    assert Publication.objects.visible_to(community.member("peer")).of(result.study).count() == 4


def test_who_left_the_circle_has_no_version_of_it_its_author_neither(community: Community, result: StudyResult) -> None:
    CircleMembership.objects.filter(organisation=community.organisations["north"]).update(left_at=NOW)

    assert not Publication.objects.visible_to(community.member("author")).of(result.study).exists()
    assert Publication.objects.visible_to(community.member("peer")).of(result.study).exists()


def test_checks_made_of_the_share_of_each_port_stay_in_the_circle(
    community: Community, result: StudyResult, ask: Any
) -> None:
    making.let_go(community, result, GREEN, now=NOW)
    words = ("Placebo in space", "Placebo in time", "Model, the other ports", "Simulated intervals")

    inside, beyond = (ask(who, page_of(result)).content.decode() for who in ("peer", "outsider"))
    assert all(one in inside for one in words)
    assert not any(one in beyond for one in words)


def test_a_search_finds_a_study_for_whom_its_lenders_let_read_it_alone(
    community: Community, result: StudyResult
) -> None:
    def found(who: str) -> int:
        asked = Asked("patrols fence", tuple(lookup.asked("patrols fence")), 10, NOW)
        return len(studies(asked, community.member(who)).hits)

    assert found("peer") == 1
    assert found("outsider") == 0
    circle, readers = narrow(community)
    making.let_go(community, result, readers, now=NOW)
    joined(community, circle, "east")
    assert found("outsider") == 0, "it joined the chosen circle later"
    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=NOW)
    assert found("peer") == 0


def test_what_shows_weeks_keeps_the_marking_of_the_circle_and_sums_alone_that_of_their_readers(
    community: Community, result: StudyResult, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[str] = []
    monkeypatch.setattr(paper, "pdf_of_sheets", lambda html, **_styles: bytes(papers.append(html) is None))
    making.let_go(community, result, GREEN, now=NOW)
    note = "This page with its weeks, and its files: the circle"

    inside, beyond = (ask(who, page_of(result)).content.decode() for who in ("peer", "outsider"))
    assert chips_of(inside) == "TLP:AMBER+STRICT"
    assert note in inside
    assert chips_of(beyond) == "TLP:GREEN"
    assert note not in beyond
    for name in ("csv", "panel", "pdf"):
        assert "TLP-AMBER+STRICT " in ask("peer", page_of(result, name))["Content-Disposition"], name
    assert "TLP-GREEN " in ask("outsider", page_of(result, "pdf"))["Content-Disposition"]
    assert "TLP-GREEN " in ask("peer", page_of(result, "pdf") + "?version=sums")["Content-Disposition"]

    weeks, theirs, sums = papers
    assert ("TLP:AMBER+STRICT" in weeks, "<svg" in weeks) == (True, True)
    for one in (theirs, sums):
        assert ("TLP:GREEN" in one, "TLP:AMBER+STRICT" in one, "<svg" in one) == (True, False, False)
        assert "Placebo" not in one


def test_the_list_marks_a_study_as_its_page_does(community: Community, result: StudyResult, ask: Any) -> None:
    making.let_go(community, result, GREEN, now=NOW)

    inside, beyond = (ask(who, reverse("studies:list")).content.decode() for who in ("peer", "outsider"))
    assert ("TLP:AMBER+STRICT" in inside, "TLP:GREEN" in inside) == (True, False)
    assert ("TLP:AMBER+STRICT" in beyond, "TLP:GREEN" in beyond) == (False, True)


def test_a_run_that_was_not_let_go_has_no_version_with_sums(
    community: Community, network: Network, result: StudyResult, ask: Any
) -> None:
    making.let_go(community, result, GREEN, now=NOW)
    ran_again(community, network)

    text = ask("peer", page_of(result)).content.decode()
    assert chips_of(text) == "TLP:AMBER+STRICT"
    assert "version=sums" not in text
    assert ask("peer", page_of(result, "pdf") + "?version=sums").status_code == 404
