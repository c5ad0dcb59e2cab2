"""An AI camera in rules: which class of the AI Act its answers make it, which step is open, and what its figures say.

The class follows Regulation (EU) 2024/1689: Article 5(1) prohibits emotion recognition at work (f), categorisation by
sensitive traits (g) and identification of people at a distance, at once, in public, for law enforcement (h); Annex III,
point 1, puts what else recognises people among high risk, and leaves the check of one person against one record out.
It may be raised by hand, and never lies below what the answers compute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

# Below so many a share says too little to print.
FEWEST = 30
_TWO_SIDED_95 = NormalDist().inv_cdf(0.975)


class Biometric(StrEnum):
    """What it tells of people."""

    NONE = "none"
    VERIFICATION = "verification"
    IDENTIFICATION = "identification"
    CATEGORISATION = "categorisation"
    EMOTION = "emotion"


class Place(StrEnum):
    """Who can come where it looks."""

    PUBLIC = "public"
    SEMI_PUBLIC = "semi_public"
    PRIVATE = "private"


class AiClass(StrEnum):
    """Class of the AI Act, from light to heavy."""

    NONE = "none"
    HIGH_RISK = "high_risk_III_1"
    PROHIBITED = "prohibited_5"

    @property
    def weight(self) -> int:
        """Heavier classes weigh more."""
        return list(AiClass).index(self)


class State(StrEnum):
    """Where a use case stands."""

    IDEA = "idea"
    ASSESSED = "assessed"
    TRIAL = "trial"
    IN_USE = "in_use"
    PAUSED = "paused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


# A trial may end without use, and what was paused may be taken up again; withdrawn from any.
MOVES: dict[State, tuple[State, ...]] = {
    State.IDEA: (State.ASSESSED, State.WITHDRAWN),
    State.ASSESSED: (State.TRIAL, State.WITHDRAWN),
    State.TRIAL: (State.IN_USE, State.STOPPED, State.WITHDRAWN),
    State.IN_USE: (State.PAUSED, State.STOPPED, State.WITHDRAWN),
    State.PAUSED: (State.IN_USE, State.STOPPED, State.WITHDRAWN),
    State.STOPPED: (State.WITHDRAWN,),
    State.WITHDRAWN: (),
}
# Cameras run in these: what must hold of a trial holds as long.
RUNNING = frozenset({State.TRIAL, State.IN_USE})


class Gate(StrEnum):
    """What is missing for a step."""

    REASONING = "reasoning"
    OVERSIGHT = "oversight"
    DPIA = "dpia"
    PROHIBITED = "prohibited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What class and gates hang on.

    at_work        people are watched at their work       is_sensitive   sorts people by race, opinion, belief, health …
    raised         the class said by hand                 within_s       seconds in which somebody decides on an alarm
    """

    biometric: Biometric = Biometric.NONE
    place: Place = Place.PRIVATE
    is_real_time: bool = False
    for_law_enforcement: bool = False
    at_work: bool = False
    is_sensitive: bool = False
    raised: AiClass = AiClass.NONE
    reasoning: str = ""
    decides: str = ""
    within_s: int | None = None
    switches_off: str = ""
    dpia: str = ""
    authority: str = ""


def articles(facts: Facts) -> tuple[str, ...]:
    """The points of Article 5(1) that the answers meet."""
    met = (
        ("5(1)(f)", facts.biometric == Biometric.EMOTION and facts.at_work),
        ("5(1)(g)", facts.biometric == Biometric.CATEGORISATION and facts.is_sensitive),
        (
            "5(1)(h)",
            facts.biometric == Biometric.IDENTIFICATION
            and facts.is_real_time
            and facts.place == Place.PUBLIC
            and facts.for_law_enforcement,
        ),
    )
    return tuple(article for article, holds in met if holds)


def computed(facts: Facts) -> AiClass:
    """The class that the answers make it."""
    if articles(facts):
        return AiClass.PROHIBITED
    if facts.biometric in {Biometric.IDENTIFICATION, Biometric.CATEGORISATION, Biometric.EMOTION}:
        return AiClass.HIGH_RISK
    return AiClass.NONE


def class_of(facts: Facts) -> AiClass:
    """The class that holds: as computed, or raised by hand."""
    return max(computed(facts), facts.raised, key=lambda one: one.weight)


def missing(facts: Facts, to: State) -> tuple[Gate, ...]:
    """What stands in the way of this state, whatever the state before."""
    return tuple(_missing(facts, to))


def _missing(facts: Facts, to: State) -> Iterator[Gate]:
    if to in {State.ASSESSED, *RUNNING} and not facts.reasoning:
        yield Gate.REASONING
    if to not in RUNNING:
        return
    if class_of(facts) == AiClass.PROHIBITED and not facts.authority:
        yield Gate.PROHIBITED
    if not (facts.decides and facts.within_s and facts.switches_off):
        yield Gate.OVERSIGHT
    if facts.biometric != Biometric.NONE and not facts.dpia:
        yield Gate.DPIA


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted in one period; camera_days is the number of cameras times days."""

    camera_days: int = 0
    alarms: int = 0
    true: int = 0
    false: int = 0
    staged: int = 0
    found: int = 0

    def __add__(self, other: "Measured") -> "Measured":
        return Measured(
            self.camera_days + other.camera_days,
            self.alarms + other.alarms,
            self.true + other.true,
            self.false + other.false,
            self.staged + other.staged,
            self.found + other.found,
        )


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with the 95 % interval of Wilson; all in percent. None where there is nothing to divide by."""

    part: int
    n: int

    @property
    def is_too_few(self) -> bool:
        """Whether it says too little to print."""
        return self.n < FEWEST

    @property
    def percent(self) -> float | None:
        """The share itself."""
        return 100 * self.part / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between what it lies, in 95 of 100 cases."""
        return wilson(self.part, self.n) if self.n else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a measurement says: alarms a camera-day, how many were false, how many staged events were found."""

    alarms_a_day: float | None
    camera_days: int
    false: Share
    detection: Share


def figures(measured: Measured) -> Figures:
    """The three figures of a measurement."""
    days = measured.camera_days
    return Figures(
        alarms_a_day=measured.alarms / days if days else None,
        camera_days=days,
        false=Share(measured.false, measured.alarms),
        detection=Share(measured.found, measured.staged),
    )


def wilson(part: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent (E. B. Wilson, 1927)."""
    z, share = _TWO_SIDED_95, part / n
    middle = share + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    return max(0.0, 100 * (middle - half) / whole), min(100.0, 100 * (middle + half) / whole)


def faults_of(measured: Measured) -> tuple[str, ...]:
    """Names of the counts that cannot be."""
    numbers = {name: getattr(measured, name) for name in Measured.__slots__}
    found = [name for name, number in numbers.items() if number < 0]
    if measured.true + measured.false > measured.alarms:
        found.append("alarms")
    if measured.found > measured.staged:
        found.append("found")
    if measured.alarms and not measured.camera_days:
        found.append("camera_days")
    return tuple(found)
