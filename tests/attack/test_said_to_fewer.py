"""What was said to fewer stays with them when the report goes to more; who is among them is not to be found out."""

from datetime import timedelta

import pytest

from port2port.members.models import Circle, CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.actions import answer, publish_report, reply, revise_report, save_draft
from port2port.reports.fields import Readers, fields_of
from port2port.reports.models import Answer, Kind, Reply, Report
from port2port.reports.rules import BadField
from port2port.sharing.models import Delivery, Opening
from tests.personas import BEFORE, NOW
from tests.reports.conftest import GREEN, amber, said

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def forgetful(community):
    """A circle of north and south that hides its history from who joins."""
    north = community.organisations["north"]
    made = Circle.objects.create(name="Forgetful", owner=north, made_at=BEFORE, shows_history=False)
    for slug in ("north", "south"):
        _join(made, community.organisations[slug], BEFORE)
    return made


def _join(circle, organisation, at):
    CircleMembership.objects.create(circle=circle, organisation=organisation, invited_at=at, joined_at=at)


def revised(report, author, community, readers=GREEN, what=None):
    return revise_report(
        member=author,
        report=report,
        said=what or fields_of(report),
        readers=readers,
        version=report.version,
        confirmed=frozenset(one.pk for one in community.organisations.values()),
        now=LATER,
    )


def red(*people):
    return Readers(tlp=Tlp.RED, named=frozenset(one.person_id for one in people))


@pytest.mark.parametrize("who", ["colleague", "peer_coordinator", "outsider"])
def test_a_version_for_named_people_is_read_by_nobody_else_of_their_organisations(
    at, publish, author, peer, community, who
):
    report = publish(readers=red(peer), title="Canary for one")
    at("peer", "reports:report", report.key)

    report = revised(report, author, community, what=said(title="For all"))

    versions = f"/api/v1/reports/{report.key}/versions"
    assert "Canary" not in at(who, "reports:report", report.key).text
    assert [one["version"] for one in at(who, versions).json()] == [2]
    assert at(who, f"{versions}/1/proof").status_code == 404
    for one in ("author", "peer"):
        assert "Canary" in at(one, "reports:report", report.key).text
        assert [line["version"] for line in at(one, versions).json()] == [1, 2]


def test_a_guard_of_the_author_reads_no_version_that_was_not_for_the_floor(at, publish, author, community, both):
    report = publish(Kind.ALERT, readers=amber(both), title="Canary for officers")

    report = revised(report, author, community, amber(both), said(Kind.ALERT, title="For all", for_floor=True))

    assert "Canary" not in at("guard", "reports:report", report.key).text


@pytest.mark.parametrize("who", ["colleague", "peer_coordinator"])
def test_an_answer_among_named_people_stays_with_them(at, publish, author, peer, community, who):
    report = publish(Kind.ALERT, readers=red(peer))
    answer(member=peer, report=report, state=Answer.State.ACTED, note="Canary", language="en", now=NOW)

    report = revised(report, author, community)

    one = community.member(who)
    assert not Answer.objects.visible_to(one).exists()
    answer(
        member=community.member("peer_coordinator"),
        report=report,
        state=Answer.State.ACTED,
        note="Said to all",
        language="en",
        now=LATER,
    )
    page = at(who, "reports:report", report.key).text
    assert "Said to all" in page
    assert "Canary" not in page
    assert all("Canary" in at(known, "reports:report", report.key).text for known in ("author", "peer"))


def test_coverage_counts_no_answer_that_its_reader_cannot_see(at, publish, author, peer, community):
    report = publish(Kind.ALERT, readers=red(peer))
    answer(member=peer, report=report, state=Answer.State.ACTED, note="", language="en", now=NOW)

    report = revised(report, author, community)

    assert "0 of" in at("colleague", "reports:report", report.key).text
    assert "1 of" in at("author", "reports:report", report.key).text


def test_the_thread_of_a_circle_that_hides_its_history_stays_hidden(
    publish, author, peer, outsider, community, forgetful
):
    report = publish(readers=amber(forgetful, strict=True))
    reply(member=peer, report=report, text="Among us", language="en", now=NOW)
    _join(forgetful, community.organisations["east"], NOW + timedelta(minutes=1))

    revised(report, author, community)

    assert Report.objects.visible_to(outsider).exists()
    assert not Reply.objects.visible_to(outsider).exists()
    assert Reply.objects.visible_to(peer).exists()


def test_guards_do_not_read_what_officers_said_before_it_was_for_the_floor(publish, author, peer, community, both):
    report = publish(Kind.ALERT, readers=amber(both))
    reply(member=peer, report=report, text="Among officers", language="en", now=NOW)

    report = revised(report, author, community, amber(both), said(Kind.ALERT, for_floor=True))
    reply(member=peer, report=report, text="On the floor", language="en", now=LATER)

    assert [one.text for one in Reply.objects.visible_to(community.member("peer_guard"))] == ["On the floor"]


def test_a_reader_does_not_learn_of_a_circle_that_had_it_before_the_reader_came(
    at, publish, community, outsider, both, forgetful
):
    east = community.organisations["east"]
    _join(both, east, BEFORE)
    to_both = Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({both.pk, forgetful.pk}))
    report = publish(Kind.ALERT, readers=to_both)

    _join(forgetful, east, LATER)
    given = answer(member=outsider, report=report, state=Answer.State.SEEN_HERE, note="", language="en", now=LATER)

    came = at("outsider", f"/api/v1/reports/{report.key}").json()["came"]
    assert len(came) == 1
    assert "Both" in came[0]
    assert "Forgetful" not in at("outsider", "reports:report", report.key).text
    assert set(given.sighting.circles.all()) == {both}


@pytest.mark.parametrize("is_named_too", [True, False])
def test_a_refused_sighting_does_not_tell_who_else_was_named(publish, peer, outsider, is_named_too):
    report = publish(Kind.ALERT, readers=red(peer, outsider) if is_named_too else red(peer))
    given = answer(member=peer, report=report, state=Answer.State.SEEN_HERE, note="", language="en", now=NOW)
    drafted = save_draft(member=peer, said=said(Kind.SIGHTING), readers=red(outsider), report=given.sighting, now=NOW)

    with pytest.raises(BadField):
        publish_report(member=peer, report=drafted, now=NOW)


def test_who_was_named_and_opened_it_stays_among_the_named(at, publish, author, peer, community):
    report = publish(readers=red(peer))
    at("peer", "reports:report", report.key)
    Opening.objects.update(first_opened_at=NOW + timedelta(minutes=1))
    Delivery.objects.filter(opened_at__isnull=False).update(opened_at=NOW + timedelta(minutes=1))

    report = revised(report, author, community)
    at("outsider", "reports:report", report.key)

    def lines(who):
        found = at(who, f"/api/v1/reports/{report.key}/receipts").json()
        return {one["organisation"]["name"]: one["opened_at"] is not None for one in found}

    assert lines("author")["Port of South"]
    assert "Port of South" in lines("colleague")
    assert not lines("colleague")["Port of South"]
    assert lines("colleague")["Port of East"]
    moments = {one["delivered_at"] for one in at("colleague", f"/api/v1/reports/{report.key}/receipts").json()}
    assert len(moments) == 1
    assert "opened it first" in at("author", "reports:report", report.key).text
    name = community.seats["peer"].person.name
    assert name in at("peer", "reports:report", report.key).text
    assert f"{name}</strong> of your organisation opened it" not in " ".join(
        at("peer_coordinator", "reports:report", report.key).text.split()
    )


def test_who_was_named_and_is_not_reached_by_the_wider_circle_has_no_line(
    at, publish, author, outsider, community, both
):
    report = publish(readers=red(outsider))

    report = revised(report, author, community, amber(both))

    found = at("colleague", f"/api/v1/reports/{report.key}/receipts").json()
    assert "Port of East" not in {one["organisation"]["name"] for one in found}
