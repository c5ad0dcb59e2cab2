"""What a facility does with a measure, what is asked instead of it, and who helps."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.measures.actions import AdoptionFields, ExceptionFields, musts
from port2port.measures.forms.steps import day_field
from port2port.measures.models import Adoption, AdoptionState, Cost, ExceptionGrant, MeasureVersion
from port2port.measures.rules import EXCEPTION, LINE, NOTE, WHY
from port2port.reports.forms.guarded import Guarded
from port2port.vocabulary import lookup


class AdoptionForm(forms.Form):
    """One facility and one version."""

    state = forms.ChoiceField(
        label=_("State"), choices=AdoptionState.choices, widget=forms.RadioSelect(attrs={"class": "choices"})
    )
    by_on = day_field(_("Planned by"), help_text=_("Where it is planned"))
    since_on = day_field(_("In place since"), help_text=_("Where it is in place"))
    reason = Guarded(
        label=_("Why it does not apply"), room=WHY, rows=2, required=False, help_text=_("Where it does not apply")
    )
    cost = forms.ChoiceField(
        label=_("What it cost in the first year"), required=False, choices=[("", _("Not known yet")), *Cost.choices]
    )
    effect_note = Guarded(
        label=_("Effect"), room=NOTE, rows=3, required=False, help_text=_("For your own organisation alone")
    )

    def __init__(self, *args: Any, version: MeasureVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        if version.frozen_at is None and isinstance(state, forms.ChoiceField):
            state.choices = [one for one in AdoptionState.choices if one[0] in {"not_planned", "piloting"}]
            for name in ("by_on", "since_on", "reason"):
                del self.fields[name]

    def said(self) -> AdoptionFields:
        """What was said."""
        return AdoptionFields(**{name: value for name, value in self.cleaned_data.items() if value is not None})


def initial_adoption(row: Adoption | None) -> dict[str, Any]:
    """What the form shows of what was said."""
    if row is None:
        return {"state": AdoptionState.NOT_PLANNED}
    return {name: getattr(row, name) for name in ("state", "by_on", "since_on", "reason", "cost", "effect_note")}


class ExceptionForm(forms.Form):
    """What is asked for."""

    control = forms.ChoiceField(
        label=_("Control"), required=False, help_text=_("Of the measure; none that the law demands")
    )
    reason = Guarded(label=_("Reason"), room=EXCEPTION, rows=3, help_text=_("At least 30 characters"))
    instead = Guarded(label=_("What you do instead meanwhile"), room=EXCEPTION, rows=3)
    until_on = day_field(_("Until"), help_text=_("At most twelve months ahead"))
    asked_of = forms.ChoiceField(
        label=_("Who is asked"),
        choices=ExceptionGrant.Asked.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
        help_text=_("Of another organisation. Who is asked reads this request and which facility it is for."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, version: MeasureVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        control = self.fields["control"]
        offered = [(one, lookup.coded_label(one)) for one in version.controls if one not in musts()]
        if isinstance(control, forms.ChoiceField):
            control.choices = offered

    def said(self) -> ExceptionFields:
        """What was said."""
        return ExceptionFields(**self.cleaned_data)


class WordForm(forms.Form):
    """The word of who is asked."""

    grant = forms.ChoiceField(
        label=_("Your word"),
        choices=[("yes", _("Grant")), ("no", _("Decline"))],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    answer = Guarded(label=_("In words"), room=NOTE, rows=3, required=False, help_text=_("To decline: why"))


class HelpForm(forms.Form):
    """An offer to help."""

    note = Guarded(label=_("In one line"), room=LINE, required=False, help_text=_("What others may ask you about"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
