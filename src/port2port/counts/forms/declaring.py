"""Forms of what is declared beside counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.counts.access import lends_counts
from port2port.counts.actions import ChangeFields, ComparisonFields, InterventionFields
from port2port.counts.actions.declaring import TITLE, WHAT, WHY
from port2port.counts.forms.series import DAY, category_choices, circle_field, port_field
from port2port.counts.models import MOST_RAMP, EffortKind, Outcome, Reason
from port2port.members.forms.shared import language_field
from port2port.members.member import Member
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key


class _DeclareForm(forms.Form):
    """What each declaration has: the own language, and a name for the form that is sent."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.complete(member)

    def complete(self, member: Member) -> None:
        """Adds the fields whose choices depend on who asks."""

    def _offer_circles(self, member: Member) -> None:
        if lends_counts(member):
            self.fields["circle"] = circle_field(member, required=False, empty=_("Our organisation only"))

    def _given(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class InterventionForm(_DeclareForm):
    """A measure whose effect may be asked after."""

    title = Guarded(label=_("Title"), room=TITLE, help_text=_("As those who work with it call it; no names of people"))
    language = language_field()
    category = forms.ChoiceField(label=_("Category"), required=False, choices=category_choices)
    announced_on = forms.DateField(label=_("Announced on"), widget=DAY, help_text=_("When offenders could know of it"))
    starts_on = forms.DateField(label=pgettext_lazy("of a measure at a port", "Starts on"), widget=DAY)
    ramp_weeks = forms.IntegerField(
        label=_("Weeks until it has its whole effect"), min_value=0, max_value=MOST_RAMP, initial=8
    )
    intensity = forms.DecimalField(
        label=_("How much of it is used, from 0 to 1"), min_value=0, max_value=1, decimal_places=2, initial=1
    )

    def complete(self, member: Member) -> None:
        """The ports at which the own organisation counts; who works in all ports declares measures in each."""
        self.fields["port"] = port_field(member)
        self._offer_circles(member)
        self.order_fields(["title", "language", "port", "category"])

    def said(self) -> InterventionFields:
        """What was entered."""
        names = ("title", "language", "port", "category", "announced_on", "starts_on", "ramp_weeks", "intensity")
        return InterventionFields(**self._given(*names, "circle"))


class ComparisonForm(_DeclareForm):
    """A series from outside."""

    title = Guarded(label=_("Title"), room=TITLE)
    language = language_field()
    outcome = forms.ChoiceField(label=_("What is counted"), choices=Outcome.choices)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=category_choices)
    reason = forms.ChoiceField(
        label=_("Why nothing pushed away turns up there"),
        choices=Reason.choices,
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    why = Guarded(label=_("In your own words, at least 40 characters"), room=WHY, rows=5)

    def complete(self, member: Member) -> None:
        """The circles of the own organisation."""
        self._offer_circles(member)

    def said(self) -> ComparisonFields:
        """What was entered."""
        return ComparisonFields(**self._given("title", "language", "outcome", "category", "reason", "why", "circle"))


class ChangeForm(_DeclareForm):
    """Another way of counting."""

    outcome = forms.ChoiceField(label=_("What is counted"), choices=Outcome.choices)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=category_choices)
    on = forms.DateField(label=_("From which day"), widget=DAY)
    what = Guarded(label=_("What changed"), room=WHAT, rows=3)
    language = language_field()
    both_sides_recoded = forms.BooleanField(
        label=_("The weeks before were counted anew in the new way"), required=False
    )

    def complete(self, member: Member) -> None:
        """The ports at which the own organisation counts."""
        self.fields = {"port": port_field(member), **self.fields}

    def said(self) -> ChangeFields:
        """What was entered."""
        return ChangeFields(
            **self._given("port", "outcome", "category", "on", "what", "language", "both_sides_recoded")
        )


class EffortForm(forms.Form):
    """Of which port and kind the effort is entered."""

    kind = forms.ChoiceField(label=_("Kind of effort"), choices=EffortKind.choices)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"port": port_field(member), **self.fields}
