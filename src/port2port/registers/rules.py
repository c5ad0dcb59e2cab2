"""What must hold of a use case before it is kept, and before it takes a step; each refusal says what to do."""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.pure import ai_camera
from port2port.pure.ai_camera import AiClass, Facts, Gate, Measured, State
from port2port.pure.texts import LINE, TITLE, Room, TextRefusedError, clean
from port2port.registers.fields import CaseFields
from port2port.registers.models import Biometric, CameraKind, Measurement, Place
from port2port.reports.rules import BadField, words_of
from port2port.vocabulary import lookup

TEXT = Room(characters=4_000, byte_count=16_000, lines=True)
REASONING = Room(characters=2_000, byte_count=8_000, lines=True)
BASIS = Room(characters=500, byte_count=2_000)
WHY = Room(characters=500, byte_count=2_000, lines=True)
LABELLED = Room(characters=500, byte_count=2_000)
PRACTICE = Room(characters=80, byte_count=320)
ROOMS: dict[str, Room] = {
    "title": TITLE,
    "summary": TEXT,
    "deployer": LINE,
    "provider": LINE,
    "model": LINE,
    "legal_basis": BASIS,
    "dpia": LINE,
    "class_reasoning": REASONING,
    "authority": LINE,
    "decides": LINE,
    "switches_off": LINE,
    "lessons": TEXT,
    "practice": PRACTICE,
}
CHOICES = {"kind": CameraKind.values, "place": Place.values, "biometric": Biometric.values}
MOST_CODES, LONGEST_S, LONGEST_DAYS, MOST = 20, 86_400, 3_650, 1_000_000_000
ARTICLE_WORDS: dict[str, str | Promise] = {
    "5(1)(f)": gettext_lazy("it reads emotions of people at work"),
    "5(1)(g)": gettext_lazy("it sorts people by sensitive traits"),
    "5(1)(h)": gettext_lazy("it identifies people at once in public places for law enforcement"),
}
type Wrong = tuple[str, str | Promise]


class NotYet(Refusal):
    """Something is missing for the step."""

    status = 422


class Prohibited(NotYet):
    """The AI Act prohibits it; the words name the article."""


class NoSuchStep(Refusal):
    status = 409
    words = gettext_lazy("From where it stands it cannot take this step. Open it anew and look where it stands now.")


def check_case(said: CaseFields, *, member: Member) -> AiClass:
    """That what was said can be kept; the class that it makes. Raises BadField with the first thing to mend."""
    for name, words in chain(_texts(said), _choices(said), _numbers(said), _belongings(said, member)):
        raise BadField(name, words)
    least, raised = ai_camera.computed(said.facts), said.facts.raised
    if said.raised and raised.weight < least.weight:
        if least == AiClass.PROHIBITED:
            raise BadField("raised", prohibited_words(said.facts))
        raise BadField("raised", _("What you answered makes it at least high risk (Annex III, point 1)."))
    return ai_camera.class_of(said.facts)


def check_gates(facts: Facts, to: State) -> None:
    """That nothing is missing for this state. Raises NotYet, and Prohibited with the article."""
    for gate in ai_camera.missing(facts, to):
        if gate == Gate.PROHIBITED:
            raise Prohibited(prohibited_words(facts))
        raise NotYet(GATES[gate])


def prohibited_words(facts: Facts) -> str:
    """Which article prohibits it, and the only way on."""
    met = ai_camera.articles(facts)
    way_on = _("It goes no further than assessed without the written reference of an authority.")
    if not met:
        return f"{_('Its class is prohibited (Article 5 of Regulation (EU) 2024/1689).')} {way_on}"
    reasons = "; ".join(
        _("Article %(article)s of Regulation (EU) 2024/1689 prohibits it: %(why)s")
        % {"article": one, "why": ARTICLE_WORDS[one]}
        for one in met
    )
    return f"{reasons}. {way_on}"


GATES: dict[Gate, str | Promise] = {
    Gate.REASONING: gettext_lazy("Say why it has its class of the AI Act."),
    Gate.OVERSIGHT: gettext_lazy("Say who decides on an alarm, within how many seconds, and who may switch it off."),
    Gate.DPIA: gettext_lazy("It tells people apart by their bodies: name the data protection impact assessment first."),
}
WRONG_COUNTS: dict[str, str | Promise] = {
    "alarms": gettext_lazy("True and false alarms together are more than all alarms."),
    "found": gettext_lazy("More were found than were staged."),
    "camera_days": gettext_lazy("Say over how many camera-days the alarms came: cameras times days."),
}


def check_measured(measured: Measured, *, conditions: tuple[str, ...], labelled: str) -> None:
    """That the counts can be. Raises BadField."""
    for name in Measured.__slots__:
        if not 0 <= getattr(measured, name) <= MOST:
            raise BadField(name, _("This number is too small or too large."))
    for name in ai_camera.faults_of(measured):
        raise BadField(name, WRONG_COUNTS[name])
    if not set(conditions) <= set(Measurement.Condition.values):
        raise BadField("conditions", _("Choose one of the values offered."))
    for words in _wrong(labelled, LABELLED):
        raise BadField("labelled", words)


def _texts(said: CaseFields) -> Iterator[Wrong]:
    for name, room in ROOMS.items():
        yield from ((name, words) for words in _wrong(getattr(said, name), room))


def _wrong(text: str, room: Room) -> Iterator[str]:
    try:
        clean(text, room)
    except TextRefusedError as fault:
        yield words_of(fault, room)


def _choices(said: CaseFields) -> Iterator[Wrong]:
    for name, known in CHOICES.items():
        if getattr(said, name) not in known:
            yield name, _("Choose one of the values offered.")
    if said.raised and said.raised not in set(AiClass):
        yield "raised", _("Choose one of the values offered.")
    if said.language not in {code for code, _name in settings.LANGUAGES}:
        yield "language", _("Choose one of the values offered.")
    if len(said.purposes) > MOST_CODES or not all(lookup.is_known("methods", code) for code in said.purposes):
        yield "purposes", _("Choose from the list, at most 20.")


def _numbers(said: CaseFields) -> Iterator[Wrong]:
    for name, most in (("within_s", LONGEST_S), ("retention_days", LONGEST_DAYS)):
        value = getattr(said, name)
        if value is not None and not 0 <= value <= most:
            yield name, _("This number is too small or too large.")
    if said.within_s == 0:
        yield "within_s", _("This number is too small or too large.")


def _belongings(said: CaseFields, member: Member) -> Iterator[Wrong]:
    own = Facility.objects.visible_to(member).in_scope_of(member)
    if said.facility is not None and not own.filter(pk=said.facility.pk).exists():
        yield "facility", _("Choose one of the values offered.")
    seats = Seat.objects.open().filter(organisation_id=member.organisation_id or 0)
    if said.contact is not None and not seats.filter(pk=said.contact.pk).exists():
        yield "contact", _("Choose one of the values offered.")
