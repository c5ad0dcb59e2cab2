"""Whom an incident asks to tell, and by when: conditions on its codes and on the organisation, and several clocks.

The product informs and prints; nothing here files a notice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from port2port.pure.calendar_rules import hours_after, months_after


class NoticeState(StrEnum):
    """How the telling stands."""

    LATE = "late"
    WAITING = "waiting"
    OPEN = "open"
    TOLD = "told"
    TOLD_LATE = "told_late"


@dataclass(frozen=True, slots=True)
class When:
    """What must all hold; of each list, one is enough; an empty list asks for nothing.

    codes    method codes; a code answers for those below it
    flags    what was ticked at the incident, such as `personal_data`
    profile  what the organisation is, such as `nis2`; `never` are those that rule it out
    """

    codes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    profile: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """One clock of an incident.

    after   the rule whose notice starts this clock; empty = being aware of the incident does
    hours, months   the time allowed; neither = without delay and without a term
    """

    code: str
    when: When = field(default_factory=When)
    after: str = ""
    hours: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One clock as it stands for an incident."""

    rule: NoticeRule
    start: datetime
    due: datetime | None
    told_at: datetime | None = None


def is_under(code: str, root: str) -> bool:
    """Whether the code is the root or stands below it."""
    return code == root or code.startswith(f"{root}-")


def applies(rule: NoticeRule, *, codes: Iterable[str], flags: Iterable[str], profile: Iterable[str]) -> bool:
    """Whether the rule concerns an incident with these codes and flags of an organisation with this profile."""
    when, held, ticked = rule.when, set(profile), set(flags)
    if held & set(when.never):
        return False
    by_code = not when.codes or any(is_under(code, root) for code in codes for root in when.codes)
    return by_code and _meets(ticked, when.flags) and _meets(held, when.profile)


def _meets(held: set[str], wanted: Sequence[str]) -> bool:
    return not wanted or bool(held & set(wanted))


def due_of(rule: NoticeRule, start: datetime, zone: tzinfo) -> datetime | None:
    """When the term ends that began at `start`; None where there is no term."""
    if rule.months:
        return months_after(start, rule.months, zone)
    return hours_after(start, rule.hours) if rule.hours else None


def reckon(
    rules: Sequence[NoticeRule], *, aware: datetime, told: Mapping[str, datetime], zone: tzinfo
) -> list[Reckoning]:
    """Each rule's clock, in the order given.

    A clock that follows another starts when that one was told; as long as it was not, when it was due.
    told   when each rule's notice was given, by code
    """
    by_code: dict[str, Reckoning] = {}
    found = []
    for rule in rules:
        before = by_code.get(rule.after)
        start = aware if before is None else (before.told_at or before.due or aware)
        by_code[rule.code] = Reckoning(rule, start, due_of(rule, start, zone), told.get(rule.code))
        found.append(by_code[rule.code])
    return found


def state_of(due: datetime | None, told_at: datetime | None, now: datetime) -> NoticeState:
    """How the telling stands now; at the very moment of the term it is still in time."""
    if told_at is not None:
        return NoticeState.TOLD if due is None or told_at <= due else NoticeState.TOLD_LATE
    if due is None:
        return NoticeState.OPEN
    return NoticeState.LATE if now > due else NoticeState.WAITING
