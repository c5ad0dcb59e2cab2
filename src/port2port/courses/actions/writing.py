"""A course is drafted, offered, released by a second person of another organisation, retired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.courses.access import teaches
from port2port.courses.actions.shared import acting_organisation, acting_person, acting_seat
from port2port.courses.models import Attempt, Course, CourseFile, CourseVersion
from port2port.courses.refusals import (
    ChangedMeanwhile,
    CodeTaken,
    HasFaults,
    NotNow,
    OtherBytes,
    SameOrganisation,
    TooFar,
)
from port2port.courses.roles import known
from port2port.courses.texts import digest_of
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.calendar_rules import plus_months
from port2port.pure.course_faults import Fault, Rule
from port2port.pure.course_file import CourseText, checked, file_name

LONGEST_REVIEW = 24


@dataclass(frozen=True, slots=True)
class DraftText:
    """What a writer typed or uploaded. files: by language, also where it has faults; substantial: see CourseVersion."""

    files: Mapping[str, str]
    substantial: bool = True


def judged(code: str, number: int, files: Mapping[str, str]) -> tuple[dict[str, CourseText], list[Fault]]:
    """The course that the files hold, and everything that is wrong with them."""
    raw = {language: content.encode() for language, content in files.items() if content.strip()}
    texts, faults = checked(raw, known())
    return texts, faults + list(_misplaced(code, number, texts.values()))


def _misplaced(code: str, number: int, texts: Iterable[CourseText]) -> Iterable[Fault]:
    for text in texts:
        if (text.front.id, text.front.version) != (code, number):
            about = f"{text.front.id} {text.front.version} ≠ {code} {number}"
            yield Fault(file_name(text.front.lang), 1, Rule.OTHER_FILE, about)


@transaction.atomic
def begin_course(*, member: Member, code: str, said: DraftText, now: datetime) -> CourseVersion:
    """The first draft of a course; kept with its faults. Raises NotAllowed, CodeTaken."""
    if not teaches(member):
        raise NotAllowed
    if Course.objects.filter(code=code).exists():
        raise CodeTaken
    try:
        with transaction.atomic():
            course = Course.objects.create(code=code, organisation_id=acting_organisation(member), made_at=now)
    except IntegrityError as error:
        # Somebody else took the id between the look and the row.
        raise CodeTaken from error
    return _draft(course, 1, said, member=member, now=now)


@transaction.atomic
def begin_version(*, member: Member, course: Course, said: DraftText, now: datetime) -> CourseVersion:
    """The draft of the next version; there is one at a time. Raises NotAllowed, NotNow."""
    held = Course.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=course.pk).first()
    if held is None:
        raise NotAllowed
    if held.versions.filter(released_at=None).exists():
        raise NotNow
    last = held.versions.aggregate(last=Max("n"))["last"] or 0
    return _draft(held, last + 1, said, member=member, now=now)


def _draft(course: Course, number: int, said: DraftText, *, member: Member, now: datetime) -> CourseVersion:
    row = CourseVersion(course=course, n=number, made_by_id=acting_seat(member), made_at=now, changed_at=now)
    return _write(row, said, member=member, now=now)


@transaction.atomic
def save_draft(
    *, member: Member, version: CourseVersion, said: DraftText, revision: int, now: datetime
) -> CourseVersion:
    """Other words; what was offered is a draft again. Raises NotAllowed, ChangedMeanwhile."""
    row = _held(member, version)
    if row.revision != revision:
        raise ChangedMeanwhile
    row.offered_at, row.offered_by_id, row.revision = None, None, row.revision + 1
    return _write(row, said, member=member, now=now)


def _held(member: Member, version: CourseVersion) -> CourseVersion:
    rows = CourseVersion.objects.editable_by(member).select_for_update(of=("self",)).select_related("course")
    row = rows.filter(pk=version.pk).first()
    if row is None:
        raise NotAllowed
    return row


def _write(row: CourseVersion, said: DraftText, *, member: Member, now: datetime) -> CourseVersion:
    texts, faults = judged(row.course.code, row.n, said.files)
    put_in(row, texts)
    row.faults = [{"file": one.file, "line": one.line, "rule": one.rule.value, "about": one.about} for one in faults]
    row.is_substantial, row.changed_at, row.changed_by_id = said.substantial, now, acting_seat(member)
    row.save()
    row.writers.add(acting_person(member))
    row.files.all().delete()
    CourseFile.objects.bulk_create(file_rows(row, said.files))
    return row


def put_in(row: CourseVersion, texts: Mapping[str, CourseText]) -> None:
    """What the lists and rules need of the files, into the row."""
    row.titles = {language: text.front.title for language, text in texts.items()}
    row.summaries = [language for language, text in texts.items() if text.front.summary]
    row.languages = [language for language in texts if language not in row.summaries]
    if not row.languages:
        return
    text = texts[row.languages[0]]
    front = text.front
    row.audiences = f" {' '.join(front.audience)} "
    row.covers, row.minutes, row.pass_mark = list(front.covers), front.minutes, front.pass_mark
    row.valid_months, row.review_by_on = front.valid_months, front.review_by
    row.lessons, row.questions = len(text.lessons), len(text.quizzes)


def file_rows(row: CourseVersion, files: Mapping[str, str], stands_at: datetime | None = None) -> list[CourseFile]:
    """The files as they are kept, with their digests."""
    return [
        CourseFile(
            version=row,
            language=language,
            content=content,
            sha256=sha256(content.encode()).hexdigest(),
            stands_at=stands_at,
        )
        for language, content in files.items()
        if content.strip()
    ]


@transaction.atomic
def offer(*, member: Member, version: CourseVersion, now: datetime) -> CourseVersion:
    """The draft is ready; another organisation reads it. Raises NotAllowed, HasFaults."""
    row = _held(member, version)
    if row.faults or not row.languages:
        raise HasFaults
    row.offered_at, row.offered_by_id = now, acting_seat(member)
    row.save(update_fields=["offered_at", "offered_by"])
    return row


@transaction.atomic
def discard(*, member: Member, version: CourseVersion, now: datetime) -> None:
    """A draft is thrown away; a course that never had another goes with it. Raises NotAllowed."""
    row = _held(member, version)
    course = row.course
    record_act(member=member, act="discard_course_draft", subject=f"{course.code} {row.n}", now=now)
    row.delete()
    if not course.versions.exists():
        course.delete()


@transaction.atomic
def release(*, member: Member, version: CourseVersion, digest: str, now: datetime) -> CourseVersion:
    """A second person of another organisation read it and releases it; from here on it stands.

    digest   of the words that were read
    Raises NotAllowed, SameOrganisation, OtherBytes, HasFaults.
    """
    row = _releasable(member, version)
    if digest != digest_of(row):
        raise OtherBytes
    _texts, faults = judged(row.course.code, row.n, {one.language: one.content for one in row.files.all()})
    if faults:
        raise HasFaults
    row.released_at, row.released_by_id = now, acting_seat(member)
    row.files.update(stands_at=now)
    row.save(update_fields=["released_at", "released_by"])
    take_effect(row)
    record_act(member=member, act="release_course", subject=f"{row.course.code} {row.n}", now=now)
    return row


def _releasable(member: Member, version: CourseVersion) -> CourseVersion:
    rows = CourseVersion.objects.visible_to(member).select_for_update(of=("self",)).select_related("course")
    row = rows.filter(pk=version.pk, released_at=None, offered_at__isnull=False).first()
    if row is None or not teaches(member):
        raise NotAllowed
    if not may_release(member, row):
        raise SameOrganisation
    return row


def may_release(member: Member, version: CourseVersion) -> bool:
    """Whether this seat is the second person, of another organisation."""
    return CourseVersion.objects.releasable_by(member).filter(pk=version.pk).exists()


def take_effect(row: CourseVersion) -> None:
    """From now on this version is taken."""
    course = row.course
    if course.current_id is None or row.is_substantial:
        course.asks_from = row.n
        # Whoever was answering an older one begins anew.
        Attempt.objects.filter(version__course=course, handed_in_at=None).delete()
    course.current, course.retired_at, course.retired_by_id = row, None, None
    course.save(update_fields=["current", "asks_from", "retired_at", "retired_by"])


@transaction.atomic
def put_off(*, member: Member, course: Course, review_by_on: date, now: datetime) -> None:
    """It was gone over and holds until another day, in two years at most. Raises NotAllowed, NotNow, TooFar."""
    held = Course.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=course.pk).first()
    if held is None:
        raise NotAllowed
    if held.current is None or held.retired_at is not None or review_by_on <= timezone.localdate(now):
        raise NotNow
    if review_by_on > plus_months(timezone.localdate(now), LONGEST_REVIEW):
        raise TooFar
    held.current.review_by_on = review_by_on
    held.current.save(update_fields=["review_by_on"])
    record_act(member=member, act="review_course", subject=f"{held.code} {held.current.n}", now=now)


@transaction.atomic
def retire(*, member: Member, course: Course, now: datetime) -> None:
    """It is taken no more; what was passed stays. Raises NotAllowed, NotNow."""
    held = Course.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=course.pk).first()
    if held is None:
        raise NotAllowed
    if held.current is None or held.retired_at is not None:
        raise NotNow
    held.retired_at, held.retired_by_id = now, acting_seat(member)
    held.save(update_fields=["retired_at", "retired_by"])
    Attempt.objects.filter(version__course=held, handed_in_at=None).delete()
    record_act(member=member, act="retire_course", subject=held.code, now=now)
