"""What is written into a declaration, and the small forms of each step."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.levels.actions import acknowledgers, places_of
from port2port.levels.models import Dos, ShipSignatory, ShoreSignatory, TriggerChoice
from port2port.levels.models.declarations import STATE_WORDS, AcknowledgedAs
from port2port.levels.refusals import NoShipNumber
from port2port.levels.rules import ACTIVITY, NUMBER, REASON, SHIP, SHORT, DosFields
from port2port.levels.wording import ACTIVITY_WORDS
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.declaration import ACTIVITIES, LEVELS
from port2port.pure.identifiers import imo_ship_number
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key

STATE_CHOICES = [("", _("All")), *((state.value, words) for state, words in STATE_WORDS.items())]
LEVEL_CHOICES = [(level, f"ISPS {level}") for level in LEVELS]
ACTIVITY_CHOICES = [(code, ACTIVITY_WORDS[code]) for code in ACTIVITIES]


def _level(label: Any, **more: Any) -> forms.TypedChoiceField:
    radio = forms.RadioSelect(attrs={"class": "choices"})
    return forms.TypedChoiceField(label=label, coerce=int, choices=LEVEL_CHOICES, widget=radio, **more)


def _activities(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=ACTIVITY_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )


class DosForm(forms.Form):
    """A declaration before it is agreed. `revision` is the one that was read; `key` lets it be sent twice."""

    facility = forms.ModelChoiceField[Facility](
        queryset=None, label=_("Port facility"), empty_label=_("Choose"), to_field_name="key"
    )
    ship_name = Guarded(label=_("Name of the ship"), room=SHIP)
    imo_number = Guarded(label=_("IMO number"), room=NUMBER, help_text=_("Seven digits; the last checks the others"))
    registry = Guarded(label=_("Port of registry"), room=SHORT, required=False)
    berth = Guarded(label=_("Berth"), room=SHORT, required=False)
    activity = Guarded(
        label=_("What the ship does here"), room=ACTIVITY, help_text=_("Loading, bunkering, change of passengers …")
    )
    trigger = forms.ChoiceField(label=_("Why it is asked for"), choices=TriggerChoice.choices)
    requested_at = Moment(label=_("Requested at"))
    from_at = Moment(label=_("Holds from"))
    to_at = Moment(label=_("Holds until"))
    is_continuous = forms.BooleanField(
        label=_("For every call in this time"),
        required=False,
        help_text=_("For a ship that comes often: one declaration for a period, at most 366 days"),
    )
    port_level = _level(_("ISPS level of the facility"))
    ship_level = _level(_("ISPS level of the ship"))
    language = forms.ChoiceField(
        label=_("Language of the paper"),
        choices=settings.LANGUAGES,
        help_text=_("One that both sides know (B/5.5); the paper can be read in the other languages too"),
    )
    by_facility = _activities(_("The facility does"))
    by_ship = _activities(_("The ship does"))
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["facility"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = places_of(member).select_related("port")

    def clean_imo_number(self) -> str:
        """The seven digits. Raises ValidationError."""
        number = imo_ship_number(self.cleaned_data["imo_number"])
        if number is None:
            raise forms.ValidationError(NoShipNumber.words)
        return number

    def said(self) -> DosFields:
        """What the declaration says."""
        found = {name: self.cleaned_data[name] for name in DosFields.__slots__}
        return DosFields(
            **found | {name: tuple(self.cleaned_data[name]) for name in ("by_facility", "by_ship")},
        )

    @property
    def plain(self) -> list[forms.BoundField]:
        """Every field but the matrix, which stands in a table of its own."""
        return [bound for bound in self.visible_fields() if bound.name not in {"by_facility", "by_ship"}]

    @property
    def ticks(self) -> list[tuple[str, Any, bool, bool]]:
        """Each activity with its ticks, as the page draws them."""
        facility, ship = self["by_facility"].value() or [], self["by_ship"].value() or []
        return [(code, words, code in facility, code in ship) for code, words in ACTIVITY_CHOICES]


COPIED = ("ship_name", "imo_number", "registry", "berth", "activity", "language", "trigger", "by_facility", "by_ship")


def copied(dos: Dos) -> dict[str, object]:
    """What an earlier declaration for the same ship gives a new one: everything but times, levels and signatures."""
    return {name: getattr(dos, name) for name in COPIED} | {"facility": dos.facility.key}


def whole(dos: Dos) -> dict[str, object]:
    """All of it, to change it."""
    names = ("requested_at", "from_at", "to_at", "is_continuous", "port_level", "ship_level", "revision")
    return copied(dos) | {name: getattr(dos, name) for name in names}


class AcknowledgeForm(forms.Form):
    """Who acknowledged, by seat and never by name, and when."""

    by = forms.ChoiceField(label=_("Acknowledged by"), widget=forms.RadioSelect(attrs={"class": "choices"}))
    at = Moment(label=_("At"))

    def __init__(self, *args: Any, dos: Dos, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(AcknowledgedAs.choices)
        field = self.fields["by"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(value, names[value]) for value in acknowledgers(dos)]


class ReasonForm(forms.Form):
    """Why it is declined or ends early."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=2)


class AgreeForm(forms.Form):
    """Which seats signed the paper, and when; the names stand on the paper alone."""

    ship = forms.ChoiceField(
        label=_("Signed for the ship by"),
        choices=ShipSignatory.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    shore = forms.ChoiceField(
        label=_("Signed for the facility by"),
        choices=ShoreSignatory.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    at = Moment(label=_("Signed by both at"))


class ShipLevelForm(forms.Form):
    """What the ship says of its level now."""

    level = _level(_("The ship says: ISPS level"))


class FilterForm(forms.Form):
    """The filter of the list; all of it stands in the URL."""

    q = forms.CharField(
        label=_("Ship or IMO number"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state.value, w) for state, w in STATE_WORDS.items())],
    )
    facility = forms.ChoiceField(label=_("Facility"), required=False)

    def __init__(self, *args: Any, facilities: list[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(facilities) < 2:
            del self.fields["facility"]
            return
        field = self.fields["facility"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *((str(one.key), f"{one.name}, {one.port.name}") for one in facilities)]
