"""What is planned, who takes part, and the small forms of each step."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.drills.library import Scenario, scenario
from port2port.drills.models import Event, Kind, PlayerRole, Role
from port2port.drills.rules import OBJECTIVE, PURPOSE, REASON, SETTING, STOP, TITLE, Aim, Plan
from port2port.duties.forms.promises import SeatChoice
from port2port.duties.rulebook import element_groups
from port2port.members.forms.shared import Moment
from port2port.members.member import Member
from port2port.members.models import Facility, Port, Seat
from port2port.pure.texts import Room
from port2port.reports.forms.guarded import Guarded, Lines

# A blank line between two objectives is none.
AIM = Room(characters=OBJECTIVE.characters, byte_count=OBJECTIVE.byte_count)
RADIO = {"class": "choices"}


def element_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be tested, in groups."""
    return [(group.label, group.choices()) for group in element_groups().values()]


class FilterForm(forms.Form):
    """The filter of the list; not bound, as every filter."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *Kind.choices])
    facility = forms.ChoiceField(label=_("Facility"))

    def __init__(self, query: QueryDict, *, facilities: list[Facility]) -> None:
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        field = self.fields["facility"]
        if len(facilities) < 2:
            del self.fields["facility"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *((str(one.key), one.name) for one in facilities)]


class PlanForm(forms.Form):
    """The planner: when, where, how; the texts come from the scenario and can be changed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect(attrs=RADIO))
    planned_at = Moment(label=_("When"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=10_080)
    facilities = forms.ModelMultipleChoiceField[Facility](
        label=_("Your facilities"), queryset=None, required=False, to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    others = forms.ModelMultipleChoiceField[Facility](
        label=_("Ask facilities of others"), queryset=None, required=False, to_field_name="key",
        help_text=_("Their officers answer; they read kind, time, port and what is tested together, no script."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )  # fmt: skip
    port = forms.ModelChoiceField[Port](
        label=_("Port exercise of"), queryset=None, required=False, to_field_name="key",
        empty_label=_("No port exercise"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the texts"), choices=settings.LANGUAGES)
    title = Guarded(label=_("Title"), room=TITLE, help_text=_("Players never read it before it was held"))
    purpose = Guarded(label=_("Purpose"), room=PURPOSE, rows=2, required=False)
    setting = Guarded(label=_("Setting"), room=SETTING, rows=4, required=False)
    aims = Lines(label=_("Objectives, one a line"), room=AIM, rows=4, required=False)
    safety = Guarded(label=_("Safety note"), room=PURPOSE, rows=3, required=False)
    stop_word = Guarded(
        label=_("Stop word"), room=STOP, required=False, help_text=_("Said for a real event; everything stops at once")
    )
    elements = forms.MultipleChoiceField(
        label=_("What is tested"), required=False, widget=forms.CheckboxSelectMultiple, choices=element_choices
    )
    isps_level = forms.TypedChoiceField(
        label=_("ISPS level that is played"), coerce=int, choices=[(one, f"ISPS {one}") for one in (1, 2, 3)]
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        seen = Facility.objects.visible_to(member).filter(is_active=True, organisation__state="active")
        own = Facility.objects.visible_to(member).in_scope_of(member)
        self._queryset("facilities", own.filter(is_active=True).select_related("port").order_by("port__name", "name"))
        others = seen.exclude(organisation_id=member.organisation_id or 0).select_related("port", "organisation")
        self._queryset("others", others.order_by("port__name", "name"))
        self._queryset("port", Port.objects.visible_to(member).reportable_by(member))
        for name in ("others", "port"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField) and not (
                field.queryset is not None and field.queryset.exists()
            ):
                del self.fields[name]

    def _queryset(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked every time."""
        names = ("kind", "planned_at", "minutes", "facilities", "others", "port")
        return [self[name] for name in names if name in self.fields]

    @property
    def texts(self) -> list[forms.BoundField]:
        """What a scenario fills."""
        return [bound for bound in self.visible_fields() if bound.name not in {one.name for one in self.first}]

    def plan(self, *, aims: dict[str, Aim], scenario_code: str = "", mo: tuple[str, ...] = ()) -> Plan:
        """What was written; a line that is an objective known by its text keeps its control and elements."""
        given = self.cleaned_data
        return Plan(
            kind=given["kind"],
            title=given["title"],
            planned_at=given["planned_at"],
            minutes=given["minutes"],
            language=given["language"],
            facilities=(*given["facilities"], *given.get("others", ())),
            port=given.get("port"),
            scenario=scenario_code,
            purpose=given["purpose"],
            setting=given["setting"],
            safety=given["safety"],
            stop_word=given["stop_word"],
            elements=tuple(given["elements"]),
            mo=mo,
            isps_level=given["isps_level"],
            aims=tuple(aims.get(line, Aim(line)) for line in given["aims"]),
        )


def from_scenario(found: Scenario, *, language: str, stop_word: str) -> dict[str, object]:
    """What the scenario fills in."""
    kind = found.kinds[0]
    return {
        "kind": kind,
        "minutes": found.minutes,
        "isps_level": found.isps_level,
        "elements": list(found.elements),
        "stop_word": stop_word,
        "aims": tuple(one.text[language] for one in found.objectives),
        **{name: getattr(found, name)[language] for name in ("title", "purpose", "setting", "safety")},
    }


def from_event(row: Event) -> dict[str, object]:
    """All of it, to change it."""
    names = ("kind", "planned_at", "minutes", "language", "title", "purpose", "setting", "safety", "stop_word")
    own = {place.facility.key: place.facility.organisation_id == row.organisation_id for place in row.places.all()}
    return {name: getattr(row, name) for name in (*names, "elements", "isps_level")} | {
        "facilities": [key for key, is_own in own.items() if is_own],
        "others": [key for key, is_own in own.items() if not is_own],
        "port": row.port.key if row.port else None,
        "aims": tuple(one.text for one in row.objectives.all()),
    }


def known_aims(row: Event | None, code: str, language: str) -> dict[str, Aim]:
    """Objectives by their text: those of the event, and those of its scenario."""
    found = scenario(code)
    aims = (
        {one.text[language]: Aim(one.text[language], one.control, one.elements) for one in found.objectives}
        if found
        else {}
    )
    rows = row.objectives.all() if row else ()
    return aims | {one.text: Aim(one.text, one.control, tuple(one.elements)) for one in rows}


class ReasonForm(forms.Form):
    """Why it is cancelled, or why a facility does not take part."""

    reason = Guarded(label=_("Reason"), room=REASON, rows=2)


class RoleForm(forms.Form):
    """Who is what in the event."""

    seat = SeatChoice(label=_("Who"), queryset=None, empty_label=_("Choose"), to_field_name="key")
    role = forms.ChoiceField(label=_("Is"), choices=Role.choices, widget=forms.RadioSelect(attrs=RADIO))
    plays = forms.ChoiceField(
        label=_("Plays, if a player"), choices=[("", _("Choose")), *PlayerRole.choices], required=False
    )
    facility = forms.ModelChoiceField[Facility](
        label=_("Where"), queryset=None, required=False, empty_label=_("The whole event"), to_field_name="key"
    )

    def __init__(self, *args: Any, member: Member, event: Event, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        seat, facility = self.fields["seat"], self.fields["facility"]
        taken = event.roles.filter(ended_at=None).values("seat_id")
        seats = Seat.objects.visible_to(member).open().filter(organisation_id=member.organisation_id or 0)
        places = event.places.filter(declined_at=None).values("facility_id")
        if isinstance(seat, SeatChoice) and isinstance(facility, forms.ModelChoiceField):
            seats = seats.exclude(pk__in=taken).exclude(function__in=["auditor", "operator"])
            seat.queryset = seats.select_related("person").order_by("function", "title", "pk")
            own = Facility.objects.visible_to(member).in_scope_of(member)
            facility.queryset = own.filter(pk__in=places)
            facility.required = not whole
            if not whole:
                facility.empty_label = _("Choose")
