"""Typed amounts: one meaning, two or none, and each meaning written so that it has one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.amounts import readings, written


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("250.000", ["250000", "250"]),
        ("250,000", ["250000", "250"]),
        ("-1.234", ["-1234", "-1.234"]),
        ("250000", ["250000"]),
        ("1.234.567", ["1234567"]),
        ("1,234,567.891", ["1234567.891"]),
        ("1.234,5", ["1234.5"]),
        ("250 000", ["250000"]),
        ("250\u202f000,5", ["250000.5"]),
        ("250’000", ["250000"]),
        ("0.250", ["0.25"]),
        ("1234.567", ["1234.567"]),
        ("12,5", ["12.5"]),
        (".5", ["0.5"]),
        ("12.1250", ["12.125"]),
    ],
)
def test_what_a_text_can_mean(text: str, meant: list[str]) -> None:
    assert readings(text) == tuple(Decimal(one) for one in meant)


@pytest.mark.parametrize("text", ["", "much", "nan", "1e5", "1.234 567", "1.23.456", "250.000.00", "--5", "2５0.000"])
def test_what_is_no_number_means_nothing(text: str) -> None:
    assert readings(text) == ()


@given(st.decimals(min_value=0, max_value=10**12, places=3), st.sampled_from(".,"))
def test_what_is_written_has_one_meaning_and_it_is_that(amount: Decimal, mark: str) -> None:
    assert readings(written(amount, mark)) == (amount,)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_three_digits_behind_one_mark_always_mean_two(whole: int, part: int, mark: str) -> None:
    assert len(readings(f"{whole}{mark}{part:03}")) == 2
