"""Who opens which page of counts: readers of the own organisation and of circles it is lent to; nobody else."""

from datetime import date, timedelta
from typing import Any

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.actions.lending import shown_to
from port2port.counts.models import CountSeries, LoanNews
from port2port.counts.rules import WeekSaid, last_whole_week
from tests.doors.door import Door, door
from tests.personas import Community


def _series(community: Community) -> CountSeries:
    member, at = community.member("author"), now()
    port = community.ports["north"]
    row = actions.open_series(member=member, port=port, outcome="intrusions", category="", now=at)
    actions.enter_weeks(member=member, series=row, said={last_whole_week(at): WeekSaid(3)}, now=at)
    return row


def own(community: Community) -> dict[str, Any]:
    return {"key": _series(community).key}


def lent(community: Community) -> dict[str, Any]:
    row = _series(community)
    _loan(community, row)
    return {"key": row.key}


def loan(community: Community) -> dict[str, Any]:
    return {"key": _loan(community, _series(community)).key}


def _loan(community: Community, row: CountSeries) -> Any:
    member, circle = community.member("author"), community.circles["both"]
    return actions.lend(member=member, series=row, circle=circle, from_week=date(2020, 1, 6), now=now())


def loan_news(community: Community) -> dict[str, Any]:
    return {"key": LoanNews.objects.create(loan=_loan(community, _series(community)), made_at=now()).key}


def to_lend(community: Community) -> dict[str, Any]:
    circle, first = community.circles["both"], date(2020, 1, 6)
    shown = shown_to(community.member("author"), _series(community), circle, first)
    return {"circle": str(circle.key), "from_week": first.isoformat(), "sure": "yes", "shown": shown}


def weeks(_community: Community) -> dict[str, Any]:
    return {f"week_{(last_whole_week(now()) - timedelta(days=7 * n)).isoformat()}": str(n) for n in range(8)}


def _measure(community: Community) -> Any:
    day = last_whole_week(now())
    said = actions.InterventionFields(
        title="Night patrols",
        language="en",
        port=community.ports["north"],
        announced_on=day,
        starts_on=day,
        circle=community.circles["both"],
    )
    return actions.declare_intervention(member=community.member("author"), said=said, now=now())


def _comparison(community: Community) -> Any:
    said = actions.ComparisonFields(
        title="Elsewhere",
        language="en",
        reason="hinterland",
        why="It lies far inland and nothing that comes by sea is handled there.",
        outcome="intrusions",
        circle=community.circles["both"],
    )
    return actions.declare_comparison(member=community.member("author"), said=said, now=now())


def _change(community: Community) -> Any:
    said = actions.ChangeFields(
        port=community.ports["north"], outcome="intrusions", on=date(2026, 1, 5), what="New form.", language="en"
    )
    return actions.declare_recording_change(member=community.member("author"), said=said, now=now())


def measure(community: Community) -> dict[str, Any]:
    return {"key": _measure(community).key}


def comparison(community: Community) -> dict[str, Any]:
    return {"key": _comparison(community).key}


def change(community: Community) -> dict[str, Any]:
    return {"key": _change(community).key}


MEASURE = {
    "title": "Lights",
    "language": "en",
    "port": "north",
    "category": "",
    "announced_on": "2026-01-05",
    "starts_on": "2026-01-12",
    "ramp_weeks": "8",
    "intensity": "1",
}
COMPARISON = {
    "title": "Elsewhere",
    "language": "en",
    "outcome": "intrusions",
    "reason": "cannot_move",
    "why": "It follows from the weather and from nothing that is done here.",
}
CHANGE = {"port": "north", "outcome": "intrusions", "on": "2026-01-05", "what": "New form.", "language": "en"}
READERS: dict[str, Any] = {"author": 200, "peer": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}
ENTERED: dict[str, Any] = dict.fromkeys(READERS, 302)
OWN: dict[str, Any] = {"author": 200, "coordinator": 200}
LENT: dict[str, Any] = {**OWN, "peer": 200}
# A form of somebody who counts nothing here is refused by right; who counts elsewhere finds nothing.
REFUSED: dict[str, Any] = {"default": 403, "peer": 404, "outsider": 404, "secretariat": 404}

ROWS: list[Door] = [
    door("counts:list", **READERS),
    door("counts:new", **READERS),
    door(
        "counts:new",
        "post",
        data={"port": "north", "outcome": "intrusions", "category": ""},
        default=403,
        author=302,
        coordinator=302,
        secretariat=302,
        peer=422,
        outsider=422,
    ),
    door("counts:series", args=own, **OWN),
    door("counts:series", args=lent, **LENT),
    door("counts:export_csv", args=lent, **LENT),
    door("counts:export_xlsx", args=lent, **LENT),
    door("counts:weeks", args=lent, **OWN),
    door("counts:weeks", "post", args=own, data=weeks, **REFUSED, author=302, coordinator=302),
    door("counts:undo", "post", args=own, data={"at": "2020-01-06"}, **REFUSED, author=409, coordinator=409),
    door("counts:lend", args=lent, **OWN),
    door("counts:lend", "post", args=own, data=to_lend, **REFUSED, author=302, coordinator=302),
    door("counts:take_back", args=loan, **OWN),
    door("counts:take_back", "post", args=loan, **REFUSED, author=302, coordinator=302),
    door("counts:loan_news", args=loan_news, author=302, coordinator=302),
    door("counts:from_log", args=lent, **OWN),
    door("counts:from_log", "post", args=own, **REFUSED, author=302, coordinator=302),
    door("counts:effort", **READERS),
    door("counts:effort", "post", **(READERS | {"default": 403})),
    door("counts:declared", **READERS),
    door("counts:intervention", args=measure, **LENT),
    door("counts:comparison", args=comparison, **LENT),
    door("counts:comparison_weeks", args=comparison, **OWN),
    door("counts:comparison_weeks", "post", args=comparison, data=weeks, **REFUSED, author=302, coordinator=302),
    door("counts:new_measures", **READERS),
    door(
        "counts:new_measures",
        "post",
        data=MEASURE,
        default=403,
        **ENTERED | {"peer": 422, "outsider": 422},
    ),
    door("counts:new_comparisons", **READERS),
    door("counts:new_comparisons", "post", data=COMPARISON, default=403, **ENTERED),
    door("counts:new_recording", **READERS),
    door(
        "counts:new_recording",
        "post",
        data=CHANGE,
        default=403,
        author=302,
        coordinator=302,
        secretariat=302,
        peer=422,
        outsider=422,
    ),
    door("counts:withdraw_measures", args=measure, **OWN),
    door("counts:withdraw_measures", "post", args=measure, **REFUSED, author=302, coordinator=302),
    door("counts:withdraw_comparisons", args=comparison, **OWN),
    door("counts:withdraw_comparisons", "post", args=comparison, **REFUSED, author=302, coordinator=302),
    door("counts:withdraw_recording", args=change, **OWN),
    door("counts:withdraw_recording", "post", args=change, **REFUSED, author=302, coordinator=302),
]
