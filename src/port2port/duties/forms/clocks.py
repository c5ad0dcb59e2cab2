"""Forms about clocks: what was done, what the place says, what is to be moved, and the list's filter."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.duties.actions.clocks import Held, Wish
from port2port.duties.clocks import Place, Setting
from port2port.duties.forms.shared import Day
from port2port.duties.models import ClockSetting
from port2port.duties.rulebook import ClockRule, groups_of
from port2port.duties.wording import STATES


class FilterForm(forms.Form):
    """What the address asks for, as fields; not bound, so that what is no filter is left out in silence."""

    place = forms.ChoiceField(label=_("Where"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, query: QueryDict, *, places: Iterable[Place]) -> None:
        super().__init__(initial=query.dict(), auto_id="filter-%s", use_required_attribute=False)
        for field in self.fields.values():
            # A filter is left open by its own first choice; the label need not say so.
            field.required = True
        where, state = self.fields["place"], self.fields["state"]
        if isinstance(where, forms.ChoiceField) and isinstance(state, forms.ChoiceField):
            where.choices = [("", _("Everywhere")), *((str(one.key), one.name) for one in places)]
            state.choices = [("", _("All")), *((code.value, words) for code, (words, _kind) in STATES.items())]


class DoneForm(forms.Form):
    """One form: the duty was fulfilled."""

    on = Day(label=_("Done on"))
    until = Day(label=_("Valid until"))
    tested = forms.MultipleChoiceField(
        label=_("What was tested"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        error_messages={"required": _("Say what was tested: at least one element.")},
    )
    evidence = forms.CharField(
        label=_("Where the proof lies"),
        required=False,
        max_length=200,
        help_text=_("A file number or a folder. Never the assessment or the plan itself."),
    )

    def __init__(self, *args: Any, rule: ClockRule, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"use_required_attribute": False}))
        tested = self.fields["tested"]
        if isinstance(tested, forms.MultipleChoiceField):
            groups = groups_of(rule)
            # One group needs no heading of its own.
            tested.choices = groups[0].choices() if len(groups) == 1 else [(one.label, one.choices()) for one in groups]
        if not rule.tested:
            del self.fields["tested"]
        if not rule.names_its_end:
            del self.fields["until"]

    def held(self) -> Held:
        """What was entered."""
        given = self.cleaned_data
        return Held(given["on"], given.get("until"), tuple(given.get("tested", ())), given["evidence"])


class SettingForm(forms.Form):
    """What the place says of its clock."""

    months = forms.IntegerField(
        label=_("Every how many months"), required=False, min_value=1, max_value=120, help_text=_("Your own rhythm.")
    )
    starts_on = Day(
        label=_("Yours since"), required=False, help_text=_("Counts as long as the duty was never fulfilled.")
    )
    changed_on = Day(label=_("Major change on"), required=False, help_text=_("Asks for the review at once."))
    changed_what = forms.CharField(label=_("What changed"), required=False, max_length=200)
    off_reason = forms.CharField(
        label=_("Does not concern us, because"),
        required=False,
        max_length=300,
        help_text=_("Leave it empty as long as the duty concerns you."),
    )

    def __init__(self, *args: Any, rule: ClockRule, setting: Setting, **kwargs: Any) -> None:
        names = ("months", "starts_on", "changed_on", "changed_what", "off_reason")
        initial = {name: getattr(setting, name) for name in names}
        if rule.sets_own_period and setting.months is None:
            initial["months"] = rule.suggested
        super().__init__(*args, **({"initial": initial} | kwargs | {"use_required_attribute": False}))
        if not rule.sets_own_period:
            del self.fields["months"]
        if not rule.takes_changes:
            del self.fields["changed_on"], self.fields["changed_what"]

    def setting(self) -> ClockSetting:
        """The fields as a row that is not saved."""
        return ClockSetting(**{name: value for name, value in self.cleaned_data.items() if name in self.fields})


class DerogationForm(forms.Form):
    """A date that is to be moved."""

    until_on = Day(label=_("New day"), help_text=_("At most three months after the due day."))
    reason = forms.CharField(
        label=_("Which circumstances dictate otherwise"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At least 30 characters; it stays in the history."),
    )
    approver = forms.CharField(
        label=_("Authority that approved it"),
        required=False,
        max_length=160,
        help_text=_("Empty: the officer of the port is asked."),
    )
    reference = forms.CharField(label=_("Reference of its letter"), required=False, max_length=160)

    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(**self.cleaned_data)
