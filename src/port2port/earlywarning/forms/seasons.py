"""The forms of a season: its budget, what to do with a week, and what was true."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.earlywarning.models import Answer
from port2port.earlywarning.tables import budget_words
from port2port.earlywarning.thresholds import BUDGETS

DEFAULT_BUDGET = 20


class StartForm(forms.Form):
    """A new season."""

    budget = forms.TypedChoiceField(
        label=pgettext_lazy("of false alarms", "Budget"),
        coerce=int,
        widget=forms.RadioSelect,
        initial=DEFAULT_BUDGET,
        help_text=_("The chance of at least one false alarm in a year in which nothing moves."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        budget = self.fields["budget"]
        if isinstance(budget, forms.TypedChoiceField):
            budget.choices = [(one, budget_words(one)) for one in BUDGETS]


class AnswerForm(forms.Form):
    """What was true; it ends the season."""

    answer = forms.ChoiceField(label=_("What was true?"), choices=Answer.choices, widget=forms.RadioSelect)
