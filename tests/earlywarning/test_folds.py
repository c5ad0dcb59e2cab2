"""A year of weeks stands folded by quarters: none is lost, and an alarm in a fold is said on it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from port2port.earlywarning.drawing import QUARTER, Row, folded
from port2port.earlywarning.models import Season

QUIET = Row(1, "week 1", 1.0, 1.0, 1.0, 1.0, 1.0, 0, 0, is_alarm=False, missing=())


def weeks(count: int, *, alarm: int = 0) -> list[Row]:
    return [replace(QUIET, week=n, label=f"week {n}", is_alarm=n == alarm) for n in range(1, count + 1)]


@pytest.mark.parametrize("count", [0, 1, QUARTER, QUARTER + 1, 52])
def test_every_week_stands_once_newest_first(count: int) -> None:
    newest, earlier = folded(weeks(count))

    shown = [row.week for row in [*newest, *(row for fold in earlier for row in fold.rows)]]
    assert shown == list(range(count, 0, -1))
    assert all(0 < len(fold.rows) <= QUARTER for fold in earlier)


def test_a_fold_says_from_when_to_when_and_whether_an_alarm_is_in_it() -> None:
    _newest, earlier = folded(weeks(27, alarm=3))

    assert [(fold.name, fold.has_alarm) for fold in earlier] == [("week 2 – week 14", True), ("week 1", False)]


def test_a_season_of_a_month_has_no_fold_and_one_of_half_a_year_has(client, community) -> None:
    client.force_login(community.person("author"))
    client.post(reverse("earlywarning:seasons"), {"budget": "20"})
    season = Season.objects.get()
    pages = []
    for _month in range(6):
        season.refresh_from_db()
        said = {"week": season.week, "move": "month"}
        pages.append(client.post(reverse("earlywarning:play", args=[season.key]), said, follow=True).text)

    assert "watch-fold" not in pages[0]
    assert pages[5].count('<details class="watch-fold">') == 1
