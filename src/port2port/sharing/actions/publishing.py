"""Publish, revise, withdraw, undo: each writes its envelope, its index and its deliveries in one transaction."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.prepared import Insert, Update, cursor, each, listed, together
from port2port.base.refusal import NotAllowed, Refusal
from port2port.ledger import store
from port2port.members.member import Act, Member
from port2port.members.readers import Community, ask_active, ask_active_member, ask_community
from port2port.pure.audience import Handling, Tlp
from port2port.sharing import search
from port2port.sharing.audience_index import file_record, file_tombstone, filed_under
from port2port.sharing.had import organisations_that_had
from port2port.sharing.handling_rules import check_handling
from port2port.sharing.models import Chosen, Cursor, Delivery, Opening, Publication, Shareable
from port2port.sharing.would import Receivers, reached_organisations, would_receive

Entropy = Callable[[int], bytes]
# What the page promises, and what the server gives on top: a click in time still travels, and may queue.
UNDO_SECONDS, GRACE_SECONDS = 10, 2
# Nobody is told as long as an undo may still arrive.
TOLD_AFTER = timedelta(seconds=UNDO_SECONDS + GRACE_SECONDS)
_INSERT_PUBLICATION = Insert(Publication)
# An organisation that had an earlier version keeps the moment of that one; SQLite needs WHERE before ON CONFLICT.
_DELIVER = """
INSERT INTO sharing_delivery (record_type, record_id, originator_id, delivered_at, organisation_id)
SELECT %s, %s, %s, %s, organisation.value FROM {organisation} WHERE TRUE ON CONFLICT DO NOTHING
"""


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
    """The new version reaches more organisations than the author has confirmed by name, or the public unasked."""

    status = 409
    words = _("More organisations will receive this than before. Confirm them by name.")

    def __init__(self, added: frozenset[int], *, opens: bool = False) -> None:
        super().__init__(_("Everyone will be able to read this, without a login. Confirm that.") if opens else None)
        self.added = added
        self.opens = opens


@cache
def _first(model: type[Shareable]) -> Update[Shareable]:
    # A draft is saved already; only what makes it a publication is new.
    return Update(model, "version", "changed_at", "published_at")


@transaction.atomic
def publish(
    *,
    record: Shareable,
    member: Member,
    now: datetime,
    check: Callable[[Receivers], None] | None = None,
    entropy: Entropy = os.urandom,
) -> Publication:
    """Publish a draft, as it is saved, as version 1.

    check   is shown who receives it, and may still refuse
    Raises BadHandling, NotYours, AlreadyPublished, and what `check` raises.
    """
    return publish_within(record=record, member=member, now=now, check=check, entropy=entropy)


def publish_within(
    *,
    record: Shareable,
    member: Member,
    now: datetime,
    check: Callable[[Receivers], None] | None = None,
    entropy: Entropy = os.urandom,
) -> Publication:
    """As `publish`, in a transaction of the caller's that falls whole when this refuses."""
    with together():
        ask_chosen, community = record.ask_chosen(), ask_community()
        _check_author(record, member)
        if not record.is_draft:
            raise AlreadyPublished
        chosen, record.published_at = ask_chosen(), now
        receivers = _receivers(record, chosen, community(), member=member, first_at=now)
        if check is not None:
            check(receivers)
        return _append(
            record,
            member=member,
            step=Publication.Step.PUBLISHED,
            chosen=chosen,
            receivers=receivers,
            now=now,
            entropy=entropy,
        )


@transaction.atomic
def revise(
    *,
    record: Shareable,
    member: Member,
    before: Receivers,
    confirmed: frozenset[int],
    opens: bool = False,
    now: datetime,
    entropy: Entropy = os.urandom,
) -> Publication:
    """Publish the next version of a record whose fields and handling the caller has changed.

    before      who could open it before the change
    confirmed   organisations that the author was shown by name and accepted as new readers
    opens       the author was told that people without a login will read it, and accepted that
    Raises WideningNotConfirmed, BadHandling, NotYours, AlreadyWithdrawn.
    """
    _check_author(record, member)
    _check_standing(record)
    if record.published_at is None:
        raise Refusal(_("This is still a draft. Publish it first."))
    chosen = record.ask_chosen()()
    receivers = _receivers(record, chosen, ask_community()(), member=member, first_at=record.published_at)
    check_widening(before, receivers, confirmed=confirmed, opens=opens)
    record.revised_at = now
    return _append(
        record,
        member=member,
        step=Publication.Step.REVISED,
        chosen=chosen,
        receivers=receivers,
        now=now,
        entropy=entropy,
    )


def check_widening(before: Receivers, after: Receivers, *, confirmed: frozenset[int], opens: bool) -> None:
    """Whether the author has confirmed all who newly get it. Raises WideningNotConfirmed."""
    added = after.organisations - before.organisations
    newly_public = after.is_public and not before.is_public
    if not added <= confirmed or (newly_public and not opens):
        raise WideningNotConfirmed(frozenset(added), opens=newly_public)


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
    people = handling.named | _author_of(handling)
    return _withdraw(record, member, reason=reason, had=had, people=people, handling=handling, now=now, entropy=entropy)


@transaction.atomic
def undo(*, record: Shareable, member: Member, now: datetime, entropy: Entropy = os.urandom) -> Publication:
    """Take back a first publication within ten seconds; only who already opened it learns of it.

    now   when the request arrived: it may have to wait for others to write, until the first readers are told
    Raises TooLateToUndo, NotYours, AlreadyWithdrawn.
    """
    _check_author(record, member)
    _check_standing(record)
    if record.published_at is None or record.version != 1 or now > record.published_at + TOLD_AFTER:
        raise TooLateToUndo
    if _is_told(record):
        raise TooLateToUndo
    opened = Delivery.objects.of(record).filter(opened_at__isnull=False).values_list("organisation_id", flat=True)
    had = frozenset(opened) | {record.originator_id}
    # Who never opened it has no receipt either: nothing tells that there was something.
    Delivery.objects.of(record).exclude(organisation_id__in=had).delete()
    handling = record.handling()
    readers = Opening.objects.of(record).values_list("person_id", flat=True)
    people = _author_of(handling) | frozenset(readers)
    return _withdraw(
        record, member, reason="undone", had=had, people=people, handling=handling, now=now, entropy=entropy
    )


def _is_told(record: Shareable) -> bool:
    """Whether the notifier has come by. It holds the same row for each batch, so nobody is told from here on."""
    cursor = Cursor.objects.select_for_update().filter(name=Cursor.NOTIFICATIONS).first()
    return cursor is not None and Publication.objects.of(record).filter(position__lte=cursor.position).exists()


def _author_of(handling: Handling) -> frozenset[int]:
    return frozenset() if handling.author is None else frozenset({handling.author})


def _receivers(
    record: Shareable, chosen: Chosen, community: Community, *, member: Member, first_at: datetime
) -> Receivers:
    handling = record.handling(chosen)
    check_handling(handling, member=member, community=community)
    return would_receive(handling, type(record), record.facets(), first_at=first_at, community=community)


def _withdraw(
    record: Shareable,
    member: Member,
    *,
    reason: str,
    had: frozenset[int],
    people: frozenset[int],
    handling: Handling,
    now: datetime,
    entropy: Entropy,
) -> Publication:
    record.withdrawn_at = now
    record.withdrawn_reason = reason.strip()[:500]
    record.version += 1
    record.changed_at = now
    record.save()
    step = Publication.Step.WITHDRAWN
    red = handling.tlp == Tlp.RED
    file_tombstone(
        record, organisations=[] if red else sorted(had | record.kept_for()), people=sorted(people) if red else []
    )
    search.remove(record)
    return _write(record, member, step, chosen=record.ask_chosen()(), now=now, entropy=entropy, revoked=True)


def _append(
    record: Shareable,
    *,
    member: Member,
    step: Publication.Step,
    chosen: Chosen,
    receivers: Receivers,
    now: datetime,
    entropy: Entropy,
) -> Publication:
    record.version += 1
    record.changed_at = now
    is_first = step == Publication.Step.PUBLISHED
    if is_first:
        _first(type(record))(record)
    else:
        record.save()
    tokens = filed_under(record, record.handling(chosen))
    file_record(record, tokens=tokens, is_first=is_first)
    search.index(record, tokens=tokens, is_first=is_first)
    _deliver(record, reached_organisations(record, receivers) - {record.originator_id}, now=now)
    # The ledger last: whoever appends holds the turn until commit, and every other author waits for it.
    return _write(record, member, step, chosen=chosen, now=now, entropy=entropy, revoked=False)


def _deliver(record: Shareable, organisations: frozenset[int], *, now: datetime) -> None:
    at = connection.ops.adapt_datetimefield_value(now)
    with cursor() as writing:
        writing.execute(
            _DELIVER.format(organisation=each("organisation", "bigint")),
            [record.record_type, record.pk, record.originator_id, at, listed(sorted(organisations))],
        )


def _write(
    record: Shareable,
    member: Member,
    step: Publication.Step,
    *,
    chosen: Chosen,
    now: datetime,
    entropy: Entropy,
    revoked: bool,
) -> Publication:
    entry = store.append(
        organisation=str(record.originator.key),
        actor=str(member.actor),
        handling=_full_handling(record, chosen),
        prev=_previous(record),
        objects=record.as_stix(modified=now, revoked=revoked),
        entropy=entropy,
        now=now,
    )
    publication = Publication(
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
    _INSERT_PUBLICATION(publication)
    return publication


def _full_handling(record: Shareable, chosen: Chosen) -> dict[str, object]:
    """What the audience commitment covers (trust.md S5); only tlp and pap stand open in the envelope."""
    return {
        "tlp": Tlp(record.tlp).stix,
        "pap": record.pap,
        "circles": sorted(str(key) for key in chosen.circles.values()),
        "named": sorted(str(key) for key in chosen.named.values()),
        "openly": record.is_open,
    }


def _previous(record: Shareable) -> str | None:
    if record.version == 1:
        return None
    return Publication.objects.of(record).order_by("-version").values_list("content_id", flat=True).first()


def _check_author(record: Shareable, member: Member) -> None:
    if not member.may(record.signed_with) or record.originator_id != member.organisation_id:
        raise NotYours
    if record.tlp == Tlp.RED and not record.is_draft and record.author_id != member.person_id:
        raise NotYours
    # The originator must still be in the community; a seat in one that left opens nothing. What is published names it
    # as it is now.
    ask = ask_active_member if record.signed_with == Act.PUBLISH else ask_active
    originator = ask(record.originator_id)()
    if originator is None:
        raise NotYours
    record.originator = originator


def _check_standing(record: Shareable) -> None:
    if record.is_withdrawn:
        raise AlreadyWithdrawn
