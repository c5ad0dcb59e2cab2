"""Receipt codes: what is shown is what is read again, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.receipt_code import code_of, grouped, normalised

SEEDS = st.binary(min_size=32, max_size=32)


@given(SEEDS)
def test_a_code_has_sixteen_digits_and_is_read_again_as_it_is_shown(seed: bytes):
    code = code_of(seed)

    assert len(code) == 16
    assert code.isdecimal()
    assert normalised(grouped(code)) == normalised(code) == code


def test_each_digit_comes_up_at_each_place_as_often_as_any_other():
    codes = [code_of(number.to_bytes(32, "big")) for number in range(4_000)]

    for place in range(16):
        counts = [sum(code[place] == digit for code in codes) for digit in "0123456789"]
        assert 300 < min(counts) <= max(counts) < 500


def test_a_seed_that_is_too_short_makes_no_code():
    with pytest.raises(ValueError, match="32 bytes"):
        code_of(b"short")


@pytest.mark.parametrize(
    "typed",
    [
        "1234567890123450",
        "1234 5678 9012 3450",
        " 1234-5678-9012-3450\n",
        "1234.5678.9012.3450",
        "1234\u00a05678\u20119012\u20133450",
        "１２３４５６７８９０１２３４５０",
        "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٠",
        "l234 5678 9Ol2 345o",
    ],
)
def test_what_people_type_is_the_code_that_they_mean(typed: str):
    assert normalised(typed) == "1234567890123450"


@pytest.mark.parametrize("typed", ["", "1234", "12345678901234567", "1234 5678 9012 345x", "½" * 16, "9" * 10_000])
def test_what_is_no_code_is_none(typed: str):
    assert normalised(typed) is None
