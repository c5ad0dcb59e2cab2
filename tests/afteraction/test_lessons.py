"""The sanitised lesson: no name of its event in any language, approved by each facility, no way back to the event."""

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from port2port.afteraction import actions
from port2port.afteraction.models import Lesson, LessonApproval
from port2port.afteraction.naming import names_of, told_by
from port2port.afteraction.refusals import (
    AlreadyApproved,
    NotApprovedByAll,
    NothingLearnt,
    OneLessonAnEvent,
    ReadAnew,
    StillTells,
)
from port2port.afteraction.sealing import lesson_seal
from port2port.afteraction.starting_text import first_lesson
from port2port.base.refusal import NotAllowed
from port2port.drills.models import Event, EventStep
from port2port.knowledge.models import Practice
from port2port.ledger import store
from port2port.members.models import CircleMembership
from port2port.pure.audience import Tlp
from port2port.pure.sanitised import tells
from port2port.reports.fields import Readers
from port2port.sharing import search
from port2port.sharing.models import Publication
from tests.afteraction.making import SAID
from tests.personas import NOW, PERSONAS

MEMBERS = {"author", "colleague", "coordinator", "trainer", "peer", "peer_coordinator", "outsider"}
READERS = MEMBERS | {"outsider_coordinator", "secretariat"}


def said(**more):
    from dataclasses import replace

    return replace(SAID, **more)


def approve(community, row, who, name, *, seal=""):
    return actions.approve_lesson(
        member=community.member(who),
        lesson=row,
        facility_id=community.facilities[name].pk,
        seal=seal or lesson_seal(row),
        now=NOW,
    )


def test_the_first_text_holds_no_name_of_the_event(event, begun):
    first = first_lesson(event, begun)

    text = "\n".join((first.title, first.aim, first.helped, first.change))

    assert tells(text, names=names_of(event)) == ()
    assert "looked at the face" in text
    assert "Quay" not in text


@pytest.mark.parametrize("name", ["Quay north", "QUAY-NORTH", "Port of South", "BENOR", "The guard", "the river"])
def test_a_text_with_a_name_of_the_event_is_neither_approved_nor_published(community, author, event, name):
    row = actions.write_lesson(member=author, event=event, said=said(change=f"Call {name} first"), now=NOW)

    assert told_by(row)
    with pytest.raises(StillTells):
        approve(community, row, "author", "north")
    with pytest.raises(StillTells):
        actions.publish_lesson(member=author, lesson=row, now=NOW)


def test_it_is_published_only_when_each_facility_has_approved(community, author, draft):
    approve(community, draft, "author", "north")
    with pytest.raises(AlreadyApproved):
        approve(community, draft, "author", "north")

    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=draft, now=NOW)

    approve(community, draft, "peer", "south")
    assert actions.publish_lesson(member=author, lesson=draft, now=NOW).version == 1


def test_other_words_or_other_readers_ask_for_approvals_anew(community, author, event, approved):
    row = approved()
    read = lesson_seal(row)

    actions.choose_readers(member=author, lesson=row, readers=Readers(tlp=Tlp.CLEAR, openly=True), now=NOW)

    with pytest.raises(ReadAnew):
        approve(community, row, "peer", "south", seal=read)
    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=row, now=NOW)
    actions.choose_readers(member=author, lesson=row, readers=Readers(tlp=Tlp.GREEN), now=NOW)
    row = actions.write_lesson(member=author, event=event, said=said(change="- Something else"), now=NOW)
    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=row, now=NOW)


@pytest.mark.parametrize(
    ("who", "name"),
    [("peer", "north"), ("author", "south"), ("guard", "north"), ("trainer", "north"), ("outsider", "east")],
)
def test_nobody_approves_for_a_facility_of_others(community, draft, who, name):
    with pytest.raises(NotAllowed):
        approve(community, draft, who, name)


def test_an_approval_is_taken_back_until_it_is_published(community, author, approved):
    row = approved()
    given = LessonApproval.objects.editable_by(community.member("peer")).get()

    actions.take_back_lesson(member=community.member("peer"), approval=given, now=NOW)

    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=row, now=NOW)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_a_draft_is_for_its_writers_and_those_who_approve(community, draft, who):
    member = community.member(who)

    assert not Lesson.objects.visible_to(member).exists()
    assert Lesson.objects.drafted_for(member).exists() == (
        who in {"author", "coordinator", "trainer", "peer", "peer_coordinator"}
    )
    assert Lesson.objects.editable_by(member).exists() == (who in {"author", "coordinator"})


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_a_published_lesson_reaches_its_readers_and_nothing_leads_to_the_event(community, published, who):
    member = community.member(who)

    assert Lesson.objects.visible_to(member).exists() == (who in READERS)
    sees_event = {"author", "colleague", "coordinator", "trainer", "guard", "peer", "peer_guard", "peer_coordinator"}
    assert Event.objects.visible_to(member).exists() == (who in sees_event)
    approves = {"author", "coordinator", "trainer", "peer", "peer_coordinator"}
    assert LessonApproval.objects.visible_to(member).exists() == (who in approves)


def test_no_envelope_page_or_index_names_the_event(client, community, published):
    event = Event.objects.get()
    position = Publication.objects.of(published).values_list("position", flat=True).get()
    envelope = json.dumps(store.read(position).payload, cls=DjangoJSONEncoder)
    client.force_login(community.person("outsider"))

    pages = [client.get(one).content.decode() for one in ("/lessons/", f"/lessons/{published.key}/")]

    for text in (envelope, *pages):
        for word in (str(event.key), "Quay north", "Quay south", "Port of South", "DS-01"):
            assert word not in text
    assert client.get(f"/after-action/{event.key}/").status_code == 404
    assert client.get(f"/drills/{event.key}/").status_code == 404
    found, _count = search.find_first(Lesson, community.member("outsider"), "badge", limit=5)
    assert found.ids == [published.pk] or published.pk in found.ids


def test_it_is_undone_with_its_approvals_and_withdrawn_for_good(author, published, event):
    with pytest.raises(OneLessonAnEvent):
        actions.write_lesson(member=author, event=event, said=SAID, now=NOW)

    kept = actions.undo_lesson(member=author, lesson=published, now=NOW + timedelta(seconds=5))
    again = actions.publish_lesson(member=author, lesson=kept, now=NOW + timedelta(seconds=8))
    done = actions.withdraw_lesson(
        member=author, lesson=again, reason="A better one follows", now=NOW + timedelta(days=1)
    )

    assert done.is_withdrawn
    assert done.caption() == ""


def test_a_lesson_says_what_was_learnt(author, event):
    with pytest.raises(NothingLearnt):
        actions.write_lesson(member=author, event=event, said=said(helped="", change=""), now=NOW)


def test_its_own_organisation_writes_it_up_as_a_practice_and_nobody_else(community, author, published):
    wish = {
        "lesson": published,
        "headings": ("What helped", "What to change"),
        "review_by": NOW.date() + timedelta(days=365),
    }

    with pytest.raises(NotAllowed):
        actions.to_practice(member=community.member("outsider"), now=NOW, **wish)
    made = actions.to_practice(member=author, now=NOW, **wish)

    assert Practice.objects.editable_by(author).get() == made
    assert (made.kind, made.tlp) == ("lesson", Tlp.GREEN)


def test_the_search_finds_it_for_its_readers_alone(client, community, published):
    for who, is_found in (("outsider", True), ("client", False), ("guard", False)):
        client.force_login(community.person(who))

        page = client.get("/search/", {"q": "badge lent"})

        assert (published.number in page.content.decode()) == is_found


@pytest.mark.parametrize(
    "change", ["Call **Qu**ay north", "Call Quay&nbsp;north", "Call &#81;uay north", "[Quay](x) north"]
)
def test_markdown_hides_no_name(author, event, change):
    row = actions.write_lesson(member=author, event=event, said=said(change=change), now=NOW)

    assert told_by(row)


def test_who_joins_a_circle_after_an_approval_was_not_agreed_to(community, author, draft):
    circle = community.circles["both"]
    readers = Readers(tlp=Tlp.AMBER, circles=frozenset({circle.pk}))
    row = actions.choose_readers(member=author, lesson=draft, readers=readers, now=NOW)
    approve(community, row, "author", "north")
    approve(community, row, "peer", "south")

    CircleMembership.objects.create(
        circle=circle, organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )

    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=row, now=NOW)


def test_who_said_yes_stays_one_who_approves_when_the_plan_is_changed(community, author, draft):
    approve(community, draft, "author", "north")
    draft.event.places.filter(facility=community.facilities["south"]).delete()
    approve(community, draft, "author", "north")

    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=draft, now=NOW)
    assert "Quay south" in names_of(draft.event)


def test_where_no_facility_took_part_the_organisers_officer_approves(community, author, draft):
    for place in draft.event.places.all():
        EventStep.objects.create(
            event=draft.event, step="declined", facility=place.facility, by=community.seats["author"], at=NOW
        )
    draft.event.places.all().delete()

    with pytest.raises(NotApprovedByAll):
        actions.publish_lesson(member=author, lesson=draft, now=NOW)
    with pytest.raises(NotAllowed):
        actions.approve_lesson(
            member=community.member("peer"), lesson=draft, facility_id=None, seal=lesson_seal(draft), now=NOW
        )
    actions.approve_lesson(member=author, lesson=draft, facility_id=None, seal=lesson_seal(draft), now=NOW)

    assert actions.publish_lesson(member=author, lesson=draft, now=NOW).version == 1
