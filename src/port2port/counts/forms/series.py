"""Forms of series and loans."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.counts.models import Outcome
from port2port.counts.places import countable_ports
from port2port.counts.rules import last_whole_week
from port2port.members.member import Member
from port2port.members.models import Circle, Port
from port2port.pure.weeks import WEEK
from port2port.reports.sending import LONGEST_KEY, fresh_key
from port2port.vocabulary import lookup

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def category_choices() -> list[Any]:
    """All together, substances, then methods by family."""
    substances = [(one.code, one.label(lookup.reader_language())) for one in lookup.facets("substance")]
    known = [(code, words) for code, words in substances if not code.endswith(".none")]
    return [("", _("All categories together")), (_("Substances"), known), *lookup.choices("methods")]


def port_field(member: Member) -> forms.ModelChoiceField[Port]:
    """The ports at which the own organisation counts."""
    ports = countable_ports(member).order_by("name")
    return forms.ModelChoiceField[Port](queryset=ports, label=_("Port"), empty_label=None, to_field_name="slug")


def circle_field(member: Member, *, required: bool, empty: Any = None) -> forms.ModelChoiceField[Circle]:
    """The open circles that the own organisation is in."""
    circles = Circle.objects.visible_to(member).choosable_by(member)
    return forms.ModelChoiceField[Circle](
        queryset=circles, label=_("Circle"), required=required, empty_label=empty, to_field_name="key"
    )


class SeriesForm(forms.Form):
    """What is counted from now on."""

    outcome = forms.ChoiceField(label=_("What is counted"), choices=Outcome.choices)
    category = forms.ChoiceField(label=_("Category"), required=False, choices=category_choices)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"port": port_field(member), **self.fields}


class LendForm(forms.Form):
    """To which circle, from which week on."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY, initial=fresh_key)

    def __init__(self, *args: Any, member: Member, first: date | None, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["circle"] = circle_field(member, required=True)
        self.fields["from_week"] = forms.DateField(
            label=pgettext_lazy("of a loan of counts", "First week that is lent"),
            widget=DAY,
            initial=first or last_whole_week(now) - WEEK * 155,
            help_text=_("Its Monday. Earlier weeks stay with your organisation."),
        )
