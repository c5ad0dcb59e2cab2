"""What waits for a seat's word about security levels and declarations, as lines for the pages that gather."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.levels.access import ticks_checklists
from port2port.levels.actions import acknowledgements_of
from port2port.levels.models import Dos
from port2port.members.member import Member
from port2port.pure.declaration import ACKNOWLEDGED_WITHIN

MOST = 6


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One thing that waits. `due` is when it should have been done."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None


def declaration_lines(member: Member, *, now: datetime) -> list[LevelLine]:
    """Requests for a declaration that nobody has acknowledged for an hour (ISPS A/5.3)."""
    waiting = Dos.objects.editable_by(member).unanswered(at=now).listed().order_by("requested_at")[:MOST]
    return [
        LevelLine(
            words=_("Acknowledge the request for a Declaration of Security")
            if one.is_asked_by_ship
            else _("The ship has not acknowledged your request for a Declaration of Security"),
            title=f"{one.ship_name} · {one.facility.name}",
            address=one.get_absolute_url(),
            icon="ship",
            due=one.requested_at + ACKNOWLEDGED_WITHIN,
        )
        for one in waiting
    ]


def checklist_lines(member: Member, *, now: datetime) -> list[LevelLine]:
    """Raises whose measures are not all in effect, for everyone who ticks them."""
    if not ticks_checklists(member):
        return []
    return [
        LevelLine(
            words=_("Measures of the raised level: tick what is in effect"),
            title=f"{one.entry.get_scale_display()} {one.entry.value} · {one.facility.name}",
            address=reverse("levels:checklist", args=[one.key]),
            icon="gauge",
            due=one.entry.valid_from,
        )
        for one in acknowledgements_of(member).waiting(at=now)[:MOST]
    ]
