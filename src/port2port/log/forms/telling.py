"""What is so of an incident, as far as it decides whom to tell."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.duties.noticebook import flag_choices


class TellingForm(forms.Form):
    """The ticks with which the clocks are started."""

    flags = forms.MultipleChoiceField(
        label=_("Tick what is so"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        field = self.fields["flags"]
        if isinstance(field, forms.ChoiceField):
            field.choices = flag_choices()
