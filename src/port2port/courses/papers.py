"""The record of one person, as a page and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.courses.access import may_see_results
from port2port.courses.listing import Cell, cell
from port2port.courses.models import Attempt, CourseAssignment, OutsideProof, Pass
from port2port.courses.record import Trained, trained
from port2port.courses.roles import roles
from port2port.courses.texts import text_of
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.pure.calendar_rules import State, state_on
from port2port.pure.quiz import is_right
from port2port.pure.sheets import Column
from port2port.vocabulary.subjects import in_words, subject_words, subjects


@dataclass(frozen=True, slots=True)
class Record:
    """What stands on the page of one person.

    must      paragraph, words, how it stands       passes    with whether a newer version has to be taken
    open      what is assigned, with its state
    """

    trained: Trained
    role_words: str
    basis: str
    must: list[tuple[str, str, Cell]]
    open: list[tuple[CourseAssignment, State]]
    over: list[CourseAssignment]
    passes: list[tuple[Pass, bool]]
    attempts: list[Attempt]
    proofs: list[tuple[OutsideProof, list[str]]]


def record_of(seat: Seat, *, member: Member, today: date) -> Record:
    """The record that this seat's organisation keeps."""
    one = trained([seat], organisation=seat.organisation_id, today=today)[0]
    mine = {"person_id": seat.person_id, "organisation_id": seat.organisation_id}
    given = list(
        CourseAssignment.objects.visible_to(member)
        .filter(**mine)
        .select_related("course__current", "waived_by", "made_by")
    )
    passes = Pass.objects.visible_to(member).filter(**mine).select_related("course__current").order_by("-on")
    attempts = Attempt.objects.visible_to(member).filter(**mine).handed_in().select_related("version__course")
    proofs = OutsideProof.objects.visible_to(member).filter(**mine).standing().select_related("seen_by")
    return Record(
        trained=one,
        role_words=in_words(roles()[one.role].labels),
        basis=roles()[one.role].basis,
        must=[(_paragraph(code), subject_words(code), cell(*found)) for code, found in one.covers.items()],
        open=[(row, state_on(row.due_on, today)) for row in given if row.done_at is None and row.waived_at is None],
        over=[row for row in given if row.done_at is not None or row.waived_at is not None],
        passes=[(row, row.n < row.course.asks_from) for row in passes],
        attempts=list(attempts[:50]),
        proofs=[(row, [subject_words(code) for code in row.codes]) for row in proofs],
    )


def _paragraph(code: str) -> str:
    found = subjects().get(code)
    return found.paragraph if found is not None else ""


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [Column(name, 30) for name in (_("Kind"), _("What"), _("Version"), _("On"), _("Until"), _("Result"))]


def rows_of(seat: Seat, *, member: Member, act: str, now: datetime) -> list[Sequence[str]]:
    """Attempts handed in, assignments and proof of this person here; on record. Days and times are ISO 8601, UTC.

    Who takes out the own record finds in it also the single answers, as long as they are kept; nobody else does.
    """
    record_act(member=member, act="take_out_training", subject=f"{act}: seat {seat.key}", now=now)
    return list(_rows(seat, member))


def _rows(seat: Seat, member: Member) -> Iterator[Sequence[str]]:
    rule = may_see_results(member)
    mine = {"person_id": seat.person_id, "organisation_id": seat.organisation_id}
    for row in Attempt.objects.filter(rule, **mine).handed_in().select_related("version__course"):
        result = f"{row.per_cent} %"
        yield [_("Attempt"), row.version.title, str(row.version.n), _moment(row.handed_in_at), "", result]
        if row.person_id == member.person_id:
            yield from _answers(row)
    for given in CourseAssignment.objects.filter(rule, **mine).select_related("course__current"):
        said = given.waive_reason if given.waived_at else _moment(given.done_at)
        yield [_("Assigned"), given.course.title, "", _moment(given.made_at), given.due_on.isoformat(), said]
    for proof in OutsideProof.objects.filter(rule, **mine).standing():
        what = f"{proof.issuer} {proof.number}".strip()
        yield [
            proof.get_kind_display(),
            what,
            "",
            _moment(proof.seen_at),
            proof.valid_to_on.isoformat(),
            " ".join(proof.codes),
        ]


def _answers(row: Attempt) -> Iterator[Sequence[str]]:
    """Each question as it was asked, with what was chosen; nothing once the answers are erased."""
    text = text_of(row.version, row.language) if row.erased_at is None else None
    for one in row.asked if text is not None else ():
        quiz = text.quiz(one) if text is not None else None
        if quiz is None:
            continue
        chosen = row.answers.get(one, [])
        said = " | ".join(quiz.choices[place].text for place in chosen)
        judged = _("Right") if is_right(chosen, quiz.right) else _("Wrong")
        yield [
            pgettext("in a training record", "Answer"),
            quiz.ask,
            str(row.version.n),
            _moment(row.handed_in_at),
            "",
            f"{judged}: {said}",
        ]


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
