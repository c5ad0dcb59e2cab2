"""The own part of an answer, and a week's roster, as rows of a file: codes and plain numbers in every language."""

from collections.abc import Iterator, Sequence
from datetime import date

from port2port.allocation.answers import Told
from port2port.allocation.drawing import Drawn
from port2port.pure.sheets import Column

LABEL = "TLP:AMBER+STRICT"
OWN = ("label", "model", "port", "route", "floor", "covered_now", "covered_each_for_itself", "covered_jointly")
SUMS = ("own_units", "units_used", "harm_low_eur", "harm_high_eur", "attempts_low", "attempts_high")


def columns() -> list[Column]:
    """A route a row, its port's figures beside it."""
    return [Column(name, 18) for name in (*OWN, *SUMS)]


def cells(told: Told) -> Iterator[Sequence[str]]:
    """All own routes; every figure is the model's."""
    for port in told.ports:
        harm, attempts = port.harm["joint"], port.attempts["joint"]
        sums = [port.own_units, port.units, harm.low, harm.high, attempts.low, attempts.high]
        for one in port.routes:
            shares = [one.floor, one.now, one.alone, one.joint]
            figures = [f"{share:.4f}" for share in shares] + [f"{number:.2f}" for number in sums]
            yield [LABEL, "yes", port.name, one.name, *figures]


def roster_columns() -> list[Column]:
    """A route a row."""
    return [Column(name, 18) for name in ("label", "week_from", "port", "route", "unit")]


def roster_cells(week: date, ports: Sequence[Drawn]) -> Iterator[Sequence[str]]:
    """Every route of the own ports, with or without a unit."""
    for port in ports:
        for route, has_unit in port.routes:
            yield [LABEL, week.isoformat(), port.port, route, "yes" if has_unit else "no"]
