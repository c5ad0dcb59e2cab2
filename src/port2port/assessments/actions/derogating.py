"""What an authority let pass for a time is entered, and ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.assessments.actions.shared import seat_of
from port2port.assessments.models import Assessment, LegalDerogation
from port2port.assessments.pinned import sheet_of
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

LINE = Room(characters=160, byte_count=640, required=True)
LONGEST = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class DerogationFields:
    """What the letter says. control   id of a control that the law asks for"""

    control: str
    authority: str
    reference: str
    from_on: date
    until_on: date


@on_rights
@transaction.atomic
def enter_derogation(
    *, member: Member, assessment: Assessment, said: DerogationFields, now: datetime
) -> LegalDerogation:
    """Of the assessment's facility; a newer letter takes the place of the older. Raises NotAllowed, BadField."""
    kept = Facility.objects.kept_by(member).filter(pk=assessment.facility_id)
    facility = kept.select_for_update(of=("self",)).first()
    if facility is None or not Assessment.objects.own_of(member).filter(pk=assessment.pk).exists():
        raise NotAllowed
    asked = sheet_of(assessment.round).by_id.get(said.control)
    if asked is None or not asked.is_must:
        raise BadField("control", _("Only what the law demands needs an authority's derogation."))
    if not timezone.localdate(now) <= said.until_on <= said.from_on + LONGEST or said.until_on < said.from_on:
        raise BadField("until_on", _("It ends after it begins, not in the past, and within five years."))
    LegalDerogation.objects.standing().filter(facility=facility, control=said.control).update(
        ended_at=now, ended_by_id=seat_of(member)
    )
    return LegalDerogation.objects.create(
        facility=facility,
        control=said.control,
        authority=cleaned("authority", said.authority, LINE),
        reference=cleaned("reference", said.reference, LINE),
        from_on=said.from_on,
        until_on=said.until_on,
        entered_by_id=seat_of(member),
        entered_at=now,
    )


@on_rights
@transaction.atomic
def end_legal_derogation(*, member: Member, derogation: LegalDerogation, now: datetime) -> None:
    """It holds no longer, or was entered by mistake; the row stays. Raises NotAllowed."""
    if not LegalDerogation.objects.editable_by(member).filter(pk=derogation.pk).exists():
        raise NotAllowed
    LegalDerogation.objects.standing().filter(pk=derogation.pk).update(ended_at=now, ended_by_id=seat_of(member))
