"""Why a game is refused or was not solved: the reason, and the port and the route that it is about."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong, the same word for ever; a page says it in the reader's language."""

    UNREADABLE = "unreadable"
    NOT_FINITE = "not-finite"
    NOT_POSITIVE = "not-positive"
    OUT_OF_RANGE = "out-of-range"
    WRONG_SHAPE = "wrong-shape"
    NO_ROUTE = "no-route"
    ABOVE_CAPACITY = "above-capacity"
    INFEASIBLE = "infeasible"
    NOT_SOLVED = "not-solved"


class GameRefused(ValueError):
    """A game, or a question about one, that cannot be answered.

    words    in English, for a command line
    field    which figure is meant, as the game calls it
    port     its number from 0, where the fault is at one port
    target   the place of the route in the game's arrays, where it is at one route
    """

    reason = Reason.OUT_OF_RANGE

    def __init__(self, words: str, *, field: str = "", port: int | None = None, target: int | None = None) -> None:
        self.words = words
        self.field = field
        self.port = port
        self.target = target
        where = [f"port {port}" if port is not None else "", f"route {target}" if target is not None else ""]
        place = ", ".join(part for part in where if part)
        super().__init__(f"{place}: {words}" if place else words)


class Unreadable(GameRefused):
    """A file that holds no game."""

    reason = Reason.UNREADABLE


class NotFinite(GameRefused):
    """A figure is missing, not a number, or without end."""

    reason = Reason.NOT_FINITE


class NotPositive(GameRefused):
    """Harm, detection probability, stake, rationality or attempts must be above 0."""

    reason = Reason.NOT_POSITIVE


class OutOfRange(GameRefused):
    """A probability above 1, a floor below 0, a number of units below 0."""

    reason = Reason.OUT_OF_RANGE


class WrongShape(GameRefused):
    """Arrays of one game differ in length."""

    reason = Reason.WRONG_SHAPE


class NoRoute(GameRefused):
    """A port has no route, so that nothing there can be covered."""

    reason = Reason.NO_ROUTE


class AboveCapacity(GameRefused):
    """More units than routes: one unit covers one route, a second one there covers nothing."""

    reason = Reason.ABOVE_CAPACITY


class Infeasible(GameRefused):
    """The floors ask for more units than there are."""

    reason = Reason.INFEASIBLE


class NotSolved(GameRefused):
    """The distance between the plan and the proven bound is larger than 10⁻⁶ of the harm."""

    reason = Reason.NOT_SOLVED
