"""What must hold of an entry before it is kept; each refusal names its field."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.log.fields import FACETS, Said
from port2port.log.models import Tile
from port2port.members.models import Facility
from port2port.pure.texts import LINE, Room
from port2port.reports.models import Precision, Severity
from port2port.reports.rules import LANGUAGES, MOST_CODES, BadField, cleaned
from port2port.vocabulary import lookup

TEXT = Room(characters=20_000, byte_count=80_000, lines=True)
ACTION = Room(characters=4_000, byte_count=16_000, lines=True)
REFERENCE = Room(characters=60, byte_count=240)
ROLE = Room(characters=80, byte_count=320)
ROOMS = {"text": TEXT, "action_taken": ACTION, "place": LINE, "reference": REFERENCE}
MOST_ROLES = 12
CHIPS = frozenset({"still_there", "vehicle", "several", "inside", "on_foot", "police_called"})
# A phone whose clock runs ahead is no reason to lose what a guard saw; a log of the day after tomorrow is.
AHEAD = timedelta(minutes=10)
OLDEST = timedelta(days=366 * 30)
CHOICES = {
    "tile": frozenset(Tile.values),
    "severity": frozenset(Severity.values),
    "happened_precision": frozenset(Precision.values),
}


def check(said: Said, facility: Facility, *, now: datetime) -> None:
    """That it can be kept. Raises BadField with the first thing to mend."""
    for name, words in chain(_texts(said), _codes(said), _choices(said), _time(said, now), _place(said, facility)):
        raise BadField(name, words)


def _texts(said: Said) -> Iterator[tuple[str, str | Promise]]:
    for name, room in ROOMS.items():
        value = getattr(said, name)
        if cleaned(name, value, room) != value:
            yield name, _("Something must be cleaned up in this text.")
    if len(said.on_duty) > MOST_ROLES:
        yield "on_duty", _("At most twelve roles fit here.")
    for role in said.on_duty:
        cleaned("on_duty", role, ROLE)
    if said.tile == Tile.OTHER and not (said.text or said.methods):
        yield "text", _("Say in a few words what happened, or choose a method.")


def _codes(said: Said) -> Iterator[tuple[str, str | Promise]]:
    unknown = _("This code is not in the vocabulary.")
    if len(said.methods) > MOST_CODES or len(set(said.methods)) != len(said.methods):
        yield "methods", _("At most twenty codes fit here, each once.")
    if not all(lookup.is_known("methods", code) for code in said.methods):
        yield "methods", unknown
    for name in FACETS:
        code = getattr(said, name)
        if code and not lookup.is_known(name, code):
            yield name, unknown


def _choices(said: Said) -> Iterator[tuple[str, str | Promise]]:
    wrong = _("Choose one of the values offered.")
    for name, known in CHOICES.items():
        value = getattr(said, name)
        if value not in known and (value or name != "severity"):
            yield name, wrong
    if said.language not in LANGUAGES:
        yield "language", wrong
    if not said.answers.keys() <= CHIPS or not all(isinstance(one, bool) for one in said.answers.values()):
        yield "answers", wrong


def _time(said: Said, now: datetime) -> Iterator[tuple[str, str | Promise]]:
    if said.happened_at > now + AHEAD:
        yield "happened_at", _("This lies in the future. Say when it happened.")
    if said.happened_at < now - OLDEST:
        yield "happened_at", _("This lies more than thirty years back. Look at the year.")


def _place(said: Said, facility: Facility) -> Iterator[tuple[str, str | Promise]]:
    if said.zone is not None and said.zone.facility_id != facility.pk:
        yield "zone", _("Choose a zone of this facility.")
