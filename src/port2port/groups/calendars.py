"""What groups put into calendars: that there is a meeting and when, never what about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.duties.calendar_feed import Entry
from port2port.groups.models import GroupTlp, Meeting, Proposal, TitledCalendar, WorkingGroup
from port2port.groups.page import with_versions
from port2port.members.member import Member

PAST = timedelta(days=90)
MOST = 200
# A calendar program hands on what it reads: nothing stricter than this leaves by it.
TITLED = frozenset({GroupTlp.GREEN.value, GroupTlp.AMBER.value})


def entries_in_groups(member: Member, now: datetime) -> Iterator[Entry]:
    """Meetings of the groups in which the person sits, cancelled ones too, and when their open rounds close."""
    own = WorkingGroup.objects.met_by(member).values("pk")
    meetings = Meeting.objects.visible_to(member).filter(group__in=own, ends_at__gt=now - PAST)
    titled = TitledCalendar.objects.visible_to(member).exists()
    for meeting in meetings.select_related("group").order_by("starts_at")[:MOST]:
        yield entry_of(meeting, titled=titled)
    for one in with_versions(list(Proposal.objects.visible_to(member).filter(group__in=own, outcome="open")[:MOST])):
        yield Entry(
            f"round/{one.proposal.key}",
            _("A round closes"),
            timezone.localtime(one.version.closes_at),
            one.proposal.get_absolute_url(),
        )


def entry_of(meeting: Meeting, *, titled: bool = False) -> Entry:
    """The meeting as calendars show it; with its title where the person wants that and the group's label lets it."""
    words = _("Port2Port meeting")
    if titled and meeting.group.tlp in TITLED:
        words = f"{meeting.group.name}: {meeting.title}"
    return Entry(
        f"meeting/{meeting.key}",
        words,
        timezone.localtime(meeting.starts_at),
        meeting.get_absolute_url(),
        end=timezone.localtime(meeting.ends_at),
        sequence=meeting.sequence,
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )
