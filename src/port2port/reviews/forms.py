"""What is filled in during a peer review."""

from collections.abc import Iterable, Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.assessments.pinned import Asked
from port2port.members.models import Port
from port2port.pure.texts import Room
from port2port.reports.forms.guarded import Guarded
from port2port.reviews.actions import Seen
from port2port.reviews.actions.reporting import TEXT
from port2port.reviews.models import Grade, Kind
from port2port.reviews.refusals import SamePort


def _labels(controls: Iterable[Asked]) -> list[tuple[str, str]]:
    return [(one.id, f"{one.label} {one.title}") for one in controls]


class AskForm(forms.Form):
    """What reviewers look at."""

    controls = forms.MultipleChoiceField(
        label=_("What they look at"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One to twelve. The draw adds three that nobody chose."),
    )

    def __init__(self, data: object, *, controls: Sequence[Asked]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        cast("forms.MultipleChoiceField", self.fields["controls"]).choices = _labels(controls)


class OfferForm(forms.Form):
    """For which port a seat can be drawn."""

    port = forms.ModelChoiceField[Port](label=_("Port"), queryset=None, help_text=SamePort.words)

    def __init__(self, data: object, *, ports: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        cast("forms.ModelChoiceField[Port]", self.fields["port"]).queryset = ports  # type: ignore[assignment]


class DeclareForm(forms.Form):
    """What binds a reviewer to the reviewed."""

    answer = forms.ChoiceField(
        label=_("Within the last 24 months"),
        widget=forms.RadioSelect,
        choices=[
            ("clear", _("Nothing binds me or my organisation to this facility")),
            ("interest", _("We are of one group, supply it or are supplied by it, or something else binds us")),
        ],
    )
    interest = Guarded(
        label=_("What it is"),
        room=Room(characters=300, byte_count=1_200, lines=True),
        rows=2,
        required=False,
        help_text=_("Only you read this again."),
    )

    def clean(self) -> dict[str, object]:
        """An interest is said in words."""
        said = super().clean() or {}
        if said.get("answer") == "interest" and not said.get("interest"):
            self.add_error("interest", _("Say in a few words what it is."))
        return said


class VisitForm(forms.Form):
    """The day of the visit."""

    day = forms.DateField(label=_("Day of the visit"), widget=forms.DateInput(attrs={"type": "date"}))


class SeenForm(forms.Form):
    """What a reviewer saw."""

    control = forms.ChoiceField(label=_("Control"))
    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect, choices=Kind.choices)
    text = Guarded(label=_("What you saw"), room=TEXT, rows=4)
    grade = forms.ChoiceField(
        label=_("Grade of an improvement"),
        required=False,
        choices=[("", _("none")), *Grade.choices],
        help_text=_("Advice in the words of Regulation (EC) No 324/2008, for the facility alone; no verdict."),
    )

    def __init__(self, data: object, *, controls: Sequence[Asked], control: str = "") -> None:
        super().__init__(data, initial={"control": control})  # type: ignore[arg-type]
        cast("forms.ChoiceField", self.fields["control"]).choices = _labels(controls)

    def said(self) -> Seen:
        """What was filled in."""
        return Seen(**self.cleaned_data)


class ReplyForm(forms.Form):
    """The facility's word."""

    text = Guarded(label=_("Your reply"), room=TEXT, rows=3)
