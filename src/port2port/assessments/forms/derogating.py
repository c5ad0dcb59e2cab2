"""The letter of an authority."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.assessments.actions.derogating import LINE, DerogationFields
from port2port.assessments.pinned import Asked
from port2port.reports.forms.guarded import Guarded


class DerogationForm(forms.Form):
    """Which control, by whose letter, until when."""

    control = forms.ChoiceField(label=_("Control"))
    authority = Guarded(label=_("Authority"), room=LINE)
    reference = Guarded(label=_("Reference of its letter"), room=LINE)
    from_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: object, *, controls: Iterable[Asked], control: str = "") -> None:
        super().__init__(data, initial={"control": control})  # type: ignore[arg-type]
        musts = [(one.id, f"{one.label} {one.title}") for one in controls if one.is_must]
        cast("forms.ChoiceField", self.fields["control"]).choices = musts

    def said(self) -> DerogationFields:
        """What was filled in."""
        return DerogationFields(**self.cleaned_data)
