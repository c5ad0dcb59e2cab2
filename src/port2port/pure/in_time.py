"""Of duties that recur, how many were fulfilled in time, each counted once, on the day on which that was settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from port2port.pure.calendar_rules import Done, Reckoned, next_due


@dataclass(frozen=True, slots=True)
class Settled:
    """One time that a duty was asked for.

    on       the day it was held, or the due day that passed without it
    is_kept  whether it was held by its due day
    """

    on: date
    is_kept: bool


def settled(
    rule: Reckoned, held: Iterable[date], *, today: date, moved: Mapping[date, date] | None = None
) -> Sequence[Settled]:
    """Each time after the first one that the duty was held or missed until today, oldest first.

    held   the days it was held, in any order     moved   due days that were moved for a reason, and to which
    A day in the period itself is not missed until it is over; who is late is counted once, on the due day.
    """
    days = sorted(set(held))
    found = []
    for index, day in enumerate(days):
        due = next_due(rule, Done(day))
        if due is None:
            continue
        due = max(due, (moved or {}).get(due, due))
        following = days[index + 1] if index + 1 < len(days) else None
        if following is not None and following <= due:
            found.append(Settled(following, is_kept=True))
        elif due < today:
            found.append(Settled(due, is_kept=False))
    return found
