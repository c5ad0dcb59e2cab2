"""Publish, revise, withdraw, undo: each writes its envelope, its index and its deliveries in one transaction."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.ledger import store
from port2port.members.member import Act, Member
from port2port.members.models import Circle, Organisation, Person
from port2port.pure.audience import Handling, Tlp
from port2port.sharing import search
from port2port.sharing.audience_index import file_record, file_tombstone, tokens_of
from port2port.sharing.had import organisations_that_had
from port2port.sharing.handling_rules import check_handling
from port2port.sharing.models import Delivery, Publication, Shareable
from port2port.sharing.would import Receivers, receivers_of

Entropy = Callable[[int], bytes]
UNDO_SECONDS = 10


class NotYours(NotAllowed):
    words = _("Only the organisation that wrote this may change it.")


class AlreadyWithdrawn(Refusal):
    status = 409
    words = _("This was withdrawn; nothing can follow a withdrawal.")


class AlreadyPublished(Refusal):
    status = 409
    words = _("This is already published. Revise it instead.")


class TooLateToUndo(Refusal):
    status = 409
    words = _("The ten seconds are over. Withdraw it instead; the readers will see your reason.")


class WideningNotConfirmed(Refusal):
    """The new version reaches more organisations than the author has confirmed by name."""

    status = 409
    words = _("More organisations will receive this than before. Confirm them by name.")

    def __init__(self, added: frozenset[int]) -> None:
        super().__init__()
        self.added = added


@transaction.atomic
def publish(*, record: Shareable, member: Member, now: datetime, entropy: Entropy = os.urandom) -> Publication:
    """Publish a draft as version 1. Raises BadHandling, NotYours, AlreadyPublished."""
    _check_author(record, member)
    if not record.is_draft:
        raise AlreadyPublished
    check_handling(record.handling(), member=member)
    record.published_at = now
    return _append(record, member=member, step=Publication.Step.PUBLISHED, now=now, entropy=entropy)


@transaction.atomic
def revise(
    *,
    record: Shareable,
    member: Member,
    before: Receivers,
    confirmed: frozenset[int],
    now: datetime,
    entropy: Entropy = os.urandom,
) -> Publication:
    """Publish the next version of a record whose fields and handling the caller has changed.

    before      who could open it before the change
    confirmed   organisations that the author was shown by name and accepted as new readers
    Raises WideningNotConfirmed, BadHandling, NotYours, AlreadyWithdrawn.
    """
    _check_author(record, member)
    _check_standing(record)
    if record.published_at is None:
        raise Refusal(_("This is still a draft. Publish it first."))
    check_handling(record.handling(), member=member)
    added = receivers_of(record, first_at=record.published_at).organisations - before.organisations
    if not added <= confirmed:
        raise WideningNotConfirmed(frozenset(added))
    record.revised_at = now
    return _append(record, member=member, step=Publication.Step.REVISED, now=now, entropy=entropy)


@transaction.atomic
def withdraw(
    *, record: Shareable, member: Member, reason: str, now: datetime, entropy: Entropy = os.urandom
) -> Publication:
    """Withdraw for good; those who had it see a tombstone. Raises NotYours, AlreadyWithdrawn."""
    _check_author(record, member)
    _check_standing(record)
    if record.is_draft:
        raise Refusal(_("A draft is not shared with anyone; delete it instead."))
    if not reason.strip():
        raise Refusal(_("Say why you withdraw it; those who had it will read the reason."))
    handling = record.handling()
    had = organisations_that_had(record, handling=handling, now=now)
    return _withdraw(record, member, reason=reason, had=had, handling=handling, now=now, entropy=entropy)


@transaction.atomic
def undo(*, record: Shareable, member: Member, now: datetime, entropy: Entropy = os.urandom) -> Publication:
    """Take back a first publication within ten seconds; only who already opened it learns of it.

    Raises TooLateToUndo, NotYours, AlreadyWithdrawn.
    """
    _check_author(record, member)
    _check_standing(record)
    window = timedelta(seconds=UNDO_SECONDS)
    if record.published_at is None or record.version != 1 or now > record.published_at + window:
        raise TooLateToUndo
    opened = Delivery.objects.of(record).filter(opened_at__isnull=False).values_list("organisation_id", flat=True)
    had = frozenset(opened) | {record.originator_id}
    handling = record.handling()
    return _withdraw(record, member, reason="undone", had=had, handling=handling, now=now, entropy=entropy)


def _withdraw(
    record: Shareable,
    member: Member,
    *,
    reason: str,
    had: frozenset[int],
    handling: Handling,
    now: datetime,
    entropy: Entropy,
) -> Publication:
    record.withdrawn_at = now
    record.withdrawn_reason = reason.strip()[:500]
    record.version += 1
    record.changed_at = now
    record.save()
    publication = _write(record, member, Publication.Step.WITHDRAWN, now=now, entropy=entropy, revoked=True)
    red = handling.tlp == Tlp.RED
    people = handling.named | ({handling.author} if handling.author is not None else set())
    file_tombstone(record, organisations=[] if red else sorted(had), people=sorted(people) if red else [])
    search.remove(record)
    return publication


def _append(
    record: Shareable, *, member: Member, step: Publication.Step, now: datetime, entropy: Entropy
) -> Publication:
    record.version += 1
    record.changed_at = now
    record.save()
    publication = _write(record, member, step, now=now, entropy=entropy, revoked=False)
    tokens = tokens_of(record)
    file_record(record, tokens=tokens)
    search.index(record, tokens=tokens)
    receivers = receivers_of(record, first_at=record.published_at or now)
    Delivery.objects.bulk_create(
        [
            Delivery(
                record_type=record.record_type,
                record_id=record.pk,
                organisation_id=organisation,
                originator_id=record.originator_id,
                delivered_at=now,
            )
            for organisation in sorted(receivers.organisations - {record.originator_id})
        ],
        ignore_conflicts=True,
    )
    return publication


def _write(
    record: Shareable, member: Member, step: Publication.Step, *, now: datetime, entropy: Entropy, revoked: bool
) -> Publication:
    entry = store.append(
        organisation=str(record.originator.key),
        actor=str(member.actor),
        handling=_full_handling(record),
        prev=_previous(record),
        objects=record.as_stix(modified=now, revoked=revoked),
        entropy=entropy,
        now=now,
    )
    return Publication.objects.create(
        record_type=record.record_type,
        record_id=record.pk,
        record_key=record.key,
        version=record.version,
        step=step,
        position=entry.position,
        content_id=entry.content_id,
        tlp=record.tlp,
        actor_seat=member.seat_id,
        at=now,
    )


def _full_handling(record: Shareable) -> dict[str, object]:
    """What the audience commitment covers (trust.md S5); only tlp and pap stand open in the envelope."""
    handling = record.handling()
    circles = Circle.objects.filter(pk__in=handling.circles).values_list("key", flat=True)
    named = Person.objects.filter(pk__in=handling.named).values_list("key", flat=True)
    return {
        "tlp": handling.tlp.stix,
        "pap": record.pap,
        "circles": sorted(str(key) for key in circles),
        "named": sorted(str(key) for key in named),
        "openly": handling.openly,
    }


def _previous(record: Shareable) -> str | None:
    if record.version == 1:
        return None
    return Publication.objects.of(record).order_by("-version").values_list("content_id", flat=True).first()


def _check_author(record: Shareable, member: Member) -> None:
    if not member.may(Act.PUBLISH) or record.originator_id != member.organisation_id:
        raise NotYours
    if record.tlp == Tlp.RED and not record.is_draft and record.author_id != member.person_id:
        raise NotYours
    # The originator must still be in the community; a seat in one that left opens nothing.
    if not Organisation.objects.active_members().filter(pk=record.originator_id).exists():
        raise NotYours


def _check_standing(record: Shareable) -> None:
    if record.is_withdrawn:
        raise AlreadyWithdrawn
