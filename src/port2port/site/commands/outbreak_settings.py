"""The settings that were in force when a file of counts was judged: those that were given, and the other defaults."""

import argparse
from collections.abc import Callable, Mapping
from inspect import signature

from port2port.pure.outbreak import bayes_bound, cusum, ears, farrington, farrington_flexible, glr, rki_bound
from port2port.pure.outbreak.count_file import CountFile
from port2port.pure.outbreak.ears import ALPHA, Method
from port2port.pure.outbreak.scan import WINDOWS
from port2port.site.commands.outbreak_methods import DEFAULT_BUDGET, DEFAULT_DRAWS, Found

type Setting = float | str | bool | list[int]

YEARS_BACK = ("years_back", "half_window", "alpha", "reweight", "trend")


def _defaults(method: Callable[..., object], *names: str) -> dict[str, Setting]:
    """What the method itself takes where nothing is given."""
    takes = signature(method).parameters
    return {name: takes[name].default for name in names}


def _of_ears(rule: Method, *names: str) -> dict[str, Setting]:
    return _defaults(ears, "baseline", "min_sigma", *names) | {"alpha": ALPHA[rule]}


DEFAULTS: Mapping[str, Mapping[str, Setting]] = {
    "farrington": _defaults(farrington, *YEARS_BACK),
    "flexible": _defaults(farrington_flexible, *YEARS_BACK, "seasons", "skip_weeks", "trend_p"),
    "ears-c1": _of_ears("C1"),
    "ears-c2": _of_ears("C2"),
    "ears-c3": _of_ears("C3", "present_week"),
    "bayes": _defaults(bayes_bound, "years_back", "half_window", "alpha", "this_year"),
    "rki": _defaults(rki_bound, "years_back", "half_window", "this_year"),
    "cusum": _defaults(cusum, "k", "h", "transform") | {"trend": False},
    "glr": _defaults(glr, "threshold") | {"trend": True},
    "watch": {"budget": DEFAULT_BUDGET, "draws": DEFAULT_DRAWS, "seed": 0},
    "scan": {"windows": list(WINDOWS)},
    "hhh4": {"family": "negbin1", "trend": True},
}
# Those that match weeks of earlier years.
CALENDAR = ("farrington", "flexible", "bayes", "rki")
NETWORK = ("watch", "scan")


def in_force(given: CountFile, found: Found, options: argparse.Namespace) -> dict[str, Setting]:
    """By name, as the options are called: each that this method heeds."""
    settings = dict(DEFAULTS[options.method])
    asked = {name: getattr(options, name, None) for name in settings}
    settings |= {name: value for name, value in asked.items() if value is not None}
    if options.method in CALENDAR:
        is_by_date = options.period is None and given.first_monday is not None
        settings["period"] = "iso_week" if is_by_date else options.period or 52
    if options.method in NETWORK:
        settings |= {"source": str(found.summary["source"]), "external": options.external}
    first, last = found.rows[0]["week"], found.rows[-1]["week"]
    # A model of last week's counts has no row for the first week that it is fitted to.
    first = given.weeks[given.weeks.index(str(first)) - 1] if options.method == "hhh4" else first
    return settings | {"from": str(first), "to": str(last)}


def foreign(options: argparse.Namespace) -> str:
    """What was asked that this method does not have, with what it has; empty: nothing."""
    everywhere = {"from", "to"}
    named = {name for one in DEFAULTS.values() for name in one} - {"windows"} | {"period", "source", "external"}
    has = set(DEFAULTS[options.method]) & named
    has |= {"period"} if options.method in CALENDAR else set()
    has |= {"source", "external"} if options.method in NETWORK else set()
    asked = sorted(name for name in named - has if getattr(options, name, None) is not None)
    if not asked:
        return ""
    return f"{options.method} has no {_spelled(asked)}; it has {_spelled(sorted(has | everywhere))}."


def _spelled(names: list[str]) -> str:
    return ", ".join(f"--{name.replace('_', '-')}" for name in names)
