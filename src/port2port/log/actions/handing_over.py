"""From one shift to the next."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.log.actions.writing import NotYourLog, check_writes
from port2port.log.models import Handover, Occurrence
from port2port.log.rules import ACTION
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.texts import Room
from port2port.reports.rules import LANGUAGES, BadField, cleaned

NOTE = Room(characters=ACTION.characters, byte_count=ACTION.byte_count, lines=True, required=True)
MOST_OPEN = 50


class TakenAlready(Refusal):
    status = 409
    words = _("This note was taken over already.")


@transaction.atomic
def hand_over(*, member: Member, facility: Facility, text: str, language: str, now: datetime) -> Handover:
    """Leave a note for the next shift, with the entries that are open. Raises BadField, NotYourLog."""
    check_writes(member, facility)
    words = cleaned("text", text, NOTE)
    if language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    still_open = Occurrence.objects.filter(facility=facility).open().newest_first()[:MOST_OPEN]
    return Handover.objects.create(
        facility=facility,
        text=words,
        language=language,
        open_numbers=[row.number for row in still_open],
        made_at=now,
        seat_id=member.seat_id,
    )


@transaction.atomic
def take_over(*, member: Member, handover: Handover, now: datetime) -> Handover:
    """Say that it was read by the shift that begins. Raises TakenAlready, NotYourLog."""
    row = Handover.objects.editable_by(member).select_for_update().filter(pk=handover.pk).first()
    if row is None:
        raise NotYourLog
    if row.taken_at is not None:
        raise TakenAlready
    row.taken_at, row.taken_by_id = now, member.seat_id
    row.save(update_fields=["taken_at", "taken_by"])
    return row
