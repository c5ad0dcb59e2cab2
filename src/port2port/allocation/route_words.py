"""Why a sheet of routes or one of its cells is not taken, in words that say what to do."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.counts.sheet_words import WORDS as COUNTED
from port2port.members.models import Port
from port2port.pure.count_cells import Why
from port2port.pure.route_sheet import MOST_ROWS, RouteFault, RouteRemark, RouteSheetError, RouteWhy
from port2port.pure.workbench.given import FIGURES

_MOST_SOURCE = 200


def sources_in_one(figures: Mapping[str, Mapping[str, object]]) -> str:
    """The sources of a route's figures as the one cell of a file that holds them."""
    found = dict.fromkeys(" ".join(str(figures[name]["source"]).split()) for name in FIGURES)
    return "; ".join(found)[:_MOST_SOURCE].strip()


WORDS: dict[RouteWhy, str | Promise] = {
    RouteWhy.EMPTY: _("Nothing stands here. Fill the cell."),
    RouteWhy.NOT_A_NUMBER: _("This is no number. Write it in figures."),
    RouteWhy.NEGATIVE: _("A figure is never below zero. Check it."),
    RouteWhy.THOUSANDS: _("This could be read in two ways. Write thousands without a mark, as in 1234."),
    RouteWhy.NOT_PERCENT: _("Write percent as whole figures: 20, not 0.2."),
    RouteWhy.DOUBLED: _("The same route stands in row %(row)s. Keep one of the two."),
}
_FAULTS: dict[RouteFault, str | Promise] = {
    RouteFault.NO_COLUMNS: _("No row has the headings of routes. Start from the file with headings."),
    RouteFault.MISSING: _("A column is missing: %(names)s. Add it with this heading."),
    RouteFault.TWICE: _("Two columns mean the same: %(names)s. Keep one of them."),
    RouteFault.NO_ROWS: _("Nothing stands under the headings."),
    RouteFault.TOO_MANY_ROWS: _("More than %(most)s rows. A port has at most twelve routes."),
}


class BadRoutes(Refusal):
    """A file of routes that is not taken, and why."""

    def __init__(self, problem: RouteSheetError) -> None:
        names = ", ".join(f"“{name}”" for name in problem.names)
        super().__init__(str(_FAULTS[problem.fault]) % {"names": names, "most": MOST_ROWS})


class NoOwnPort(Refusal):
    words = _("This is no port with which your organisation takes part here. Enter its LOCODE, as in BEANR.")


def which_port(ports: Iterable[Port]) -> str:
    """That a word means several ports, and which; by the code that tells them apart."""
    names = ", ".join(f"{port.name} ({port.locode or port.slug})" for port in ports)
    return str(COUNTED[Why.WHICH_PORT]) % {"names": names}


class AnsweredSince(Refusal):
    status = 409
    words = _("An answer has been reckoned with these routes since. Change them one by one, and reckon again.")


class WrittenAlready(Refusal):
    status = 409
    words = _("This file was written before. Bring it again.")


def why_words(remark: RouteRemark) -> str:
    """Why the cell is not taken, and what to do."""
    words = str(WORDS[remark.why])
    return words % {"row": remark.other} if remark.why == RouteWhy.DOUBLED else words
