"""Measures and the own adoption leave the house: bounded, and on record."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.measures.access import takes_part
from port2port.measures.models import Measure
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Member
from port2port.pure.audience import Tlp, strictest


@transaction.atomic
def export_measures(*, member: Member, rows: Sequence[Measure], ending: str, now: datetime) -> None:
    """A list of measures leaves as a file. Raises NotAllowed."""
    if not member.may(Act.READ):
        raise NotAllowed
    subject = f"{ending}, {len(rows)} measures, {label_of(rows).label}"
    record_act(member=member, act="export_measures", subject=subject, now=now)


@transaction.atomic
def export_adoption(*, member: Member, number: int, ending: str, now: datetime) -> None:
    """The adoption at the own facilities leaves as a file. Raises NotAllowed."""
    if not takes_part(member):
        raise NotAllowed
    record_act(member=member, act="export_adoption", subject=f"{ending}, {number} lines", now=now)


def label_of(rows: Sequence[Measure]) -> Tlp:
    """The strictest label of any row: that of the whole file."""
    return strictest(*(Tlp(row.tlp) for row in rows)) if rows else Tlp.CLEAR
