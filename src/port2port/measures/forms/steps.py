"""The form of each step: what must be said before it is taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.measures.access_adoption import says_adoption
from port2port.measures.models import Measure, Result
from port2port.measures.rooms import rooms
from port2port.measures.rules import EFFECT, FOUND, REASON
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.reports.forms.guarded import Guarded


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as the browser's own field sends it."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class StepForm(forms.Form):
    """A step that asks for nothing more."""

    def __init__(self, *args: Any, member: Member, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.measure = member, measure


class DecisionForm(StepForm):
    """A step of the chair that rests on a decision of the group."""

    decision = forms.ChoiceField(
        label=_("Decision of the group"),
        required=False,
        help_text=_("In force, and of the working group that the measure names"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        if isinstance(field, forms.ChoiceField):
            known = rooms().decisions(self.member, self.measure.working_group)
            field.choices = [("", _("Choose a decision")), *known]


class AdoptForm(DecisionForm):
    """The version stands from now on."""

    effective_on = day_field(_("Holds from"))
    review_on = day_field(_("Looked at again on"), help_text=_("At most 24 months after it begins to hold"))


class PilotForm(StepForm):
    """What is named before a pilot begins."""

    facilities = forms.ModelMultipleChoiceField[Facility](
        queryset=None,
        label=_("Where it is tried"),
        required=False,
        to_field_name="key",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        help_text=_("Facilities of your organisation. Others are not told which; they read until when it runs."),
    )
    until_on = day_field(_("Until"), help_text=_("At most twelve months ahead"))
    measure_of_effect = Guarded(
        label=_("How the effect is measured"),
        room=EFFECT,
        rows=3,
        required=False,
        help_text=_("Named now, and not changed afterwards"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not says_adoption(self.member):
            # Then the officers of the facilities say themselves that they try it.
            del self.fields["facilities"]
            return
        field = self.fields["facilities"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Facility.objects.visible_to(self.member).in_scope_of(self.member).filter(is_active=True)


class ResultForm(StepForm):
    """What the pilot showed."""

    result = forms.ChoiceField(
        label=_("What the pilot showed"),
        required=False,
        choices=Result.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    found = Guarded(
        label=_("In words and figures"), room=FOUND, rows=4, required=False, help_text=_("Name no facility")
    )


class EffectForm(StepForm):
    """What a review found."""

    effect_found = Guarded(
        label=_("Effect that was found"),
        room=FOUND,
        rows=4,
        required=False,
        help_text=_("That one cannot tell is an answer too."),
    )


class KeepForm(EffectForm):
    """It stays."""

    review_on = day_field(_("Looked at again on"), help_text=_("Within 24 months"))


class WithdrawForm(EffectForm):
    """It ends."""

    reason = Guarded(
        label=_("Reason"), room=REASON, rows=3, required=False, help_text=_("All who had the measure read it.")
    )


class ReasonForm(StepForm):
    """Why fewer ports are enough."""

    reason = Guarded(label=_("Why replies from fewer than three ports are enough"), room=REASON, rows=3)
