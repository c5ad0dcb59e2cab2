"""Courses are given to people, waived; their roles are said, and what they learned elsewhere is written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.courses.access import assigns, learners_of, learns, taught_by
from port2port.courses.actions.shared import acting_organisation, acting_person, acting_seat
from port2port.courses.models import Course, CourseAssignment, LearnerRole, OutsideProof
from port2port.courses.models.wording import ProofKind, Reason
from port2port.courses.refusals import ChooseOne, InThePast, NobodyChosen, NotOffered, ReasonTooShort
from port2port.courses.roles import default_role, roles
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.pure.texts import TITLE, Room
from port2port.reports.rules import BadField, cleaned
from port2port.vocabulary.subjects import subjects

WHY = Room(characters=1_000, byte_count=4_000, lines=True, required=True)
NUMBER = Room(characters=100, byte_count=400)
SHORTEST_REASON = 10
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class ProofText:
    """What was seen on paper. The paper itself is not kept."""

    kind: str
    codes: tuple[str, ...]
    issuer: str
    valid_to_on: date
    number: str = ""


def _taught(member: Member, seats: Iterable[Seat], *, own_too: bool = False) -> list[Seat]:
    """The seats, if the member sees the results of all of them. Raises NotAllowed.

    own_too   whether its own may be among them: nobody says of itself what it must know or has learned
    """
    wanted = {seat.pk for seat in seats}
    if not assigns(member):
        raise NotAllowed
    found = list((learners_of if own_too else taught_by)(member).filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise NotAllowed
    return found


@transaction.atomic
def set_role(*, member: Member, seat: Seat, role: str, now: datetime) -> None:
    """What this seat has to know; the role of its function needs no word. Raises NotAllowed, BadField."""
    held = _taught(member, [seat])[0]
    if role not in roles():
        raise BadField("role", ChooseOne.words)
    if role == default_role(held.function, of_facility=held.facility_id is not None):
        LearnerRole.objects.filter(seat=held).delete()
    else:
        said = {"role": role, "by_id": acting_seat(member), "at": now}
        LearnerRole.objects.update_or_create(seat=held, defaults=said)
    record_act(member=member, act="set_training_role", subject=f"seat {held.key}: {role}", now=now)


@transaction.atomic
def assign(
    *, member: Member, seats: Sequence[Seat], course: Course, due_on: date, reason: str = Reason.ROLE, now: datetime
) -> int:
    """Give a course to people until a day; who has it open already keeps the earlier day. How many got it.

    Raises NotAllowed, NotOffered, BadField.
    """
    if not seats:
        raise BadField("seats", NobodyChosen.words)
    if len(seats) > MOST_AT_ONCE or reason not in {Reason.ROLE, Reason.ACTION}:
        raise BadField("reason", ChooseOne.words)
    people = {seat.person_id for seat in _taught(member, seats, own_too=True)}
    made = sum(_given(member, person, course, due_on, reason, now=now) for person in sorted(people))
    record_act(member=member, act="assign_course", subject=f"{course.code}: {made} people", now=now)
    return made


@transaction.atomic
def wish(*, member: Member, course: Course, due_on: date, now: datetime) -> bool:
    """Somebody puts a course on its own list. Raises NotAllowed, NotOffered, BadField."""
    if not learns(member):
        raise NotAllowed
    return _given(member, acting_person(member), course, due_on, Reason.SELF, now=now)


def _given(member: Member, person: int, course: Course, due_on: date, reason: str, *, now: datetime) -> bool:
    if not Course.objects.offered().filter(pk=course.pk).exists():
        raise NotOffered
    if due_on < timezone.localdate(now):
        raise BadField("due_on", InThePast.words)
    mine = CourseAssignment.objects.open().filter(
        person_id=person, organisation_id=acting_organisation(member), course=course
    )
    held = mine.select_for_update().first()
    if held is not None:
        if due_on < held.due_on:
            held.due_on = due_on
            held.save(update_fields=["due_on"])
        return False
    row = CourseAssignment(
        person_id=person,
        organisation_id=acting_organisation(member),
        course=course,
        reason=reason,
        due_on=due_on,
        made_by_id=acting_seat(member),
        made_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Somebody else gave it between the look and the row; theirs stands.
        return False
    return True


@transaction.atomic
def waive(*, member: Member, assignment: CourseAssignment, reason: str, now: datetime) -> CourseAssignment:
    """This person need not take it, for a reason that stays. Raises NotAllowed, BadField."""
    row = (
        CourseAssignment.objects.editable_by(member)
        .open()
        .select_for_update(of=("self",))
        .filter(pk=assignment.pk)
        .first()
    )
    if row is None:
        raise NotAllowed
    words = cleaned("reason", reason, WHY)
    if len(words) < SHORTEST_REASON:
        raise BadField("reason", ReasonTooShort.words)
    row.waive_reason, row.waived_at, row.waived_by_id = words, now, acting_seat(member)
    row.save(update_fields=["waive_reason", "waived_at", "waived_by"])
    record_act(member=member, act="waive_course", subject=f"assignment {row.key}", now=now)
    return row


@transaction.atomic
def add_proof(*, member: Member, seat: Seat, said: ProofText, now: datetime) -> OutsideProof:
    """Write down what somebody learned elsewhere. Raises NotAllowed, BadField."""
    held = _taught(member, [seat])[0]
    if said.kind not in ProofKind.values:
        raise BadField("kind", ChooseOne.words)
    if not said.codes or set(said.codes) - set(subjects()):
        raise BadField("codes", ChooseOne.words)
    if said.valid_to_on < timezone.localdate(now):
        raise BadField("valid_to_on", InThePast.words)
    row = OutsideProof.objects.create(
        person_id=held.person_id,
        organisation_id=acting_organisation(member),
        kind=said.kind,
        codes=[code for code in subjects() if code in said.codes],
        issuer=cleaned("issuer", said.issuer, TITLE),
        number=cleaned("number", said.number, NUMBER),
        valid_to_on=said.valid_to_on,
        seen_by_id=acting_seat(member),
        seen_at=now,
    )
    record_act(member=member, act="add_training_proof", subject=f"proof {row.key}", now=now)
    return row


@transaction.atomic
def withdraw_proof(*, member: Member, proof: OutsideProof, now: datetime) -> None:
    """It was written down by mistake, or does not count any more. Raises NotAllowed."""
    rows = OutsideProof.objects.editable_by(member).standing().select_for_update(of=("self",))
    row = rows.filter(pk=proof.pk).first()
    if row is None:
        raise NotAllowed
    row.withdrawn_at, row.withdrawn_by_id = now, acting_seat(member)
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_act(member=member, act="withdraw_training_proof", subject=f"proof {row.key}", now=now)
