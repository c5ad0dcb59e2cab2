"""A course is read, its questions are asked, answered once, and judged."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.courses.access import learns
from port2port.courses.actions.earning import Randomness, earned
from port2port.courses.actions.shared import acting_organisation, acting_person, acting_seat
from port2port.courses.models import Attempt, Course, CourseAssignment, CourseVersion, ItemCount, Pass, Reading
from port2port.courses.record import roles_of
from port2port.courses.refusals import NewVersion, NoSuchLanguage, NotOffered, OtherSeat, StillCovered, TooSoon
from port2port.courses.roles import roles
from port2port.courses.texts import first_text
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.members.operators import operators
from port2port.pure.calendar_rules import plus_months
from port2port.pure.course_file import CourseText
from port2port.pure.quiz import Score, again_from, drawn, is_right, score

SHOWN_EVERY = 10
FEWEST_OPERATORS = 5
# A pass that still counts so long is not renewed yet.
RENEWED_FROM = timedelta(days=60)
# In months; nobody learns so long.
FOREVER = 12_000


def read_lesson(*, member: Member, version: CourseVersion, lesson: int, now: datetime) -> None:
    """This person opened that lesson; the first time counts. Raises NotAllowed, NotOffered."""
    if not learns(member):
        raise NotAllowed
    if version.released_at is None or not 1 <= lesson <= version.lessons:
        raise NotOffered
    Reading.objects.get_or_create(person_id=acting_person(member), version=version, lesson=lesson, defaults={"at": now})


def may_try_from(member: Member, course: Course) -> datetime | None:
    """From when the questions can be asked again after a fail; None where nothing was failed last."""
    tried = Attempt.objects.editable_by(member).filter(version__course=course).handed_in()
    last = tried.order_by("-handed_in_at").first()
    if last is None or last.is_passed or last.handed_in_at is None:
        return None
    return again_from(last.handed_in_at)


def is_still_covered(member: Member, course: Course, *, now: datetime) -> bool:
    """Whether this version was passed here and counts for more than 60 days yet, and nobody assigned it anew.

    It counts for the months of its certificate, or of the own role where those are fewer.
    """
    mine = {"person_id": member.person_id, "organisation_id": member.organisation_id, "course": course}
    held, version = Pass.objects.filter(**mine).first(), course.current
    if held is None or version is None or held.n != version.n:
        return False
    if CourseAssignment.objects.open().filter(**mine).exists():
        return False
    months = min(_months_of(member, course), held.valid_months or FOREVER)
    return plus_months(held.on, months) - timezone.localdate(now) > RENEWED_FROM


def _months_of(member: Member, course: Course) -> int:
    """After how many months the own role asks for the course again; FOREVER where it does not."""
    said = roles_of(Seat.objects.filter(pk=member.seat_id or 0)).values()
    needs = (need for role in said for need in roles()[role].needs if course.code in need.courses)
    return min((need.renew_months for need in needs), default=FOREVER)


@transaction.atomic
def start(*, member: Member, course: Course, language: str, key: UUID, now: datetime) -> Attempt:
    """Ask the questions of a course; an attempt that was begun goes on, with the questions that it drew.

    key   random; draws the questions
    Raises NotAllowed, NotOffered, NoSuchLanguage, TooSoon, StillCovered.
    """
    if not learns(member):
        raise NotAllowed
    held = Course.objects.select_for_update(of=("self",)).select_related("current").get(pk=course.pk)
    version = held.current
    if version is None or held.retired_at is not None or not version.questions:
        raise NotOffered
    if language not in version.languages:
        raise NoSuchLanguage
    mine = Attempt.objects.filter(person_id=acting_person(member), version__course=held, handed_in_at=None)
    mine.exclude(version=version).delete()
    begun = mine.filter(version=version).first()
    if begun is not None:
        return _gone_on(begun, member, language)
    wait = may_try_from(member, held)
    if wait is not None and wait > now:
        raise TooSoon
    if is_still_covered(member, held, now=now):
        raise StillCovered
    return Attempt.objects.create(
        key=key,
        person_id=acting_person(member),
        organisation_id=acting_organisation(member),
        seat_id=acting_seat(member),
        version=version,
        language=language,
        asked=_draw(version, key),
        started_at=now,
    )


def _gone_on(attempt: Attempt, member: Member, language: str) -> Attempt:
    """The same questions, in the language and for the seat from which they are opened now."""
    attempt.language, attempt.seat_id = language, acting_seat(member)
    attempt.organisation_id = acting_organisation(member)
    attempt.save(update_fields=["language", "seat", "organisation"])
    return attempt


def _draw(version: CourseVersion, key: UUID) -> list[str]:
    text = _text(version)
    return list(drawn(key, [quiz.id for quiz in text.quizzes], text.front.draw))


def _text(version: CourseVersion) -> CourseText:
    text = first_text(version)
    if text is None:
        raise NotOffered
    return text


@transaction.atomic
def hand_in(
    *,
    member: Member,
    attempt: Attempt,
    answers: Mapping[str, list[int]],
    now: datetime,
    randomness: Randomness,
) -> Attempt:
    """Judge the answers, once: handed in again, the first answers stand.

    answers      by question id the chosen positions; what was not asked is passed over
    randomness   for the certificate: `secrets.token_bytes`
    Raises NotAllowed, OtherSeat, NewVersion.
    """
    rows = Attempt.objects.editable_by(member).select_for_update(of=("self",)).select_related("version__course")
    row = rows.filter(pk=attempt.pk).first()
    if row is None:
        raise NotAllowed
    if row.handed_in_at is not None:
        return row
    if row.organisation_id != member.organisation_id:
        raise OtherSeat
    _check_version(row)
    text = _text(row.version)
    right = {quiz.id: quiz.right for quiz in text.quizzes if quiz.id in row.asked}
    row.answers = _cleaned(text, row.asked, answers)
    found = score(right, row.answers, pass_mark=row.version.pass_mark)
    row.right, row.per_cent, row.is_passed, row.handed_in_at = found.right, found.per_cent, found.passed, now
    row.save()
    _count(row, text)
    if found.passed:
        _passed(row, found, now=now)
        earned(member=member, attempt=row, now=now, randomness=randomness)
    return row


def _check_version(row: Attempt) -> None:
    """An attempt of an old version counts only while nobody has to take the new one."""
    course = row.version.course
    if course.retired_at is not None or row.version.n < course.asks_from:
        raise NewVersion


def _cleaned(text: CourseText, asked: list[str], answers: Mapping[str, list[int]]) -> dict[str, list[int]]:
    kept = {}
    for quiz in asked:
        one = text.quiz(quiz)
        number = len(one.choices) if one is not None else 0
        kept[quiz] = sorted({one for one in answers.get(quiz, ()) if 0 <= one < number})
    return kept


def _count(row: Attempt, text: CourseText) -> None:
    """Into the figures of each question, without a name; only the first attempt of a person counts.

    The rows are made and locked in one order: each attempt draws another, and two at once would wait for each other.
    """
    if not _counts(row):
        return
    choices = {quiz: len(found.choices) for quiz in sorted(row.asked) if (found := text.quiz(quiz)) is not None}
    rows = ItemCount.objects.filter(version=row.version, quiz__in=list(choices))
    there = set(rows.order_by().values_list("quiz", flat=True))
    new = [
        ItemCount(version=row.version, quiz=quiz, chosen=[0] * number)
        for quiz, number in choices.items()
        if quiz not in there
    ]
    ItemCount.objects.bulk_create(new, ignore_conflicts=True)
    for counts in rows.select_for_update().order_by("quiz"):
        found = text.quiz(counts.quiz)
        if found is not None:
            _add(counts, row, right=is_right(row.answers[counts.quiz], found.right))


def _counts(row: Attempt) -> bool:
    tried = Attempt.objects.filter(person_id=row.person_id, version=row.version).handed_in().exclude(pk=row.pk)
    return not tried.exists() and row.organisation_id != row.version.course.organisation_id


def _add(counts: ItemCount, row: Attempt, *, right: bool) -> None:
    chosen = row.answers[counts.quiz]
    counts.asked += 1
    counts.right += right
    counts.chosen = [times + (place in chosen) for place, times in enumerate(counts.chosen)]
    if counts.asked % SHOWN_EVERY == 0 and _are_many(counts):
        counts.shown_asked, counts.shown_right, counts.shown_chosen = counts.asked, counts.right, counts.chosen
    counts.save()


def _are_many(counts: ItemCount) -> bool:
    """Whether people of enough operators were asked this."""
    tops, found = operators(), set[int]()
    tried = Attempt.objects.filter(version=counts.version_id).handed_in()
    rows = tried.exclude(organisation_id=counts.version.course.organisation_id).order_by("pk")
    for organisation, asked in rows.values_list("organisation_id", "asked").iterator(chunk_size=500):
        if counts.quiz in asked:
            found.add(tops.get(organisation, organisation))
        if len(found) >= FEWEST_OPERATORS:
            return True
    return False


def _passed(row: Attempt, found: Score, *, now: datetime) -> None:
    course = row.version.course
    Pass.objects.update_or_create(
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        course=course,
        defaults={
            "n": row.version.n,
            "on": timezone.localdate(now),
            "per_cent": found.per_cent,
            "valid_months": row.version.valid_months,
        },
    )
    open_ones = CourseAssignment.objects.filter(
        person_id=row.person_id, organisation_id=row.organisation_id, course=course
    )
    open_ones.open().update(done_at=now)
