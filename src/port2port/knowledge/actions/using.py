"""We use this too: said for an organisation, under a label of its own."""

import os
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.knowledge.actions.recording import Entropy, append, version_of
from port2port.knowledge.models import Practice, Use
from port2port.knowledge.rules import MOST_USED, NOTE
from port2port.members.member import Act, Member
from port2port.members.models import Circle, Organisation
from port2port.pure import stix
from port2port.pure.audience import Handling, Tlp, audience
from port2port.reports.fields import Readers
from port2port.reports.models.wording import originator_of
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.sharing import actions as sharing
from port2port.sharing.handling_rules import check_handling


@transaction.atomic
def say_use(
    *,
    member: Member,
    practice: Practice,
    readers: Readers,
    note: str,
    language: str,
    now: datetime,
    sites: int = 0,
    entropy: Entropy = os.urandom,
) -> Use:
    """Say that the own organisation works this way; saying it again takes the place of what was said.

    sites   0 is not said. TLP:AMBER+STRICT without a circle keeps it inside the own organisation.
    Raises BadField, BadHandling, NotAllowed, AlreadyWithdrawn.
    """
    row = _readable(member, practice)
    if readers.tlp == Tlp.RED or readers.named:
        raise BadField("tlp", _("This is said for an organisation; choose another label than TLP:RED."))
    if row.tlp > readers.tlp:
        raise BadField("tlp", _("No wider than the practice itself: choose its label or a stricter one."))
    note = cleaned("note", note, NOTE)
    _check_sites(sites)
    own = own_organisation(member)
    handling = Handling(tlp=readers.tlp, originator=own, circles=readers.circles)
    if readers.circles or readers.tlp != Tlp.AMBER_STRICT:
        check_handling(handling, member=member)
    for earlier in _standing_of(row, own):
        _take_back(earlier, member, now=now, entropy=entropy)
    said = Use(
        practice=row,
        organisation_id=own,
        author_id=member.person_id,
        note=note,
        language=language,
        sites=sites,
        tlp=readers.tlp,
        audience=f" {' '.join(sorted(audience(handling)))} ",
        at=now,
    )
    said.position = _append(said, member, [_note(said)], now=now, entropy=entropy)
    said.save()
    said.circles.set(Circle.objects.filter(pk__in=readers.circles))
    return said


@transaction.atomic
def take_back_use(*, member: Member, practice: Practice, now: datetime, entropy: Entropy = os.urandom) -> None:
    """Say it no longer. Raises NotAllowed."""
    uses = Use.objects.select_for_update().editable_by(member).filter(practice=practice)
    if not uses:
        raise NotAllowed
    for one in uses:
        _take_back(one, member, now=now, entropy=entropy)


def _standing_of(practice: Practice, own: int) -> QuerySet[Use]:
    """What the organisation says until now, held: what a second takes the place of is there once the first is done."""
    Organisation.objects.select_for_update(no_key=True).get(pk=own)
    return Use.objects.select_for_update().standing().filter(practice=practice, organisation_id=own)


def _check_sites(sites: int) -> None:
    if not 0 <= sites <= MOST_USED:
        raise BadField("sites", _("At most 500 sites."))


def _readable(member: Member, practice: Practice) -> Practice:
    row = Practice.objects.visible_to(member).filter(pk=practice.pk).first()
    if not member.may(Act.ANSWER) or row is None:
        raise NotAllowed
    if row.is_withdrawn:
        raise sharing.AlreadyWithdrawn
    return row


def _note(said: Use) -> stix.Json:
    version = version_of(said.organisation, tlp=Tlp(said.tlp), created=said.at, language=said.language)
    own: stix.Json = {"note_kind": "use"} | ({"sites": said.sites} if said.sites else {})
    return stix.note(said.key, version, content=said.note or "used", refs=[said.practice.stix_id], own=own)


def _take_back(said: Use, member: Member, *, now: datetime, entropy: Entropy) -> None:
    at = stix.next_modified(said.at, now)
    revoked = stix.withdrawal([_note(said)], originator=originator_of(said.organisation), reason="withdrawn", at=at)
    _append(said, member, revoked, now=now, entropy=entropy)
    said.withdrawn_at = now
    said.save(update_fields=["withdrawn_at"])


def _append(said: Use, member: Member, objects: list[stix.Json], *, now: datetime, entropy: Entropy) -> int:
    return append(
        member=member,
        organisation=said.organisation,
        record=said.practice,
        tlp=Tlp(said.tlp),
        objects=objects,
        now=now,
        entropy=entropy,
    )
