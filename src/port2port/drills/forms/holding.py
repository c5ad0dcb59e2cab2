"""What is written down when it was held: at a desk for any event, on a phone for a drill."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.base.clock import now
from port2port.drills.actions import Recorded
from port2port.drills.actions.holding import may_take_reason
from port2port.drills.actions.shared import today_of
from port2port.drills.forms.planning import element_choices
from port2port.drills.library import library, said
from port2port.drills.listing import role_words
from port2port.drills.models import Event
from port2port.drills.rules import COUNTED_ROLES, DRILL_GROUPS, LATE, LINE, WORDS, Held, months_without_reason
from port2port.duties.forms.promises import SeatChoice
from port2port.duties.forms.shared import Day
from port2port.duties.rulebook import element_groups
from port2port.members.member import Member
from port2port.members.models import Facility, Seat
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY


@dataclass(frozen=True, slots=True)
class Box:
    """One box to tick; `attrs` of the input but its type and name."""

    value: str
    label: str
    is_ticked: bool
    id: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of one group of elements."""

    label: str
    boxes: list[Box]


class Counts(forms.Form):
    """How many took part, a number a role."""

    # Who takes part in nearly every drill; other roles are asked for behind a fold.
    usual: tuple[str, ...] = ("guard", "control_room", "pfso", "other")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        for code in COUNTED_ROLES:
            self.fields[f"count_{code}"] = forms.IntegerField(
                label=role_words(code), required=False, min_value=0, max_value=10_000
            )

    @property
    def numbers(self) -> list[forms.BoundField]:
        """The fields of the numbers that are shown at once."""
        return [self[f"count_{code}"] for code in COUNTED_ROLES if code in self.usual]

    @property
    def more_numbers(self) -> list[forms.BoundField]:
        """Those of the other roles."""
        return [self[f"count_{code}"] for code in COUNTED_ROLES if code not in self.usual]

    @property
    def has_more(self) -> bool:
        """Whether one of those has something in it, or something wrong."""
        return any(bound.value() not in (None, "") or bound.errors for bound in self.more_numbers)

    @property
    def others(self) -> list[forms.BoundField]:
        """All other fields, what was tested apart."""
        return [one for one in self.visible_fields() if one.name != "elements" and not one.name.startswith("count_")]

    def counts(self) -> dict[str, int]:
        """Those above zero."""
        given = {code: self.cleaned_data.get(f"count_{code}") or 0 for code in COUNTED_ROLES}
        return {code: count for code, count in given.items() if count}


class LateReason(Guarded):
    """Why it is written down only now."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Why only now"),
            room=LATE,
            rows=2,
            required=False,
            help_text=_("For a drill of more than three months ago that nobody had planned"),
        )


class HoldForm(Counts):
    """An event was held."""

    held_on = Day(label=_("Held on"))
    late_reason = LateReason()
    held_minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=10_080)
    elements = forms.MultipleChoiceField(
        label=_("What was tested"), required=False, widget=forms.CheckboxSelectMultiple, choices=element_choices
    )
    present = forms.ModelMultipleChoiceField[Facility](
        label=_("Where the officer or deputy took part"), queryset=None, required=False, to_field_name="key",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An exercise counts for a facility only where its officer or deputy was there"),
    )  # fmt: skip
    is_also_drill = forms.BooleanField(label=_("Counts as a drill too, on my word as officer"), required=False)
    is_port_exercise = forms.BooleanField(label=_("Counts as exercise of the port"), required=False)
    went_well = Guarded(label=_("What went well"), room=WORDS, rows=3, required=False)
    to_fix = Guarded(label=_("What to fix"), room=WORDS, rows=3, required=False)
    evidence = Guarded(
        label=_("Where the proof lies"),
        room=LINE,
        required=False,
        help_text=_("A folder or a number; no file is kept here"),
    )

    def __init__(self, *args: Any, event: Event, member: Member, keeps_port: bool, **kwargs: Any) -> None:
        played = event.roles.filter(role="player", ended_at=None).exclude(plays="all")
        named = {code: played.filter(plays=code).count() for code in COUNTED_ROLES}
        # As many as were named is the least; who writes it down knows who else came.
        kwargs["initial"] = {f"count_{code}": count for code, count in named.items() if count} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.usual = (*(code for code, count in named.items() if count or code in self.usual[:3]), "other")
        self.event = event
        field = self.fields["present"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            places = event.places.filter(declined_at=None).values("facility_id")
            field.queryset = Facility.objects.visible_to(member).filter(pk__in=places)
        if not may_take_reason(event, today=today_of(now())):
            del self.fields["late_reason"]
        if not event.is_exercise:
            del self.fields["present"], self.fields["is_also_drill"]
        if not event.is_exercise or event.port_id is None or not keeps_port:
            del self.fields["is_port_exercise"]

    @property
    def tested(self) -> list[Boxes]:
        """What can have been tested, in its groups."""
        bound = self["elements"]
        ticked = {str(one) for one in bound.value() or ()}
        groups = enumerate(element_choices())
        return [
            Boxes(
                label, [Box(key, words, key in ticked, f"{bound.auto_id}_{n}_{i}") for i, (key, words) in enumerate(of)]
            )
            for n, (label, of) in groups
        ]

    @property
    def ticked(self) -> list[str]:
        """Those that are ticked, as planned until somebody changes them."""
        return [box.label for group in self.tested for box in group.boxes if box.is_ticked]

    def held(self) -> Held:
        """What was written."""
        given = self.cleaned_data
        return Held(
            on=given["held_on"],
            minutes=given["held_minutes"],
            took_part=self.counts(),
            present=tuple(given.get("present", ())),
            elements=tuple(given["elements"]),
            is_also_drill=given.get("is_also_drill", False),
            is_port_exercise=given.get("is_port_exercise", False),
            went_well=given["went_well"],
            to_fix=given["to_fix"],
            evidence=given["evidence"],
            late_reason=given.get("late_reason", ""),
        )


def _drill_elements() -> list[tuple[str, Any]]:
    groups = [(element_groups()[code].label, element_groups()[code].choices()) for code in DRILL_GROUPS]
    return [("", _("Choose")), *groups]


def _scenarios() -> list[tuple[str, Any]]:
    return [("", _("None")), *((one.code, f"{one.code} {said(one.title)}") for one in library().values())]


class RecordForm(Counts):
    """A drill in one go. `key` lets it be sent twice; `event` is the one that was planned."""

    facility = forms.ModelChoiceField[Facility](
        label=_("Port facility"), queryset=None, empty_label=_("Choose"), to_field_name="key"
    )
    held_on = Day(label=_("Held on"))
    held_minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1_440)
    late_reason = LateReason()
    element = forms.ChoiceField(label=_("What was tested"), choices=_drill_elements)
    scenario = forms.ChoiceField(label=_("Scenario"), choices=_scenarios, required=False)
    went_well = Guarded(label=_("What went well"), room=WORDS, rows=2, required=False)
    to_fix = Guarded(label=_("What to fix"), room=WORDS, rows=2, required=False)
    fix_owner = SeatChoice(
        label=_("Who fixes it"), queryset=None, required=False, empty_label=_("Nobody yet"), to_field_name="key"
    )
    fix_by = Day(label=pgettext_lazy("a date follows", "By"), required=False)
    event = forms.ModelChoiceField[Event](queryset=None, required=False, to_field_name="key", widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY)

    def __init__(self, data: QueryDict | None = None, *, member: Member, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        own = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
        seats = Seat.objects.visible_to(member).open().filter(organisation_id=member.organisation_id or 0)
        self._queryset("facility", own.select_related("port").order_by("port__name", "name"))
        self._queryset("fix_owner", seats.select_related("person").order_by("function", "title", "pk"))
        self._queryset("event", Event.objects.visible_to(member).run_by(member).filter(kind="drill"))

    def _queryset(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    @property
    def months_without_reason(self) -> int:
        """What was held longer ago is asked for its reason before it is sent."""
        return months_without_reason()

    def recorded(self, *, language: str) -> Recorded:
        """What was written."""
        given = self.cleaned_data
        return Recorded(
            facility=given["facility"],
            held=Held(
                on=given["held_on"],
                minutes=given["held_minutes"],
                took_part=self.counts(),
                elements=(given["element"],),
                went_well=given["went_well"],
                to_fix=given["to_fix"],
                late_reason=given["late_reason"],
            ),
            language=language,
            scenario=given["scenario"],
            fix_owner=given["fix_owner"],
            fix_by=given["fix_by"],
        )
