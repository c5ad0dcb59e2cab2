"""Forms of joint allocation: text in, values for the actions out."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.allocation.access import READERS
from port2port.allocation.actions import RouteFields, ScenarioFields
from port2port.allocation.actions.entering import KIND, NAME, REASON, SHORT, SOURCE
from port2port.allocation.actions.opening import TITLE
from port2port.allocation.actions.planning import MOST_WEEKS, faults_of_weeks
from port2port.allocation.amount_fields import AmountField, AmountForm
from port2port.allocation.models import Aim, EndOfRange, GameDraft, Named, PortInputs, Route
from port2port.allocation.refusals import Overtaken
from port2port.members.forms.shared import language_field
from port2port.members.member import Member
from port2port.members.models import Circle, Seat
from port2port.pure.workbench.given import FIGURES, Given, Range
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
FIGURE_WORDS = {
    "reward": (_("Reward (EUR)"), _("What one success brings those who try.")),
    "penalty": (_("Penalty (EUR)"), _("What being caught costs them.")),
    "access_cost": (_("Access cost (EUR)"), _("What getting in costs them, caught or not.")),
    "harm": (_("Harm (EUR)"), _("What one success costs society.")),
    "detect_prob": (_("Chance of detection (%)"), _("Where a unit is: how often an attempt is noticed.")),
}
ENDS = {
    "low": pgettext_lazy("end of a range", "Low"),
    "likely": pgettext_lazy("end of a range", "Likely"),
    "high": pgettext_lazy("end of a range", "High"),
}


def _key_field() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)


def _number(label: Any, **more: Any) -> AmountField:
    return AmountField(label=label, localize=True, **more)


class GameForm(forms.Form):
    """A new game."""

    title = Guarded(label=_("Title"), room=TITLE, help_text=_("Read by coordinators of the circle and by the named."))
    language = language_field()
    circle = forms.ModelChoiceField[Circle](queryset=None, label=_("Circle"), to_field_name="key")
    aim = forms.ChoiceField(
        label=_("What the joint plan makes least"),
        choices=Aim.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_(
            "The mean is the start; the largest regret insures against the scenarios named, and no others. With several"
            " kinds at once each scenario is one kind of attackers, with its share."
        ),
    )
    key = _key_field()

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["circle"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Circle.objects.visible_to(member).choosable_by(member)


class _SeatField(forms.ModelChoiceField[Seat]):
    """A seat of the own organisation, by person and function."""

    def label_from_instance(self, obj: Seat) -> str:
        return f"{obj.person.name} · {obj.title or obj.get_function_display()}"


class NameForm(forms.Form):
    """Who of the own organisation works on it."""

    seat = _SeatField(queryset=None, label=_("Person"), to_field_name="key")

    def __init__(self, *args: Any, member: Member, game: GameDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        named = Named.objects.visible_to(member).standing().filter(game=game)
        if isinstance(field, forms.ModelChoiceField):
            seats = (
                Seat.objects.visible_to(member)
                .open()
                .filter(organisation_id=member.organisation_id or 0, function__in=[one.value for one in READERS])
            )
            field.queryset = seats.exclude(pk__in=named.values("seat_id")).select_related("person")


class PortForm(AmountForm):
    """The own port's units."""

    own_units = _number(_("Own units a week"), help_text=_("One unit covers one route for one week."))
    shows_rise = forms.BooleanField(
        label=_("The others may read by name whether attempts rise at our port"),
        required=False,
        help_text=_("Only that: rises, or does not rise. Without this tick, not even that."),
    )


class LoanForm(AmountForm):
    """What the own organisation lends."""

    units = _number(_("Mobile units that we lend, a week"), help_text=_("They may go to any port. 0 takes them back."))
    kind = Guarded(label=_("What they are"), room=KIND, required=False, help_text=_("Such as two dog teams."))


class RouteForm(AmountForm):
    """A route: five figures as ranges, each with its source."""

    name = Guarded(
        label=_("Name of the route"),
        room=NAME,
        help_text=_("A gate, a quay, a kind of container. Read by our own named people alone."),
    )
    covered_now = _number(_("Covered now (%)"), help_text=_("In how many weeks of a hundred a unit is there today."))
    floor = _number(_("Floor (%)"), help_text=_("Least coverage, whatever the sum would say. 0: no floor."))
    key = _key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (words, _hint) in FIGURE_WORDS.items():
            for end, end_words in ENDS.items():
                self.fields[f"{name}_{end}"] = _number(end_words)
            self.fields[f"{name}_source"] = Guarded(
                label=_("Source"),
                room=SOURCE,
                help_text=_("Where the figures come from.") if name == FIGURES[0] else "",
            )
            for end, end_words in {**ENDS, "source": _("Source")}.items():
                # The summary of errors stands away from the figure, so each line names it.
                self.fields[f"{name}_{end}"].in_summary = format_lazy("{}, {}", words, end_words)  # type: ignore[attr-defined]

    def rows(self) -> Iterator[tuple[Any, Any, list[forms.BoundField], forms.BoundField]]:
        """Each figure: its words, what it means, the three fields, and the source."""
        for name, (words, hint) in FIGURE_WORDS.items():
            yield words, hint, [self[f"{name}_{end}"] for end in ENDS], self[f"{name}_source"]

    def said(self) -> RouteFields:
        """The route; shares as 0 to 1."""
        found = self.cleaned_data
        scales = {name: 100.0 if name == "detect_prob" else 1.0 for name in FIGURES}
        return RouteFields(
            name=found["name"],
            figures={name: Range(*(found[f"{name}_{end}"] / scales[name] for end in ENDS)) for name in FIGURES},
            sources={name: found[f"{name}_source"] for name in FIGURES},
            floor=found["floor"] / 100,
            covered_now=found["covered_now"] / 100,
        )


def initial_of(route: Route) -> dict[str, object]:
    """The form as the route stands."""
    start: dict[str, object] = {
        "name": route.name,
        "floor": _plain(100 * route.floor),
        "covered_now": _plain(100 * route.covered_now),
    }
    for name in FIGURES:
        scale = 100 if name == "detect_prob" else 1
        start |= {f"{name}_{end}": _plain(scale * route.figures[name][end]) for end in ENDS}
        start[f"{name}_source"] = route.figures[name]["source"]
    return start


def _plain(number: float) -> float | int:
    kept = round(number, 6)
    return int(kept) if kept == int(kept) else kept


class RouteFileForm(forms.Form):
    """A file of own routes."""

    file = forms.FileField(
        label=_("File of routes"), allow_empty_file=True, help_text=_("CSV or XLSX, at most 2 MB and 200 rows")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))


class ScenarioForm(AmountForm):
    """One picture of those who choose a route."""

    name = Guarded(label=_("Name of the scenario"), room=SHORT)
    language = language_field()
    level = forms.ChoiceField(
        label=_("Which end of every range it takes"),
        choices=EndOfRange.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        initial=EndOfRange.LIKELY.value,
    )
    tipping = _number(
        _("What tips a choice (EUR)"),
        help_text=_("A route better by this amount is chosen 2.7 times as often. A small amount: they choose sharply."),
    )
    outside = _number(
        _("What giving up is worth (EUR)"),
        help_text=_(
            "The higher, the more of what leaves a port stays away for good. An assumption: nobody has measured it."
        ),
    )
    attempts = _number(
        _("Potential attempts a week"), help_text=_("In all ports together, those included that give up.")
    )
    weight = _number(
        _("Share among the kinds"),
        initial=1,
        help_text=_("Any number above 0: with 3 and 1, three of four of those who try are of the first kind."),
    )
    reason = Guarded(label=_("Why this scenario"), room=REASON, rows=3)
    key = _key_field()

    def __init__(self, *args: Any, aim: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if aim != Aim.TYPES:
            del self.fields["weight"]

    def said(self) -> ScenarioFields:
        """The scenario."""
        names = ("name", "reason", "language", "tipping", "outside", "attempts", "level", "weight")
        return ScenarioFields(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class OfAnswer(forms.Form):
    """Says which answer its reader saw. answer   its number"""

    answer = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}), required=False)
    is_overtaken = False

    def check_newest(self, number: int) -> None:
        """Raises Overtaken where another answer was seen than the one of this number."""
        if self.cleaned_data["answer"] != number:
            self.is_overtaken = True
            raise Overtaken

    def shown_with(self, number: int) -> Self:
        """The same, beside the answer of this number, with all that was entered."""
        if self.is_bound:
            self.data = {**self.data.dict(), "answer": str(number)} if isinstance(self.data, QueryDict) else self.data
        return self


class PlanForm(OfAnswer):
    """For which weeks."""

    from_on = forms.DateField(
        label=_("From (a Monday)"), widget=DAY, help_text=_("Of this week or of one of the next 13.")
    )
    weeks = forms.IntegerField(
        label=_("For how many weeks"),
        initial=4,
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_WEEKS}),
    )

    def check_weeks(self, this: date) -> None:
        """Says whatever is wrong with its weeks at once. this   the Monday of this week"""
        said = {name: self.cleaned_data.get(name) for name in ("from_on", "weeks")}
        for name, words in faults_of_weeks(**said, this=this):
            self.add_error(name, str(words))


class WhatIfForm(OfAnswer):
    """Sliders of the own part: units of each own port, floors of each own route."""

    def __init__(self, *args: Any, given: Given, organisation: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ports = [port for port in given.ports if port.organisation == organisation]
        names = [(str(place), one.name) for place, one in enumerate(given.scenarios)]
        self.fields["scenario"] = forms.ChoiceField(
            label=_("Kinds of attackers looked at") if given.objective == Aim.TYPES else _("Scenarios looked at"),
            choices=[("", _("All of them")), *names],
            required=False,
        )
        for port in self.ports:
            most = len(port.routes)
            self.fields[f"units-{port.key}"] = forms.FloatField(
                label=_("Own units"), initial=_plain(port.own_units), widget=_slider(most, 1)
            )
            for route in port.routes:
                self.fields[f"floor-{route.key}"] = forms.FloatField(
                    label=route.name, initial=_plain(100 * route.floor), widget=_slider(100, 10)
                )

    def rows(self) -> Iterator[tuple[str, forms.BoundField, list[forms.BoundField]]]:
        """Each own port: its name, its units, the floors of its routes."""
        for port in self.ports:
            yield port.name, self[f"units-{port.key}"], [self[f"floor-{one.key}"] for one in port.routes]

    @property
    def scenario(self) -> int | None:
        """The place of the scenario that alone is looked at; None: all."""
        chosen = self.cleaned_data["scenario"]
        return int(chosen) if chosen else None

    def said(self) -> tuple[dict[str, float], dict[str, float]]:
        """Units by port and floors by route, where they differ from the answer's."""
        units, floors = {}, {}
        for port in self.ports:
            if self.cleaned_data[f"units-{port.key}"] != _plain(port.own_units):
                units[port.key] = self.cleaned_data[f"units-{port.key}"]
            for route in port.routes:
                if self.cleaned_data[f"floor-{route.key}"] != _plain(100 * route.floor):
                    floors[route.key] = self.cleaned_data[f"floor-{route.key}"] / 100
        return units, floors


def _slider(most: int, step: int) -> forms.NumberInput:
    return forms.NumberInput(attrs={"min": 0, "max": most, "step": step, "data-what-if": ""})


class WeekForm(forms.Form):
    """The Monday of the week to draw for."""

    week = forms.DateField(widget=forms.HiddenInput)

    @property
    def chosen(self) -> date:
        """The Monday."""
        week: date = self.cleaned_data["week"]
        return week


def initial_of_port(inputs: PortInputs | None) -> dict[str, object]:
    """The form as the port stands."""
    return {} if inputs is None else {"own_units": _plain(inputs.own_units), "shows_rise": inputs.shows_rise}
