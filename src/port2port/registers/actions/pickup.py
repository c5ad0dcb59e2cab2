"""A lane of Certified Pick up: entered, planned, moved one stage at a time; and the offer to help others on."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.duties.actions import promises
from port2port.duties.models import Action
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.pure.pickup import LAST
from port2port.pure.share_guard import find
from port2port.registers.access import keeps_lanes, reads_pickup
from port2port.registers.models import Flow, Mode, PickupRollout, PickupStep, PickupVolunteer, Stage
from port2port.registers.pickup_rules import BLOCKER, SAID, LaneThere, NoStep, check_day, check_ticked, plain
from port2port.reports.rules import BadField, own_organisation

PENDING = ("open", "doing")


@transaction.atomic
def enter_lane(
    *,
    member: Member,
    facility: Facility | None,
    mode: str,
    flow: str,
    contact: Seat | None = None,
    now: datetime,
) -> PickupRollout:
    """A lane of the own organisation, at stage 0. Raises NotAllowed, BadField, LaneThere."""
    _check_place(member, facility)
    for name, value, known in (("mode", mode, Mode.values), ("flow", flow, Flow.values)):
        if value not in known:
            raise BadField(name, _("Choose one of the values offered."))
    _check_contact(member, contact)
    try:
        with transaction.atomic():
            lane = PickupRollout.objects.create(
                organisation_id=own_organisation(member),
                facility=facility,
                mode=mode,
                flow=flow,
                contact=contact,
                since_on=timezone.localdate(now),
                made_at=now,
                changed_at=now,
            )
    except IntegrityError:
        raise LaneThere from None
    PickupStep.objects.create(rollout=lane, after=Stage.NOT_LOOKED_AT, by_id=member.seat_id, at=now)
    return lane


@transaction.atomic
def plan_lane(
    *,
    member: Member,
    lane: PickupRollout,
    next_stage_by_on: date | None,
    blocker: str,
    contact: Seat | None,
    in_scope: bool = True,
    now: datetime,
) -> PickupRollout:
    """Until when the next stage is reached and what stands in the way; the date is an action of the organisation.

    Raises BadField, NotAllowed.
    """
    row = _locked(member, lane)
    check_day("next_stage_by_on", next_stage_by_on, today=timezone.localdate(now))
    _check_contact(member, contact)
    row.blocker = plain("blocker", blocker, BLOCKER)
    row.contact, row.in_scope, row.changed_at = contact, in_scope, now
    wanted = next_stage_by_on if in_scope and row.stage < LAST else None
    if wanted != row.next_stage_by_on:
        row.next_stage_by_on = wanted
        _put_in_actions(row, member=member, now=now)
    row.save()
    return row


@transaction.atomic
def advance(
    *, member: Member, lane: PickupRollout, to: int, ticked: frozenset[str], evidence: str, now: datetime
) -> PickupRollout:
    """One stage forward, with every point of it ticked and what shows it. Raises NoStep, BadField, NotAllowed."""
    row = _locked(member, lane)
    if to != row.stage + 1 or to > LAST or not row.in_scope:
        raise NoStep
    points = check_ticked(to, ticked)
    if "contact" in points and row.contact_id is None:
        raise BadField("ticked", _("Name the seat to ask first, under the plan of this lane."))
    said = plain("evidence", evidence, SAID)
    if not said:
        raise BadField("evidence", _("Say what shows it: a drill, a record, a date. No release data."))
    return _step(row, to, member=member, ticked=points, said=said, now=now)


@transaction.atomic
def step_back(*, member: Member, lane: PickupRollout, to: int, reason: str, now: datetime) -> PickupRollout:
    """One stage back, with the reason. Raises NoStep, BadField, NotAllowed."""
    row = _locked(member, lane)
    if to != row.stage - 1 or to < 0:
        raise NoStep
    said = plain("reason", reason, SAID)
    if not said:
        raise BadField("reason", _("Say why."))
    return _step(row, to, member=member, ticked=[], said=said, now=now)


@transaction.atomic
def volunteer(*, member: Member, mode: str, offer: str, language: str, contact: Seat, now: datetime) -> PickupVolunteer:
    """Offer help to other members; nobody is asked for a stage. Raises BadField, NotAllowed."""
    if not keeps_lanes(member):
        raise NotAllowed
    if mode not in Mode.values:
        raise BadField("mode", _("Choose one of the values offered."))
    _check_contact(member, contact)
    text = plain("offer", offer, BLOCKER)
    if not text:
        raise BadField("offer", _("Say in a line or two what others can ask you."))
    if find(text):
        raise BadField("offer", _("The text seems to tell of people. Name functions, no persons."))
    organisation = own_organisation(member)
    PickupVolunteer.objects.filter(organisation_id=organisation, mode=mode, ended_at=None).update(ended_at=now)
    return PickupVolunteer.objects.create(
        organisation_id=organisation, mode=mode, offer=text, language=language, contact=contact, made_at=now
    )


@transaction.atomic
def end_volunteer(*, member: Member, offer: PickupVolunteer, now: datetime) -> PickupVolunteer:
    """Offer it no longer. Raises NotAllowed."""
    row = PickupVolunteer.objects.select_for_update().get(pk=offer.pk)
    if not PickupVolunteer.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    row.ended_at = row.ended_at or now
    row.save(update_fields=["ended_at"])
    return row


@transaction.atomic
def export_lanes(*, member: Member, ending: str, now: datetime) -> list[PickupRollout]:
    """The own lanes, with one line in the audit trail. Raises NotAllowed."""
    if not reads_pickup(member):
        raise NotAllowed
    rows = list(PickupRollout.objects.visible_to(member).select_related("organisation", "facility__port", "contact"))
    record_act(member=member, act="export_pickup", subject=f"{ending}, {len(rows)} lanes", now=now)
    return rows


def _locked(member: Member, lane: PickupRollout) -> PickupRollout:
    rows = PickupRollout.objects.select_for_update(of=("self",)).select_related("organisation", "facility")
    row = rows.get(pk=lane.pk)
    if not PickupRollout.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    return row


def _step(row: PickupRollout, to: int, *, member: Member, ticked: list[str], said: str, now: datetime) -> PickupRollout:
    PickupStep.objects.create(
        rollout=row, before=row.stage, after=to, ticked=ticked, said=said, by_id=member.seat_id, at=now
    )
    row.stage, row.since_on, row.changed_at = to, timezone.localdate(now), now
    row.next_stage_by_on, row.blocker = None, ""
    _put_in_actions(row, member=member, now=now)
    row.save()
    return row


def _put_in_actions(row: PickupRollout, *, member: Member, now: datetime) -> None:
    """The date of the next stage as an action; the one before is done, or dropped where the date moved."""
    before = Action.objects.filter(key=row.action, state__in=PENDING).first() if row.action else None
    if before is not None and Action.objects.editable_by(member).filter(pk=before.pk).exists():
        done = row.next_stage_by_on is None
        promises.move(
            member=member,
            action=before,
            to="done" if done else "dropped",
            reason="" if done else _("Another date holds."),
            now=now,
        )
    row.action = _promised(row, member, now).key if row.next_stage_by_on else None


def _promised(row: PickupRollout, member: Member, now: datetime) -> Action:
    wish = promises.Promise(
        title=_("Certified Pick up, next stage: %(lane)s") % {"lane": row},
        due_on=row.next_stage_by_on or timezone.localdate(now),
        language=(get_language() or "en")[:2],
        facility=row.facility,
        source=("pickup", row.key),
    )
    return promises.promise(member=member, wish=wish, now=now)


def _check_place(member: Member, facility: Facility | None) -> None:
    if not keeps_lanes(member):
        raise NotAllowed
    if facility is not None:
        if not Facility.objects.filter(pk=facility.pk, is_active=True).in_scope_of(member).exists():
            raise BadField("facility", _("Choose one of the values offered."))
    elif member.facility_id is not None or member.port_id is not None:
        raise BadField("facility", _("Choose one of the values offered."))


def _check_contact(member: Member, contact: Seat | None) -> None:
    own = Seat.objects.open().filter(organisation_id=member.organisation_id or 0)
    if contact is not None and not own.filter(pk=contact.pk).exists():
        raise BadField("contact", _("Choose one of the values offered."))
