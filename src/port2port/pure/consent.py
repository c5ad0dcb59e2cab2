"""How a working group decides: consent, majority or advice, with quorum, versions, one extension, and lapse.

A round is one version of a proposal and what the seats say to it. Seats are counted as they stood when it opened.
Silence is no stance. An objection outlives an amendment until the seat speaks again or it is marked as resolved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

EXTENSION = timedelta(days=5)
# So long a round is open at least after an amendment, and so long the objector alone says whether it is met.
REOPENS = timedelta(days=5)
QUORUM_PORTS = 3
ADVICES = 2
MAJORITY_FROM_VERSION = 3
REASON_CHARACTERS = 20


class Position(StrEnum):
    """What a seat says."""

    AGREE = "agree"
    ABSTAIN = "abstain"
    OBJECT = "object"


class Method(StrEnum):
    """How stances become an outcome; two thirds is the majority that follows when consent was not found."""

    CONSENT = "consent"
    MAJORITY = "majority"
    TWO_THIRDS = "two-thirds"
    ADVICE = "advice"


class Outcome(StrEnum):
    """Where a round stands. Objected waits for an amendment, waiting for the lead who took advice."""

    OPEN = "open"
    ADOPTED = "adopted"
    OBJECTED = "objected"
    REJECTED = "rejected"
    WAITING = "waiting"
    LAPSED = "lapsed"


class Fault(StrEnum):
    """Why a step is refused."""

    CLOSED = "closed"
    NO_SEAT = "no-seat"
    NO_REASON = "no-reason"
    NO_OBJECTION = "no-objection"
    TOO_EARLY = "too-early"
    DECIDED = "decided"


class StepRefusedError(ValueError):
    """A step that the rules do not allow."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Round:
    """One version of a proposal.

    places     port by seat, as they stood when the round opened; None where a seat has no port
    said       what each seat says to this version
    carried    seats whose objection to an earlier version stands
    extended   whether the one extension was used
    """

    places: Mapping[int, int | None]
    method: Method
    opens_at: datetime
    closes_at: datetime
    version: int = 1
    said: Mapping[int, Position] = field(default_factory=dict)
    carried: frozenset[int] = frozenset()
    extended: bool = False
    outcome: Outcome = Outcome.OPEN

    @property
    def standing(self) -> frozenset[int]:
        """Seats whose objection is unresolved."""
        objecting = {seat for seat, position in self.said.items() if position == Position.OBJECT}
        return frozenset(objecting) | (self.carried - self.said.keys())


@dataclass(frozen=True, slots=True)
class Tally:
    """The count: stances by position, seats that are silent, and what the quorum asks for."""

    agree: int
    abstain: int
    object: int
    silent: int
    needed: int
    ports: int
    ports_needed: int

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats of enough ports have spoken."""
        return self.agree + self.abstain + self.object >= self.needed and self.ports >= self.ports_needed


def tally(one: Round) -> Tally:
    """How the round stands now."""
    said = [position for seat, position in one.said.items() if seat in one.places]
    spanned = {port for port in one.places.values() if port is not None}
    spoke = {one.places[seat] for seat in one.said if one.places.get(seat) is not None}
    return Tally(
        agree=said.count(Position.AGREE),
        abstain=said.count(Position.ABSTAIN),
        object=said.count(Position.OBJECT),
        silent=len(one.places) - len(said),
        needed=max(1, _share(len(one.places), 1, 2)),
        ports=len(spoke),
        ports_needed=QUORUM_PORTS if len(spanned) >= QUORUM_PORTS else 0,
    )


def say(one: Round, seat: int, position: Position, *, reason: str = "", now: datetime) -> Round:
    """The round after a seat has spoken; what it says last counts.

    Once a round closed over objections, an objector may still withdraw its own, as an abstention.
    Raises StepRefusedError: closed, no seat, an objection without a reason of 20 characters.
    """
    if seat not in one.places:
        raise StepRefusedError(Fault.NO_SEAT)
    withdraws = one.outcome == Outcome.OBJECTED and seat in one.standing and position == Position.ABSTAIN
    if not withdraws and (one.outcome != Outcome.OPEN or now >= one.closes_at):
        raise StepRefusedError(Fault.CLOSED)
    if position == Position.OBJECT and len(reason.strip()) < REASON_CHARACTERS:
        raise StepRefusedError(Fault.NO_REASON)
    return replace(one, said={**one.said, seat: position})


def resolve(one: Round, seat: int, *, by_chair: bool, now: datetime) -> Round:
    """The round after an amendment was found to meet an objection to the version before.

    The objector says so at any time, the chair once the new version has been open for five days; nobody can strike
    an objection to the version itself. Raises StepRefusedError: no objection, too early, decided.
    """
    if one.outcome not in {Outcome.OPEN, Outcome.OBJECTED}:
        raise StepRefusedError(Fault.DECIDED)
    if seat not in one.carried - one.said.keys():
        raise StepRefusedError(Fault.NO_OBJECTION)
    if by_chair and now < one.opens_at + REOPENS:
        raise StepRefusedError(Fault.TOO_EARLY)
    return replace(one, carried=one.carried - {seat})


def amend(one: Round, *, places: Mapping[int, int | None], now: datetime, closes_at: datetime | None = None) -> Round:
    """The next version: stances on this one do not count, its objections go along. Raises StepRefusedError."""
    if one.outcome not in {Outcome.OPEN, Outcome.OBJECTED}:
        raise StepRefusedError(Fault.DECIDED)
    return Round(
        places=dict(places),
        method=one.method,
        opens_at=now,
        closes_at=max(closes_at or now, now + REOPENS),
        version=one.version + 1,
        carried=one.standing,
    )


def to_majority(one: Round, *, now: datetime) -> Round:
    """The same version, decided by two thirds; after two amendments only. Raises StepRefusedError."""
    if one.outcome not in {Outcome.OPEN, Outcome.OBJECTED} or one.method != Method.CONSENT:
        raise StepRefusedError(Fault.DECIDED)
    if one.version < MAJORITY_FROM_VERSION:
        raise StepRefusedError(Fault.TOO_EARLY)
    closes = max(one.closes_at, now + REOPENS)
    return replace(one, method=Method.TWO_THIRDS, closes_at=closes, outcome=Outcome.OPEN)


def settle(one: Round, *, now: datetime) -> Round:
    """The round as it stands at this moment: closed when its time has come, extended once where no quorum spoke."""
    if one.outcome == Outcome.OBJECTED:
        return one if one.standing else replace(one, outcome=Outcome.ADOPTED)
    if one.outcome != Outcome.OPEN or now < one.closes_at:
        return one
    if not _may_be_decided(one):
        if one.extended:
            return replace(one, outcome=Outcome.LAPSED)
        return settle(replace(one, extended=True, closes_at=one.closes_at + EXTENSION), now=now)
    return replace(one, outcome=_decided(one))


def _may_be_decided(one: Round) -> bool:
    if one.method == Method.ADVICE:
        return len(one.said) >= ADVICES
    return tally(one).has_quorum


def _decided(one: Round) -> Outcome:
    count, seats = tally(one), len(one.places)
    if one.method == Method.ADVICE:
        return Outcome.WAITING
    if one.method == Method.CONSENT:
        return Outcome.OBJECTED if one.standing else Outcome.ADOPTED
    if one.method == Method.MAJORITY:
        carries = count.agree > count.object and count.agree >= _share(seats, 1, 3)
    else:
        carries = count.agree >= _share(seats, 2, 3)
    return Outcome.ADOPTED if carries else Outcome.REJECTED


def _share(seats: int, part: int, whole: int) -> int:
    """That part of the seats, rounded up."""
    return -(-seats * part // whole)
