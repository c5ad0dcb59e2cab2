"""The controller and the officer of each facility approve one wording; with the last of them it is final."""

from datetime import datetime

from django.db import transaction

from port2port.afteraction.access import signed_for
from port2port.afteraction.actions.commenting import is_over
from port2port.afteraction.actions.writing import acting_seat, check_evaluated
from port2port.afteraction.models import AfterAction, EventApproval
from port2port.afteraction.refusals import AlreadyApproved, NotNow, ReadAnew
from port2port.afteraction.sealing import seal_of
from port2port.afteraction.signing import is_complete, signatures
from port2port.base.refusal import NotAllowed
from port2port.drills.actions import move_on
from port2port.drills.models import Event, EventRole, Role, State
from port2port.members.member import Member


def signs_of(member: Member, row: AfterAction) -> set[tuple[str, int | None]]:
    """As what this seat may approve: pairs of `signs` and the facility's id."""
    if member.seat_id is None:
        return set()
    found: set[tuple[str, int | None]] = set()
    controls = EventRole.objects.open().filter(event=row.event_id, role=Role.CONTROLLER)
    runs = Event.objects.run_by(member).filter(pk=row.event_id).exists()
    # Where nobody was named, who runs it controls it.
    if controls.filter(seat=member.seat_id).exists() or (runs and not controls.exists()):
        found.add((EventApproval.Signs.CONTROLLER.value, None))
    if runs:
        found.add((EventApproval.Signs.OFFICER.value, None))
    places = signed_for(member).filter(event=row.event_id).values_list("facility_id", flat=True)
    return found | {(EventApproval.Signs.OFFICER.value, one) for one in places}


@transaction.atomic
def approve(
    *, member: Member, after_action: AfterAction, signs: str, facility_id: int | None, seal: str, now: datetime
) -> AfterAction:
    """Agree to the wording that was read; the last approval makes it final and closes the event.

    seal   of what was read. Raises NotNow, ReadAnew, AlreadyApproved, NotAllowed.
    """
    seat = acting_seat(member)
    row = _held(member, after_action)
    if row.state == AfterAction.State.COMMENTS and is_over(row, now=now):
        row.state = AfterAction.State.APPROVAL
    if row.state != AfterAction.State.APPROVAL:
        raise NotNow
    if seal != seal_of(row):
        raise ReadAnew
    check_evaluated(row)
    wanted = {(one.signs, one.facility_id): one for one in signatures(row, seal=seal)}
    slot = (signs, facility_id)
    if slot not in wanted or slot not in signs_of(member, row):
        raise NotAllowed
    if wanted[slot].given is not None:
        raise AlreadyApproved
    EventApproval.objects.create(after_action=row, signs=signs, facility_id=facility_id, seal=seal, by_id=seat, at=now)
    row.changed_at = now
    if is_complete(signatures(row, seal=seal)):
        row.state, row.final_at = AfterAction.State.FINAL, now
        # A drill recorded in one go is closed already.
        if row.event.state != State.CLOSED:
            row.event = move_on(member=member, event=row.event, to=State.CLOSED, now=now)
    row.save()
    return row


@transaction.atomic
def take_back(*, member: Member, approval: EventApproval, now: datetime) -> None:
    """Until the last one is given, an approval can be taken back. Raises NotNow, NotAllowed."""
    row = _held(member, approval.after_action)
    if row.state == AfterAction.State.FINAL:
        raise NotNow
    given = EventApproval.objects.editable_by(member).filter(pk=approval.pk, ended_at=None)
    if not given.update(ended_at=now):
        raise NotAllowed


def _held(member: Member, row: AfterAction) -> AfterAction:
    found = AfterAction.objects.visible_to(member).select_for_update(of=("self",)).select_related("event")
    kept = found.filter(pk=row.pk).first()
    if kept is None:
        raise NotAllowed
    return kept
