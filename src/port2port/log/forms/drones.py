"""What an observer saw of a drone, as a form: the same fields for everybody, so that sightings can be compared."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.log.compass import BEARING, POINTS
from port2port.log.forms.degrees import Degrees
from port2port.log.forms.entries import ZoneChoice
from port2port.log.models import Means, Observation, Observer, Occurrence, Zone
from port2port.log.observed import LABELS
from port2port.log.seen import NAMES, REMOTE_ID, Seen
from port2port.log.together import PERIODS, WINDOWS
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.reports.forms.guarded import Guarded


class CompassRose(forms.NumberInput):
    """A number of degrees; where scripts run, a compass rose beside it, by touch, mouse and keyboard."""

    template_name = "log/widgets/compass_rose.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["points"] = POINTS
        context["words"] = BEARING
        context["ticks"] = range(0, 360, 15)
        return context


def coded(name: str, *, required: bool = False) -> forms.ChoiceField:
    """A field that is said by a code."""
    choices: list[tuple[str, str | Promise]] = list(Observation.CODED[name].choices)
    first = [] if required else [("", _("Not said"))]
    return forms.ChoiceField(label=LABELS[name], required=required, choices=[*first, *choices])


def whole(name: str, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A whole number, or nothing."""
    return forms.IntegerField(label=LABELS[name], required=False, min_value=low, max_value=high, **more)


class ObservationForm(forms.Form):
    """One observation; `seen()` is what the action takes."""

    seen_at = Moment(label=LABELS["seen_at"])
    observer = coded("observer", required=True)
    means = coded("means", required=True)
    zone = ZoneChoice(
        queryset=None, required=False, label=LABELS["zone"], empty_label=_("Not said"), to_field_name="key"
    )
    lat = Degrees(label=LABELS["lat"])
    lon = Degrees(label=LABELS["lon"])
    bearing_deg = whole(
        "bearing_deg",
        0,
        359,
        widget=CompassRose,
        help_text=_("Degrees from true north, from the observer to the drone: 0 is north, 90 east."),
    )
    elevation_deg = whole(
        "elevation_deg", 0, 90, help_text=_("Degrees: 0 is the horizon, 90 straight up. A fist at arm's length is 10.")
    )
    count = whole("count", 1, 999)
    craft = coded("craft")
    behaviour = coded("behaviour")
    heading_deg = forms.TypedChoiceField(label=LABELS["heading_deg"], required=False, coerce=int, empty_value=None)
    height_band = coded("height_band")
    distance_band = coded("distance_band")
    lights = coded("lights")
    sound = coded("sound")
    minutes = forms.IntegerField(
        label=LABELS["duration_s"], required=False, min_value=1, max_value=1440, help_text=_("Minutes")
    )
    remote_id = Guarded(
        label=LABELS["remote_id"],
        required=False,
        room=REMOTE_ID,
        help_text=_("The serial number, if a detector read one. It stays in this log whatever you share."),
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Occurrence, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        zone, heading = self.fields["zone"], self.fields["heading_deg"]
        if isinstance(zone, ZoneChoice):
            zone.queryset = Zone.objects.visible_to(member).standing().filter(facility=row.facility_id)
        if isinstance(heading, forms.TypedChoiceField):
            heading.choices = [("", _("Not said")), *((number * 45, words) for number, words in enumerate(POINTS))]

    def seen(self) -> Seen:
        """What was said."""
        given = self.cleaned_data
        minutes = given["minutes"]
        values = {name: given[name] for name in NAMES if name in given}
        return Seen(**values, duration_s=minutes * 60 if minutes else None)

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """A position that is no zone's."""
        return [self["lat"], self["lon"]]

    @property
    def place_is_open(self) -> bool:
        """Whether a position was typed."""
        return any(one.errors or one.value() not in (None, "") for one in self.place_fields)


def initial_seen(row: Occurrence) -> dict[str, Any]:
    """What the first observation of an entry most likely says."""
    return {
        "seen_at": row.happened_at,
        "observer": Observer.GUARD,
        "means": Means.EYE,
        "zone": row.zone.key if row.zone else None,
    }


class JoinForm(forms.Form):
    """Which entry is of the same event: one that was offered, or any by its number."""

    number = forms.CharField(
        label=_("Number of the other entry"), max_length=12, help_text=_("Such as 2026-0147, of the same facility")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))


class TogetherForm(forms.Form):
    """A GET form that says which sightings are shown together."""

    window = forms.ChoiceField(label=_("Shown together"), choices=[(one.code, one.words) for one in WINDOWS])
    period = forms.ChoiceField(label=_("Period"), choices=[(code, words) for code, (_days, words) in PERIODS.items()])

    def __init__(self, *, window: str, period: str) -> None:
        super().__init__(
            initial={"window": window, "period": period}, auto_id="together-%s", use_required_attribute=False
        )
