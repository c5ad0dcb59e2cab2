"""The next wording: shown at once while nobody has approved, else only after two organisations stand behind it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.knowledge.actions.approving import has_enough
from port2port.knowledge.actions.drafts import locked
from port2port.knowledge.actions.filing import stamp_files, with_files
from port2port.knowledge.actions.proposing import resolve
from port2port.knowledge.fields import PracticeFields, apply, as_plain, digest_of, of_plain
from port2port.knowledge.models import Practice, Revision
from port2port.knowledge.rules import check_complete, check_draft
from port2port.members.member import Member
from port2port.reports.actions.files import Checked, Upload, files_with_rows, looked_into
from port2port.sharing import actions as sharing
from port2port.sharing.would import receivers_of


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Someone of your organisation changed this meanwhile. Open it anew and make your change there.")


class NothingChanged(Refusal):
    words = _("Nothing has changed against the version that stands.")


class NotEnough(Refusal):
    status = 409
    words = _("Two other organisations must approve this wording first.")


class StillADraft(Refusal):
    status = 409
    words = _("This is still a draft. Propose it first.")


@looked_into(takes_video=True)
@files_with_rows()
def revise(
    *,
    member: Member,
    practice: Practice,
    said: PracticeFields,
    version: int,
    now: datetime,
    not_personal: frozenset[str] = frozenset(),
    uploads: Sequence[Upload | Checked] = (),
) -> Practice:
    """Propose the next wording; its readers stay the same.

    version   the one that the author had open
    A practice that nobody approved yet changes at once. Of an approved one the readers keep the approved wording, and
    approvals of an earlier proposal do not count for this one.
    Raises BadField, PersonalDataFound, ChangedMeanwhile, NothingChanged, StillADraft, NotYours, AlreadyWithdrawn.
    """
    row = locked(member, practice)
    if row.is_draft:
        raise StillADraft
    if row.version != version:
        raise ChangedMeanwhile
    check_draft(said)
    check_complete(said, today=timezone.localdate(now))
    said = with_files(row, said, uploads, now=now)
    if digest_of(said) == row.sha256:
        raise NothingChanged
    resolve(row, said, member=member, not_personal=not_personal, now=now)
    if row.approved_at is None:
        return _published(row, said, member=member, now=now)
    Revision.objects.update_or_create(
        practice=row,
        defaults={"content": as_plain(said), "sha256": digest_of(said), "author_id": member.person_id, "at": now},
    )
    stamp_files(row)
    return row


@transaction.atomic
def publish_revision(*, member: Member, practice: Practice, now: datetime) -> Practice:
    """Put the wording that two organisations approved before the readers. Raises NotEnough, NotYours, BadField."""
    row = locked(member, practice)
    waiting = Revision.objects.select_for_update().filter(practice=row).first()
    if waiting is None or not has_enough(row, waiting.sha256):
        raise NotEnough
    said = of_plain(waiting.content)
    check_complete(said, today=timezone.localdate(now))
    waiting.delete()
    row.approved_at = now
    return _published(row, said, member=member, now=now)


@transaction.atomic
def drop_revision(*, member: Member, practice: Practice) -> None:
    """Let the approved wording stand as it is. Raises NotYours."""
    row = locked(member, practice)
    Revision.objects.filter(practice=row).delete()
    stamp_files(row)


def _published(row: Practice, said: PracticeFields, *, member: Member, now: datetime) -> Practice:
    before = receivers_of(row, first_at=row.published_at or now)
    apply(said, row)
    sharing.revise(record=row, member=member, before=before, confirmed=frozenset(), now=now)
    stamp_files(row)
    return row
