"""A lesson goes to its readers once every facility that took part has approved it; then it can be withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.afteraction.models import Lesson, LessonApproval
from port2port.afteraction.naming import told_by
from port2port.afteraction.refusals import NotApprovedByAll, StillTells
from port2port.afteraction.sealing import lesson_seal
from port2port.afteraction.signing import is_complete, lesson_signatures
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.members.readers import choosable_circles
from port2port.pure.audience import Tlp
from port2port.reports.actions import ReadersChanged
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField
from port2port.sharing import actions as sharing
from port2port.sharing.actions import AlreadyPublished, AlreadyWithdrawn, NotYours
from port2port.sharing.would import Receivers

SAME = (
    *("event_id", "kind", "title", "aim", "helped", "change", "mo", "controls", "elements", "language"),
    *("tlp", "is_open", "author_id", "originator_id", "made_at"),
)


def locked(member: Member, lesson: Lesson) -> Lesson:
    """The row as it is now, held until the transaction ends. Raises NotYours, AlreadyWithdrawn."""
    row = Lesson.objects.select_for_update(of=("self",)).select_related("originator", "event").get(pk=lesson.pk)
    if not Lesson.objects.editable_by(member).filter(pk=row.pk).exists():
        raise AlreadyWithdrawn if row.is_withdrawn and row.originator_id == member.organisation_id else NotYours
    return row


@transaction.atomic
def choose_readers(*, member: Member, lesson: Lesson, readers: Readers, now: datetime) -> Lesson:
    """Who would read it; nothing leaves yet, and approvals for other readers hold no longer.

    Raises BadField, AlreadyPublished, NotYours.
    """
    row = locked(member, lesson)
    if not row.is_draft:
        raise AlreadyPublished
    if readers.tlp >= Tlp.RED:
        raise BadField("tlp", _("A lesson is for organisations, not for named people."))
    row.tlp, row.is_open = readers.tlp, readers.openly and readers.tlp == Tlp.CLEAR
    row.changed_at = now
    row.save()
    row.circles.set(Circle.objects.filter(pk__in=readers.circles & choosable_circles(member)))
    return row


@transaction.atomic
def publish_lesson(*, member: Member, lesson: Lesson, now: datetime, expected: frozenset[int] | None = None) -> Lesson:
    """Put it before the readers chosen.

    expected   the organisations that the author was shown
    Raises StillTells, NotApprovedByAll, ReadersChanged, BadHandling, AlreadyPublished, NotYours.
    """
    row = locked(member, lesson)
    found = told_by(row)
    if found:
        raise StillTells(found)
    signed = lesson_signatures(row, seal=lesson_seal(row))
    if not is_complete(signed):
        raise NotApprovedByAll

    def check(receivers: Receivers) -> None:
        if expected is not None and receivers.organisations != expected:
            raise ReadersChanged

    sharing.publish_within(record=row, member=member, check=check, now=now)
    return row


@transaction.atomic
def undo_lesson(*, member: Member, lesson: Lesson, now: datetime) -> Lesson:
    """Take it back within ten seconds; it comes back as a draft with its approvals. Raises TooLateToUndo."""
    row = locked(member, lesson)
    circles = list(row.circles.all())
    sharing.undo(record=row, member=member, now=now)
    kept = Lesson.objects.create(changed_at=now, **{name: getattr(row, name) for name in SAME})
    kept.circles.set(circles)
    given = LessonApproval.objects.filter(lesson=row, ended_at=None)
    LessonApproval.objects.bulk_create(
        LessonApproval(lesson=kept, facility_id=one.facility_id, seal=one.seal, by_id=one.by_id, at=one.at)
        for one in given
    )
    return kept


@transaction.atomic
def withdraw_lesson(*, member: Member, lesson: Lesson, reason: str, now: datetime) -> Lesson:
    """For good; those who had it see a tombstone with the reason. Raises NotYours, AlreadyWithdrawn, Refusal."""
    row = locked(member, lesson)
    sharing.withdraw(record=row, member=member, reason=reason, now=now)
    return row
