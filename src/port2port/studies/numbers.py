"""Numbers of studies in the reader's notation."""

from math import isfinite

from django.utils.formats import number_format

PERCENT = "\N{NO-BREAK SPACE}%"


def whole(value: float) -> str:
    """Incidents, rounded: 1 234."""
    shown = number_format(abs(round(value)), force_grouping=True)
    return f"\N{MINUS SIGN}{shown}" if round(value) < 0 else shown


def decimal(value: float, places: int = 2) -> str:
    """A ratio or a share: 0.67."""
    return number_format(f"{value:.{places}f}", decimal_pos=places)


def percent(value: float, places: int = 0) -> str:
    """A share of one as per cent."""
    return number_format(f"{100 * value:.{places}f}", decimal_pos=places) + PERCENT


def drift(value: float) -> str:
    """A drift with its sign: +3.1 %, −16.3 %."""
    sign = "+" if value >= 0 else "\N{MINUS SIGN}"
    return sign + percent(abs(value), 1)


def bracket(low: float, high: float) -> str:
    """An interval of incidents: [139; 329]; an end without a number is the infinity sign."""
    ends = (whole(one) if isfinite(one) else "\N{INFINITY}" for one in (low, high))
    return f"[{'; '.join(ends)}]"
