"""A draw that anybody can repeat."""

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.draw import Candidate, drawn_controls, order, reviewers, seed_of

SEED = seed_of("round", "00" * 32)
WORLD = st.lists(
    st.builds(
        Candidate, key=st.integers(0, 99).map(str), operator=st.sampled_from("abcdef"), port=st.sampled_from("pqrst")
    ),
    max_size=20,
    unique_by=lambda one: one.key,
)


def test_the_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    keys = [str(number) for number in range(50)]
    assert order(SEED, "x", keys) == order(SEED, "x", reversed(keys))
    assert order(SEED, "x", keys) != order(seed_of("round", "01" * 32), "x", keys)
    assert order(SEED, "x", keys) != order(SEED, "y", keys)


@given(WORLD)
def test_two_of_two_other_ports_and_operators(candidates: list[Candidate]) -> None:
    found = reviewers(SEED, "x", candidates, operator="a", port="p")
    assert len(found) <= 2
    assert len({one.port for one in found} - {"p"}) == len(found)
    assert len({one.operator for one in found} - {"a"}) == len(found)


@given(WORLD)
def test_who_stands_is_filled_up_with_one_of_another_port(candidates: list[Candidate]) -> None:
    standing = [Candidate("s", "b", "q")]
    found = reviewers(SEED, "x", candidates, standing=standing, operator="a", port="p")
    assert all(one.port not in {"p", "q"} and one.operator not in {"a", "b"} for one in found)
    assert len(found) <= 1


def test_three_controls_are_drawn_besides_those_chosen() -> None:
    controls = [f"acc-{number:02}" for number in range(10)]
    found = drawn_controls(SEED, "x", controls, ["acc-01", "acc-02"])
    assert len(found) == 3
    assert not set(found) & {"acc-01", "acc-02"}
    assert drawn_controls(SEED, "x", controls[:2], []) == order(SEED, "x controls", controls[:2])
