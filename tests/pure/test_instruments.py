"""The three instruments, by the vectors of the plan."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.conformity import Answered, Conformity, Musts, musts
from port2port.pure.maturity import Link, Objective, Rated, chain_level, cyfun_average, gap, is_lowest, objective
from port2port.pure.scenario_risk import Risk, Scenario, Verdict, risk_of

C = Conformity


def test_the_headline_is_the_number_of_open_musts() -> None:
    answers = [Answered(C.MET)] * 7 + [Answered(C.PARTLY), Answered(C.NOT_MET), Answered(C.NOT_ASSESSED)]
    answers += [Answered(C.NOT_APPLICABLE, is_accepted=True), Answered(C.NOT_APPLICABLE)]
    assert musts(answers) == Musts(all=12, open=4, not_assessed=1, waiting_for_acceptance=1, under_derogation=0)


def test_a_derogation_changes_the_words_and_not_the_number() -> None:
    answers = [Answered(C.NOT_MET, has_derogation=True), Answered(C.MET, has_derogation=True)]
    assert musts(answers) == Musts(all=2, open=1, not_assessed=0, waiting_for_acceptance=0, under_derogation=1)
    assert musts([]) == Musts(0, 0, 0, 0, 0)


def key(documented: int | None, implemented: int | None) -> Rated:
    return Rated(documented, implemented, is_key=True)


def test_an_objective_stands_where_its_lowest_key_control_stands() -> None:
    answers = [key(4, 3), key(3, 3), key(2, 4), Rated(5, 5), Rated(1, 1, is_applicable=False)]
    assert objective(answers) == Objective(documented=2, implemented=3, median=3)
    assert objective(answers).level == 2
    average = cyfun_average(answers)
    assert average is not None
    assert round((average.documented + average.implemented) / 2, 1) == 3.6


@pytest.mark.parametrize(
    ("answers", "level", "median"),
    [
        ([key(4, 4), key(None, 4)], None, 4),
        ([key(4, 4), key(None, None)], None, 4),
        ([Rated(4, 4)], None, 4),
        ([Rated(4, 4, is_key=True, is_applicable=False)], None, None),
        ([], None, None),
        ([key(4, 4), Rated(None, None)], 4, 4),
        ([key(1, 5)], 1, 1),
    ],
)
def test_what_is_not_answered_is_not_rated(answers: list[Rated], level: int | None, median: int | None) -> None:
    assert (objective(answers).level, objective(answers).median) == (level, median)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_no_other_levels(level: int) -> None:
    with pytest.raises(ValueError, match="no level"):
        objective([key(level, 3)])


def test_the_average_of_nothing_is_nothing() -> None:
    assert cyfun_average([Rated()]) is None


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.booleans()), min_size=1, max_size=12))
def test_no_key_control_stands_below_the_level(said: list[tuple[int, int, bool]]) -> None:
    found = objective([Rated(documented, implemented, is_key=is_key) for documented, implemented, is_key in said])
    keys = [(documented, implemented) for documented, implemented, is_key in said if is_key]
    if not keys:
        assert found.level is None
        return
    assert found.level == min(min(pair) for pair in keys)


@pytest.mark.parametrize(("level", "target", "steps"), [(2, 3, 1), (3, 3, 0), (5, 3, 0), (None, 3, None)])
def test_a_gap_is_never_below_nought(level: int | None, target: int, steps: int | None) -> None:
    assert gap(level, target=target) == steps


def chain(*levels: int, operators: int = 5) -> list[Link]:
    return [Link(f"f{number}", f"o{number % operators}", level) for number, level in enumerate(levels)]


def test_a_chain_is_as_strong_as_its_lowest_link_and_tells_only_whether_one_is_it() -> None:
    assert chain_level(chain(3, 2, 4, 5, 2)) == 2
    assert [is_lowest(chain(3, 2, 4, 5, 2), f"f{number}") for number in range(5)] == [False, True, False, False, True]
    assert is_lowest(chain(3, 2, 4, 5, 2), "elsewhere") is False


@pytest.mark.parametrize("short", [chain(3, 2, 4, 5), chain(3, 2, 4, 5, 1, operators=3), []])
def test_a_short_chain_says_nothing(short: list[Link]) -> None:
    assert chain_level(short) is None
    assert is_lowest(short, "f0") is None


@pytest.mark.parametrize(
    ("said", "threat", "likelihood", "verdict"),
    [
        ((4, 3, 3, 4), 4, 4, "A"),
        ((4, 1, 4, 4), 2, 3, "A"),
        ((3, 3, 2, 4), 3, 2, "B"),
        ((4, 4, 4, 1), 4, 4, "B"),
        ((1, 1, 4, 4), 1, 2, "B"),
        ((2, 2, 2, 2), 2, 2, "C"),
        ((1, 1, 1, 1), 1, 1, "C"),
    ],
)
def test_risk_is_looked_up(said: tuple[int, int, int, int], threat: int, likelihood: int, verdict: str) -> None:
    assert risk_of(Scenario(*said)) == Risk(threat, likelihood, Verdict(verdict))


def test_more_of_anything_never_lowers_the_decision() -> None:
    verdicts = {said: risk_of(Scenario(*said)).verdict for said in product(range(1, 5), repeat=4)}
    assert Counter(verdicts.values()) == {Verdict.MITIGATE: 29, Verdict.CONSIDER: 105, Verdict.DOCUMENT: 122}
    for said, verdict in verdicts.items():
        for place in range(4):
            more = (*said[:place], said[place] + 1, *said[place + 1 :])
            # A comes before B before C.
            assert verdicts.get(more, verdict) <= verdict


@pytest.mark.parametrize("said", [(0, 1, 1, 1), (1, 5, 1, 1), (1, 1, -1, 1), (1, 1, 1, 9)])
def test_no_other_steps(said: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="no step"):
        risk_of(Scenario(*said))
