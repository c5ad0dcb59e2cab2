"""What the actions have in common: the row under lock, the right to write, a line in the history."""

from collections.abc import Iterable
from datetime import datetime

from port2port.assessments.models import Assessment, AssessmentStep, Assignment, Round
from port2port.assessments.refusals import NotOfTheRound, NotWritable, RoundNotOpen, Withdrawn
from port2port.base.refusal import NotAllowed
from port2port.duties.access import reads_duties
from port2port.duties.actions.promises import move
from port2port.duties.models import Action
from port2port.members.member import Act, Member

State = Assessment.State
What = AssessmentStep.What


def seat_of(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for a machine."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def held(assessment: Assessment) -> Assessment:
    """The row as it is now, and nobody else's until the end."""
    rows = Assessment.objects.select_for_update(of=("self",)).with_names().select_related("submitted_by", "action")
    return rows.get(pk=assessment.pk)


def kept(member: Member, assessment: Assessment) -> Assessment:
    """The row under lock, for who keeps it. Raises NotAllowed."""
    row = held(assessment)
    if not Assessment.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    return row


def written(member: Member, assessment: Assessment, controls: Iterable[str]) -> Assessment:
    """The row under lock, where this seat may answer these controls now.

    Raises NotAllowed, NotWritable, RoundNotOpen, Withdrawn.
    """
    row = held(assessment)
    is_kept = Assessment.objects.editable_by(member).filter(pk=row.pk).exists()
    if not is_kept and not set(controls) <= given_to(member, row):
        raise NotAllowed
    seat_of(member)
    check_open(row)
    return row


def given_to(member: Member, assessment: Assessment) -> set[str]:
    """The controls that are given to this seat or its organisation now; a token that only reads writes none."""
    if member.limit is not None and Act.ANSWER not in member.limit:
        return set()
    parts = Assignment.objects.open_for(member).filter(assessment=assessment)
    return {one for part in parts for one in part.controls}


def check_open(row: Assessment) -> None:
    """That answers are taken. Raises NotWritable, RoundNotOpen, Withdrawn."""
    if row.withdrawn_at is not None:
        raise Withdrawn
    if row.round.state != Round.State.OPEN:
        raise RoundNotOpen
    if row.state != State.DRAFT:
        raise NotWritable


def check_asked(asked: Iterable[str], known: Iterable[str]) -> None:
    """That the round asks for all of them. Raises NotOfTheRound."""
    if not set(asked) <= set(known):
        raise NotOfTheRound


def note(
    row: Assessment, what: str, *, member: Member, now: datetime, note: str = "", part: Assignment | None = None
) -> None:
    """A line of the history."""
    AssessmentStep.objects.create(
        assessment=row,
        what=what,
        note=note,
        organisation=part.organisation if part else None,
        seat=part.seat if part else None,
        controls=part.controls if part else [],
        by_id=seat_of(member),
        at=now,
    )


def settle(action: Action | None, *, member: Member, to: str, now: datetime, reason: str = "") -> None:
    """Move a to-do of ours on, where it still waits and this seat may."""
    if action is None or not reads_duties(member):
        return
    row = Action.objects.editable_by(member).filter(pk=action.pk).first()
    if row is not None and row.state in {"open", "doing"} and row.state != to:
        move(member=member, action=row, to=to, reason=reason, now=now)
