"""The working groups as common measures know them: by public names, through what the groups themselves show."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format

from port2port.base.refusal import NotAllowed
from port2port.groups.actions import name_measure
from port2port.groups.models import Decision, WorkingGroup
from port2port.measures.rooms import Choice, Link
from port2port.members.member import Act, Member
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat

GROUP, DECISION = "group", "decision"
MOST = 100


class GroupRooms:
    """What `measures.rooms.Rooms` asks for, of the context of groups."""

    def chairs(self, member: Member, group: str) -> bool:
        """Whether this person chairs the group, which has not ended."""
        key = key_in(group, GROUP)
        return key is not None and WorkingGroup.objects.chaired_by(member).filter(key=key).exists()

    def chair_of(self, group: str) -> Member | None:
        """Who chairs it and may publish."""
        row = WorkingGroup.objects.filter(key=_key(group, GROUP)).exclude(state="ended").first()
        seats = Seat.objects.open().select_related("person", "organisation")
        seat = seats.filter(pk=row.chair_id).first() if row else None
        member = member_of_seat(seat) if seat else None
        return member if member is not None and member.may(Act.PUBLISH) else None

    def chaired(self, member: Member) -> Sequence[str]:
        """The groups that this person chairs, which have not ended."""
        keys = WorkingGroup.objects.chaired_by(member).values_list("key", flat=True)
        return [f"{GROUP}:{one}" for one in keys]

    def groups(self, member: Member) -> Sequence[Choice]:
        """Those of the own circles that have begun."""
        rows = WorkingGroup.objects.visible_to(member).filter(state="running")
        return [(f"{GROUP}:{one.key}", one.name) for one in rows[:MOST]]

    def group(self, member: Member, group: str) -> Link | None:
        """The group, for who sees it."""
        row = WorkingGroup.objects.visible_to(member).filter(key=_key(group, GROUP)).first()
        return Link(row.name, row.get_absolute_url()) if row else None

    def decisions(self, member: Member, group: str) -> Sequence[Choice]:
        """Decisions of the group in force that this member sees."""
        rows = Decision.objects.visible_to(member).in_force_for(member).filter(group__key=_key(group, GROUP))
        newest = rows.order_by("-published_at", "-pk")[:MOST]
        return [(f"{DECISION}:{one.key}", f"{one.title} ({date_format(one.effective_on)})") for one in newest]

    def decision(self, member: Member, decision: str) -> Link | None:
        """The decision, for who sees it."""
        row = Decision.objects.visible_to(member).filter(key=_key(decision, DECISION)).first()
        return Link(row.caption() or row.number, row.get_absolute_url()) if row else None

    def started(self, *, member: Member, decision: str, measure: str, now: datetime) -> None:
        """Beside the decision stands from now on which measure it is about. Raises Refusal."""
        row = Decision.objects.visible_to(member).filter(key=_key(decision, DECISION)).first()
        if row is None:
            raise NotAllowed
        name_measure(member=member, decision=row, measure=measure, now=now)


def _key(name: str, sort: str) -> UUID:
    # No row has this one.
    return key_in(name, sort) or UUID(int=0)


def key_in(name: str, sort: str) -> UUID | None:
    """The key in a public name of that sort; None where it is none."""
    head, _colon, rest = name.partition(":")
    try:
        return UUID(rest) if head == sort else None
    except ValueError:
        return None
