"""Drafts: kept as they are, seen by the own organisation's authors only."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.actions.filing import forget_files, with_files
from port2port.knowledge.fields import PracticeFields, apply, digest_source
from port2port.knowledge.models import Practice, PracticeFile
from port2port.knowledge.rules import check_draft
from port2port.members.member import Act, Member
from port2port.members.models import Person
from port2port.members.readers import choosable_circles
from port2port.pure.audience import Tlp
from port2port.reports.actions.files import Checked, Upload, files_with_rows, looked_into
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField, own_organisation
from port2port.reports.sending import SentOtherwise, once
from port2port.sharing.actions import AlreadyWithdrawn, NotYours
from port2port.sharing.handling_rules import nameable


class NotADraft(Refusal):
    status = 409
    words = _("This is already proposed. Revise it instead.")


@looked_into(takes_video=True)
@files_with_rows()
def save_draft(
    *,
    member: Member,
    said: PracticeFields,
    readers: Readers,
    now: datetime,
    practice: Practice | None = None,
    key: str = "",
    own_key: UUID | None = None,
    uploads: Sequence[Upload | Checked] = (),
) -> Practice:
    """Keep what was said, in a new draft or in the given one.

    key      of the form: the same one sent twice makes one draft
    own_key  the name of the practice, where it has one already
    uploads  come with it, beside the files that `said` names
    Raises BadField, BadFile, NotADraft, NotAllowed, SentOtherwise.
    """
    if not member.may(Act.PUBLISH):
        raise NotAllowed
    if readers.tlp == Tlp.RED and member.person_id is None:
        raise BadField("tlp", _("TLP:RED is written by a person; a service account cannot be named."))
    check_draft(said)

    def keep() -> UUID:
        return _write(member, said, readers, practice, key=own_key or uuid4(), uploads=uploads, now=now).key

    content = digest_source(said, readers) + "".join(sha256(one.content).hexdigest() for one in uploads)
    result = once(member=member, key=key, act="practice", content=content, now=now, do=keep)
    kept = Practice.objects.editable_by(member).filter(key=result).first()
    if kept is None:
        # Sent again after the first copy was deleted or withdrawn.
        raise SentOtherwise
    return kept


@transaction.atomic
def delete_draft(*, member: Member, practice: Practice) -> None:
    """Throw a draft away. Raises NotADraft, NotYours."""
    row = locked(member, practice)
    if not row.is_draft:
        raise NotADraft
    forget_files(PracticeFile.objects.filter(practice=row))
    row.delete()


def locked(member: Member, practice: Practice) -> Practice:
    """The row as it is now, held until the transaction ends. Raises NotYours, AlreadyWithdrawn."""
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    if not Practice.objects.editable_by(member).filter(pk=row.pk).exists():
        raise AlreadyWithdrawn if row.is_withdrawn and row.originator_id == member.organisation_id else NotYours
    return row


def _write(
    member: Member,
    said: PracticeFields,
    readers: Readers,
    practice: Practice | None,
    *,
    key: UUID,
    uploads: Sequence[Upload | Checked],
    now: datetime,
) -> Practice:
    if practice is None:
        practice = Practice(
            key=key,
            originator_id=own_organisation(member),
            author_id=member.person_id,
            made_at=now,
            source_class="partner",
        )
    else:
        practice = locked(member, practice)
        if not practice.is_draft:
            raise NotADraft
    apply(said, practice)
    practice.changed_at = now
    practice.tlp = readers.tlp
    practice.is_open = readers.openly and readers.tlp == Tlp.CLEAR
    practice.save()
    apply(with_files(practice, said, uploads, now=now), practice)
    practice.save(update_fields=["files", "sha256"])
    practice.circles.set(readers.circles & choosable_circles(member))
    known = {person for person, _label in nameable(member)} if readers.named else set()
    practice.named.set(Person.objects.filter(pk__in=readers.named & known))
    return practice
