"""Who sits in a group hears of a meeting before it, when its minutes are prepared, and when they are final."""

from datetime import timedelta

import pytest
from django.core import mail

from port2port.groups import actions
from port2port.groups.models import Meeting, MeetingNews
from port2port.members.member import Member
from port2port.sharing.actions import Choice, choose_hearing, send_outgoing
from port2port.sharing.inbox import page_of
from port2port.sharing.models import Notification, Way
from tests.groups.conftest import join
from tests.personas import NOW, Community

HELD = NOW + timedelta(days=7, hours=2)


def told(member: Member) -> list[str]:
    return [line.record.stage for line in page_of(member).lines if isinstance(line.record, MeetingNews)]


@pytest.fixture
def there(author: Member, meeting: Meeting, community: Community) -> Meeting:
    both = frozenset(community.organisations[slug].pk for slug in ("north", "south"))
    actions.mark_attendance(member=author, meeting=meeting, organisations=both, now=HELD)
    actions.add_line(member=author, meeting=meeting, text="The new gate opens in May.", now=HELD)
    actions.save_draft(member=author, meeting=meeting, now=HELD)
    return meeting


def test_each_stage_is_told_once_to_who_sits_there(
    there: Meeting, community: Community, author: Member, peer: Member, coordinator: Member, outsider: Member
) -> None:
    made = [actions.tell_meetings(now=NOW + timedelta(days=days)) for days in (0, 3, 4, 4, 6)]
    assert made == [0, 0, 1, 0, 0]
    assert told(author) == told(peer) == told(community.member("peer_coordinator")) == ["soon"]
    # North's coordinator may read the group and sits in none; east may not even know of it.
    assert told(coordinator) == told(outsider) == []

    actions.prepare(member=author, meeting=there, now=HELD)
    assert actions.tell_meetings(now=HELD) == 1
    assert told(peer) == ["prepared"]

    after = HELD + timedelta(days=7, minutes=1)
    actions.finish(member=author, meeting=there, now=after)
    assert [actions.tell_meetings(now=after), actions.tell_meetings(now=after)] == [1, 0]
    assert told(peer) == ["final"]
    assert actions.tell_meetings(now=after + timedelta(days=8)) == 0
    assert told(peer) == []


def test_what_was_called_off_is_no_news(meeting: Meeting, author: Member, peer: Member) -> None:
    actions.tell_meetings(now=NOW + timedelta(days=5))
    assert told(peer) == ["soon"]
    actions.cancel(member=author, meeting=meeting, reason="The room is taken.", now=NOW + timedelta(days=5))
    actions.tell_meetings(now=NOW + timedelta(days=5))
    assert told(peer) == []


def test_a_seat_that_ended_hears_no_more_of_what_it_was_told(
    meeting: Meeting, group, author: Member, peer: Member
) -> None:
    actions.tell_meetings(now=NOW + timedelta(days=5))
    seat = group.seats.get(organisation_id=peer.organisation_id)
    actions.end_seat(member=author, seat=seat, now=NOW + timedelta(days=5))
    assert told(peer) == []


def test_a_late_joiner_of_a_circle_is_not_told_without_a_seat(
    meeting: Meeting, community: Community, outsider: Member
) -> None:
    join(community, "east")
    actions.tell_meetings(now=NOW + timedelta(days=5))
    assert told(outsider) == []


def test_the_mail_names_no_group_no_title_and_no_hour(meeting: Meeting, community: Community, peer: Member) -> None:
    person = community.person("peer")
    person.email = "peer@example.org"
    person.save()
    choose_hearing(member=peer, choice=Choice(ways={"meeting": Way.EMAIL}, zone="Europe/Brussels"), now=NOW)
    at = NOW + timedelta(days=5)
    actions.tell_meetings(now=at)
    send_outgoing(now=at)
    (letter,) = mail.outbox
    assert "Meeting of a working group" in letter.body
    assert "TLP:AMBER" in letter.body
    for hidden in ("March", "Access control", "Quay 1", "12:00"):
        assert hidden not in letter.body + letter.subject


def test_the_line_leads_on_and_is_read(client, meeting: Meeting, community: Community, peer: Member) -> None:
    actions.tell_meetings(now=NOW + timedelta(days=5))
    address = MeetingNews.objects.get().get_absolute_url()
    client.force_login(community.person("outsider"))
    assert client.get(address).status_code == 404
    client.force_login(community.person("peer"))
    assert client.get(address).headers["Location"] == meeting.get_absolute_url()
    news = Notification.objects.filter(record_type="meeting", seat_id=peer.seat_id)
    assert news.exists()
    assert not news.unread().exists()
