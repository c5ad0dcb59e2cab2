"""Reports behind a practice: each reader sees those that reached the reader, and no trace of others."""

import pytest

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.cited import UnknownReport, reports_named
from port2port.knowledge.fields import fields_of
from port2port.knowledge.models import Practice
from port2port.pure.audience import Tlp
from port2port.reports.actions import compose
from port2port.reports.fields import Readers
from port2port.reports.models import Kind, Report
from tests.knowledge.conftest import GREEN, said
from tests.knowledge.test_pages import REVIEW
from tests.reports.conftest import said as report_said


@pytest.fixture
def report(author, both) -> Report:
    words = report_said(Kind.INCIDENT, title="Quagmire at the fence")
    return compose(member=author, said=words, readers=Readers(tlp=Tlp.AMBER, circles=frozenset({both.pk})), now=now())


def test_a_number_and_an_address_name_a_report_that_was_seen_and_no_other(report, author, outsider):
    address = f"https://elsewhere.example{report.get_absolute_url()}"
    assert reports_named([report.number.lower(), address], member=author) == (str(report.key),)
    for line in (report.number, address, "R-00000000", "whatever"):
        with pytest.raises(UnknownReport):
            reports_named([line], member=outsider)


def test_who_cannot_see_a_report_finds_no_trace_of_it_on_the_practice(client, community, report, author):
    words = said(review_by_on=REVIEW, reports=(str(report.key),))
    draft = actions.save_draft(member=author, said=words, readers=GREEN, now=now())
    practice = actions.propose(member=author, practice=draft, now=now())
    pages = {}
    for who in ("peer", "outsider"):
        client.force_login(community.person(who))
        pages[who] = client.get(practice.get_absolute_url()).content.decode()
        assert str(report.key) not in client.get(f"/api/v1/practices/{practice.key}?format=stix").content.decode()

    assert report.get_absolute_url() in pages["peer"]
    for trace in (str(report.key), report.number, "Quagmire", "Reports it rests on"):
        assert trace not in pages["outsider"]


def test_what_a_colleague_does_not_see_stays_when_the_colleague_revises(client, community, report, author):
    named = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    red = compose(member=author, said=report_said(Kind.INCIDENT), readers=named, now=now())
    words = said(review_by_on=REVIEW, reports=(str(red.key), str(report.key)))
    draft = actions.save_draft(member=author, said=words, readers=GREEN, now=now())
    client.force_login(community.person("colleague"))
    page = client.get(f"/practices/{draft.key}/edit/")
    sent = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}

    assert page.context["form"].initial["reports"] == [report.number]
    answer = client.post(f"/practices/{draft.key}/edit/", sent | {"reports": "", "do": "keep"})

    assert answer.status_code == 302
    assert fields_of(Practice.objects.get()).reports == (str(red.key),)
    refused = client.post(f"/practices/{draft.key}/edit/", sent | {"reports": red.number, "do": "keep"})
    assert refused.status_code == 422
