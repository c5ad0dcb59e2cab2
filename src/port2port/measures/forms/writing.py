"""The form in which an idea is written down and a draft written out, and the choice of its readers."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from port2port.measures.access import WRITERS
from port2port.measures.actions import MeasureFields
from port2port.measures.models import Cost, Effort, Measure, MeasureVersion
from port2port.measures.rooms import rooms
from port2port.measures.rules import LANGUAGES, NAMES, ROOMS, Text
from port2port.members.member import Member
from port2port.members.models import Circle, Seat
from port2port.pure.audience import Tlp as TlpValue
from port2port.reports.fields import Readers
from port2port.reports.forms.guarded import CodePicker, Guarded
from port2port.reports.forms.guarding import GuardForm
from port2port.reports.sending import LONGEST_KEY, fresh_key
from port2port.sharing.models import Tlp
from port2port.vocabulary import lookup

LABELS = {
    "title": _("Title"),
    "problem": _("Which problem it solves"),
    "body": _("What is done"),
    "effect": _("What effect is expected"),
    "measuring": _("How the effect is measured"),
}
HINTS = {
    "title": _("What one does, in one line"),
    "body": _("Markdown. A blank line begins a paragraph; others comment on each paragraph by its number."),
    "measuring": _("A figure that a facility can count before and after"),
}
ROWS = {"problem": 3, "body": 14, "effect": 3, "measuring": 3}
# A label that names people is none for a measure.
LABELS_OFFERED = [one for one in Tlp if one != Tlp.RED]


class _SeatChoice(forms.ModelChoiceField[Seat]):
    def label_from_instance(self, obj: Seat) -> str:
        return f"{obj.person.name} · {obj.title or obj.get_function_display()}"


class MeasureForm(GuardForm):
    """Everything that is written before a measure is put to the ports."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    language = forms.ChoiceField(label=_("Language of the original"), choices=settings.LANGUAGES)
    controls = forms.MultipleChoiceField(
        label=_("Controls"),
        required=False,
        widget=CodePicker(attrs={"class": "picker"}),
        help_text=_("What it puts to work"),
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods it helps against"), required=False, widget=CodePicker(attrs={"class": "picker"})
    )
    cost = forms.ChoiceField(
        label=_("Cost in the first year"), required=False, choices=[("", _("Not known yet")), *Cost.choices]
    )
    effort = forms.ChoiceField(
        label=_("Effort to bring it in"), required=False, choices=[("", _("Not known yet")), *Effort.choices]
    )
    working_group = forms.ChoiceField(
        label=_("Working group that decides"), required=False, help_text=_("Its chair takes the decision here.")
    )
    lead = _SeatChoice(queryset=None, label=_("Lead"), required=False, to_field_name="key")

    def __init__(self, *args: Any, member: Member, measure: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        self._add_texts()
        self.read = tuple(f"{name}{suffix}" for suffix in self._suffixes() for name in NAMES)
        for name in ("controls", "methods"):
            _choose(self.fields[name], list(lookup.choices(name)))
        groups = list(rooms().groups(member))
        named = measure.working_group if measure else ""
        if named and named not in {name for name, _label in groups}:
            groups.append((named, str(_("The group that is named now"))))
        _choose(self.fields["working_group"], [("", _("Not named yet")), *groups])
        lead = self.fields["lead"]
        if isinstance(lead, forms.ModelChoiceField):
            seats = Seat.objects.visible_to(member).open().filter(organisation=member.organisation_id)
            lead.queryset = seats.filter(function__in=[one.value for one in WRITERS]).select_related("person")

    def texts(self) -> dict[str, str]:
        """What the share guard reads."""
        return {name: self.cleaned_data.get(name, "") for name in self.read}

    def _add_texts(self) -> None:
        for suffix in self._suffixes():
            for name in NAMES:
                self.fields[f"{name}{suffix}"] = Guarded(
                    label=LABELS[name],
                    required=False,
                    room=ROOMS[name],
                    rows=ROWS.get(name, 0),
                    help_text=HINTS.get(name, "") if not suffix else "",
                )

    @staticmethod
    def _suffixes() -> list[str]:
        return ["", *(f"_{code}" for code in LANGUAGES)]

    def _section(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names]

    @property
    def text_fields(self) -> list[BoundField]:
        """The words of the original."""
        self.fields["title"].required = True
        return self._section("title", "language", "problem", "body", "effect", "measuring")

    @property
    def coded_fields(self) -> list[BoundField]:
        """What it is filed under, and what it costs."""
        return self._section("controls", "methods", "cost", "effort")

    @property
    def people_fields(self) -> list[BoundField]:
        """Who brings it forward, and who decides."""
        return self._section("lead", "working_group")

    @property
    def other_languages(self) -> Iterator[tuple[str, list[BoundField], bool]]:
        """A part for each language: its name, its fields, whether something stands there."""
        original = str(self["language"].value() or "")
        for code, name in settings.LANGUAGES:
            fields = self._section(*(f"{one}_{code}" for one in NAMES))
            filled = any(one.value() or one.errors for one in fields)
            if code != original or filled:
                yield name, fields, filled

    def said(self) -> MeasureFields:
        """What was written."""
        given = self.cleaned_data
        original = Text(language=given["language"], **{name: given[name] for name in NAMES})
        others = [
            Text(language=code, **{name: given[f"{name}_{code}"] for name in NAMES})
            for code in LANGUAGES
            if any(given[f"{name}_{code}"] for name in NAMES)
        ]
        return MeasureFields(
            texts=(original, *others),
            controls=tuple(given["controls"]),
            methods=tuple(given["methods"]),
            cost=given["cost"],
            effort=given["effort"],
            working_group=given["working_group"],
            lead=given["lead"],
        )


def initial_of(measure: Measure, version: MeasureVersion) -> dict[str, Any]:
    """What the form shows of what is written."""
    original, *others = version.texts
    values: dict[str, Any] = {name: original[name] for name in ("language", *NAMES)}
    for one in others:
        values |= {f"{name}_{one['language']}": one[name] for name in NAMES}
    values |= {"controls": version.controls, "methods": version.methods}
    values |= {"cost": version.cost, "effort": version.effort, "working_group": measure.working_group}
    values |= {"lead": measure.lead.key if measure.lead else "", "seen": version.changed_at.isoformat()}
    return values


class ReadersForm(forms.Form):
    """Who is asked, and who reads it from then on."""

    tlp = forms.TypedChoiceField(
        label="TLP",
        coerce=int,
        choices=[(one.value, one.label) for one in LABELS_OFFERED],
        initial=Tlp.GREEN.value,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    circles = forms.MultipleChoiceField(
        label=_("Circles"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("With TLP:AMBER and TLP:AMBER+STRICT"),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        circles = Circle.objects.visible_to(member).choosable_by(member)
        self.circle_ids = {str(one.key): one.pk for one in circles}
        _choose(self.fields["circles"], [(str(one.key), one.name) for one in circles])

    def readers(self) -> Readers:
        """Whom the lead chose; what does not go with the label is for the rule to refuse."""
        given = self.cleaned_data
        return Readers(tlp=TlpValue(given["tlp"]), circles=frozenset(self.circle_ids[key] for key in given["circles"]))


def _choose(field: forms.Field, choices: list[Any]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
