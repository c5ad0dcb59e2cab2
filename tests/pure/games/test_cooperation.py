"""What lending is worth is a range over assumptions, and no plan of the joint ones is worse as a whole."""

from dataclasses import replace

import numpy as np
import pytest

from port2port.pure.games import Variant, allocate, cooperation_value, uncoordinated
from tests.pure.games.games import made, reference


def test_it_is_the_share_saved_by_scenario_and_its_percentiles():
    given, _ = reference("five-ports-types-scenarios")
    units = {"own_units": given.own_units, "mobile_units": given.mobile_units}

    worth = cooperation_value(given.game, **units, scenarios=given.scenarios)

    saved = [
        1 - allocate(one.game, **units).harm_per_week / uncoordinated(one.game, **units).harm_per_week
        for one in given.scenarios
    ]
    np.testing.assert_allclose(worth.by_scenario, saved, atol=1e-9)
    assert (worth.low, worth.high) == (min(worth.by_scenario), max(worth.by_scenario))
    assert worth.low < worth.middle < worth.high
    assert worth.converged


def test_a_likely_scenario_moves_the_middle():
    given, _ = reference("five-ports-types-scenarios")
    units = {"own_units": given.own_units, "mobile_units": given.mobile_units}
    first, *others = given.scenarios

    worth = cooperation_value(given.game, **units, scenarios=[replace(first, weight=100.0), *others])

    assert worth.low == worth.middle == worth.high == pytest.approx(worth.by_scenario[0])


def test_the_port_that_is_worse_off_is_named():
    given, _ = reference("five-ports-one-of-low-harm")
    units = {"own_units": given.own_units, "mobile_units": given.mobile_units}

    worth = cooperation_value(given.game, **units, scenarios=[Variant(1.0, given.game)])

    joint, apart = allocate(given.game, **units), uncoordinated(given.game, **units)
    assert worth.worst_port == 4
    assert worth.worst_change == pytest.approx(joint.harm[4] / apart.harm[4] - 1)
    assert worth.worst_change > 10


@pytest.mark.parametrize("seed", range(5))
def test_joint_use_is_never_worse_as_a_whole(seed):
    game, own, mobile = made(6, 5, seed=seed)

    worth = cooperation_value(game, own_units=own, mobile_units=mobile, scenarios=[Variant(1.0, game)])

    assert worth.low >= 0
