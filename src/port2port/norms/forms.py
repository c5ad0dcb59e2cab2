"""The filter of a catalogue's page."""

from collections.abc import Callable

from django import forms
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from port2port.norms.names import addressee_name, level_name, obligation_name, tier_name
from port2port.pure.oscal.controls import ADDRESSEES, LEVELS, OBLIGATIONS, TIERS

LONGEST_SEARCH = 200


def _choices(
    first: str | Promise, words: tuple[str, ...], name: Callable[[str], str]
) -> list[tuple[str, str | Promise]]:
    return [("", first), *((word, lazy(name, str)(word)) for word in words)]


class FilterForm(forms.Form):
    """Words to look for and what a control must say of itself; all of it stands in the URL."""

    q = forms.CharField(
        label=_("Words or a number"),
        max_length=LONGEST_SEARCH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    obligation = forms.ChoiceField(
        label=_("Obligation"), required=False, choices=_choices(_("All"), OBLIGATIONS, obligation_name)
    )
    addressee = forms.ChoiceField(
        label=_("Whom it asks"), required=False, choices=_choices(_("Everybody"), ADDRESSEES, addressee_name)
    )
    level = forms.ChoiceField(label=_("Security level"), required=False, choices=_choices(_("All"), LEVELS, level_name))
    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=_choices(_("All"), TIERS, tier_name))
