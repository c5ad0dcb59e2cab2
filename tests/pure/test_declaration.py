"""The states of a Declaration of Security, and what follows from its times."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from port2port.pure.declaration import (
    ACTIVITIES,
    ALLOWED,
    OF_THE_SHIP,
    Happened,
    Move,
    State,
    Trigger,
    in_order,
    keep_until,
    may,
    needs_revision,
    state_at,
)

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
END = START + timedelta(hours=20)
ASKED = Happened(from_at=START, to_at=END)
HEARD = replace(ASKED, acknowledged_at=START - timedelta(hours=3))
SIGNED = replace(HEARD, agreed_at=START - timedelta(hours=2))
BEFORE, DURING, AFTER = START - timedelta(minutes=1), START + timedelta(hours=1), END

WORLD = [
    (ASKED, BEFORE, State.REQUESTED),
    (ASKED, AFTER, State.REQUESTED),
    (HEARD, DURING, State.ACKNOWLEDGED),
    (SIGNED, BEFORE, State.AGREED),
    (SIGNED, START, State.IN_FORCE),
    (SIGNED, END - timedelta(seconds=1), State.IN_FORCE),
    (SIGNED, END, State.ENDED),
    (replace(SIGNED, ended_at=DURING), DURING, State.ENDED),
    (replace(SIGNED, ended_at=DURING), BEFORE, State.AGREED),
    (replace(HEARD, ended_at=DURING), DURING, State.ENDED),
    (replace(ASKED, declined_at=BEFORE), AFTER, State.DECLINED),
]


@pytest.mark.parametrize(("facts", "at", "state"), WORLD)
def test_the_state_follows_from_what_happened_and_the_time(facts, at, state):
    assert state_at(facts, at) == state


def test_the_moves_are_those_of_the_plan_and_no_others():
    told = {(state, move) for state in State for move in Move if may(state, move)}

    assert told == {
        (State.REQUESTED, Move.CHANGE),
        (State.REQUESTED, Move.ACKNOWLEDGE),
        (State.REQUESTED, Move.DECLINE),
        (State.ACKNOWLEDGED, Move.CHANGE),
        (State.ACKNOWLEDGED, Move.AGREE),
        (State.ACKNOWLEDGED, Move.END),
        (State.AGREED, Move.END),
        (State.AGREED, Move.REVISE),
        (State.IN_FORCE, Move.END),
        (State.IN_FORCE, Move.REVISE),
        (State.ENDED, Move.ERASE),
        (State.DECLINED, Move.ERASE),
    }
    assert set(ALLOWED) == set(State)


@pytest.mark.parametrize(
    ("to_at", "ended_at", "years", "day"),
    [
        (END, None, 3, date(2029, 3, 3)),
        (END, DURING, 3, date(2029, 3, 3)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), None, 3, date(2031, 3, 1)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), None, 4, date(2032, 2, 29)),
    ],
)
def test_it_is_kept_for_years_after_the_later_end(to_at, ended_at, years, day):
    assert keep_until(to_at, ended_at=ended_at, years=years) == day


def test_another_level_of_either_side_asks_for_another_look():
    assert not needs_revision(agreed=(1, 2), now=(1, 2))
    assert needs_revision(agreed=(1, 2), now=(2, 2))
    assert needs_revision(agreed=(1, 2), now=(1, 1))


def test_five_reasons_are_the_ships_and_two_the_facilitys():
    assert {one.value for one in OF_THE_SHIP} == {f"a5_2_{number}" for number in range(1, 6)}
    assert {one.value for one in set(Trigger) - OF_THE_SHIP} == {"pfso", "state"}


def test_eleven_activities_in_the_order_of_the_form():
    assert len(ACTIVITIES) == len(set(ACTIVITIES)) == 11
    assert in_order(["cargo", "duties", "cargo"]) == ["duties", "cargo"]
    with pytest.raises(KeyError):
        in_order(["dancing"])
