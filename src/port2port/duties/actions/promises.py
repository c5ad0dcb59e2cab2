"""Somebody promises something, does it, and somebody else sees that it was done."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.duties.models import Action, ActionStep
from port2port.duties.models.promises import State
from port2port.members.member import Act, Function, Member
from port2port.members.models import Facility, Seat

# From which state an action goes where. Going back is the undo.
WAYS: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.DOING, State.DONE, State.DROPPED}),
    State.DOING: frozenset({State.OPEN, State.DONE, State.DROPPED}),
    State.DONE: frozenset({State.DOING, State.VERIFIED}),
    State.VERIFIED: frozenset({State.DONE}),
    State.DROPPED: frozenset({State.OPEN}),
}


class NoSuchWay(Refusal):
    """Open, doing, done, verified; or dropped."""

    status = 409
    words = _("From here the action cannot go there. Open the page anew to see how it stands.")


class NoReason(Refusal):
    """What is dropped was promised."""

    words = _("Say why it is dropped.")


class SamePerson(Refusal):
    """Four eyes."""

    words = _("Somebody else than who did it verifies it.")


class WrongOwner(Refusal):
    """An organisation promises for its own people."""

    words = _("The action can be given to a seat of your organisation that is open.")


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised. `source` is the type and key of the record that it comes from."""

    title: str
    due_on: date
    language: str
    note: str = ""
    facility: Facility | None = None
    owner: Seat | None = None
    source: tuple[str, UUID] | None = None
    is_shared: bool = False


def may_promise(member: Member) -> bool:
    """Whether this seat writes actions for its organisation."""
    return member.seat_id is not None and (
        member.may(Act.KEEP_DUTIES) or (member.function == Function.SECRETARIAT and member.may(Act.PUBLISH))
    )


@transaction.atomic
def promise(*, member: Member, wish: Promise, now: datetime) -> Action:
    """An action of the own organisation. What its source hides, it hides. Raises NotAllowed, WrongOwner."""
    seat = _check(member, wish)
    action = Action.objects.create(
        organisation_id=member.organisation_id or 0,
        facility=wish.facility,
        # What a seat of one port promises without naming a facility, it promises for that port.
        port_id=member.port_id if wish.facility is None else None,
        title=wish.title,
        note=wish.note,
        language=wish.language,
        owner=wish.owner,
        due_on=wish.due_on,
        source_type=wish.source[0] if wish.source else "",
        source_key=wish.source[1] if wish.source else None,
        is_shared=wish.is_shared and wish.source is not None,
        made_by_id=seat,
        made_at=now,
        changed_at=now,
    )
    if wish.source and not Action.objects.visible_to(member).filter(pk=action.pk).exists():
        # Who does not see the record promises nothing from it; the transaction takes the row back.
        raise NotAllowed
    ActionStep.objects.create(action=action, state=State.OPEN, by_id=seat, at=now)
    return action


@transaction.atomic
def change_promise(*, member: Member, action: Action, wish: Promise, now: datetime) -> Action:
    """Other words, another day, another owner; who it comes from stays. Raises NotAllowed, WrongOwner."""
    seat = _check(member, wish)
    written = Action.objects.visible_to(member).written_by(member)
    row = written.select_for_update(of=("self",)).filter(pk=action.pk).first()
    if row is None:
        raise NotAllowed
    told = [str(label) for label, old, new in _changes(row, wish) if old != new]
    row.title, row.note, row.language, row.due_on = wish.title, wish.note, wish.language, wish.due_on
    row.facility, row.owner = wish.facility, wish.owner
    row.is_shared = wish.is_shared and bool(row.source_type)
    row.changed_at = now
    row.save()
    if told:
        ActionStep.objects.create(action=row, state=row.state, what=" · ".join(told)[:300], by_id=seat, at=now)
    return row


def _changes(action: Action, wish: Promise) -> list[tuple[object, object, object]]:
    # Days and owners are what a reader of the history asks for; dates are written as machines do, in every language.
    moved = f"{action.due_on.isoformat()} → {wish.due_on.isoformat()}"
    return [
        (moved, action.due_on, wish.due_on),
        (wish.owner.role if wish.owner else "–", action.owner_id, wish.owner.pk if wish.owner else None),
    ]


def _check(member: Member, wish: Promise) -> int:
    if not may_promise(member) or member.seat_id is None:
        raise NotAllowed
    if wish.facility is not None and not Facility.objects.filter(pk=wish.facility.pk).kept_by(member).exists():
        raise NotAllowed
    if wish.facility is None and member.facility_id is not None:
        # A seat of one facility promises for that facility.
        raise NotAllowed
    owner = wish.owner
    if owner is not None and (owner.organisation_id != member.organisation_id or not owner.is_open):
        raise WrongOwner
    return member.seat_id


@transaction.atomic
def move(*, member: Member, action: Action, to: str, reason: str = "", now: datetime) -> Action:
    """The next state, or one back. Raises NotAllowed, NoSuchWay, NoReason, SamePerson."""
    row = Action.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=action.pk).first()
    if row is None or member.seat_id is None:
        raise NotAllowed
    if to not in WAYS[row.state]:
        raise NoSuchWay
    if to == State.DROPPED and not reason.strip():
        raise NoReason
    if to == State.VERIFIED and _who_did(row) == member.person_id:
        raise SamePerson
    row.state, row.changed_at = to, now
    row.reason = reason.strip() if to == State.DROPPED else ""
    row.save(update_fields=["state", "reason", "changed_at"])
    ActionStep.objects.create(action=row, state=to, what=row.reason, by_id=member.seat_id, at=now)
    return row


def _who_did(action: Action) -> int | None:
    step = action.steps.filter(state=State.DONE).select_related("by").last()
    return step.by.person_id if step else None
