"""The one form in which a report of any kind is written, and the choice of its readers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Circle, Facility, Organisation, Port
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.actions.files import Upload
from port2port.reports.fields import NAMES, Readers, ReportFields
from port2port.reports.forms.guarded import CodePicker, Files, Guarded, Lines
from port2port.reports.models import HeightBand, Kind, Precision, Severity
from port2port.reports.recipients import nameable_people, organisation_ids, person_keys
from port2port.reports.rules import ASSESSMENT, FACTS, SHORT, SOURCE_NOTE, UNIT, WHAT_TO_DO, own_organisation
from port2port.sharing.models import LegalRegime, Pap, SourceClass, Tlp
from port2port.vocabulary import lookup

FACET_FIELDS = ("stage", "medium", "substance", "outcome", "detected_by", "reliability", "credibility")
# Keys of all organisations of a large community, commas between.
LONGEST_LIST = 40_000
POLICE_KINDS = {Organisation.Kind.POLICE, Organisation.Kind.CUSTOMS, Organisation.Kind.AUTHORITY}
# Fields that only some kinds have; every other field belongs to all five.
ONLY: dict[str, set[Kind]] = {
    "valid_until": {Kind.ALERT},
    "what_to_do": {Kind.ALERT, Kind.BULLETIN},
    "answer_by": {Kind.REQUEST},
    "for_floor": {Kind.ALERT, Kind.BULLETIN},
    "outcome": {Kind.INCIDENT, Kind.ALERT, Kind.BULLETIN},
    "detected_by": {Kind.INCIDENT, Kind.SIGHTING},
    "quantity": {Kind.INCIDENT, Kind.BULLETIN},
    "quantity_unit": {Kind.INCIDENT, Kind.BULLETIN},
    "quantity_is_estimated": {Kind.INCIDENT, Kind.BULLETIN},
    **{name: {Kind.SIGHTING} for name in NAMES if name.startswith("drone_")},
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `folds` may be closed while nothing stands in it."""

    key: str
    heading: str | Promise
    hint: str | Promise
    fields: list[BoundField]
    folds: bool
    is_open: bool


LAYOUT: list[tuple[str, str | Promise, str | Promise, bool, tuple[str, ...]]] = [
    (
        "what",
        _("What it is"),
        _("Codes come first: each reader sees them in the own language."),
        False,
        ("title", "severity", "methods", "valid_until", "answer_by", "what_to_do"),
    ),
    (
        "when",
        _("When and where"),
        "",
        False,
        ("happened_from", "happened_to", "happened_precision", "port", "place", "facility", "shows_facility"),
    ),
    (
        "told",
        _("Facts and assessment"),
        _("Describe the method, not people: no names, faces, plates or numbers of persons."),
        False,
        ("facts", "assessment", "language"),
    ),
    (
        "drone",
        _("The drone"),
        "",
        True,
        (
            "drone_bearing_deg",
            "drone_heading_deg",
            "drone_height_band",
            "drone_lights",
            "drone_sound",
            "drone_count",
            "drone_duration_s",
            "drone_remote_id",
        ),
    ),
    (
        "coded",
        _("More codes"),
        "",
        True,
        (
            "stage",
            "medium",
            "substance",
            "outcome",
            "detected_by",
            "quantity",
            "quantity_unit",
            "quantity_is_estimated",
            "indicators",
            "controls",
        ),
    ),
    (
        "position",
        _("Position"),
        _("Degrees; no finer than 1,000 metres below TLP:RED."),
        True,
        ("lat", "lon", "precision_m"),
    ),
    (
        "source",
        _("Source"),
        "",
        True,
        ("source_class", "reliability", "credibility", "source_note", "source_urls", "legal_regime"),
    ),
    ("files", _("Files"), "", True, ("attachments",)),
    ("handling", _("Use and keeping"), "", True, ("pap", "retain_until")),
]


class ReportForm(forms.Form):
    """Every field of sharing.md §4 that the kind has; `said()` and `readers()` are what the actions take."""

    title = Guarded(label=_("Title"), required=False, help_text=_("What happened, in one line"))
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", _("Not said")), *Severity.choices])
    methods = forms.MultipleChoiceField(
        label=_("Methods"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    valid_until = Moment(label=_("Valid until"), required=False)
    answer_by = Moment(label=_("Answers needed by"), required=False)
    what_to_do = Guarded(label=_("What to do"), required=False, room=WHAT_TO_DO, rows=3)
    happened_from = Moment(label=_("From"), required=False)
    happened_to = Moment(label=_("Until"), required=False)
    happened_precision = forms.ChoiceField(
        label=_("How exact is the time"), required=False, choices=[("", _("Not said")), *Precision.choices]
    )
    port = forms.ModelChoiceField[Port](
        queryset=None, required=False, label=_("Port"), empty_label=_("Not said"), to_field_name="slug"
    )
    place = Guarded(
        label=_("Place in words"), required=False, help_text=_("As far as the readers may know: a dock, a quay, a road")
    )
    facility = forms.ModelChoiceField[Facility](
        queryset=None,
        required=False,
        label=_("Your facility"),
        empty_label=_("Not said"),
        to_field_name="key",
        help_text=_("For your own records. Others do not see it unless you say so."),
    )
    shows_facility = forms.BooleanField(label=_("Tell the readers which facility"), required=False)
    facts = Guarded(label=_("Facts"), required=False, room=FACTS, rows=6, help_text=_("What was seen or found"))
    assessment = Guarded(
        label=_("Assessment"), required=False, room=ASSESSMENT, rows=4, help_text=_("What you make of it, kept apart")
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    drone_bearing_deg = forms.IntegerField(
        label=_("Bearing in degrees"), required=False, min_value=0, max_value=359, help_text=_("From you to the drone")
    )
    drone_heading_deg = forms.IntegerField(
        label=_("Heading in degrees"), required=False, min_value=0, max_value=359, help_text=_("Where it flew to")
    )
    drone_height_band = forms.ChoiceField(
        label=_("Height"), required=False, choices=[("", _("Not said")), *HeightBand.choices]
    )
    drone_lights = Guarded(label=_("Lights"), required=False, room=SHORT)
    drone_sound = Guarded(label=_("Sound"), required=False, room=SHORT)
    drone_count = forms.IntegerField(label=_("How many"), required=False, min_value=0, max_value=999)
    drone_duration_s = forms.IntegerField(label=_("Seconds in sight"), required=False, min_value=0, max_value=999_999)
    drone_remote_id = forms.NullBooleanField(label=_("Remote ID received"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    medium = forms.ChoiceField(label=_("Medium"), required=False)
    substance = forms.ChoiceField(label=_("Substance"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    detected_by = forms.ChoiceField(label=_("Found by"), required=False)
    quantity = forms.FloatField(label=_("Quantity"), required=False, min_value=0)
    quantity_unit = Guarded(label=_("Unit"), required=False, room=UNIT, help_text=_("kg, litre, pieces …"))
    quantity_is_estimated = forms.BooleanField(label=_("The quantity is an estimate"), required=False)
    indicators = Lines(label=_("Indicators"), required=False, help_text=_("What gave it away, one a line"))
    controls = forms.MultipleChoiceField(
        label=_("Controls that help"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    precision_m = forms.IntegerField(label=_("Exact to, in metres"), required=False, min_value=1, max_value=1_000_000)
    source_class = forms.ChoiceField(label=_("Where it comes from"), choices=SourceClass.choices)
    reliability = forms.ChoiceField(label=_("Reliability of the source"), required=False)
    credibility = forms.ChoiceField(label=_("Credibility of the information"), required=False)
    source_note = Guarded(label=_("About the source"), required=False, room=SOURCE_NOTE)
    source_urls = Lines(label=_("Published sources"), required=False, help_text=_("Web addresses, one a line"))
    legal_regime = forms.ChoiceField(label=_("Legal regime"), choices=LegalRegime.choices)
    attachments = Files(
        label=_("Add files"),
        help_text=_(
            "Photos, PDF, office files and text; at most 10 of 25 MB. Place and device are taken out of photos."
        ),
    )
    pap = forms.ChoiceField(label=_("What readers may do with it"), choices=Pap.choices)
    retain_until = forms.DateField(
        label=_("Keep until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    tlp = forms.TypedChoiceField(
        label="TLP",
        coerce=int,
        choices=Tlp.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_("TLP is not a classification: classified material does not belong here."),
    )
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )
    named = forms.MultipleChoiceField(
        label=_("Named people"),
        required=False,
        widget=CodePicker(attrs={"class": "picker"}),
        help_text=_("With TLP:RED only"),
    )
    openly = forms.BooleanField(
        label=_("Publish openly, also for people without a login"), required=False, help_text=_("With TLP:CLEAR only")
    )
    for_floor = forms.BooleanField(label=_("Guards on the floor read it too"), required=False)
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    expected = forms.CharField(required=False, max_length=LONGEST_LIST, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, member: Member, kind: Kind, before: ReportFields | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.member, self.kind, self.before = member, kind, before
        for name in [name for name, kinds in ONLY.items() if kind not in kinds]:
            del self.fields[name]
        self._offer_codes()
        self._offer_places()
        self._offer_readers()

    def _offer_codes(self) -> None:
        before = self.before
        for name in FACET_FIELDS:
            if name in self.fields:
                keep = getattr(before, name) if before else ""
                self._choices(name, [("", _("Not said")), *_flat(lookup.choices("facets", name, keep=keep))])
        for name in ("methods", "controls"):
            self._choices(name, lookup.choices(name))

    def _offer_places(self) -> None:
        port, facility = self.fields["port"], self.fields["facility"]
        if isinstance(port, forms.ModelChoiceField) and isinstance(facility, forms.ModelChoiceField):
            port.queryset = Port.objects.visible_to(self.member)
            facility.queryset = Facility.objects.visible_to(self.member).in_scope_of(self.member)

    def _offer_readers(self) -> None:
        circles = Circle.objects.visible_to(self.member).choosable_by(self.member)
        self._choices("circles", [(str(circle.key), circle.name) for circle in circles])
        self.circle_ids = {str(circle.key): circle.pk for circle in circles}
        # By keys: an id would tell how many people and organisations there are that this author does not see.
        people = nameable_people(self.member)
        self._choices("named", [("", [(str(one.key), one.label) for one in people])])
        self.person_ids = {str(one.key): one.pk for one in people}
        own = Organisation.objects.visible_to(self.member).filter(pk=own_organisation(self.member))
        kind = own.values_list("kind", flat=True).first()
        if kind not in POLICE_KINDS:
            del self.fields["legal_regime"]
            self._choices("source_class", [one for one in SourceClass.choices if one[0] != SourceClass.POLICE])

    def _choices(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def sections(self) -> Iterator[Section]:
        """The parts of the page that this kind has, in order."""
        needed = NEEDED | ({"what_to_do"} if self.kind == Kind.ALERT else set())
        for name in needed & self.fields.keys():
            # A draft may lack it and a publication may not: the label says so, the action checks it.
            self.fields[name].required = True
        for key, heading, hint, folds, names in LAYOUT:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                filled = any(one.errors or (one.value() and one.name not in QUIET) for one in fields)
                yield Section(key, heading, hint, fields, folds, is_open=not folds or filled)

    def said(self) -> ReportFields:
        """What was said; fields that this kind does not show stay as they were."""
        given = self.cleaned_data
        values = {name: given[name] for name in NAMES if name in self.fields}
        for name in ("methods", "controls"):
            values[name] = tuple(given[name])
        base = self.before or ReportFields(kind=self.kind)
        return replace(base, **values)

    def readers(self) -> Readers:
        """Whom the author chose. What does not go with the label stays in, for the rule to refuse."""
        given = self.cleaned_data
        return Readers(
            tlp=TlpValue(given["tlp"]),
            circles=frozenset(self.circle_ids[key] for key in given["circles"]),
            named=frozenset(self.person_ids[key] for key in given["named"]),
            openly=given["openly"],
        )

    def circle_names(self, circles: frozenset[int]) -> list[str]:
        """Those of these circles that the author may choose, by name."""
        return [str(name) for key, name in self.fields["circles"].choices if self.circle_ids[key] in circles]  # type: ignore[attr-defined]

    def uploads(self) -> list[Upload]:
        """The files that came with it."""
        return [
            Upload(one.name, one.read(), one.content_type or "") for one in self.cleaned_data.get("attachments", [])
        ]

    def expected_organisations(self) -> frozenset[int] | None:
        """The organisations that the author was shown; None where no preview was."""
        return organisations_in(self.cleaned_data.get("expected", ""))


NEEDED = {"title", "valid_until", "answer_by"}
# What these hold by default opens no folded section.
QUIET = {"source_class", "legal_regime", "pap", "language", "drone_remote_id"}


def organisations_in(text: str) -> frozenset[int] | None:
    """The organisations whose keys stand there as the preview wrote them, or None."""
    parts = [part for part in text[:LONGEST_LIST].split(",") if part]
    try:
        keys = [UUID(part) for part in parts]
    except ValueError:
        return None
    return organisation_ids(keys) if keys else None


def initial_of(said: ReportFields, readers: Readers, *, member: Member) -> dict[str, Any]:
    """What the form shows of a report that exists."""
    values: dict[str, Any] = {name: getattr(said, name) for name in NAMES}
    values["methods"], values["controls"] = list(said.methods), list(said.controls)
    values["port"] = said.port.slug if said.port else None
    values["facility"] = said.facility.key if said.facility else None
    circles = Circle.objects.visible_to(member).filter(pk__in=readers.circles).values_list("key", flat=True)
    return values | {
        "tlp": readers.tlp.value,
        "circles": [str(key) for key in circles],
        "named": [str(key) for key in person_keys(readers.named)],
        "openly": readers.openly,
    }


def _flat(groups: lookup.Choices) -> Iterator[lookup.Choice]:
    for _label, values in groups:
        yield from values
