"""Counts as people enter them: through the actions."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest

from port2port.counts import actions
from port2port.counts.models import CountSeries, Loan
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.members.member import Member
from port2port.pure.weeks import WEEK
from tests.personas import BEFORE, NOW, Community

NEWEST = last_whole_week(NOW)
Count = Callable[..., CountSeries]
Lend = Callable[..., Loan]


def weeks(numbers: Sequence[int | None], *, until: date = NEWEST) -> dict[date, WeekSaid]:
    """These numbers in weeks without gaps, the last one in the newest whole week."""
    first = until - WEEK * (len(numbers) - 1)
    return {first + WEEK * n: WeekSaid(number) for n, number in enumerate(numbers)}


@pytest.fixture
def count(community: Community) -> Count:
    """A series with these numbers, of the member's organisation at a port."""

    def counted(
        member: Member,
        numbers: Sequence[int | None] = (),
        *,
        port: str = "north",
        outcome: str = "intrusions",
        category: str = "",
        now: datetime = BEFORE + timedelta(days=56),
    ) -> CountSeries:
        series = actions.open_series(
            member=member, port=community.ports[port], outcome=outcome, category=category, now=now
        )
        if numbers:
            actions.enter_weeks(member=member, series=series, said=weeks(numbers), now=now)
        return series

    return counted


@pytest.fixture
def lend(community: Community) -> Lend:
    """A series lent to the circle of north and south, from far back."""

    def lent(
        member: Member,
        series: CountSeries,
        *,
        circle: str = "both",
        from_week: date = date(2020, 1, 6),
        now: datetime = NOW,
    ) -> Loan:
        return actions.lend(
            member=member, series=series, circle=community.circles[circle], from_week=from_week, now=now
        )

    return lent
