"""What the actions of a measure ask before they do anything, and the line that each leaves."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.measures.access import writes
from port2port.measures.models import Measure, MeasureStep, MeasureVersion, State
from port2port.measures.refusals import refusal_of
from port2port.measures.rooms import rooms
from port2port.members.member import Act, Member
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.pure import measure_life
from port2port.pure.measure_life import Facts, Move, MoveRefusedError, Role
from port2port.reports.rules import own_organisation
from port2port.sharing import actions as sharing
from port2port.sharing.would import receivers_of


def roles_of(member: Member, measure: Measure) -> frozenset[Role]:
    """In which roles this member acts on the measure now."""
    if measure.is_withdrawn or member.seat_id is None or not member.may(Act.PUBLISH):
        return frozenset()
    roles: set[Role] = set()
    if writes(member) and measure.originator_id == member.organisation_id:
        roles.add(Role.WRITER)
        if measure.lead_id == member.seat_id:
            roles.add(Role.LEAD)
    if _chairs(member, measure):
        roles.add(Role.CHAIR)
    return frozenset(roles)


def _chairs(member: Member, measure: Measure) -> bool:
    if not measure.working_group or not rooms().chairs(member, measure.working_group):
        return False
    return Measure.objects.visible_to(member).filter(pk=measure.pk).exists()


def locked(member: Member, measure: Measure) -> tuple[Measure, MeasureVersion]:
    """The measure and the version that is worked on, held, for who may know of it. Raises NotAllowed."""
    row = Measure.objects.select_for_update(of=("self",)).select_related("originator", "lead").get(pk=measure.pk)
    own = Measure.objects.editable_by(member).filter(pk=row.pk)
    if not own.exists() and not Measure.objects.visible_to(member).filter(pk=row.pk).exists():
        raise NotAllowed
    version = MeasureVersion.objects.select_for_update(of=("self",)).get(measure=row, n=row.n)
    version.measure = row
    return row, version


def checked(member: Member, measure: Measure, move: Move, facts: Facts) -> State:
    """The state after the step. Raises Refusal."""
    try:
        to = measure_life.step(measure_life.State(measure.state), move, roles_of(member, measure), facts)
    except MoveRefusedError as error:
        raise refusal_of(error) from error
    return State(to.value)


def facts_at(now: datetime, **more: Any) -> Facts:
    """What is known at this moment, for one step."""
    return Facts(now=now, today=timezone.localdate(now), **more)


def note_step(
    measure: Measure,
    move: str,
    *,
    member: Member,
    now: datetime,
    note: str = "",
    decision: str = "",
    inside: bool = False,
) -> MeasureStep:
    """One line in the history."""
    return MeasureStep.objects.create(
        measure=measure,
        move=move,
        state=measure.state,
        n=measure.n,
        note=note,
        decision=decision,
        organisation_id=own_organisation(member),
        by_id=member.seat_id or 0,
        at=now,
        is_inside=inside,
    )


def publish_next(measure: Measure, *, now: datetime) -> None:
    """The row as it stands now becomes its next published version, in the name of who wrote it.

    The chair decides; what the ledger holds is signed by the organisation whose measure it is. Raises NotAllowed.
    """
    before = receivers_of(measure, first_at=measure.published_at or now)
    sharing.revise(record=measure, member=publisher_of(measure), before=before, confirmed=before.organisations, now=now)


def publisher_of(measure: Measure) -> Member:
    """Who publishes: the lead, else another writer of the same organisation. Raises NotAllowed."""
    seats = Seat.objects.open().filter(organisation=measure.originator_id).select_related("person", "organisation")
    candidates = seats.filter(Q(pk=measure.lead_id) | Q(function__in=["officer", "analyst", "secretariat"]))
    ordered = sorted(candidates, key=lambda one: (one.pk != measure.lead_id, one.pk))
    found = next((one for one in map(member_of_seat, ordered) if one.may(Act.PUBLISH)), None)
    if found is None:
        raise NotAllowed
    return found
