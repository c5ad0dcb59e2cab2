"""Nobody reads of a measure what is not for them: drafts, hidden measures, replies of another day, texts being made."""

from datetime import timedelta

import pytest
from django.test import Client

from port2port.base.clock import now
from port2port.measures import actions
from port2port.measures.models import Measure, MeasureReply, MeasureStep, MeasureVersion
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.measures import making
from tests.measures.making import SECRET, WEEKS, fields, text
from tests.personas import BEFORE, NOW, PASSWORD, PERSONAS, Community

WRITERS = {"peer", "peer_coordinator"}
CIRCLE = {"author", "colleague", "coordinator", "peer", "peer_coordinator"}


def amber(community: Community) -> Readers:
    return Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))


def who_sees(community: Community, measure: Measure) -> set[str]:
    return {
        who
        for who in [*PERSONAS, "nobody"]
        if Measure.objects.visible_to(community.member(who)).filter(pk=measure.pk).exists()
    }


@pytest.mark.parametrize("state", ["idea", "drafting"])
def test_a_draft_is_its_writers_alone(state: str, community: Community):
    measure = making.MADE[state](community, at=NOW)
    assert who_sees(community, measure) == set()
    for who in [*PERSONAS, "nobody"]:
        member, is_writer = community.member(who), who in WRITERS
        for table in (Measure, MeasureVersion):
            assert table.objects.editable_by(member).exists() == is_writer, (who, table)
        assert MeasureVersion.objects.visible_to(member).exists() == is_writer, who
        assert MeasureStep.objects.visible_to(member).exists() == is_writer, who


def test_a_measure_for_a_circle_is_read_in_the_circle(community: Community):
    measure = making.consulted(community, at=NOW, readers=amber(community))
    # AMBER reaches the clients of its readers too; what is said beside the text does not.
    assert who_sees(community, measure) == CIRCLE | {"client"}
    made = making.say(community, measure, "author", at=NOW)
    readers = {
        who for who in PERSONAS if MeasureReply.objects.visible_to(community.member(who)).filter(pk=made.pk).exists()
    }
    assert readers == CIRCLE


def test_trainers_read_what_is_adopted_and_nothing_earlier(community: Community, trainer):
    assert not Measure.objects.visible_to(trainer).filter(pk=making.closed(community, at=NOW).pk).exists()
    measure = making.adopted(community, at=NOW)
    assert Measure.objects.visible_to(trainer).filter(pk=measure.pk).exists()
    assert not MeasureReply.objects.visible_to(trainer).exists()


def test_a_reply_stays_with_the_readers_of_its_day(community: Community, outsider):
    """East joins the circle later: where the circle hides its past, earlier replies stay hidden."""
    circle = community.circles["both"]
    circle.shows_history = False
    circle.save()
    measure = making.consulted(community, at=NOW, readers=amber(community))
    making.say(community, measure, "author", at=NOW)
    later = NOW + timedelta(days=1)
    CircleMembership.objects.create(
        circle=circle, organisation=community.organisations["east"], invited_at=later, joined_at=later
    )
    member = community.member("outsider")
    assert not MeasureReply.objects.visible_to(member).exists()
    assert not Measure.objects.visible_to(member).exists()


def test_the_next_version_in_the_making_is_its_writers_alone(community: Community, author, peer):
    measure = making.reviewed(community, at=NOW)
    measure = actions.change_again(member=author, measure=measure, effect_found="Little.", now=NOW + WEEKS)
    said = fields(texts=(text(body=SECRET), text("nl", body=SECRET)), working_group=measure.working_group)
    actions.change(member=peer, measure=measure, said=said, now=NOW + WEEKS)
    for who in set(PERSONAS) - WRITERS:
        versions = MeasureVersion.objects.visible_to(community.member(who))
        assert not any(SECRET in str(one.texts) for one in versions), who
    assert SECRET not in str(measure.as_stix(modified=NOW + WEEKS))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "?version=2", "?version=1", "?text=nl", "edit/", "reply/", "step/adopt/"])
def test_no_page_tells_of_the_version_in_the_making(path: str, community: Community, author, peer):
    at = now() - timedelta(days=60)
    measure = making.reviewed(community, at=at)
    measure = actions.change_again(member=author, measure=measure, effect_found="Little.", now=at + WEEKS)
    said = fields(texts=(text(body=SECRET, title=SECRET),), working_group=measure.working_group, controls=("ACC-01",))
    actions.change(member=peer, measure=measure, said=said, now=at + WEEKS)
    for who in ("author", "outsider", "trainer", "secretariat", "client"):
        browser = signed_in(who)
        answer = browser.get(f"{measure.get_absolute_url()}{path}")
        assert SECRET not in answer.content.decode(), (who, path)
        listed = browser.get("/measures/?q=nobody+outside+sentence").content.decode()
        assert measure.number not in listed
        assert measure.number not in browser.get("/measures/?control=ACC-01").content.decode()


@pytest.mark.django_db
def test_a_hidden_measure_is_missing_alike(community: Community):
    """East gets the same bytes for a hidden measure, a draft, and none at all."""
    at = now() - timedelta(days=1)
    hidden = making.consulted(community, at=at, readers=amber(community))
    drafted = making.draft(community, at=at)
    browser = signed_in("outsider")
    none = browser.get("/measures/00000000-0000-4000-8000-000000000000/")
    for one in (hidden, drafted):
        got = browser.get(one.get_absolute_url())
        assert (got.status_code, _plain(got)) == (404, _plain(none))
    listed = browser.get("/measures/").content.decode()
    assert hidden.number not in listed
    assert "0 measures" in listed


def _plain(answer) -> bytes:
    return b"".join(line for line in answer.content.splitlines() if b"csrf" not in line and b"measures/" not in line)


@pytest.mark.django_db
def test_replies_keep_the_name_that_circles_hide(community: Community, author, peer):
    circle = community.circles["both"]
    circle.is_open = False
    circle.save()
    CircleMembership.objects.create(
        circle=circle, organisation=community.organisations["east"], invited_at=BEFORE, joined_at=BEFORE
    )
    at = now() - timedelta(days=1)
    draft = making.idea(community, at=at)
    draft = actions.start_draft(member=peer, measure=draft, now=at)
    measure = actions.consult(member=peer, measure=draft, readers=amber(community), now=at)
    making.say(community, measure, "outsider", at=at, words="From the east.")
    page = signed_in("author").get(measure.get_absolute_url()).content.decode()
    assert "From the east." in page
    assert "Port of East" not in page
    assert "Port of East" in signed_in("peer").get(measure.get_absolute_url()).content.decode()


def test_a_withdrawn_measure_says_nothing_but_its_reason(community: Community):
    measure = making.withdrawn(community, at=NOW)
    for who in PERSONAS:
        member = community.member(who)
        assert not MeasureVersion.objects.visible_to(member).filter(measure=measure).exists(), who
        assert not MeasureReply.objects.visible_to(member).exists(), who
    assert "gate" not in str(measure.as_stix(modified=NOW + WEEKS, revoked=True)).lower()


def signed_in(who: str) -> Client:
    browser = Client()
    assert browser.login(username=who, password=PASSWORD)
    return browser
