"""What this room knows of an event whose plan is to be changed, or that was held."""

from datetime import datetime

from port2port.drills.models import Event
from port2port.live.actions.running import stop_with_the_record
from port2port.live.models import ClockMove, Observation
from port2port.members.member import Member


def has_begun(event: Event) -> bool:
    """Whether its clock has begun, or something was observed in it: its plan and objectives stand from then on."""
    begun = ClockMove.objects.filter(event=event).exists()
    return begun or Observation.objects.filter(event=event).exists()


def ends(event: Event, member: Member, now: datetime) -> None:
    """Its clock stops with the record: nothing arrives after it was held."""
    stop_with_the_record(member=member, event=event, now=now)
