"""When something was seen, told by a phone whose own clock may be wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Below this a phone's clock counts as right.
TOLERANCE = timedelta(minutes=2)
_MOST_S = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Settled:
    """The moment by the server's clock; by how many seconds the phone's is ahead; whether a reader is told.

    is_flagged   the two clocks differ by more than two minutes, or what was told lay in the future
    """

    at: datetime
    skew_s: int
    is_flagged: bool


def settle(*, observed_at: datetime, sent_at: datetime, received_at: datetime) -> Settled:
    """What a phone tells, by our clock: seen then, sent when its clock showed this, received now.

    A phone that waited for an hour tells the truth about both moments and is believed. Nothing is ever seen after it
    was received: what claims so is kept at the moment of its receipt, and says so.
    """
    skew = sent_at - received_at
    wrong = abs(skew) > TOLERANCE
    at = _shifted(observed_at, skew) if wrong else observed_at
    ahead = at > received_at + TOLERANCE
    skew_s = max(-_MOST_S, min(round(skew.total_seconds()), _MOST_S))
    return Settled(min(at, received_at), skew_s, is_flagged=wrong or ahead)


def _shifted(moment: datetime, skew: timedelta) -> datetime:
    try:
        return moment - skew
    except OverflowError:
        return moment
