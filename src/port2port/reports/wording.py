"""A report in the reader's words: coded facts, differences between versions, how it came to the reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.base.templatetags.ui import severity_word, when
from port2port.members.member import Member, Standing
from port2port.members.models import Circle
from port2port.pure.audience import Tlp
from port2port.pure.stix import Attachment, Change
from port2port.reports.actions.publishing import NARROWED, UNDONE
from port2port.reports.guard import Find
from port2port.reports.models import HeightBand, Precision, Report
from port2port.reports.models.wording import place_of
from port2port.sharing.came import circles_it_came_by
from port2port.sharing.models import LegalRegime, Pap, Shareable, SourceClass
from port2port.vocabulary import lookup

CODED = {"stage", "medium", "substance", "outcome", "detected_by", "reliability", "credibility"}
FIELD_WORDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "language": gettext_lazy("Language"),
    "kind": gettext_lazy("Kind"),
    "tlp": gettext_lazy("TLP"),
    "pap": gettext_lazy("What readers may do with it"),
    "legal_regime": gettext_lazy("Legal regime"),
    "retain_until": gettext_lazy("Keep until"),
    "severity": gettext_lazy("Severity"),
    "facts": gettext_lazy("Facts"),
    "assessment": gettext_lazy("Assessment"),
    "methods": gettext_lazy("Methods"),
    "stage": gettext_lazy("Stage"),
    "medium": gettext_lazy("Medium"),
    "substance": gettext_lazy("Substance"),
    "outcome": gettext_lazy("Outcome"),
    "detected_by": gettext_lazy("Found by"),
    "quantity": gettext_lazy("Quantity"),
    "quantity.value": gettext_lazy("Quantity"),
    "quantity.unit": gettext_lazy("Unit"),
    "quantity.estimated": gettext_lazy("The quantity is an estimate"),
    "indicators": gettext_lazy("Indicators"),
    "controls": gettext_lazy("Controls that help"),
    "occurred_from": gettext_lazy("From"),
    "occurred_to": gettext_lazy("Until"),
    "occurred_precision": gettext_lazy("How exact is the time"),
    "port": gettext_lazy("Port"),
    "place_name": gettext_lazy("Place in words"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "precision_m": gettext_lazy("Exact to, in metres"),
    "valid_until": gettext_lazy("Valid until"),
    "what_to_do": gettext_lazy("What to do"),
    "answer_by": gettext_lazy("Answers needed by"),
    "drone.bearing_deg": gettext_lazy("Bearing in degrees"),
    "drone.heading_deg": gettext_lazy("Heading in degrees"),
    "drone.height_band": gettext_lazy("Height"),
    "drone.lights": gettext_lazy("Lights"),
    "drone.sound": gettext_lazy("Sound"),
    "drone.count": gettext_lazy("How many"),
    "drone.duration_s": gettext_lazy("Seconds in sight"),
    "drone.remote_id": gettext_lazy("Remote ID received"),
    "reliability": gettext_lazy("Reliability of the source"),
    "credibility": gettext_lazy("Credibility of the information"),
    "source_class": gettext_lazy("Where it comes from"),
    "attachments": gettext_lazy("Files"),
}
CHOICES: dict[str, type[Enum]] = {
    "pap": Pap,
    "legal_regime": LegalRegime,
    "source_class": SourceClass,
    "occurred_precision": Precision,
    "drone.height_band": HeightBand,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a version says differently."""

    name: str
    before: str
    after: str


def difference_of(change: Change) -> Difference:
    """A change in the reader's words."""
    name = str(FIELD_WORDS.get(change.field, change.field))
    return Difference(name, value_words(change.field, change.before), value_words(change.field, change.after))


def value_words(name: str, value: object) -> str:
    """A value of a report in the reader's words."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return _("yes") if value else _("no")
        case date():
            return when(value) if isinstance(value, datetime) else value.isoformat()
        case float() | int():
            return value.label if isinstance(value, Tlp) else number_format(value)
        case tuple():
            return ", ".join(_code(name, one) for one in value)
        case _:
            return _code(name, value)


def _code(name: str, value: object) -> str:
    if isinstance(value, Attachment):
        return value.name
    text = str(value)
    if name in CODED:
        return lookup.facet_label(name, text)
    if name in {"methods", "controls"}:
        return lookup.label(text)
    if name == "severity":
        return severity_word(text)
    if name in CHOICES and text in {str(one.value) for one in CHOICES[name]}:
        return str(getattr(CHOICES[name](text), "label", text))
    return text


def reason_words(reason: str) -> str:
    """Why it was withdrawn; the house's own reasons in the reader's language."""
    own = {NARROWED: _("Published anew for fewer readers."), UNDONE: _("Taken back right after publishing.")}
    return own.get(reason, reason)


def coded_facts(report: Report) -> Iterator[tuple[str, str]]:
    """The coded facts as pairs of name and value, in the reader's language."""
    for name in ("stage", "medium", "substance", "outcome", "detected_by"):
        if code := getattr(report, name):
            yield str(FIELD_WORDS[name]), lookup.facet_label(name, code)
    if report.quantity is not None:
        amount = f"{number_format(report.quantity, use_l10n=True)} {report.quantity_unit}"
        yield (
            str(FIELD_WORDS["quantity"]),
            _("about %(amount)s") % {"amount": amount} if (report.quantity_is_estimated) else amount,
        )


def place_facts(report: Report) -> Iterator[tuple[str, str]]:
    """When and where."""
    if report.happened_from:
        span = when(report.happened_from)
        if report.happened_to and report.happened_to != report.happened_from:
            span = f"{span} – {when(report.happened_to)}"
        yield _("When"), span
        if report.happened_precision:
            yield str(FIELD_WORDS["occurred_precision"]), str(Precision(report.happened_precision).label)
    if report.port:
        yield str(FIELD_WORDS["port"]), f"{report.port.name} {report.port.locode}".strip()
    if place := place_of(report):
        yield _("Place"), place
    if report.lat is not None and report.lon is not None and report.precision_m is not None:
        yield _("Position"), f"{report.lat:.5g}, {report.lon:.5g} (± {number_format(report.precision_m)} m)"


def drone_facts(report: Report) -> Iterator[tuple[str, str]]:
    """The drone, as it was seen."""
    names = ("bearing_deg", "heading_deg", "height_band", "lights", "sound", "count", "duration_s", "remote_id")
    for name in names:
        value = getattr(report, f"drone_{name}")
        if value not in {None, ""}:
            yield str(FIELD_WORDS[f"drone.{name}"]), value_words(f"drone.{name}", value)


def source_facts(report: Report) -> Iterator[tuple[str, str]]:
    """The source, and how far to trust it: Admiralty letters with their words."""
    yield str(FIELD_WORDS["source_class"]), str(SourceClass(report.source_class).label)
    for name in ("reliability", "credibility"):
        if code := getattr(report, name):
            yield str(FIELD_WORDS[name]), f"{code} · {lookup.facet_label(name, code)}"
    if report.source_note:
        yield _("About the source"), report.source_note


def how_it_came(report: Shareable, *, member: Member) -> list[str]:
    """Why this reader can see it: the own circles it came through, never who else got it."""
    if report.originator_id == member.organisation_id:
        return [_("Your organisation wrote it.")]
    match Tlp(report.tlp):
        case Tlp.CLEAR:
            return [_("It is for everyone here.")]
        case Tlp.GREEN:
            return [_("It is for every member organisation.")]
        case Tlp.RED:
            return [_("You are named as a reader.")]
        case _:
            return _circles(report, member)


def _circles(report: Shareable, member: Member) -> list[str]:
    if member.standing == Standing.CLIENT:
        return [_("It came to a member whose client you are.")]
    came = Circle.objects.visible_to(member).filter(pk__in=circles_it_came_by(report, member))
    names = came.order_by("name").values_list("name", flat=True)
    return [_("It came through the circle %(name)s.") % {"name": name} for name in names]


def finds_shown(finds: Iterable[Find]) -> list[tuple[str, Find]]:
    """What the share guard found, each with the words for its field; the same words once, where they first stand."""
    once: dict[str, Find] = {}
    for one in finds:
        once.setdefault(one.token, one)
    return [(str(FIELD_WORDS[_STIX_NAMES.get(one.field, one.field)]), one) for one in once.values()]


_STIX_NAMES = {"place": "place_name", "drone_lights": "drone.lights", "drone_sound": "drone.sound"}
