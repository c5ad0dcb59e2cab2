"""The zones of a facility, as its people call them."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from port2port.log.access import runs_log
from port2port.log.actions.writing import NotYourLog
from port2port.log.models import Zone
from port2port.log.seen import check_position
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

NAME = Room(characters=80, byte_count=320, required=True)
MOST = 60
LONGEST = 16


@transaction.atomic
def add_zone(*, member: Member, facility: Facility, name: str, now: datetime) -> Zone:
    """A zone with a code of its own for the post. Raises BadField, NotYourLog."""
    # Held: of two who add at once the second sees the code that the first has taken.
    own = Facility.objects.in_scope_of(member).select_for_update(of=("self",), no_key=True).filter(pk=facility.pk)
    if not runs_log(member) or own.first() is None:
        raise NotYourLog
    words = cleaned("name", name, NAME)
    there = list(Zone.objects.filter(facility=facility))
    if any(one.name == words for one in there):
        raise BadField("name", _("This facility has a zone of that name."))
    if len(there) >= MOST:
        raise BadField("name", _("A facility has at most sixty zones."))
    return Zone.objects.create(facility=facility, name=words, code=_free(words, {one.code for one in there}))


@transaction.atomic
def change_zone(
    *,
    member: Member,
    zone: Zone,
    name: str,
    is_active: bool,
    lat: float | None = None,
    lon: float | None = None,
    now: datetime,
) -> Zone:
    """Another name, another position, or out of use; the code on the post stays. Raises BadField, NotYourLog."""
    row = Zone.objects.editable_by(member).select_for_update().filter(pk=zone.pk).first()
    if row is None:
        raise NotYourLog
    for field, words in check_position(lat, lon, row.facility):
        raise BadField(field, words)
    row.name, row.is_active, row.lat, row.lon = cleaned("name", name, NAME), is_active, lat, lon
    if Zone.objects.filter(facility=row.facility, name=row.name).exclude(pk=row.pk).exists():
        raise BadField("name", _("This facility has a zone of that name."))
    row.save()
    return row


def _free(name: str, taken: set[str]) -> str:
    whole = slugify(name)
    # A word is not cut in two where the name has several.
    stem = whole if len(whole) <= LONGEST else (whole[:LONGEST].rpartition("-")[0] or whole[:LONGEST])
    stem = stem.strip("-") or "zone"
    return next(code for number in range(MOST + 1) if (code := stem if not number else f"{stem}-{number}") not in taken)
