"""What others say about a practice or a question goes into the ledger as envelopes of their own."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime

from port2port.ledger import store
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure import stix
from port2port.pure.audience import Tlp
from port2port.reports.models.wording import originator_of
from port2port.sharing.models import Shareable

Entropy = Callable[[int], bytes]


def version_of(organisation: Organisation, *, tlp: Tlp, created: datetime, language: str = "") -> stix.Version:
    """What every object that this organisation says carries."""
    return stix.Version(
        by=originator_of(organisation).ref, tlp=tlp, created=created, modified=created, language=language
    )


def append(
    *,
    member: Member,
    organisation: Organisation,
    record: Shareable,
    tlp: Tlp,
    objects: Sequence[stix.Json],
    now: datetime,
    entropy: Entropy = os.urandom,
) -> int:
    """Its place in the ledger."""
    entry = store.append(
        organisation=str(organisation.key),
        actor=str(member.actor),
        handling={"tlp": tlp.stix, "pap": record.pap, "of": str(record.key)},
        objects=[*objects, stix.identity(originator_of(organisation)), stix.tlp_marking(tlp)],
        prev=None,
        now=now,
        entropy=entropy,
    )
    return entry.position
