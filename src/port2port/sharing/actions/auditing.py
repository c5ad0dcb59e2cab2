"""Reading the registers of an audit; taking them away is itself on record."""

from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.ledger.actions import trail
from port2port.members.member import Act, Member
from port2port.members.models import Organisation
from port2port.sharing.audit import IN_FILE, Register, What, register


@transaction.atomic
def export_register(*, member: Member, what: What, now: datetime) -> Register:
    """The whole register, after a line in the trail that it was taken. Raises NotAllowed."""
    if not member.may(Act.AUDIT):
        raise NotAllowed
    own = Organisation.objects.filter(pk=member.organisation_id or 0).values_list("key", flat=True).get()
    trail(actor=str(member.actor), organisation=str(own), act="audit.export", subject=what, outcome="done", now=now)
    return register(what, member=member, limit=IN_FILE)
