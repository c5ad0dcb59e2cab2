"""Brings the starting texts into a community, as proposals of one organisation."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.knowledge.actions.drafts import save_draft
from port2port.knowledge.actions.proposing import propose
from port2port.knowledge.guard import finds_in
from port2port.knowledge.models import Practice
from port2port.knowledge.starting_texts import starting_texts
from port2port.members.member import Member
from port2port.reports.fields import Readers


@transaction.atomic
def load_starting_texts(*, member: Member, readers: Readers, now: datetime) -> list[Practice]:
    """Propose those that are not here yet; two others approve them like any other. Raises what `propose` raises."""
    made = []
    for one in starting_texts(today=timezone.localdate(now)):
        if Practice.objects.filter(key=one.key).exists():
            continue
        draft = save_draft(member=member, said=one.said, readers=readers, own_key=one.key, now=now)
        # Their words were read for personal data before they came with the software.
        known = frozenset(find.token for find in finds_in(one.said))
        made.append(propose(member=member, practice=draft, not_personal=known, now=now))
    return made
