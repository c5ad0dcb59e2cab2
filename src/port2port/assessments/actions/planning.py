"""The improvement plan: gaps become actions of the facility, in the one table of actions."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.assessments.actions.shared import check_asked, held, seat_of
from port2port.assessments.models import Assessment, PlanItem
from port2port.assessments.pinned import sheet_of
from port2port.base.refusal import NotAllowed
from port2port.duties.actions.promises import Promise, move, promise
from port2port.duties.models import Action
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.reports.rules import BadField
from port2port.vocabulary import lookup


@transaction.atomic
def plan_gaps(
    *,
    member: Member,
    assessment: Assessment,
    controls: Collection[str],
    due_on: date,
    owner: Seat | None = None,
    now: datetime,
) -> list[PlanItem]:
    """One action a control, by that day; a control that has an open one gets no second.

    Raises NotAllowed, NotOfTheRound, BadField, WrongOwner.
    """
    row = _kept(member, assessment)
    sheet = sheet_of(row.round)
    check_asked(controls, sheet.by_id)
    if due_on <= timezone.localdate(now):
        raise BadField("due_on", gettext_lazy("Choose a day to come."))
    running = set(PlanItem.objects.filter(assessment=row, action__state__in=["open", "doing"]).values_list("control"))
    wanted = [one for one in sheet.controls if one.id in set(controls) and (one.id,) not in running]
    made = []
    for one in wanted:
        said = Promise(
            title=f"{one.label} · {one.title}"[:200],
            note=one.statement[:2000],
            due_on=due_on,
            language=lookup.reader_language(),
            facility=row.facility,
            owner=owner,
            source=("assessment", row.key),
        )
        action = promise(member=member, wish=said, now=now)
        item = PlanItem(assessment=row, control=one.id, action=action, by_id=seat_of(member), at=now)
        item.save()
        made.append(item)
    return made


@transaction.atomic
def undo_plan(*, member: Member, assessment: Assessment, made_at: datetime, now: datetime) -> int:
    """Drop the actions that were planned at that moment and that nobody has begun; how many. Raises NotAllowed."""
    row = _kept(member, assessment)
    items = PlanItem.objects.filter(assessment=row, at=made_at, action__state="open").select_related("action")
    actions: list[Action] = [one.action for one in items]
    for action in actions:
        move(member=member, action=action, to="dropped", reason=_("Taken back from the plan"), now=now)
    return len(actions)


def _kept(member: Member, assessment: Assessment) -> Assessment:
    """The plan is the facility's own, whoever made the record, and outlives the freeze."""
    row = held(assessment)
    own = Assessment.objects.own_of(member) & Assessment.objects.editable_by(member)
    if not own.filter(pk=row.pk).exists():
        raise NotAllowed
    return row
