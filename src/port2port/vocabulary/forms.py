"""The filter of the vocabulary page."""

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from port2port.vocabulary.names import register_name
from port2port.vocabulary.registers import NAMES

LONGEST_SEARCH = 200
_name = lazy(register_name, str)


class SearchForm(forms.Form):
    """Words to look for and the register to stay in; both stand in the URL."""

    q = forms.CharField(
        label=_("Search in any language"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    register = forms.ChoiceField(
        label=_("Register"),
        required=False,
        choices=[("", _("All registers")), *((name, _name(name)) for name in NAMES)],
    )
