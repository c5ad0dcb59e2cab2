"""Every state, move and role of a measure's life: the allowed ones work, every other is refused with its reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product

import pytest

from port2port.pure.measure_life import (
    WAYS,
    Facts,
    Fault,
    Move,
    MoveRefusedError,
    Role,
    State,
    missing,
    months_later,
    moves,
    step,
)

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
TODAY = date(2026, 3, 31)
ALL = Facts(
    now=NOW,
    today=TODAY,
    problem="At night one is enough.",
    codes=1,
    has_lead=True,
    languages=2,
    opened_at=NOW - timedelta(days=21),
    ports=3,
    decision=True,
    sites=1,
    ends_on=date(2027, 3, 31),
    measure_of_effect="Visitors a month.",
    result="cannot-tell",
    effective_on=TODAY,
    review_on=date(2028, 3, 31),
    effect_found="Cannot tell.",
    reason="It does not help.",
)
BEGUN = replace(ALL, begun=True)


def facts_for(move: Move) -> Facts:
    return BEGUN if move == Move.CONCLUDE else ALL


# The table of the plan, written out once more.
TABLE = {
    ("idea", "draft", "writer"): "drafting",
    ("drafting", "consult", "lead"): "consultation",
    ("consultation", "close", "lead"): "decision",
    ("decision", "pilot", "chair"): "pilot",
    ("decision", "adopt", "chair"): "adopted",
    ("decision", "back", "chair"): "drafting",
    ("pilot", "begin", "lead"): "pilot",
    ("pilot", "conclude", "lead"): "decision",
    ("adopted", "review", "chair"): "reviewed",
    ("reviewed", "keep", "chair"): "adopted",
    ("reviewed", "change", "chair"): "drafting",
    ("reviewed", "withdraw", "chair"): "withdrawn",
}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)), ids="-".join)
def test_every_state_and_move_with_every_set_of_roles(state: State, move: Move):
    known = {role: to for (at, what, role), to in TABLE.items() if (at, what) == (state, move)}
    for number in range(4):
        for roles in combinations(Role, number):
            wanted = next((to for role, to in known.items() if role in roles), None)
            if wanted:
                assert step(state, move, roles, facts_for(move)) == wanted
                assert move in moves(state, roles)
                continue
            with pytest.raises(MoveRefusedError) as refused:
                step(state, move, roles, facts_for(move))
            assert (refused.value.fault == Fault.NO_SUCH_MOVE) == (not known)
            assert move not in moves(state, roles)


def test_the_table_of_the_code_is_the_table_of_the_plan():
    assert {(at, move, role): to for (at, move), (to, role) in WAYS.items()} == TABLE


LACKS = [
    (Move.DRAFT, {"problem": " "}, Fault.NO_PROBLEM),
    (Move.DRAFT, {"codes": 0}, Fault.NO_CODE),
    (Move.DRAFT, {"has_lead": False}, Fault.NO_LEAD),
    (Move.CONSULT, {"languages": 1}, Fault.TOO_FEW_LANGUAGES),
    (Move.CLOSE, {"opened_at": NOW - timedelta(days=21) + timedelta(seconds=1)}, Fault.TOO_EARLY),
    (Move.CLOSE, {"opened_at": None}, Fault.TOO_EARLY),
    (Move.CLOSE, {"ports": 2}, Fault.TOO_FEW_PORTS),
    (Move.CLOSE, {"unanswered": 1}, Fault.UNANSWERED),
    (Move.PILOT, {"decision": False}, Fault.NO_DECISION),
    (Move.BACK, {"decision": False}, Fault.NO_DECISION),
    (Move.ADOPT, {"decision": False}, Fault.NO_DECISION),
    (Move.BEGIN, {"begun": True}, Fault.BEGUN),
    (Move.BEGIN, {"sites": 0}, Fault.NO_SITE),
    (Move.BEGIN, {"ends_on": date(2027, 4, 1)}, Fault.BAD_END),
    (Move.BEGIN, {"ends_on": TODAY}, Fault.BAD_END),
    (Move.BEGIN, {"ends_on": None}, Fault.BAD_END),
    (Move.BEGIN, {"measure_of_effect": ""}, Fault.NO_MEASURE_OF_EFFECT),
    (Move.CONCLUDE, {"begun": False}, Fault.NOT_BEGUN),
    (Move.CONCLUDE, {"result": ""}, Fault.NO_RESULT),
    (Move.ADOPT, {"effective_on": None}, Fault.NO_EFFECTIVE_DAY),
    (Move.ADOPT, {"review_on": date(2028, 4, 1)}, Fault.BAD_REVIEW_DAY),
    (Move.ADOPT, {"review_on": TODAY}, Fault.BAD_REVIEW_DAY),
    (Move.KEEP, {"review_on": None}, Fault.BAD_REVIEW_DAY),
    (Move.KEEP, {"effect_found": ""}, Fault.NO_EFFECT_FOUND),
    (Move.CHANGE, {"effect_found": ""}, Fault.NO_EFFECT_FOUND),
    (Move.WITHDRAW, {"effect_found": ""}, Fault.NO_EFFECT_FOUND),
    (Move.WITHDRAW, {"reason": "  "}, Fault.NO_REASON),
]


@pytest.mark.parametrize(("move", "lack", "fault"), LACKS)
def test_each_condition_alone_stops_the_step(move: Move, lack: dict[str, object], fault: Fault):
    facts = replace(facts_for(move), **lack)
    assert fault in missing(move, facts)
    state = next(at for at, what in WAYS if what == move)
    with pytest.raises(MoveRefusedError, match=fault.value):
        step(state, move, list(Role), facts)


def test_where_it_is_tried_is_asked_last():
    """Whether others try it already must not be told by which fault comes first."""
    facts = replace(facts_for(Move.BEGIN), sites=0, ends_on=None)
    assert missing(Move.BEGIN, facts) == (Fault.BAD_END, Fault.NO_SITE)


def test_the_chairs_reason_stands_for_missing_ports():
    fewer = replace(ALL, ports=0, fewer_reason="Only two ports have a lock.")
    assert step(State.CONSULTATION, Move.CLOSE, [Role.LEAD], fewer) == State.DECISION


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, later: date):
    assert months_later(day, months) == later
