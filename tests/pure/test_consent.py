"""How a working group decides: the vectors, and that no path adopts over an objection or without quorum."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.consent import (
    EXTENSION,
    REOPENS,
    Fault,
    Method,
    Outcome,
    Position,
    Round,
    StepRefusedError,
    amend,
    resolve,
    say,
    settle,
    tally,
    to_majority,
)

OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)
REASON = "This needs a second reader at night."
# Nine seats of four ports: 1, 1, 1, 2, 2, 2, 3, 3, 4.
NINE = dict(enumerate((1, 1, 1, 2, 2, 2, 3, 3, 4)))
OF_THREE_PORTS, OF_TWO_PORTS = (0, 1, 3, 4, 6), (0, 1, 2, 3, 4)


def round_of(method=Method.CONSENT, *, agree=(), abstain=(), object_=(), **more):
    one = Round(places=NINE, method=method, opens_at=OPENS, closes_at=CLOSES, **more)
    for seats, position in ((agree, Position.AGREE), (abstain, Position.ABSTAIN), (object_, Position.OBJECT)):
        for seat in seats:
            one = say(one, seat, position, reason=REASON, now=OPENS)
    return one


def at_closing(one):
    return settle(one, now=one.closes_at)


@pytest.mark.parametrize(
    ("one", "outcome", "extended"),
    [
        (round_of(agree=OF_THREE_PORTS), Outcome.ADOPTED, False),
        (round_of(agree=(0, 1, 3, 6), abstain=(8,)), Outcome.ADOPTED, False),
        (round_of(agree=OF_TWO_PORTS), Outcome.OPEN, True),
        (round_of(agree=(0, 1, 3, 6)), Outcome.OPEN, True),
        (round_of(agree=range(8), object_=(8,)), Outcome.OBJECTED, False),
        (round_of(Method.MAJORITY, agree=(0, 3, 6), object_=(1, 4)), Outcome.ADOPTED, False),
        (round_of(Method.MAJORITY, agree=(0, 3), object_=(6,), abstain=(1, 4, 7, 8)), Outcome.REJECTED, False),
        (round_of(Method.MAJORITY, agree=(0, 3, 6), object_=(1, 4, 7)), Outcome.REJECTED, False),
        (round_of(Method.TWO_THIRDS, agree=range(6), object_=(6, 7, 8), version=3), Outcome.ADOPTED, False),
        (round_of(Method.TWO_THIRDS, agree=range(5), object_=(6, 7, 8), version=3), Outcome.REJECTED, False),
        (round_of(Method.ADVICE, agree=(0,)), Outcome.OPEN, True),
        (round_of(Method.ADVICE, agree=(0,), object_=(3,)), Outcome.WAITING, False),
    ],
)
def test_the_rules_are_kept(one, outcome, extended):
    settled = at_closing(one)

    assert (settled.outcome, settled.extended) == (outcome, extended)


def test_a_round_without_a_quorum_is_extended_once_and_then_lapses():
    extended = at_closing(round_of(agree=(0, 1, 3, 6)))

    assert (extended.outcome, extended.closes_at) == (Outcome.OPEN, CLOSES + EXTENSION)
    assert settle(extended, now=extended.closes_at - timedelta(seconds=1)).outcome == Outcome.OPEN
    assert at_closing(extended).outcome == Outcome.LAPSED
    assert at_closing(say(extended, 8, Position.AGREE, now=CLOSES)).outcome == Outcome.ADOPTED


def test_who_looks_late_finds_what_the_clock_would_have_said():
    assert settle(round_of(agree=(0,)), now=CLOSES + timedelta(days=60)).outcome == Outcome.LAPSED


def test_stances_on_an_earlier_version_do_not_count():
    before = at_closing(round_of(agree=range(8), object_=(8,)))
    after = amend(before, places=NINE, now=CLOSES)
    for seat in (0, 3, 6, 7):
        after = say(after, seat, Position.AGREE, now=CLOSES)

    assert (after.version, after.closes_at - CLOSES) == (2, REOPENS)
    assert not tally(after).has_quorum
    assert (at_closing(after).outcome, at_closing(after).extended) == (Outcome.OPEN, True)


def test_an_objection_outlives_the_amendment_until_it_is_met():
    after = amend(at_closing(round_of(agree=range(8), object_=(8,))), places=NINE, now=CLOSES)
    for seat in OF_THREE_PORTS:
        after = say(after, seat, Position.AGREE, now=CLOSES)

    assert at_closing(after).outcome == Outcome.OBJECTED
    assert at_closing(resolve(after, 8, by_chair=False, now=CLOSES)).outcome == Outcome.ADOPTED
    assert at_closing(say(after, 8, Position.AGREE, now=CLOSES)).outcome == Outcome.ADOPTED


def test_the_chair_waits_five_days_and_strikes_no_fresh_objection():
    fresh = at_closing(round_of(agree=range(8), object_=(8,)))
    after = amend(fresh, places=NINE, now=CLOSES)

    for one, moment, fault in [
        (fresh, CLOSES + timedelta(days=30), Fault.NO_OBJECTION),
        (after, CLOSES + REOPENS - timedelta(seconds=1), Fault.TOO_EARLY),
    ]:
        with pytest.raises(StepRefusedError) as refused:
            resolve(one, 8, by_chair=True, now=moment)
        assert refused.value.fault == fault

    assert not resolve(after, 8, by_chair=True, now=CLOSES + REOPENS).standing


def test_an_objector_may_withdraw_after_closing_and_nobody_else_speaks():
    closed = at_closing(round_of(agree=range(8), object_=(8,)))

    for seat, position in ((8, Position.AGREE), (0, Position.OBJECT), (0, Position.ABSTAIN)):
        with pytest.raises(StepRefusedError) as refused:
            say(closed, seat, position, reason=REASON, now=CLOSES)
        assert refused.value.fault == Fault.CLOSED

    withdrawn = say(closed, 8, Position.ABSTAIN, now=CLOSES + timedelta(days=2))
    assert settle(withdrawn, now=CLOSES + timedelta(days=2)).outcome == Outcome.ADOPTED


@pytest.mark.parametrize(
    ("seat", "position", "reason", "now", "fault"),
    [
        (99, Position.AGREE, "", OPENS, Fault.NO_SEAT),
        (0, Position.OBJECT, "No.", OPENS, Fault.NO_REASON),
        (0, Position.OBJECT, " " * 30, OPENS, Fault.NO_REASON),
        (0, Position.AGREE, "", CLOSES, Fault.CLOSED),
    ],
)
def test_what_does_not_count_is_refused(seat, position, reason, now, fault):
    with pytest.raises(StepRefusedError) as refused:
        say(round_of(), seat, position, reason=reason, now=now)

    assert refused.value.fault == fault


def test_majority_follows_consent_only_after_two_amendments():
    one = round_of(agree=range(8), object_=(8,))
    for version in (1, 2):
        with pytest.raises(StepRefusedError):
            to_majority(at_closing(one), now=CLOSES)
        one = amend(one, places=NINE, now=CLOSES)
        assert one.version == version + 1

    moved = to_majority(one, now=CLOSES)
    for seat in (0, 1, 3, 4, 6, 7):
        moved = say(moved, seat, Position.AGREE, now=CLOSES)

    assert (at_closing(moved).outcome, moved.standing) == (Outcome.ADOPTED, {8})


def test_a_group_without_seats_decides_nothing():
    empty = Round(places={}, method=Method.CONSENT, opens_at=OPENS, closes_at=CLOSES)

    assert settle(empty, now=CLOSES + timedelta(days=30)).outcome == Outcome.LAPSED


SEATS = st.integers(0, 9)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), SEATS, st.sampled_from(Position)),
        st.tuples(st.just("resolve"), SEATS, st.booleans()),
        st.tuples(st.just("amend"), SEATS, st.none()),
        st.tuples(st.just("wait"), st.integers(0, 12), st.none()),
    ),
    max_size=40,
)


@given(STEPS, st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=9))
def test_no_path_adopts_over_an_unresolved_objection_or_without_quorum(steps, ports):
    places = dict(enumerate(ports))
    one, now = Round(places=places, method=Method.CONSENT, opens_at=OPENS, closes_at=CLOSES), OPENS
    # Kept by hand beside the engine: who objected and has not been answered since.
    objecting = set()
    for step, what, more in steps:
        try:
            if step == "say":
                one = say(one, what, more, reason=REASON, now=now)
                objecting = objecting | {what} if more == Position.OBJECT else objecting - {what}
            elif step == "resolve":
                one = resolve(one, what, by_chair=more, now=now)
                objecting -= {what}
            elif step == "amend":
                # Seats come and go between versions.
                one = amend(one, places={seat: port for seat, port in places.items() if seat != what}, now=now)
            else:
                now += timedelta(days=what)
        except StepRefusedError:
            pass
        one = settle(one, now=now)
        assert one.standing == objecting
        if one.outcome == Outcome.ADOPTED:
            spoken = [seat for seat in one.said if seat in one.places]
            assert objecting == set()
            assert 2 * len(spoken) >= len(one.places) > 0
            if len({port for port in one.places.values() if port}) >= 3:
                assert len({one.places[seat] for seat in spoken if one.places[seat]}) >= 3
