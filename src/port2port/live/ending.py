"""What this room knows of an event whose plan is to be changed, or that was held."""

from datetime import datetime

from port2port.drills.models import Event
from port2port.live.access import moves_of
from port2port.live.actions.running import stop_with_the_record
from port2port.live.models import ClockMove, Observation
from port2port.members.member import Member
from port2port.pure.exercise_clock import State, read


def has_begun(event: Event) -> bool:
    """Whether its clock has begun and was not set back, or something was observed in it: plan and objectives stand."""
    moves = moves_of([event.pk]).get(event.pk, [])
    begun = bool(moves) and read(moves, max(one.at for one in moves)).state is not State.WAITING
    return begun or Observation.objects.filter(event=event).exists()


def was_played(event: Event) -> bool:
    """Whether its clock ever moved: players wrote what they did, which only those who took part then may read."""
    return ClockMove.objects.filter(event=event).exists()


def ends(event: Event, member: Member, now: datetime) -> None:
    """Its clock stops with the record: nothing arrives after it was held."""
    stop_with_the_record(member=member, event=event, now=now)
