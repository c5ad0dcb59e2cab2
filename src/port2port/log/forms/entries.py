"""The form of an entry, the filter of the list, and the small forms on an entry's page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.log.actions.following import BY_HAND
from port2port.log.fields import FACETS, NAMES, Said
from port2port.log.forms.degrees import Degrees
from port2port.log.models import Line, Occurrence, Tile, Zone
from port2port.log.rules import ACTION, REFERENCE, ROLE, TEXT
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.texts import LINE
from port2port.reports.actions.files import Upload
from port2port.reports.forms.guarded import CodePicker, Files, Guarded, Lines
from port2port.reports.models import Precision, Severity
from port2port.reports.rules import REASON
from port2port.vocabulary import lookup

# The filters that lie in the drawer.
IN_DRAWER = ("state", "severity", "from", "to")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ZoneChoice(forms.ModelChoiceField[Zone]):
    """A zone by its name, and by its facility's too where the person writes for several."""

    names_facility = False

    def label_from_instance(self, obj: Zone) -> str:
        return f"{obj.name} · {obj.facility.name}" if self.names_facility else obj.name


class EntryForm(forms.Form):
    """Everything that an entry says; `said()` is what the actions take."""

    facility = forms.ModelChoiceField[Facility](
        queryset=None, label=_("Facility"), empty_label=_("Choose"), to_field_name="key"
    )
    tile = forms.ChoiceField(label=_("What"), choices=Tile.choices)
    happened_at = Moment(label=_("Happened"))
    happened_precision = forms.ChoiceField(
        label=_("How exact is the time"), choices=Precision.choices, initial=Precision.MINUTE
    )
    zone = ZoneChoice(queryset=None, required=False, label=_("Zone"), empty_label=_("Not said"), to_field_name="key")
    place = Guarded(label=_("Place in words"), required=False)
    text = Guarded(
        label=_("What happened"),
        required=False,
        room=TEXT,
        rows=5,
        help_text=_("Describe what happened, not people: no names, no plates, no faces."),
    )
    action_taken = Guarded(label=_("Action taken"), required=False, room=ACTION, rows=3)
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", _("Not said")), *Severity.choices])
    methods = forms.MultipleChoiceField(
        label=_("Methods"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    medium = forms.ChoiceField(label=_("Medium"), required=False)
    substance = forms.ChoiceField(label=_("Substance"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False)
    detected_by = forms.ChoiceField(label=_("Found by"), required=False)
    on_duty = Lines(label=_("On duty"), required=False, room=ROLE, help_text=_("Roles, not names; one a line"))
    reference = Guarded(
        label=_("Own number"), required=False, room=REFERENCE, help_text=_("As it stands in your papers")
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    attachments = Files(
        label=_("Add files"),
        help_text=_("Photos, PDF, office files and text. Place and device are taken out of photos."),
    )
    reason = Guarded(
        label=_("Why you correct it"),
        room=REASON,
        rows=2,
        help_text=_("The earlier wording stays readable, with your reason beside it."),
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, before: Occurrence | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self.before = before
        for name in ("facility", "attachments") if before else ("reason", "version"):
            del self.fields[name]
        facilities = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
        zones = Zone.objects.visible_to(member).standing().select_related("facility")
        if before is not None:
            zones = (Zone.objects.visible_to(member).filter(facility=before.facility_id)).select_related("facility")
        else:
            self._query("facility", facilities.select_related("port"))
            zones = zones.filter(facility__in=facilities.values("pk"))
            field = self.fields["zone"]
            if isinstance(field, ZoneChoice):
                field.names_facility = facilities.count() > 1
        self._query("zone", zones)
        self._choices("methods", lookup.choices("methods"))
        for name in FACETS:
            keep = getattr(before, name) if before else ""
            offered = [one for _label, group in lookup.choices("facets", name, keep=keep) for one in group]
            self._choices(name, [("", _("Not said")), *offered])

    def _query(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def _choices(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def parts(self) -> Iterator[tuple[str, list[forms.BoundField], bool]]:
        """The folds of the page: heading, fields, whether it stands open."""
        folds = [
            (_("Methods and severity"), ("severity", "methods")),
            (_("More codes"), FACETS),
            (_("More about it"), ("on_duty", "reference", "happened_precision", "language")),
            (_("Files"), ("attachments",)),
        ]
        for heading, names in folds:
            bound = [self[name] for name in names if name in self.fields]
            if bound:
                quiet = {"language", "happened_precision"}
                is_open = any(one.errors or (one.name not in quiet and one.value()) for one in bound)
                yield str(heading), bound, is_open

    def said(self) -> Said:
        """What was said; what the gate's chips said stays as it was."""
        given = self.cleaned_data
        values = {name: given[name] for name in NAMES if name in given}
        values["methods"] = tuple(given["methods"])
        values["answers"] = dict(self.before.answers) if self.before else {}
        return Said(**values)

    def uploads(self) -> list[Upload]:
        """The files that came with it."""
        files = self.cleaned_data.get("attachments", [])
        return [Upload(one.name, one.read(), one.content_type or "") for one in files]


def initial_of(row: Occurrence) -> dict[str, Any]:
    """The form's values for the wording that stands."""
    values = {name: getattr(row, name) for name in NAMES}
    return values | {"zone": row.zone.key if row.zone else None, "version": row.version}


class FilterForm(forms.Form):
    """A GET form that shows what the address asks for."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    facility = forms.ChoiceField(label=_("Facility"))
    tile = forms.ChoiceField(label=_("What"), choices=[("", _("Everything")), *Tile.choices])
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("open", _("Open")), ("closed", _("Closed")), ("struck", _("Struck out"))],
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=[("", _("All")), *Severity.choices])

    def __init__(self, query: QueryDict, *, facilities: list[Facility]) -> None:
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        # `from` is a word of the language, so the two days are made here.
        self.fields["from"] = forms.DateField(label=_("From"), required=False, widget=DAY)
        self.fields["to"] = forms.DateField(label=_("Until"), required=False, widget=DAY)
        field = self.fields["facility"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All facilities")), *((str(one.key), one.name) for one in facilities)]
        for one in self.fields.values():
            # A filter is left open by its own first choice; the label need not say so.
            one.required = True

    @property
    def first(self) -> list[forms.BoundField]:
        """What people narrow by most."""
        return [self[name] for name in ("q", "facility", "tile")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What lies in the drawer."""
        return [self[name] for name in IN_DRAWER]

    @property
    def drawer_is_open(self) -> bool:
        """True when something in the drawer is in use."""
        return any(self.initial.get(name) for name in IN_DRAWER)


class LineForm(forms.Form):
    """Who was told, what was done, what is still to do."""

    kind = forms.ChoiceField(
        label=_("What to write down"),
        choices=[one for one in Line.Kind.choices if one[0] in BY_HAND],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    to = Guarded(label=_("Told to"), room=LINE, required=False, help_text=_("A service or a role, not a name"))
    text = Guarded(label=_("Text"), room=ACTION, rows=2, required=False)
    at = Moment(label=_("When"), required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)


class CloseForm(forms.Form):
    """The last words on an entry."""

    text = Guarded(label=_("How it ended"), room=ACTION, rows=2, required=False)


class StrikeForm(forms.Form):
    """Why it is struck out."""

    reason = Guarded(
        label=_("Reason"), room=REASON, rows=3, help_text=_("Number, text and reason stay readable in the log.")
    )


class HandoverForm(forms.Form):
    """What the next shift must know."""

    facility = forms.ModelChoiceField[Facility](
        queryset=None, label=_("Facility"), empty_label=_("Choose"), to_field_name="key"
    )
    text = Guarded(label=_("For the next shift"), room=ACTION, rows=5)
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, facilities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        field = self.fields["facility"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = facilities


class ZoneForm(forms.Form):
    """A zone's name, and where its post stands."""

    name = Guarded(label=_("Name of the zone"), room=LINE)
    lat = Degrees(label=_("Latitude of the post"), help_text=_("Decimal degrees, such as 51.2801"))
    lon = Degrees(label=_("Longitude of the post"), help_text=_("Decimal degrees, such as 4.3203"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


def active_filters(query: QueryDict, *, facilities: list[Facility]) -> list[tuple[str, str, str]]:
    """The filters in use as (name, value, words), for the chips."""
    words: dict[str, dict[str, str]] = {
        "facility": {str(one.key): one.name for one in facilities},
        "tile": {value: str(label) for value, label in Tile.choices},
        "state": {"open": str(_("Open")), "closed": str(_("Closed")), "struck": str(_("Struck out"))},
        "severity": {value: str(label) for value, label in Severity.choices},
    }
    found = []
    for name in ("q", "facility", "tile", *IN_DRAWER):
        value = query.get(name, "")
        if value:
            found.append((name, value, words.get(name, {}).get(value, value[:40])))
    return found
