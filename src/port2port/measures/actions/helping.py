"""Who has done it and will help: offered by an organisation, measure by measure, without a level."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.measures.access import takes_part
from port2port.measures.models import Measure, MeasureMentor
from port2port.measures.rules import LANGUAGES, LINE
from port2port.members.member import Act, Member
from port2port.reports.rules import BadField, cleaned, own_organisation


@transaction.atomic
def offer_help(*, member: Member, measure: Measure, note: str = "", language: str, now: datetime) -> MeasureMentor:
    """Others may ask us about it; said again, the newest words count. Raises NotAllowed, BadField."""
    rows = Measure.objects.visible_to(member).standing().select_for_update(of=("self",))
    row = rows.filter(pk=measure.pk).first()
    if row is None or not takes_part(member) or not member.may(Act.ANSWER) or member.seat_id is None:
        raise NotAllowed
    if language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    words = cleaned("note", note, LINE)
    stop_helping(member=member, measure=row, now=now)
    return MeasureMentor.objects.create(
        measure=row,
        organisation_id=own_organisation(member),
        note=words,
        language=language,
        by_id=member.seat_id,
        from_at=now,
    )


@transaction.atomic
def stop_helping(*, member: Member, measure: Measure, now: datetime) -> None:
    """The own organisation offers it no longer."""
    MeasureMentor.objects.editable_by(member).filter(measure=measure).update(until_at=now)
