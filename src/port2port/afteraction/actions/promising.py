"""An improvement becomes an action of the organisation that it concerns, with an owner and a day."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from port2port.afteraction.models import EventFinding
from port2port.afteraction.refusals import AlreadyPromised
from port2port.base.refusal import NotAllowed
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.models import Action
from port2port.members.member import Member

SOURCE = "finding"


@transaction.atomic
def promise_from(*, member: Member, finding: EventFinding, wish: Promise, now: datetime) -> Action:
    """The action; one that was dropped makes room for another. Raises AlreadyPromised, NotAllowed, WrongOwner."""
    row = EventFinding.objects.promised_by(member).select_for_update(of=("self",)).filter(pk=finding.pk).first()
    if row is None:
        raise NotAllowed
    if row.action is not None and Action.objects.filter(key=row.action).exclude(state="dropped").exists():
        raise AlreadyPromised
    made = promise(member=member, wish=replace(wish, source=(SOURCE, row.key)), now=now)
    EventFinding.objects.filter(pk=row.pk).update(action=made.key)
    return made
