"""Numbers with a check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.identifiers import imo_ship_number

# 9074729 is the example of the numbering scheme's own description.
GOOD = ["9074729", "IMO 9074729", "imo9074729", " 9074-729 ", "IMO 907 4729"]
BAD = [
    "",
    "9074728",
    "907472",
    "90747290",
    "0000000",
    "IMO",
    "９０７４７２９",
    "9074729\n1",
    "MMSI 9074729",
    "9074729' OR 1",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_ships_number_is_taken_however_it_is_written(text):
    assert imo_ship_number(text) == "9074729"


@pytest.mark.parametrize("text", BAD)
def test_what_is_none_is_refused(text):
    assert imo_ship_number(text) is None


@given(st.integers(min_value=1, max_value=999_999), st.integers(1, 9))
def test_one_check_digit_fits_and_no_other(number, by):
    six = f"{number:06d}"
    right = next(one for one in (f"{six}{last}" for last in range(10)) if imo_ship_number(one))

    assert sum(imo_ship_number(f"{six}{last}") is not None for last in range(10)) == 1
    wrong = f"{six}{(int(right[6]) + by) % 10}"
    assert imo_ship_number(wrong) is None
