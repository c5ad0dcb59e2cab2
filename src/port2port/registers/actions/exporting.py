"""Taking the register out of the house: bounded, and on record."""

from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Member
from port2port.pure.audience import Tlp, strictest
from port2port.registers.listing import Asked, rows_of
from port2port.registers.models import AiUseCase


@transaction.atomic
def export_cases(*, member: Member, asked: Asked, ending: str, now: datetime) -> list[AiUseCase]:
    """The cases of the filter that are no tombstones, with one line in the audit trail. Raises NotAllowed."""
    if not member.may(Act.READ):
        raise NotAllowed
    rows = [case for case in rows_of(asked, member) if not case.is_withdrawn]
    subject = f"{ending}, {len(rows)} AI cameras, {label_of(rows).label}"
    record_act(member=member, act="export_cameras", subject=subject, now=now)
    return rows


def label_of(rows: list[AiUseCase]) -> Tlp:
    """The strictest label of any row: that of the whole file."""
    return strictest(*(Tlp(row.tlp) for row in rows)) if rows else Tlp.CLEAR
