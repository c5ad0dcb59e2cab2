"""The sanitised text: written, approved by each facility that took part, taken into a practice."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from port2port.afteraction.access import written_by
from port2port.afteraction.actions.writing import acting_seat
from port2port.afteraction.models import Lesson, LessonApproval, LessonPractice
from port2port.afteraction.naming import told_by
from port2port.afteraction.refusals import (
    AlreadyApproved,
    NotHeld,
    NothingLearnt,
    OneLessonAnEvent,
    ReadAnew,
    StillTells,
)
from port2port.afteraction.rules import AIM, LEARNT, LESSON_TITLE, known_codes, marked_down
from port2port.afteraction.sealing import lesson_seal
from port2port.afteraction.signing import places_of
from port2port.base.refusal import NotAllowed
from port2port.drills.access import runs_drills
from port2port.drills.models import Event
from port2port.knowledge.actions.drafts import save_draft
from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.models import Kind, Practice
from port2port.members.member import Act, Member
from port2port.members.models import Facility
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.reports.rules import cleaned, own_organisation
from port2port.sharing.models import Tlp

# As long as the summary of a practice may be.
SUMMARY = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSaid:
    """The words of a lesson."""

    title: str
    aim: str
    helped: str = ""
    change: str = ""
    language: str = "en"
    mo: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()


@transaction.atomic
def write_lesson(*, member: Member, event: Event, said: LessonSaid, now: datetime) -> Lesson:
    """The draft of the event's lesson, new or changed; what it still tells is shown, and refused when it is published.

    Raises BadField, NothingLearnt, NotHeld, OneLessonAnEvent, NotAllowed.
    """
    if not event.was_held:
        raise NotHeld
    if not member.may(Act.PUBLISH) or not written_by(member).filter(pk=event.pk).exists():
        raise NotAllowed
    row = Lesson.objects.select_for_update(of=("self",)).filter(event=event, withdrawn_at=None).first()
    if row is not None and not row.is_draft:
        raise OneLessonAnEvent
    if row is None:
        if event.organisation_id != member.organisation_id:
            raise NotAllowed
        row = Lesson(
            event=event,
            originator_id=own_organisation(member),
            author_id=member.person_id,
            tlp=Tlp.GREEN,
            made_at=now,
        )
    _apply(row, said, event)
    row.changed_at = now
    row.save()
    return row


def _apply(row: Lesson, said: LessonSaid, event: Event) -> None:
    row.title, row.aim = cleaned("title", said.title, LESSON_TITLE), marked_down("aim", said.aim, AIM)
    row.helped = marked_down("helped", said.helped, LEARNT)
    row.change = marked_down("change", said.change, LEARNT)
    if not row.helped and not row.change:
        raise NothingLearnt
    row.language, row.kind, row.elements = said.language, event.kind, list(event.elements)
    row.mo = known_codes("mo", "methods", said.mo)
    row.controls = known_codes("controls", "controls", said.controls)


@transaction.atomic
def delete_lesson(*, member: Member, lesson: Lesson) -> None:
    """Throw the draft away. Raises NotAllowed."""
    gone, _rows = Lesson.objects.editable_by(member).drafts().filter(pk=lesson.pk).delete()
    if not gone:
        raise NotAllowed


def lesson_signers(member: Member, row: Lesson) -> set[int | None]:
    """For which facilities this seat approves the lesson; None = for the organisation, where no facility took part."""
    places = {one.pk for one in places_of(row.event_id)}
    if not places:
        return {None} if Event.objects.run_by(member).filter(pk=row.event_id).exists() else set()
    own = Facility.objects.filter(pk__in=places).kept_by(member) if runs_drills(member) else Facility.objects.none()
    return set(own.values_list("pk", flat=True))


@transaction.atomic
def approve_lesson(
    *, member: Member, lesson: Lesson, facility_id: int | None, seal: str, now: datetime
) -> LessonApproval:
    """The officer of one facility agrees to words and readers as they were read; without facilities, the organiser's.

    Raises StillTells, ReadAnew, AlreadyApproved, NotAllowed.
    """
    seat = acting_seat(member)
    row = Lesson.objects.drafted_for(member).select_for_update(of=("self",)).filter(pk=lesson.pk).first()
    if row is None or facility_id not in lesson_signers(member, row):
        raise NotAllowed
    if seal != lesson_seal(row):
        raise ReadAnew
    found = told_by(row)
    if found:
        raise StillTells(found)
    if LessonApproval.objects.filter(lesson=row, facility=facility_id, seal=seal, ended_at=None).exists():
        raise AlreadyApproved
    return LessonApproval.objects.create(lesson=row, facility_id=facility_id, seal=seal, by_id=seat, at=now)


@transaction.atomic
def take_back_lesson(*, member: Member, approval: LessonApproval, now: datetime) -> None:
    """Until it is published, an approval can be taken back. Raises NotAllowed."""
    # The lesson is held first: whoever publishes it holds it too.
    Lesson.objects.select_for_update(of=("self",)).get(pk=approval.lesson_id)
    given = LessonApproval.objects.editable_by(member).filter(pk=approval.pk, ended_at=None, lesson__version=0)
    if not given.update(ended_at=now):
        raise NotAllowed


@transaction.atomic
def to_practice(
    *, member: Member, lesson: Lesson, headings: tuple[str, str], review_by: date, now: datetime
) -> Practice:
    """A draft of a practice, kind lesson, by the organisation that published it, for the same readers:
    it never goes to others (afteraction/bounding.py).

    headings   over what helped and over what to change, in the lesson's language. Raises NotAllowed, BadField.
    """
    seen = Lesson.objects.visible_to(member).standing().filter(pk=lesson.pk).first()
    # Nobody else may: who only reads it could not let it go further.
    if seen is None or seen.originator_id != member.organisation_id or not member.may(Act.PUBLISH):
        raise NotAllowed
    parts = zip(headings, (seen.helped, seen.change), strict=True)
    said = PracticeFields(
        kind=Kind.LESSON.value,
        title=seen.title,
        summary=" ".join(seen.aim.split())[:SUMMARY],
        body="\n\n".join(f"## {heading}\n\n{text}" for heading, text in parts if text),
        language=seen.language,
        methods=tuple(seen.mo),
        controls=tuple(seen.controls),
        sources=(seen.number,),
        review_by_on=review_by,
    )
    circles = frozenset(seen.circles.values_list("pk", flat=True))
    readers = Readers(tlp=TlpValue(seen.tlp), circles=circles)
    made = save_draft(member=member, said=said, readers=readers, now=now)
    LessonPractice.objects.create(practice=made, lesson=seen)
    return made
