"""Exercises that run now and in which a seat has a role, as lines for the pages that gather."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.drills.access import roles_of, takes_part
from port2port.live.models import ClockMove
from port2port.members.member import Member
from port2port.pure.exercise_clock import Move

MOST = 3


@dataclass(frozen=True, slots=True)
class LiveLine:
    """One exercise that runs; `due` is when it began."""

    words: str
    title: str
    address: str
    due: datetime


def live_lines(member: Member) -> list[LiveLine]:
    """Those that have begun and were not stopped."""
    if not takes_part(member):
        return []
    # Of the same run: one that was set back and begun anew runs.
    stopped = ClockMove.objects.filter(event=OuterRef("event"), run=OuterRef("run"), move=Move.STOP)
    begun = ClockMove.objects.visible_to(member).filter(move=Move.START, event__state="confirmed")
    mine = begun.filter(event__in=roles_of(member).values("event_id")).exclude(Exists(stopped))
    return [
        LiveLine(
            words=_("EXERCISE: it runs now, and you have a role in it"),
            title=one.event.get_kind_display(),
            address=reverse("live:enter", args=[one.event.key]),
            due=one.at,
        )
        for one in mine.select_related("event")[:MOST]
    ]
