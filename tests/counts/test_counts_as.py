"""What of the own log counts as what: found substances as seizures, tiles and codes as the rest, by category."""

import pytest

from port2port.counts.from_log import _Event, counts_as
from port2port.counts.models import CountSeries
from tests.personas import NOW

pytestmark = pytest.mark.anywhere


def event(*methods: str, substance: str = "", outcome: str = "", tile: str = "") -> _Event:
    return _Event(NOW, methods, substance, outcome, tile)


def taken(one: _Event, outcome: str, category: str = "") -> bool:
    return counts_as(one, CountSeries(outcome=outcome, category=category))


@pytest.mark.parametrize("outcome", ["prevented", "success-discovered"])
def test_a_substance_that_was_found_is_a_seizure_of_its_kind_alone(outcome: str) -> None:
    found = event(substance="cocaine", outcome=outcome)

    assert taken(found, "seizures")
    assert taken(found, "seizures", "substance.cocaine")
    assert not taken(found, "seizures", "substance.heroin")
    assert not taken(found, "intrusions")


@pytest.mark.parametrize(("substance", "outcome"), [("", "prevented"), ("none", "prevented"), ("cocaine", "")])
def test_without_a_substance_or_a_find_nothing_is_a_seizure(substance: str, outcome: str) -> None:
    assert not taken(event(substance=substance, outcome=outcome), "seizures")


def test_a_tile_or_a_code_counts_and_a_code_only_in_its_own_branch() -> None:
    assert taken(event(tile="intruder"), "intrusions")
    assert not taken(event(tile="intruder"), "drone_sightings")
    assert not taken(event(tile="intruder"), "intrusions", "INT-TRES")
    assert taken(event("INT-TRES"), "intrusions", "INT-TRES")
    assert taken(event("INT-TRES"), "intrusions", "INT")
    assert not taken(event("INT-TRES"), "intrusions", "INT-STOW")
    assert taken(event("DRG-EXT-CLONE"), "tampered_seals")
    assert not taken(event("DRG-EXT-CLONE"), "intrusions")
