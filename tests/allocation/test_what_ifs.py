"""A what-if tells nothing of one other house, and nothing to who is taken off while it is reckoned."""

from typing import Any

import pytest

from port2port.allocation import actions
from port2port.allocation.actions import solving
from port2port.allocation.compared import what_if_of
from port2port.allocation.material import house_of
from port2port.allocation.models import Named, WhatIf
from port2port.base.refusal import NotAllowed
from tests.allocation.conftest import Table
from tests.personas import NOW


def test_a_what_if_in_which_the_others_are_nearly_one_house_tells_units_and_coverage_alone(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    game, north = table.played(), table.officers["north"]
    solution = actions.solve(member=north, game=game, now=NOW)
    monkeypatch.setattr(solving, "dominated", lambda *_args: [house_of(north)])

    row = actions.ask_what_if(member=north, solution=solution, units={"north": 2}, floors={}, now=NOW)

    assert set(row.told) == {"ports"}
    [port] = row.told["ports"]
    assert "harm" not in str(row.told)
    assert "attempts" not in str(row.told)
    assert {"units", "routes", "before"} <= set(port)
    shown = what_if_of(row).ports[0]
    assert (shown.whole.harm.after, shown.routes[0].attempts.after) == ("–", "–")
    assert shown.routes[0].coverage.before


def test_who_is_taken_off_while_a_what_if_is_reckoned_is_told_nothing(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    solution, north = table.solved(), table.officers["north"]
    told = solving._told

    def meanwhile(*args: Any) -> Any:
        Named.objects.filter(seat_id=north.seat_id or 0).update(ended_at=NOW)
        return told(*args)

    monkeypatch.setattr(solving, "_told", meanwhile)

    with pytest.raises(NotAllowed):
        actions.ask_what_if(member=north, solution=solution, units={"north": 2}, floors={}, now=NOW)
    assert not WhatIf.objects.exists()
