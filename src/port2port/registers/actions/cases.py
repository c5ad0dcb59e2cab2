"""A use case in its own organisation's register: written, measured, moved from state to state."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.member import Act, Member
from port2port.pure import ai_camera
from port2port.pure.ai_camera import Measured
from port2port.registers.actions.sharing_cases import locked, put_before_readers, sharing_before
from port2port.registers.fields import CaseFields, apply
from port2port.registers.models import AiUseCase, CaseMove, Measurement, State
from port2port.registers.rules import WHY, NoSuchStep, check_case, check_gates, check_measured
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.reports.sending import SentOtherwise, once
from port2port.sharing import actions as sharing
from port2port.sharing.models import Tlp
from port2port.sharing.would import Receivers

MOST_MEASUREMENTS = 60
LONGEST = timedelta(days=1_100)


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Someone of your organisation changed this meanwhile. Open it anew and make your change there.")


@transaction.atomic
def keep_case(*, member: Member, said: CaseFields, now: datetime, key: str = "") -> AiUseCase:
    """A new use case, in the own register as an idea, shared with nobody.

    key   of the form: the same one sent twice makes one case
    Raises BadField, NotAllowed, SentOtherwise.
    """
    if not member.may(Act.PUBLISH):
        raise NotAllowed
    ai_class = check_case(said, member=member)

    def keep() -> UUID:
        case = AiUseCase(
            originator_id=own_organisation(member),
            author_id=member.person_id,
            tlp=Tlp.AMBER_STRICT,
            made_at=now,
            changed_at=now,
        )
        apply(said, case, ai_class=ai_class)
        case.save()
        CaseMove.objects.create(case=case, after=State.IDEA, by_id=member.seat_id, at=now)
        return case.key

    made = once(member=member, key=key, act="ai_case", content=repr(said), now=now, do=keep)
    found = AiUseCase.objects.editable_by(member).filter(key=made).first()
    if found is None:
        raise SentOtherwise
    return found


@transaction.atomic
def change_case(
    *,
    member: Member,
    case: AiUseCase,
    said: CaseFields,
    seen_at: datetime | None,
    now: datetime,
    not_personal: frozenset[str] = frozenset(),
) -> AiUseCase:
    """Say it otherwise; the readers of a shared case get the new version at once.

    seen_at   when the version was written that the owner had open; None asks for no check
    What a running camera must have, it keeps. Raises BadField, NotYet, PersonalDataFound, ChangedMeanwhile, NotYours.
    """
    row = locked(member, case)
    if seen_at is not None and row.changed_at != seen_at:
        raise ChangedMeanwhile
    ai_class = check_case(said, member=member)
    check_gates(said.facts, ai_camera.State(row.state))
    before = sharing_before(row)
    apply(said, row, ai_class=ai_class)
    row.changed_at = now
    row.save()
    put_before_readers(row, member=member, before=before, not_personal=not_personal, now=now)
    return row


@transaction.atomic
def move_case(*, member: Member, case: AiUseCase, to: str, now: datetime, why: str = "") -> AiUseCase:
    """Take one step; a withdrawal of a shared case leaves its readers a tombstone with the reason.

    why   asked for where it pauses, stops or is withdrawn
    Raises NoSuchStep, NotYet, Prohibited, BadField, NotYours.
    """
    row = locked(member, case)
    before, after = ai_camera.State(row.state), _state(to)
    if after not in ai_camera.MOVES[before]:
        raise NoSuchStep
    why = cleaned("why", why, WHY)
    if not why and after in {ai_camera.State.PAUSED, ai_camera.State.STOPPED, ai_camera.State.WITHDRAWN}:
        raise BadField("why", _("Say why."))
    check_gates(row.facts, after)
    readers = sharing_before(row)
    row.state, row.changed_at = after.value, now
    row.save()
    CaseMove.objects.create(case=row, before=before.value, after=after.value, why=why, by_id=member.seat_id, at=now)
    if after == ai_camera.State.WITHDRAWN and not row.is_draft:
        sharing.withdraw(record=row, member=member, reason=why, now=now)
    else:
        put_before_readers(row, member=member, before=readers, now=now)
    return row


@transaction.atomic
def measure_case(
    *,
    member: Member,
    case: AiUseCase,
    from_on: date,
    to_on: date,
    measured: Measured,
    conditions: tuple[str, ...] = (),
    labelled: str = "",
    test_set: int | None = None,
    now: datetime,
) -> Measurement:
    """What was counted in a period. Raises BadField, NotYours."""
    row = locked(member, case)
    _check_period(from_on, to_on, today=timezone.localdate(now))
    check_measured(measured, conditions=conditions, labelled=labelled)
    if row.measurements.count() >= MOST_MEASUREMENTS:
        raise BadField("from_on", _("At most 60 periods fit in one use case. Take one away first."))
    before = sharing_before(row)
    made = Measurement.objects.create(
        case=row,
        from_on=from_on,
        to_on=to_on,
        conditions=list(conditions),
        labelled=labelled,
        test_set=test_set,
        made_at=now,
        **{name: getattr(measured, name) for name in Measured.__slots__},
    )
    _figures_changed(row, member=member, before=before, now=now)
    return made


@transaction.atomic
def forget_measurement(*, member: Member, measurement: Measurement, now: datetime) -> Measurement:
    """Take a period away that was wrong; what it said is given back, for an undo. Raises NotYours."""
    row = locked(member, measurement.case)
    before = sharing_before(row)
    Measurement.objects.filter(pk=measurement.pk).delete()
    _figures_changed(row, member=member, before=before, now=now)
    return measurement


def _figures_changed(row: AiUseCase, *, member: Member, before: Receivers | None, now: datetime) -> None:
    if not row.is_draft and not row.shows_figures:
        # Readers see when it changed: figures that stay inside leave no trace.
        return
    row.changed_at = now
    row.save(update_fields=["changed_at"])
    if row.shows_figures:
        put_before_readers(row, member=member, before=before, now=now)


def _check_period(from_on: date, to_on: date, *, today: date) -> None:
    if to_on < from_on:
        raise BadField("to_on", _("The period ends before it begins."))
    if to_on > today:
        raise BadField("to_on", _("Only what has been counted goes in here; this day is still to come."))
    if to_on - from_on > LONGEST:
        raise BadField("from_on", _("A period is at most three years."))


def _state(text: str) -> ai_camera.State:
    try:
        return ai_camera.State(text)
    except ValueError:
        raise NoSuchStep from None
