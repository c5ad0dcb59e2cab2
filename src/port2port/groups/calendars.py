"""What groups put into calendars: that there is a meeting and when, never what about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.duties.calendar_feed import Entry
from port2port.groups.models import Meeting, Proposal, WorkingGroup
from port2port.groups.page import with_versions
from port2port.members.member import Member

PAST = timedelta(days=90)
MOST = 200


def entries_in_groups(member: Member, now: datetime) -> Iterator[Entry]:
    """Meetings of the groups in which the person sits, cancelled ones too, and when their open rounds close."""
    own = WorkingGroup.objects.met_by(member).values("pk")
    meetings = Meeting.objects.visible_to(member).filter(group__in=own, ends_at__gt=now - PAST)
    for meeting in meetings.order_by("starts_at")[:MOST]:
        yield entry_of(meeting)
    for one in with_versions(list(Proposal.objects.visible_to(member).filter(group__in=own, outcome="open")[:MOST])):
        yield Entry(
            f"round/{one.proposal.key}",
            _("A round closes"),
            timezone.localtime(one.version.closes_at),
            one.proposal.get_absolute_url(),
        )


def entry_of(meeting: Meeting) -> Entry:
    """The meeting as calendars show it."""
    return Entry(
        f"meeting/{meeting.key}",
        _("Port2Port meeting"),
        timezone.localtime(meeting.starts_at),
        meeting.get_absolute_url(),
        end=timezone.localtime(meeting.ends_at),
        sequence=meeting.sequence,
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )
