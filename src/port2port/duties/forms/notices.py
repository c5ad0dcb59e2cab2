"""Forms about who was told, and what the organisation is in law."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.duties.noticebook import profile_choices
from port2port.members.forms.shared import Moment


class TellForm(forms.Form):
    """When the addressee was told."""

    told_at = Moment(label=_("Told at"))
    note = forms.CharField(
        label=_("How"), required=False, max_length=300, help_text=_("By which way, under which reference; no names.")
    )


class ProfileForm(forms.Form):
    """What the organisation is in law."""

    codes = forms.MultipleChoiceField(
        label=_("Your organisation is"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = self.fields["codes"]
        if isinstance(codes, forms.MultipleChoiceField):
            codes.choices = profile_choices()
