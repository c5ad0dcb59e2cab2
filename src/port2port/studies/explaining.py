"""Every figure on the page of a result, in plain words: what it is, and how to read it."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.studies.found import Found

type Words = str | Promise

EXPLAINED: dict[str, tuple[Words, Words]] = {
    "expected": (
        pgettext_lazy("incidents", "Expected"),
        _("What would have been recorded if these ports had moved as the comparison from outside did. No forecast."),
    ),
    "change": (
        pgettext_lazy("incidents", "Change"),
        _("Recorded minus expected. The brackets hold the values that fit the counts; one in ten misses the truth."),
    ),
    "scatter": (
        _("Scatter"),
        _("How much more the weeks scatter than independent incidents would. 1 is not more; at 4 intervals are twice "
          "as wide."),
    ),
    "share": (
        _("Displaced share"),
        _("What came elsewhere of what left the port of the measure: 0 is nothing, 1 is all of it, below 0 the others "
          "gained too. Given only where that port clearly fell."),
    ),
    "smallest": (
        _("Smallest share in sight"),
        _("The least that would have had to come back for such counts to show it. Read it first: at 0.9, “cannot tell” "
          "says next to nothing."),
    ),
    "drift": (
        _("Tipping drift"),
        _("How far the comparison would have to move by itself to change the answer. −3 % is little, −20 % is much."),
    ),
    "wander": (
        _("Wander"),
        _("How far the comparison has moved by itself before, from half year to half year. More than the tipping drift "
          "makes the answer fragile."),
    ),
    "placebo": (
        _("Placebo"),
        _("How often chance alone looks like this: the same weeks in another order, or every other port as if it had "
          "taken the measure. The p is never below one in so many tries."),
    ),
    "simulated": (
        _("Simulated intervals"),
        _("The same intervals by 2,000 draws: a check on the arithmetic. They decide nothing."),
    ),
    "model": (
        _("Model of all ports"),
        _("The same question to every port and week at once, by another formula. It should say much the same."),
    ),
}  # fmt: skip


def explained(found: Found, *, has_checks: bool) -> Iterator[tuple[Words, Words]]:
    """Those of the figures that this page shows."""
    shown = {
        "expected": found.at_target is not None,
        "change": found.at_target is not None,
        "scatter": found.at_target is not None,
        "share": found.share is not None,
        "smallest": found.smallest_share is not None or found.planned_share is not None,
        "drift": found.tipping_drift is not None,
        "wander": found.wander is not None,
        "placebo": has_checks,
        "simulated": has_checks,
        "model": has_checks,
    }
    return (words for name, words in EXPLAINED.items() if shown[name])
