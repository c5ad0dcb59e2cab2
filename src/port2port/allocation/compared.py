"""A what-if in words: the own ports and routes before beside after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from port2port.allocation.models import WhatIf
from port2port.allocation.refusals import FAULTS, OTHER
from port2port.allocation.result_page import decimal_words, euro_span, percent, plain_span, signed_percent_span
from port2port.pure.games import Reason
from port2port.pure.workbench.others import Span


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure before and after, and whether it is higher. before   empty where an earlier version kept none"""

    before: str
    after: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A route, or the port as a whole. coverage   of a route; of a port its units"""

    name: str
    floor: str
    coverage: Compared
    harm: Compared
    attempts: Compared


@dataclass(frozen=True, slots=True)
class PortCompared:
    """An own port and its routes."""

    name: str
    whole: Row
    routes: list[Row]


@dataclass(frozen=True, slots=True)
class WhatIfShown:
    """A what-if in words. refused   why the model has no answer      others   by how much their harm changes"""

    refused: str
    ports: list[PortCompared]
    others: str


def what_if_of(row: WhatIf) -> WhatIfShown:
    """What was told, in the reader's language."""
    told: Mapping[str, Any] = row.told
    if "refused" in told:
        return WhatIfShown(str(FAULTS.get(Reason(str(told["refused"])), OTHER)), [], "")
    change = told.get("others_change")
    return WhatIfShown(
        refused="",
        ports=[_port(one) for one in told["ports"]],
        others=signed_percent_span((change[0], change[1])) if change else "",
    )


def _port(one: Mapping[str, Any]) -> PortCompared:
    before = one.get("before")
    routes = before["routes"] if before else [None] * len(one["routes"])
    return PortCompared(
        name=one["name"],
        whole=_row(one["name"], before, one),
        routes=[_row(new["name"], old, new) for old, new in zip(routes, one["routes"], strict=True)],
    )


def _row(name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Row:
    is_route = "coverage" in after
    shown = (lambda found: percent(found.low)) if is_route else (lambda found: decimal_words(found.low))
    return Row(
        name=name,
        floor=percent(after["floor"]) if is_route else "",
        coverage=_compared(before, after, "coverage" if is_route else "units", shown),
        harm=_compared(before, after, "harm", euro_span),
        attempts=_compared(before, after, "attempts", plain_span),
    )


def _compared(before: Mapping[str, Any] | None, after: Mapping[str, Any], name: str, shown: Any) -> Compared:
    new = _span(after.get(name))
    if new is None:
        return Compared("", "–")
    old = _span(before.get(name)) if before else None
    if old is None:
        return Compared("", shown(new))
    return Compared(shown(old), shown(new), direction(old, new))


def _span(found: Any) -> Span | None:
    if found is None:
        return None
    return Span(*found) if isinstance(found, list | tuple) else Span(float(found), float(found))


def direction(before: Span, after: Span) -> str:
    """Where a figure goes, by what is told of it: finer than that nothing is said."""
    down = after.low < before.low or after.high < before.high
    up = after.low > before.low or after.high > before.high
    if up and down:
        return pgettext("a figure against before", "both ways")
    if up:
        return pgettext("a figure against before", "higher")
    return pgettext("a figure against before", "lower") if down else pgettext("a figure against before", "as before")
