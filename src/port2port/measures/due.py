"""What waits for a seat among the measures: consultations in which its organisation has not replied."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.measures.models import Measure
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.measure_life import opens_until

MOST = 6


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One consultation. due   until when it is open at least"""

    words: str
    title: str
    address: str
    due: datetime | None
    tlp: Tlp
    language: str


def measure_lines(member: Member) -> list[MeasureLine]:
    """Those that wait for the own organisation's reply."""
    waiting = Measure.objects.waiting_for(member).order_by("changed_at", "pk")
    return [
        MeasureLine(
            words=_("A measure waits for your reply"),
            title=one.title,
            address=reverse("measures:reply", args=[one.key]),
            due=opens_until(one.changed_at),
            tlp=Tlp(one.tlp),
            language=one.language,
        )
        for one in waiting[:MOST]
    ]
