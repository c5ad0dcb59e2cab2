"""The part of the form that says what a practice did at one place: its fields, and what was said in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from port2port.knowledge.evidence import MOVED
from port2port.knowledge.models import Cost
from port2port.knowledge.rules import EFFECT
from port2port.pure.evidence import MOST_DAYS, MOST_EVENTS, MOST_MONTHS, MOST_SITES, NUMBERS, Tried
from port2port.reports.forms.guarded import Guarded

# Of each place where it was tried, as the form shows them: what belongs together stands in one row.
TRIED_ROWS = (
    ("where",),
    ("effect",),
    ("stated_by", "stated_on"),
    ("cost", "sites", "months"),
    ("indicator", "unit"),
    ("before", "before_days", "after", "after_days"),
    ("compared",),
    ("study", "displacement"),
    ("side_effects",),
)
TRIED = tuple(name for row in TRIED_ROWS for name in row)


def fields_of_effect() -> dict[str, forms.Field]:
    """The fields of one place; none is needed, what belongs together is checked by the action."""
    return {
        "where": Guarded(label=_("Where it was tried"), required=False),
        "cost": forms.ChoiceField(
            label=_("Cost in the first year"), required=False, choices=[("", _("Not said")), *Cost.choices]
        ),
        "effect": Guarded(
            label=_("What changed"),
            required=False,
            room=EFFECT,
            rows=3,
            help_text=_("In words; figures stand below"),
        ),
        "stated_by": Guarded(
            label=_("Stated by"),
            required=False,
            help_text=_("An organisation or a published source, never a person"),
        ),
        "stated_on": forms.DateField(
            label=_("Stated on"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        ),
        "compared": Guarded(
            label=_("Compared with"),
            required=False,
            room=EFFECT,
            rows=2,
            help_text=_("Sites where the same was counted meanwhile without it, and what came out there"),
        ),
        "study": Guarded(label=_("Study of displacement"), required=False, help_text=_("Its name, as study:…")),
        "displacement": forms.ChoiceField(
            label=_("Was it seen to move elsewhere?"),
            required=False,
            choices=[("", _("Not said")), *MOVED.items()],
        ),
        "side_effects": Guarded(label=_("Side effects"), required=False, room=EFFECT, rows=2),
    } | _figures()


def _figures() -> dict[str, forms.Field]:
    return {
        "sites": _count(_("In use at sites"), 1, MOST_SITES),
        "months": _count(_("For how many months"), 0, MOST_MONTHS),
        "indicator": Guarded(label=_("What was counted"), required=False, help_text=_("The same before and after")),
        "unit": Guarded(label=_("Unit"), required=False),
        "before": _count(_("Count before"), 0, MOST_EVENTS),
        "before_days": _count(_("In how many days"), 1, MOST_DAYS),
        "after": _count(_("Count after"), 0, MOST_EVENTS),
        "after_days": _count(_("In how many days"), 1, MOST_DAYS),
    }


def effect_of(given: Mapping[str, Any], number: int) -> Tried:
    """What was said of one place; empty where nothing was."""
    values: dict[str, Any] = {name: given[f"{name}_{number}"] for name in TRIED}
    day = values["stated_on"]
    values["stated_on"] = day.isoformat() if isinstance(day, date) else ""
    values |= {name: value or "" for name, value in values.items() if name not in NUMBERS}
    return Tried(**values)


def _count(label: Any, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most)
