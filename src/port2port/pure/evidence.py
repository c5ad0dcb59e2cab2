"""What is known of the effect of a practice: what was tried, and the grade that follows from what was filled in.

The grades: an opinion; in use for three months at one site; figures from before and after; these compared with other
sites or looked at in a study of displacement. Nobody types a grade: it is computed, here and at whoever receives the
practice.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum
from typing import Any, NamedTuple

# Before and after together; below it the difference is chance as likely as effect.
FEWEST_EVENTS = 10
FEWEST_MONTHS = 3
MOST_EVENTS, MOST_DAYS, MOST_SITES, MOST_MONTHS = 1_000_000, 3_660, 10_000, 600
STUDY = re.compile(r"study:[a-z0-9][a-z0-9._-]{0,59}")
DISPLACEMENT = ("yes", "no", "unclear")
COUNTS = ("before", "before_days", "after", "after_days")


class Grade(IntEnum):
    """How much is known of the effect."""

    OPINION = 0
    IN_USE = 1
    BEFORE_AFTER = 2
    COMPARED = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """What someone says it did: where, at what cost, what changed, who says so.

    stated_on                  ISO day
    sites, months              where it is in use, and for how many whole months
    indicator, unit            what was counted, and in what
    before, after              counts, each over its own number of days
    displacement               yes, no or unclear: whether it was seen to move elsewhere
    compared                   the other sites at which the same was counted meanwhile, and what came out
    study                      `study:…`, a study of displacement
    """

    where: str
    cost: str = ""
    effect: str = ""
    stated_by: str = ""
    stated_on: str = ""
    sites: int | None = None
    months: int | None = None
    indicator: str = ""
    unit: str = ""
    before: int | None = None
    before_days: int | None = None
    after: int | None = None
    after_days: int | None = None
    side_effects: str = ""
    displacement: str = ""
    compared: str = ""
    study: str = ""

    @property
    def has_figures(self) -> bool:
        """Counted before and after, and it is said what, and over how long."""
        return bool(self.indicator and self.before_days and self.after_days) and None not in (self.before, self.after)

    @property
    def is_too_few(self) -> bool:
        """Figures that are too few to tell."""
        return self.has_figures and (self.before or 0) + (self.after or 0) < FEWEST_EVENTS

    @property
    def grade(self) -> Grade:
        """What follows from the fields. Without figures of its own nothing is compared."""
        if self.has_figures:
            return Grade.COMPARED if self.compared or self.study else Grade.BEFORE_AFTER
        in_use = (self.sites or 0) >= 1 and (self.months or 0) >= FEWEST_MONTHS
        return Grade.IN_USE if in_use else Grade.OPINION

    @property
    def change(self) -> float | None:
        """How the number of events a day changed, as a share of the number before; None where that cannot be said."""
        if not self.has_figures or self.is_too_few or not self.before:
            return None
        rate = (self.after or 0) / (self.after_days or 1)
        return rate * (self.before_days or 1) / self.before - 1

    def as_json(self) -> dict[str, str | int]:
        """As it is kept and signed: the first four always, of the others those that say something."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in values.items() if name in ALWAYS or value not in {"", None}}


ALWAYS = ("where", "cost", "effect", "stated_by")
NUMBERS = ("sites", "months", *COUNTS)


class Evidence(NamedTuple):
    """The best of what is known. too_few   all of that grade rest on too few events to tell"""

    grade: Grade
    too_few: bool


def evidence_of(tried: Iterable[Tried]) -> Evidence:
    """The best grade of all, with figures that can tell before those that cannot."""
    return max(
        (Evidence(one.grade, one.is_too_few) for one in tried),
        key=_rank,
        default=Evidence(Grade.OPINION, too_few=False),
    )


def _rank(one: Evidence) -> tuple[int, bool]:
    return one.grade, not one.too_few


def tried_of(values: Mapping[str, Any]) -> Tried:
    """The reverse of `as_json`; a name that a later version may bring is left out. Raises TypeError, ValueError."""
    known = {one.name for one in fields(Tried)}
    said = {name: value for name, value in values.items() if name in known}
    return Tried(**{name: _number(value) if name in NUMBERS else str(value) for name, value in said.items()})  # type: ignore[arg-type]


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError("A number of something is a whole number.")
    return value


def faults_of(one: Tried) -> list[tuple[str, str]]:
    """What is wrong with its figures, as (field, which fault), in the order of the fields."""
    found = [("stated_on", "day")] if one.stated_on and not _is_day(one.stated_on) else []
    bounds = {"sites": (1, MOST_SITES), "months": (0, MOST_MONTHS)}
    bounds |= dict.fromkeys(("before", "after"), (0, MOST_EVENTS))
    bounds |= dict.fromkeys(("before_days", "after_days"), (1, MOST_DAYS))
    for name, (least, most) in bounds.items():
        value = getattr(one, name)
        if value is not None and not least <= value <= most:
            found.append((name, "bounds"))
    if any(getattr(one, name) is not None for name in COUNTS):
        found += [(name, "incomplete") for name in COUNTS if getattr(one, name) is None]
        found += [("indicator", "incomplete")] if not one.indicator else []
    if one.displacement and one.displacement not in DISPLACEMENT:
        found.append(("displacement", "choice"))
    if one.study and not STUDY.fullmatch(one.study):
        found.append(("study", "study"))
    return found


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
