"""The own part of an answer, and a week's roster, as rows of a file: codes and plain numbers in every language."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from port2port.allocation.answers import OwnPort, Told
from port2port.allocation.drawing import Drawn
from port2port.allocation.models import Route
from port2port.allocation.route_words import sources_in_one
from port2port.pure.route_sheet import ENDS, HEADINGS
from port2port.pure.sheets import Column
from port2port.pure.workbench.given import FIGURES

LABEL = "TLP:AMBER+STRICT"
# A colon has no place in the name of a file.
FILE_LABEL = LABEL.replace(":", "-")
OWN = ("label", "model", "port", "route", "floor", "covered_now", "covered_each_for_itself", "covered_jointly")
SUMS = ("own_units", "units_used", "harm_low_eur", "harm_high_eur", "attempts_low", "attempts_high")
RISES = ("more_attempts_than_now", "more_harm_than_now", "more_attempts_than_alone", "more_harm_than_alone")


def columns() -> list[Column]:
    """A route a row, its port's figures beside it."""
    return [Column(name, 18) for name in (*OWN, *SUMS, *RISES)]


def cells(told: Told) -> Iterator[Sequence[str]]:
    """All own routes; every figure is the model's, as roughly as on the page, and empty where it is kept back there."""
    for port in told.ports:
        sums = [f"{port.own_units:.2f}", f"{port.units:.2f}", *_effect(port)]
        for one in port.routes:
            alone = "" if one.alone is None else f"{one.alone:.2f}"
            shares = [f"{one.floor:.4f}", f"{one.now:.4f}", alone, f"{one.joint:.2f}"]
            yield [LABEL, "yes", port.name, one.name, *shares, *sums]


def _effect(port: OwnPort) -> list[str]:
    if port.effect is None:
        return [""] * 8
    harm, attempts = port.effect.harm["joint"], port.effect.attempts["joint"]
    today, apart = port.effect.today, port.effect.apart
    rises = (today.attempts, today.harm, apart.attempts, apart.harm)
    sums = [f"{number:.2f}" for number in (harm.low, harm.high, attempts.low, attempts.high)]
    return [*sums, *("yes" if one else "no" for one in rises)]


def roster_columns() -> list[Column]:
    """A route a row."""
    return [Column(name, 18) for name in ("label", "week_from", "port", "route", "unit")]


def roster_cells(week: date, ports: Sequence[Drawn]) -> Iterator[Sequence[str]]:
    """Every route of the own ports, with or without a unit."""
    for port in ports:
        for route, has_unit in port.routes:
            yield [LABEL, week.isoformat(), port.port, route, "yes" if has_unit else "no"]


def route_columns() -> list[Column]:
    """The headings under which a file of routes is read."""
    return [Column(name, 24 if name in {"route", "source"} else 12) for name in (*HEADINGS, "label")]


def route_cells(routes: Iterable[Route]) -> Iterator[Sequence[str]]:
    """Own routes as they stand, so that the file can be changed and brought back."""
    for one in routes:
        port = one.inputs.port
        scales = {name: 100 if name == "detect_prob" else 1 for name in FIGURES}
        numbers = [_plain(scales[name] * one.figures[name][end]) for name in FIGURES for end in ENDS]
        shares = [_percent(100 * one.floor), _percent(100 * one.covered_now)]
        yield [port.locode or port.slug, one.name, *numbers, *shares, sources_in_one(one.figures), LABEL]


def _percent(number: float) -> str:
    """With its sign where it could be taken for a share of one."""
    return f"{_plain(number)} %" if 0 < number < 1 else _plain(number)


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
