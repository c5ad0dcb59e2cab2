"""The history of an event: `events_of(event, member)`, oldest first, for who reads its script; empty for who plays."""

from dataclasses import dataclass
from datetime import datetime

from port2port.drills.models import Event, EventStep, Role, Step
from port2port.members.member import Member

ICONS = {
    Step.PLANNED: "calendar-plus",
    Step.CHANGED: "pencil",
    Step.ASKED: "message-circle-question-mark",
    Step.CONSENTED: "handshake",
    Step.DECLINED: "circle-x",
    Step.CONFIRMED: "calendar-check",
    Step.HELD: "flag",
    Step.EVALUATED: "clipboard-check",
    Step.CLOSED: "circle-check",
    Step.CANCELLED: "circle-stop",
    Step.COUNTED: "calendar-clock",
    Step.UNCOUNTED: "rotate-ccw",
    Step.NAMED: "user-plus",
    Step.UNNAMED: "user-minus",
    Step.UNDONE: "undo-2",
}

# The note of these is the code of a role.
NAMES = (Step.NAMED, Step.UNNAMED)


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `who` is the role of the seat, or its organisation where that is another one's; never a name."""

    at: datetime
    icon: str
    words: str
    who: str
    facility: str = ""
    note: str = ""


def events_of(event: Event, member: Member) -> list[Line]:
    """Every step, as this member reads it."""
    rows = EventStep.objects.visible_to(member).filter(event=event)
    return [_line(row, member) for row in rows.select_related("by__organisation", "facility")]


def _line(row: EventStep, member: Member) -> Line:
    # Seats are known inside their own organisation only.
    is_own = row.by.organisation_id == member.organisation_id
    return Line(
        at=row.at,
        icon=ICONS[Step(row.step)],
        words=row.get_step_display(),
        who=row.by.role if is_own else row.by.organisation.label,
        facility=row.facility.name if row.facility else "",
        note=str(Role(row.note).label) if row.step in NAMES and row.note in Role.values else row.note,
    )
