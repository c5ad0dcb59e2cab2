"""What the rule hides stays hidden by the side doors too."""

import re
from base64 import b64decode
from datetime import timedelta
from uuid import uuid4

import pytest

from port2port.ledger import store
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from port2port.pure.envelope import read_exact
from port2port.reports.actions import (
    Upload,
    answer,
    attach,
    publish_report,
    reply,
    revise_report,
    save_draft,
    undo_publish,
    withdraw_report,
)
from port2port.reports.fields import Readers, fields_of, readers_of_row
from port2port.reports.models import Answer, Kind, Reply
from port2port.reports.rules import BadField
from port2port.sharing.handling_rules import nameable
from port2port.sharing.models import Delivery, Opening, Publication
from tests.attack.test_bad_input import form
from tests.personas import NOW
from tests.reports.conftest import GREEN, amber, said

LATER = NOW + timedelta(minutes=5)


def sighting_of(report, peer):
    given = answer(member=peer, report=report, state=Answer.State.SEEN_HERE, note="", language="en", now=NOW)
    return given.sighting


def publish_as(peer, draft, readers):
    draft = save_draft(member=peer, said=said(Kind.SIGHTING), readers=readers, report=draft, now=NOW)
    return publish_report(member=peer, report=draft, now=NOW)


def wider(report, author, *orgs, now=LATER):
    """The next version, to everyone."""
    return revise_report(
        member=author,
        report=report,
        said=fields_of(report),
        readers=GREEN,
        version=report.version,
        confirmed=frozenset(one.pk for one in orgs),
        now=now,
    )


def test_the_title_of_a_withdrawn_report_is_not_on_the_page_of_what_answered_it(at, publish, author, peer, both):
    report = publish(Kind.ALERT, title="Canary in the title")
    sighting = publish_as(peer, sighting_of(report, peer), amber(both, strict=True))
    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    page = at("peer", "reports:report", sighting.key).content.decode()

    assert "Canary" not in page


def test_without_the_second_factor_a_session_reads_no_page_and_no_api(at, publish, settings):
    settings.MFA_REQUIRED = True
    report = publish()

    assert at("author", "reports:report", report.key).status_code == 302
    assert at("author", f"/api/v1/reports/{report.key}").status_code == 401
    assert at("author", "/api/v1/me").status_code == 401


def test_only_people_of_organisations_that_the_directory_shows_can_be_named(community, author, peer):
    clients = community.person("client").pk

    assert clients not in dict(nameable(author))
    assert clients in dict(nameable(peer))


def test_a_publication_taken_back_unopened_leaves_nothing_with_an_auditor(community, publish, author):
    report = publish()
    undo_publish(member=author, report=report, now=NOW + timedelta(seconds=3))

    assert not Delivery.objects.filter(record_id=report.pk).exists()


def test_a_sighting_of_a_red_report_names_nobody_who_was_not_named_there(community, publish, author, peer):
    red = Readers(tlp=Tlp.RED, named=frozenset({peer.person_id}))
    report = publish(Kind.ALERT, readers=red)
    beyond = Readers(tlp=Tlp.RED, named=frozenset({author.person_id, community.person("outsider").pk}))

    with pytest.raises(BadField):
        publish_as(peer, sighting_of(report, peer), beyond)
    publish_as(peer, report.answers.get().sighting, Readers(tlp=Tlp.RED, named=frozenset({author.person_id})))


def test_a_sighting_of_a_green_report_reaches_no_client(publish, peer, both):
    report = publish(Kind.ALERT, readers=GREEN)

    with pytest.raises(BadField):
        publish_as(peer, sighting_of(report, peer), amber(both))


@pytest.mark.parametrize("door", ["print", "pdf"])
def test_paper_leaves_the_receipt_of_opening(at, publish, door, community):
    report = publish()

    at("peer", f"reports:{door}", report.key)

    assert Opening.objects.of(report).filter(person=community.person("peer")).exists()


def test_a_download_leaves_the_receipt_of_opening(at, draft, author, community):
    attach(member=author, report=draft, uploads=[Upload("a.txt", b"words", "text/plain")], now=NOW)
    report = publish_report(member=author, report=draft, now=NOW)

    at("peer", "reports:download", report.key, report.attachments.get().key)

    assert Opening.objects.of(report).filter(person=community.person("peer")).exists()


def test_new_readers_do_not_read_what_was_said_among_the_old_ones(at, publish, author, peer, community, outsider, both):
    report = publish(readers=amber(both, strict=True))
    reply(member=peer, report=report, text="Canary among us", language="en", now=NOW)

    report = wider(report, author, community.organisations["east"], community.organisations["desk"])
    reply(member=peer, report=report, text="For everyone", language="en", now=LATER)

    assert [one.text for one in Reply.objects.visible_to(outsider)] == ["For everyone"]
    page = at("outsider", "reports:report", report.key).content.decode()
    assert "Canary among us" not in page
    assert "For everyone" in page
    assert "Canary among us" in at("peer", "reports:report", report.key).content.decode()
    assert "Canary among us" in at("author", "reports:report", report.key).content.decode()


@pytest.mark.parametrize("to_author_only", [True, False])
def test_what_named_people_said_stays_with_them_when_everyone_gets_the_report(
    publish, author, colleague, peer, community, to_author_only
):
    report = publish(readers=Readers(tlp=Tlp.RED, named=frozenset({peer.person_id})))
    reply(member=peer, report=report, text="Between us", language="en", to_author_only=to_author_only, now=NOW)

    wider(report, author, *community.organisations.values())

    for one, number in ((author, 1), (peer, 1), (colleague, 0), (community.member("peer_coordinator"), 0)):
        assert Reply.objects.visible_to(one).count() == number


def test_who_joins_a_circle_with_history_reads_its_thread(publish, peer, community, both, outsider):
    report = publish()
    reply(member=peer, report=report, text="In the circle", language="en", now=NOW)

    CircleMembership.objects.create(
        circle=both, organisation=community.organisations["east"], invited_at=LATER, joined_at=LATER
    )

    assert Reply.objects.visible_to(outsider).count() == 1


def test_a_wider_version_does_not_tell_that_there_was_another_report_before(
    at, publish, author, community, outsider, both
):
    first = publish()
    fresh = revise_report(
        member=author,
        report=first,
        said=fields_of(first),
        readers=amber(both, strict=True),
        version=1,
        confirmed=frozenset(),
        now=NOW,
    )
    assert fresh.derived_from == first.key

    fresh = wider(fresh, author, community.organisations["east"], community.organisations["desk"])

    position = Publication.objects.of(fresh).latest("position").position
    assert str(first.key) not in str(store.read(position).payload["objects"])


def test_who_joins_a_circle_later_does_not_learn_that_a_report_was_narrowed(
    at, publish, author, outsider, community, both
):
    first = publish()
    fresh = revise_report(
        member=author,
        report=first,
        said=fields_of(first),
        readers=amber(both, strict=True),
        version=1,
        confirmed=frozenset(),
        now=NOW,
    )

    CircleMembership.objects.create(
        circle=both, organisation=community.organisations["east"], invited_at=LATER, joined_at=LATER
    )

    address = f"/api/v1/reports/{fresh.key}"
    signed = b64decode(at("outsider", f"{address}/versions/1/proof").json()["envelope"])
    said_in_it = read_exact(signed).payload.decode()
    assert str(first.key) not in said_in_it
    assert "derived-from" not in said_in_it
    assert str(first.key) not in at("outsider", "reports:report", fresh.key).text
    assert at("outsider", address).json()["derived_from"] is None
    # Who had both still finds the way from one to the other.
    assert [at(who, address).json()["derived_from"] for who in ("author", "peer")] == [str(first.key)] * 2
    assert str(first.key) in at("peer", "reports:report", fresh.key).text


@pytest.mark.parametrize("who", ["client", "guest", "guard", "trainer"])
def test_who_needs_no_root_cannot_count_what_others_publish(at, publish, who):
    report = publish(readers=Readers(tlp=Tlp.CLEAR))

    heads = at(who, "/api/v1/ledger/heads")
    of_one = at(who, f"/api/v1/reports/{report.key}/versions/1/proof")
    of_none = at(who, f"/api/v1/reports/{uuid4()}/versions/1/proof")

    assert [one.status_code for one in (heads, of_one, of_none)] == [403] * 3
    assert of_one.content == of_none.content
    assert "size" not in heads.text + of_one.text


@pytest.mark.parametrize("who", ["author", "peer", "outsider", "auditor", "operator", "secretariat"])
def test_who_compares_logs_gets_the_roots(at, publish, who):
    publish()

    assert at(who, "/api/v1/ledger/heads").json()[0]["size"] == 1


def test_new_readers_do_not_read_what_earlier_versions_said(at, publish, author, community, both):
    report = publish(title="Canary of the first version", readers=amber(both, strict=True))
    report = revise_report(
        member=author,
        report=report,
        said=said(title="Second"),
        readers=readers_of_row(report),
        version=1,
        confirmed=frozenset(),
        now=NOW + timedelta(minutes=1),
    )
    wider(report, author, community.organisations["east"], community.organisations["desk"], now=LATER)

    page = at("outsider", "reports:report", report.key).content.decode()
    versions = at("outsider", f"/api/v1/reports/{report.key}/versions").json()

    assert "Canary" not in page
    assert [one["version"] for one in versions] == [3]


def test_no_form_numbers_the_organisations_and_people_that_its_author_does_not_see(at, community, draft, publish):
    report = publish()
    wide = form(community, version="1", tlp=str(int(Tlp.GREEN)), circles=[])
    pages = [
        at("author", "reports:new"),
        at("author", "reports:share", draft.key),
        at("author", "reports:preview", post=form(community)),
        at("author", "reports:revise", report.key, post=wide),
    ]

    fields = [re.findall(r'name="(?:expected|confirmed|named)" value="([^"]*)"', page.text) for page in pages]

    values = [value for found in fields for one in found for value in one.split(",") if value]
    assert all(fields)
    assert all(len(value) == 36 for value in values)
