"""Organisations offer their help with an objective, and take the offer back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.assessments.access import offers_help
from port2port.assessments.actions.shared import seat_of
from port2port.assessments.models import Mentor
from port2port.base.refusal import NotAllowed
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.norms import library
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned, own_organisation

NOTE = Room(characters=300, byte_count=1_200)


@transaction.atomic
def offer_help(*, member: Member, objective: str, note: str, now: datetime) -> Mentor:
    """Listed under the objective from now on, without any level. Raises NotAllowed, BadField."""
    if not offers_help(member):
        raise NotAllowed
    known = {part.id for part in library.parts(library.volume("p2p-controls", "1.0"), "en")}
    if objective not in known:
        raise BadField("objective", _("Choose one of the values offered."))
    own = own_organisation(member)
    Organisation.objects.select_for_update(of=("self",)).get(pk=own)
    Mentor.objects.running().filter(organisation=own, objective=objective).update(ended_at=now)
    return Mentor.objects.create(
        organisation_id=own, objective=objective, note=cleaned("note", note, NOTE), by_id=seat_of(member), from_at=now
    )


@transaction.atomic
def end_help(*, member: Member, mentor: Mentor, now: datetime) -> None:
    """Taken back. Raises NotAllowed."""
    if not Mentor.objects.editable_by(member).filter(pk=mentor.pk).exists():
        raise NotAllowed
    Mentor.objects.running().filter(pk=mentor.pk).update(ended_at=now)
