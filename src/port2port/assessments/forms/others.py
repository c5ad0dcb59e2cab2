"""Rounds, parts, the second person's word, risks, the plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.assessments.access import NO_AUTHORS
from port2port.assessments.actions import RoundFields, ScenarioFields
from port2port.assessments.actions.answering import COMMENT
from port2port.assessments.actions.moving import REASON
from port2port.assessments.actions.rounds import TITLE
from port2port.assessments.actions.scenarios import RATIONALE, TREATMENT
from port2port.assessments.actions.scenarios import TITLE as SCENARIO_TITLE
from port2port.assessments.anchors import STEPS
from port2port.assessments.models import Confidence, Kind, RiskScenario
from port2port.assessments.pinned import Asked, Sheet
from port2port.members.member import Member
from port2port.members.models import Organisation, Seat
from port2port.pure.texts import Room
from port2port.reports.forms.guarded import Guarded
from port2port.vocabulary import lookup

FILTERS = [
    ("", pgettext_lazy("all controls", "All")),
    ("key", _("Key controls")),
    ("open", _("Unanswered")),
    ("must", _("Open MUSTs")),
    ("gap", _("With a gap")),
]
RADIO = forms.RadioSelect(attrs={"class": "choices"})


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class RoundForm(forms.Form):
    """A round that the secretariat plans."""

    title = Guarded(label=_("Title"), room=TITLE)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=RADIO)
    baseline = forms.ChoiceField(label=_("Asks for"), help_text=_("The round is pinned to this version for good."))
    target = forms.TypedChoiceField(
        label=_("Target level"), coerce=int, choices=[(level, str(level)) for level in range(1, 6)], initial=3
    )
    opens_on = _day(_("Opens on"))
    closes_on = _day(_("Closes on"))

    def __init__(self, *args: Any, baselines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["baseline"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = list(baselines)

    def said(self) -> RoundFields:
        """The plan."""
        given = self.cleaned_data
        key, _space, version = given["baseline"].partition(" ")
        return RoundFields(
            title=given["title"],
            kind=given["kind"],
            baseline=(key, version),
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            target=given["target"],
        )


class FilterForm(forms.Form):
    """Which controls of the sheet are shown."""

    only = forms.ChoiceField(label=_("Show"), choices=FILTERS, required=False)
    family = forms.ChoiceField(label=_("Section"), required=False)
    q = Guarded(label=_("Words"), room=Room(characters=100, byte_count=400), required=False)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["family"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [("", pgettext_lazy("all sections", "All")), *sheet.objectives]


class AgreeForm(forms.Form):
    """The second person's word. accepted   controls that do not apply, accepted as such"""

    accepted = forms.MultipleChoiceField(
        label=_("I accept that these do not apply"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = Guarded(
        label=_("Or why it goes back"),
        room=Room(characters=REASON.characters, byte_count=REASON.byte_count, lines=True),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, absent: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["accepted"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(one.id, f"{one.label} · {one.title}") for one in absent]


class _Organisations(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class BuddyForm(forms.Form):
    """Another member whose people read and agree."""

    buddy = _Organisations(label=_("Buddy"), queryset=None, required=False, to_field_name="key")

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.visible_to(member).active_members().exclude(pk=member.organisation_id or 0)
        self.fields["buddy"].queryset = known  # type: ignore[attr-defined]


class _Seats(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name} · {obj.role}"


class PartForm(forms.Form):
    """Some controls for a colleague, or for another organisation as an outside author."""

    controls = forms.MultipleChoiceField(label=_("Controls"), widget=forms.CheckboxSelectMultiple)
    seat = _Seats(label=_("Colleague"), queryset=None, required=False, to_field_name="key")
    organisation = _Organisations(
        label=_("Or another organisation"),
        queryset=None,
        required=False,
        to_field_name="key",
        help_text=_("Its officers see and answer these controls, and nothing else."),
    )

    def __init__(self, *args: Any, member: Member, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["controls"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(one.id, f"{one.label} · {one.title}") for one in sheet.controls]
        mine = Seat.objects.visible_to(member).filter(organisation=member.organisation_id or 0, ended_at=None)
        colleagues = mine.exclude(pk=member.seat_id or 0).exclude(function__in=[one.value for one in NO_AUTHORS])
        self.fields["seat"].queryset = colleagues.select_related("person")  # type: ignore[attr-defined]
        others = Organisation.objects.visible_to(member).filter(state="active").exclude(pk=member.organisation_id or 0)
        self.fields["organisation"].queryset = others  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """A word beside an answer."""

    text = Guarded(label=_("Remark"), room=COMMENT, rows=2)


def _step(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=STEPS[name],
        coerce=int,
        choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4")],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )


class ScenarioForm(forms.Form):
    """One scenario at one site."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000, required=False)
    title = Guarded(label=_("What could happen"), room=SCENARIO_TITLE)
    method = forms.ChoiceField(label=_("Modus operandi"), required=False)
    intent = _step("intent")
    capability = _step("capability")
    vulnerability = _step("vulnerability")
    impact = _step("impact")
    confidence = forms.ChoiceField(
        label=pgettext_lazy("of an answer", "How sure are you?"), choices=Confidence.choices, widget=RADIO
    )
    rationale = Guarded(label=_("Why so"), room=RATIONALE, rows=3, required=False)
    treatment = Guarded(label=_("What we do about it"), room=TREATMENT, rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["method"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        language = lookup.reader_language()
        field.choices = [("", "–"), *((one.code, one.label(language)) for one in lookup.methods())]

    @classmethod
    def of(cls, row: RiskScenario) -> "ScenarioForm":
        """Filled with what stands."""
        names = [name for name in cls.base_fields if name != "seen"]
        return cls(initial={"seen": row.revision} | {name: getattr(row, name) for name in names})

    def said(self) -> ScenarioFields:
        """The scenario."""
        return ScenarioFields(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class PlanForm(forms.Form):
    """Gaps that become actions, all by one day."""

    controls = forms.MultipleChoiceField(label=_("Controls"), widget=forms.CheckboxSelectMultiple)
    due_on = _day(_("Done by"))
    owner = _Seats(label=_("Who does it"), queryset=None, required=False, to_field_name="key")

    def __init__(self, *args: Any, member: Member, gaps: Sequence[Asked], first: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["controls"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(one.id, f"{one.label} · {one.title}") for one in gaps]
        self.fields["due_on"].initial = first
        mine = Seat.objects.visible_to(member).filter(organisation=member.organisation_id or 0, ended_at=None)
        self.fields["owner"].queryset = mine.select_related("person")  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """The sheet as it came back."""

    file = forms.FileField(label=_("Sheet"), help_text=_("XLSX, ODS or CSV, as it was taken out here and filled in."))
    partly = forms.BooleanField(label=_("Take the good rows and leave the others"), required=False)
