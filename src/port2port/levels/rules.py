"""What must hold of what is written into a declaration; each refusal names its field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.utils.functional import Promise

from port2port.levels.models import Dos, TriggerChoice
from port2port.levels.refusals import ChooseOne, EndsBefore, EndsInThePast, NoShipNumber, TooLong
from port2port.members.models import Facility
from port2port.pure.canonical import Json, canonical_json
from port2port.pure.declaration import ACTIVITIES, LEVELS, LONGEST
from port2port.pure.identifiers import imo_ship_number
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

SHIP = Room(characters=120, byte_count=480, required=True)
NUMBER = Room(characters=20, byte_count=80, required=True)
SHORT = Room(characters=80, byte_count=320)
ACTIVITY = Room(characters=200, byte_count=800, required=True)
NOTE = Room(characters=200, byte_count=800)
REASON = Room(characters=300, byte_count=1_200, required=True)
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class DosFields:
    """What a declaration says before it is agreed; times are aware."""

    facility: Facility
    ship_name: str
    imo_number: str
    activity: str
    language: str
    trigger: str
    from_at: datetime
    to_at: datetime
    requested_at: datetime
    port_level: int
    ship_level: int
    registry: str = ""
    berth: str = ""
    is_continuous: bool = False
    by_facility: tuple[str, ...] = field(default=())
    by_ship: tuple[str, ...] = field(default=())


def put_in(row: Dos, said: DosFields, *, now: datetime) -> None:
    """Write what was said into the row. Raises BadField with the first thing to mend."""
    for name, words in _faults(said, now=now):
        raise BadField(name, words)
    number = imo_ship_number(cleaned("imo_number", said.imo_number, NUMBER))
    if number is None:
        raise BadField("imo_number", NoShipNumber.words)
    row.facility, row.imo_number = said.facility, number
    row.ship_name = cleaned("ship_name", said.ship_name, SHIP)
    row.activity = cleaned("activity", said.activity, ACTIVITY)
    row.registry = cleaned("registry", said.registry, SHORT)
    row.berth = cleaned("berth", said.berth, SHORT)
    row.language, row.trigger, row.is_continuous = said.language, said.trigger, said.is_continuous
    row.from_at, row.to_at, row.requested_at = said.from_at, said.to_at, said.requested_at
    row.port_level, row.ship_level = said.port_level, said.ship_level
    row.by_facility = [code for code in ACTIVITIES if code in said.by_facility]
    row.by_ship = [code for code in ACTIVITIES if code in said.by_ship]


def _faults(said: DosFields, *, now: datetime) -> Iterator[tuple[str, str | Promise]]:
    if said.to_at <= said.from_at:
        yield "to_at", EndsBefore.words
    if said.to_at - said.from_at > LONGEST:
        yield "to_at", TooLong.words
    if said.to_at <= now:
        yield "to_at", EndsInThePast.words
    for name, value, known in (
        ("language", said.language, LANGUAGES),
        ("trigger", said.trigger, set(TriggerChoice.values)),
        ("port_level", said.port_level, set(LEVELS)),
        ("ship_level", said.ship_level, set(LEVELS)),
    ):
        if value not in known:
            yield name, ChooseOne.words
    for name in ("by_facility", "by_ship"):
        if set(getattr(said, name)) - set(ACTIVITIES):
            yield name, ChooseOne.words


_ON_PAPER = (
    "ship_name", "imo_number", "registry", "berth", "activity", "language", "trigger", "is_continuous", "port_level",
    "ship_level", "by_facility", "by_ship",
)  # fmt: skip


def digest_of(row: Dos) -> str:
    """A hash of all that stands on the paper, to tell a paper of another wording; lowercase hex."""
    said: dict[str, Json] = {name: getattr(row, name) for name in _ON_PAPER}
    said |= {name: getattr(row, name).isoformat() for name in ("from_at", "to_at", "requested_at")}
    said["facility"] = str(row.facility.key)
    return sha256(canonical_json(said)).hexdigest()
