"""The forms of a watch: what is watched, its budget, why it is stopped; of an alarm: what was done, what it was."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.counts.categories import category_words
from port2port.counts.models import DERIVED, Comparison, Intervention, Loan, Outcome
from port2port.earlywarning.actions import WatchFields
from port2port.earlywarning.forms.seasons import DEFAULT_BUDGET
from port2port.earlywarning.models import Judged
from port2port.earlywarning.tables import budget_words
from port2port.earlywarning.thresholds import BUDGETS
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.pure.texts import Room
from port2port.reports.forms.guarded import Guarded
from port2port.reports.sending import LONGEST_KEY, fresh_key

type Lent = tuple[Circle, str, str]


def _room(characters: int) -> Room:
    return Room(characters=characters, byte_count=4 * characters, required=True)


def lent_to(member: Member) -> dict[str, tuple[Lent, str]]:
    """What two ports or more lend to a circle of this seat, by a name for the form: with its words."""
    loans = Loan.objects.visible_to(member).read_by(member).exclude(outcome=DERIVED).select_related("circle", "port")
    found: dict[str, tuple[Lent, list[str]]] = {}
    for loan in loans.order_by("circle__name", "outcome", "category", "port__name"):
        name = f"{loan.circle.key}:{loan.outcome}:{loan.category}"
        found.setdefault(name, ((loan.circle, loan.outcome, loan.category), []))[1].append(loan.port.name)
    return {name: (lent, _words(lent, ports)) for name, (lent, ports) in found.items() if len(ports) > 1}


def _words(lent: Lent, ports: list[str]) -> str:
    circle, outcome, category = lent
    return f"{circle.name}: {Outcome(outcome).label}, {category_words(category)} ({', '.join(ports)})"


class _Measures(forms.ModelChoiceField[Intervention]):
    def label_from_instance(self, obj: Intervention) -> str:
        return f"{obj.title} · {obj.port} · {category_words(obj.category)}"


class _Comparisons(forms.ModelChoiceField[Comparison]):
    def label_from_instance(self, obj: Comparison) -> str:
        return f"{obj.title} · {Outcome(obj.outcome).label} · {category_words(obj.category)}"


class WatchForm(forms.Form):
    """What is to be watched."""

    what = forms.ChoiceField(
        label=_("Counts"), help_text=_("What at least two ports lend to a circle of yours"), widget=forms.RadioSelect
    )
    intervention = _Measures(
        queryset=None,
        label=pgettext_lazy("at a port", "Measure"),
        to_field_name="key",
        empty_label=_("Choose one"),
        help_text=_("Shared with that circle; its port must lend the counts too"),
    )
    comparison = _Comparisons(
        queryset=None,
        label=_("Comparison from outside"),
        to_field_name="key",
        empty_label=_("Choose one"),
        help_text=_("It carries the weight of every alarm: one that moves by itself makes false ones"),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.lent = lent_to(member)
        what, measure, outside = self.fields["what"], self.fields["intervention"], self.fields["comparison"]
        if isinstance(what, forms.ChoiceField):
            what.choices = [(name, words) for name, (_lent, words) in self.lent.items()]
        if isinstance(measure, forms.ModelChoiceField):
            rows = Intervention.objects.visible_to(member).standing().exclude(circle=None)
            measure.queryset = rows.select_related("port")
        if isinstance(outside, forms.ModelChoiceField):
            outside.queryset = Comparison.objects.visible_to(member).standing().exclude(circle=None)

    def said(self) -> WatchFields:
        """What was chosen."""
        given = self.cleaned_data
        (circle, outcome, category), _words = self.lent[given["what"]]
        is_meant = self._choice in self.data.getlist("is_meant")  # type: ignore[attr-defined]
        return WatchFields(circle, outcome, category, given["intervention"], given["comparison"], is_meant)

    def ask_whether_meant(self) -> None:
        """Show a box for these very choices: once another is made, it is asked anew."""
        label = _("I know this, and mean it: watch these counts all the same.")
        box = forms.MultipleChoiceField(
            label=_("Is this meant?"),
            choices=[(self._choice, label)],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["is_meant"] = box

    @property
    def _choice(self) -> str:
        return " ".join(str(self.data.get(name, "")) for name in ("what", "intervention", "comparison"))


def _budgets() -> Iterator[tuple[int, str]]:
    return ((one, budget_words(one)) for one in BUDGETS)


class BudgetForm(forms.Form):
    """The budget, chosen once after the table."""

    budget = forms.TypedChoiceField(
        label=pgettext_lazy("of false alarms", "Budget"), coerce=int, widget=forms.RadioSelect, initial=DEFAULT_BUDGET
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        budget = self.fields["budget"]
        if isinstance(budget, forms.TypedChoiceField):
            budget.choices = list(_budgets())


class StopForm(forms.Form):
    """Why a watch is stopped."""

    why = Guarded(label=pgettext_lazy("of a stopped watch", "Reason"), room=_room(300), rows=3)


class DoneForm(forms.Form):
    """What an organisation did about an alarm."""

    done = Guarded(
        label=_("What did your organisation do?"),
        room=_room(500),
        rows=3,
        help_text=_("Looked at, asked, found nothing: the circle reads it, with your organisation's name"),
    )


class JudgedForm(forms.Form):
    """What an alarm was."""

    judged = forms.ChoiceField(label=_("What was the alarm?"), choices=Judged.choices, widget=forms.RadioSelect)
    why = Guarded(label=_("How do you know?"), room=_room(500), rows=3)
