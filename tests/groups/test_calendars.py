"""Meetings in calendars: a lasting id, a number that rises, and nothing of what they are about."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from port2port.duties.calendar_feed import calendar_of
from port2port.groups import actions
from port2port.groups.invitations import invited, send_meeting
from port2port.groups.models import Meeting
from port2port.members.member import Act
from port2port.members.models import CircleMembership
from tests.personas import NOW


@pytest.fixture
def feed():
    """The calendar of a member as its token reads it, by the kind of component."""

    def read(member, *, now=NOW):
        only_reading = replace(member, limit=frozenset({Act.READ}))
        return calendar_of(only_reading, now=now)

    return read


def appointments(content):
    return [event for event in Calendar.from_ical(content).walk("VEVENT") if "DTEND" in event]


def test_who_sits_in_the_group_finds_its_meetings(feed, meeting, author, peer, colleague, outsider):
    counts = {member.name: len(appointments(feed(member))) for member in (author, peer, colleague, outsider)}

    assert counts == {"The author": 1, "The peer": 1, "The colleague": 0, "The outsider": 0}


def test_the_calendar_says_that_there_is_a_meeting_and_when(feed, meeting, proposed, author, peer):
    proposed()
    actions.change_meeting(member=author, meeting=meeting, said=_later(meeting, link="https://example.org/v"), now=NOW)

    content = feed(peer).decode().replace("\r\n ", "")

    for word in ("March", "Quay", "Access", "example.org/v", "North", "Two people", "gate"):
        assert word not in content, word
    for line in ("SUMMARY:Port2Port meeting", "CLASS:CONFIDENTIAL", "METHOD:PUBLISH", "BEGIN:VTIMEZONE"):
        assert line in content, line
    assert "SUMMARY:A round closes" in content


def _later(meeting, **more):
    starts = meeting.starts_at + timedelta(hours=1)
    words = {"title": meeting.title, "starts_at": starts, "ends_at": starts + timedelta(hours=1), "place": "Quay 2"}
    return actions.MeetingFields(**(words | more))


def test_a_change_keeps_the_id_and_raises_the_sequence_and_a_cancelled_meeting_stays(feed, meeting, author, peer):
    first = appointments(feed(peer))[0]
    actions.change_meeting(member=author, meeting=meeting, said=_later(meeting), now=NOW)
    second = appointments(feed(peer))[0]
    actions.cancel(member=author, meeting=meeting, reason="Strike.", now=NOW)
    third = appointments(feed(peer))[0]

    assert first["uid"] == second["uid"] == third["uid"]
    assert [int(one["sequence"]) for one in (first, second, third)] == [0, 1, 2]
    assert [str(one["status"]) for one in (first, third)] == ["CONFIRMED", "CANCELLED"]
    assert second.decoded("dtstart") - first.decoded("dtstart") == timedelta(hours=1)


def test_each_gets_a_mail_of_its_own_that_calendars_take(meeting, author, peer):
    send_meeting(meeting, now=NOW)

    assert sorted(one.to[0] for one in mail.outbox) == [
        "author@example.org", "peer@example.org", "peer_coordinator@example.org",
    ]  # fmt: skip
    for one in mail.outbox:
        content, kind = one.alternatives[0]
        event = Calendar.from_ical(content).walk("VEVENT")[0]
        assert (kind, one.subject) == ("text/calendar; method=REQUEST", "Port2Port meeting")
        assert str(event["attendee"]) == f"mailto:{one.to[0]}"
        assert not any(word in one.body + content for word in ("March", "Quay", "Access control", "North"))


def test_a_meeting_that_is_called_off_is_taken_from_calendars(
    client, community, meeting, django_capture_on_commit_callbacks
):
    client.force_login(community.person("author"))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{meeting.get_absolute_url()}cancel/", {"reason": "Strike."})

    assert Meeting.objects.get().state == "cancelled"
    assert {one.alternatives[0][1] for one in mail.outbox} == {"text/calendar; method=CANCEL"}


def test_who_left_the_circle_gets_no_mail(meeting, community):
    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=NOW)

    assert [person.username for person in invited(meeting)] == ["author"]


def test_titles_stand_in_the_calendar_of_who_wants_them_and_never_of_a_strict_group(
    feed, meeting, group, author, peer, client, community
):
    client.force_login(community.person("peer"))
    assert client.post("/groups/titles/", {"titles": "yes"}).status_code == 302

    assert "March" in str(feed(peer))
    assert "March" not in str(feed(author))
    from port2port.groups.models import WorkingGroup
    from port2port.pure.audience import Tlp

    WorkingGroup.objects.filter(pk=group.pk).update(tlp=Tlp.AMBER_STRICT)
    assert "March" not in str(feed(peer))
    WorkingGroup.objects.filter(pk=group.pk).update(tlp=Tlp.AMBER)
    client.post("/groups/titles/", {"titles": "no"})
    assert "March" not in str(feed(peer))
