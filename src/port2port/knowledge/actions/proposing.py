"""Propose, take back and withdraw; sharing does the publishing, this module knows what a practice is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from port2port.knowledge.actions.drafts import NotADraft, locked
from port2port.knowledge.actions.filing import copied_files, stamp_files
from port2port.knowledge.bounds import carry, check_bounds
from port2port.knowledge.fields import PracticeFields, apply, fields_of, readers_of_row
from port2port.knowledge.guard import finds_in
from port2port.knowledge.models import Practice, Revision
from port2port.knowledge.rules import check_complete
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.reports.actions import ReadersChanged
from port2port.reports.guard import PersonalDataFound
from port2port.sharing import actions as sharing
from port2port.sharing.would import Receivers


@transaction.atomic
def propose(
    *,
    member: Member,
    practice: Practice,
    now: datetime,
    expected: frozenset[int] | None = None,
    not_personal: frozenset[str] = frozenset(),
) -> Practice:
    """Share a draft with those who may approve and use it.

    expected       the organisations that the author was shown
    not_personal   finds of the share guard that the author says are none, by their tokens
    Raises BadField, BadHandling, PersonalDataFound, ReadersChanged, NotYours, NotADraft.
    """
    row = locked(member, practice)
    if not row.is_draft:
        raise NotADraft
    said = fields_of(row)
    check_complete(said, today=timezone.localdate(now))
    check_bounds(row, row.handling(), now=now)
    resolve(row, said, member=member, not_personal=not_personal, now=now)
    apply(said, row)
    row.save()

    def check(receivers: Receivers) -> None:
        if expected is not None and receivers.organisations != expected:
            raise ReadersChanged

    sharing.publish_within(record=row, member=member, check=check, now=now)
    stamp_files(row)
    return row


@transaction.atomic
def undo_proposal(*, member: Member, practice: Practice, now: datetime) -> Practice:
    """Take back within ten seconds; the text comes back as a new draft, which is returned. Raises TooLateToUndo."""
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    said, readers = fields_of(row), readers_of_row(row)
    sharing.undo(record=row, member=member, now=now)
    draft = Practice(
        originator_id=row.originator_id,
        author_id=row.author_id,
        made_at=now,
        changed_at=now,
        tlp=row.tlp,
        is_open=row.is_open,
        not_personal=row.not_personal,
    )
    apply(said, draft)
    draft.save()
    apply(copied_files(row, draft, said, now=now), draft)
    draft.save(update_fields=["files", "sha256"])
    draft.circles.set(readers.circles)
    draft.named.set(readers.named)
    carry(row, draft)
    return draft


@transaction.atomic
def withdraw_practice(*, member: Member, practice: Practice, reason: str, now: datetime) -> Practice:
    """Withdraw for good; those who had it see the reason. Raises NotYours, AlreadyWithdrawn, Refusal."""
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    sharing.withdraw(record=row, member=member, reason=reason, now=now)
    Revision.objects.filter(practice=row).delete()
    stamp_files(row)
    return row


def resolve(
    practice: Practice, said: PracticeFields, *, member: Member, not_personal: frozenset[str], now: datetime
) -> None:
    """That nothing tells of people but what the author says is no personal data, now or before; that goes on record.

    Runs in the caller's transaction, on a row that stands. Raises PersonalDataFound.
    """
    found = finds_in(said)
    known = frozenset(practice.not_personal)
    unresolved = [one for one in found if one.token not in known | not_personal]
    if unresolved:
        raise PersonalDataFound(unresolved)
    fresh = [one for one in found if one.token not in known]
    practice.not_personal = sorted({one.token for one in found})
    if fresh:
        practice.save(update_fields=["not_personal"])
        record_act(member=member, act="not_personal", subject=f"{practice.number}: {len(fresh)}", now=now)
