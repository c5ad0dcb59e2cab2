"""What must hold of a report before it is kept, and before it is published; each refusal names its field."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from math import isfinite
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.audience import Tlp
from port2port.pure.texts import LINE, TITLE, Fault, Room, TextRefusedError, clean
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import HeightBand, Kind, Precision, Severity
from port2port.reports.models.report import FINEST_M, FLOOR_KINDS
from port2port.sharing.models import LegalRegime, Pap, SourceClass
from port2port.vocabulary import lookup

FACTS = Room(characters=20_000, byte_count=80_000, lines=True)
ASSESSMENT = Room(characters=10_000, byte_count=40_000, lines=True)
WHAT_TO_DO = Room(characters=2_000, byte_count=8_000, lines=True)
REPLY = Room(characters=4_000, byte_count=16_000, lines=True, required=True)
NOTE = Room(characters=2_000, byte_count=8_000, lines=True)
REASON = Room(characters=500, byte_count=2_000, lines=True, required=True)
SHORT = Room(characters=60, byte_count=240)
UNIT = Room(characters=20, byte_count=80)
FILTER_NAME = Room(characters=80, byte_count=320, required=True)
SOURCE_NOTE = Room(characters=500, byte_count=2_000)

# A draft may still lack its title; a publication may not.
ROOMS: dict[str, Room] = {
    "title": Room(characters=TITLE.characters, byte_count=TITLE.byte_count),
    "facts": FACTS,
    "assessment": ASSESSMENT,
    "what_to_do": WHAT_TO_DO,
    "place": LINE,
    "source_note": SOURCE_NOTE,
    "quantity_unit": UNIT,
    "drone_lights": SHORT,
    "drone_sound": SHORT,
}
MOST = 1_000_000_000
DRONE_NUMBERS = {
    "drone_bearing_deg": 360,
    "drone_heading_deg": 360,
    "drone_count": 1_000,
    "drone_duration_s": 1_000_000,
}
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
CHOICES: dict[str, frozenset[str]] = {
    "severity": frozenset(Severity.values),
    "happened_precision": frozenset(Precision.values),
    "pap": frozenset(Pap.values),
    "legal_regime": frozenset(LegalRegime.values),
    "source_class": frozenset(SourceClass.values),
    "drone_height_band": frozenset(HeightBand.values),
}
MOST_CODES, MOST_LINES = 20, 30
FAULTS: dict[Fault, str | Promise] = {
    Fault.EMPTY: _("Something must stand here."),
    Fault.LINES: _("Only one line fits here."),
    Fault.NUL: _("The text holds a character that cannot be stored. Type it anew instead of pasting it."),
    Fault.CONTROL: _("The text holds a control character. Type it anew instead of pasting it."),
    Fault.SURROGATE: _("The text holds half a character. Type it anew instead of pasting it."),
    Fault.BIDI: _("The text holds a mark that turns the order of letters around. Take it out."),
    Fault.INVISIBLE: _("The text holds an invisible character. Type it anew instead of pasting it."),
    Fault.TOO_MANY_CHARACTERS: _("This is too long; at most %(limit)s characters fit."),
    Fault.TOO_MANY_BYTES: _("This is too long; at most %(limit)s characters fit."),
    Fault.NOT_UTF8: _("The text is not UTF-8."),
}


class BadField(Refusal):
    """One field of a form that cannot be taken; `name` is the field's."""

    def __init__(self, name: str, words: str | Promise) -> None:
        super().__init__(words)
        self.name = name


def own_organisation(member: Member) -> int:
    """The id of the organisation that the member acts for. Raises NotAllowed for a visitor."""
    if member.organisation_id is None:
        raise NotAllowed
    return member.organisation_id


def words_of(fault: TextRefusedError, room: Room) -> str:
    """Why a text was refused, for the person who wrote it."""
    return str(FAULTS[fault.fault]) % {"limit": room.characters}


def cleaned(name: str, text: str, room: Room) -> str:
    """The text as it is kept. Raises BadField."""
    try:
        return clean(text, room)
    except TextRefusedError as fault:
        raise BadField(name, words_of(fault, room)) from fault


def check_draft(said: ReportFields, readers: Readers, *, member: Member) -> None:
    """That what was said can be kept at all. Raises BadField with the first thing to mend."""
    checks = (_texts(said), _codes(said), _choices(said), _numbers(said), _position(said, readers))
    for name, words in chain(*checks, _belongings(said, member)):
        raise BadField(name, words)


def check_complete(said: ReportFields, *, now: datetime, first: bool) -> None:
    """That nothing is missing that its readers need. Raises BadField with the first thing to mend.

    first   the first version; later ones may keep a time that has passed since
    """
    for name, words in _missing(said, now=now, first=first):
        raise BadField(name, words)


def _texts(said: ReportFields) -> Iterator[tuple[str, str | Promise]]:
    for name, room in ROOMS.items():
        value = getattr(said, name)
        if cleaned(name, value, room) != value:
            yield name, _("Something must be cleaned up in this text.")
    for name in ("indicators", "source_urls"):
        lines = getattr(said, name)
        if len(lines) > MOST_LINES:
            yield name, _("At most thirty lines fit here.")
        for line in lines:
            cleaned(name, line, LINE)
    for address in said.source_urls:
        if not _is_web_address(address):
            yield "source_urls", _("Each source is a web address that begins with https:// or http://.")


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)


def _codes(said: ReportFields) -> Iterator[tuple[str, str | Promise]]:
    unknown = _("This code is not in the vocabulary.")
    for register in ("methods", "controls"):
        codes = getattr(said, register)
        if len(codes) > MOST_CODES or len(set(codes)) != len(codes):
            yield register, _("At most twenty codes fit here, each once.")
        if not all(lookup.is_known(register, code) for code in codes):
            yield register, unknown
    for name in ("stage", "medium", "substance", "outcome", "detected_by", "reliability", "credibility"):
        code = getattr(said, name)
        if code and not lookup.is_known(name, code):
            yield name, unknown


def _numbers(said: ReportFields) -> Iterator[tuple[str, str | Promise]]:
    if (said.quantity is None) != (not said.quantity_unit):
        yield "quantity", _("A quantity has a number and a unit.")
    if said.quantity is not None and not (isfinite(said.quantity) and 0 <= said.quantity < MOST):
        yield "quantity", _("A quantity is a number that is not negative.")
    for name, below in DRONE_NUMBERS.items():
        value = getattr(said, name)
        if value is not None and not 0 <= value < below:
            yield name, _("This number is out of range.")
    if said.happened_to and (said.happened_from is None or said.happened_to < said.happened_from):
        yield "happened_to", _("The end comes after the beginning.")
    if said.for_floor and said.kind not in FLOOR_KINDS:
        yield "for_floor", _("Only alerts and bulletins are shown to guards.")


def _choices(said: ReportFields) -> Iterator[tuple[str, str | Promise]]:
    for name, known in CHOICES.items():
        value = getattr(said, name)
        if value and value not in known:
            yield name, _("Choose one of the values offered.")
    if said.language not in LANGUAGES:
        yield "language", _("Choose one of the values offered.")


def _position(said: ReportFields, readers: Readers) -> Iterator[tuple[str, str | Promise]]:
    lat, lon, precision = said.lat, said.lon, said.precision_m
    if lat is None or lon is None or precision is None:
        if (lat, lon, precision) != (None, None, None):
            yield "lat", _("A position has latitude, longitude and how exact it is.")
        return
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < precision < MOST):
        yield "lat", _("This is no place on earth.")
    if precision < FINEST_M and readers.tlp != Tlp.RED:
        yield "precision_m", _("Below TLP:RED a position is no finer than 1,000 metres.")


def _belongings(said: ReportFields, member: Member) -> Iterator[tuple[str, str | Promise]]:
    if said.facility is not None and said.facility.organisation_id != member.organisation_id:
        yield "facility", _("Choose one of your own facilities.")
    if said.source_class == "police" or said.legal_regime == "led":
        # Police content enters only by a police author (domain.md R15).
        kind = Organisation.objects.filter(pk=own_organisation(member)).values_list("kind", flat=True).first()
        if kind not in {Organisation.Kind.POLICE, Organisation.Kind.CUSTOMS, Organisation.Kind.AUTHORITY}:
            yield "source_class", _("Only police, customs and authorities enter police content.")


def _missing(said: ReportFields, *, now: datetime, first: bool) -> Iterator[tuple[str, str | Promise]]:
    if not said.title:
        yield "title", _("Give it a title.")
    if said.kind == Kind.ALERT:
        if said.valid_until is None or (first and said.valid_until <= now):
            yield "valid_until", _("An alert says until when it holds; choose a time to come.")
        if not said.what_to_do:
            yield "what_to_do", _("An alert says what to do.")
    if said.kind == Kind.REQUEST and (said.answer_by is None or (first and said.answer_by <= now)):
        yield "answer_by", _("A request says until when you need the answers; choose a time to come.")
