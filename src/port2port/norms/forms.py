"""The filter of a catalogue's page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member
from port2port.norms.access import brings_for_all
from port2port.norms.actions import Brought, TierFields
from port2port.norms.actions.tiers import REASON
from port2port.norms.models import Cargo, Tier
from port2port.norms.names import addressee_name, level_name, obligation_name, tier_name
from port2port.pure.oscal.controls import ADDRESSEES, LEVELS, OBLIGATIONS, TIERS
from port2port.reports.forms.guarded import Files, Guarded

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


class BringForm(forms.Form):
    """A version as its files."""

    name = forms.CharField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens. The same name as an earlier version makes this its successor."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    documents = Files(
        label=_("OSCAL files"),
        help_text=_("One JSON file, or a catalogue as nl.json, fr.json, de.json and en.json. At most 20 MB each."),
    )
    for_all = forms.BooleanField(
        label=_("For the whole community"),
        help_text=_("Another organisation approves it before it stands. Without this mark it is your own copy."),
        required=False,
    )

    # The status that a refusal asks for.
    refused_with = 422

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].required = True
        self.fields["documents"].error_messages["required"] = _("Bring one file, or one for each language.")
        self.fields["documents"].widget.attrs["accept"] = ".json,application/json"
        if not brings_for_all(member):
            del self.fields["for_all"]

    def brought(self) -> Brought:
        """What was filled in; files by their names."""
        files = {one.name or f"{number}.json": one.read() for number, one in enumerate(self._files())}
        return Brought(self.cleaned_data["name"], files, bool(self.cleaned_data.get("for_all")))

    def _files(self) -> list[Any]:
        found = list(self.cleaned_data["documents"])
        for one in found:
            one.seek(0)
        return found


class SealForm(forms.Form):
    """What was read, so that nothing else is approved."""

    seal = forms.RegexField("^[0-9a-f]{64}$", widget=forms.HiddenInput())


class TierForm(forms.Form):
    """To which baseline a facility is held."""

    tier = forms.ChoiceField(
        label=_("Baseline"), widget=forms.RadioSelect, choices=[(one.value, lazy(tier_name, str)(one)) for one in Tier]
    )
    cargo = forms.ChoiceField(label=_("What mostly crosses the quay"), choices=[("", "---------"), *Cargo.choices])
    has_passengers = forms.BooleanField(label=_("Passengers pass here"), required=False)
    reason = Guarded(label=_("Why this baseline"), room=REASON, rows=3)

    def said(self) -> TierFields:
        """What was filled in."""
        return TierFields(**self.cleaned_data)
