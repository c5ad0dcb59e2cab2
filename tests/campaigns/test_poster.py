"""Colours, sizes and codes of the sheets, reckoned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.poster import LEAST_MODULES, PAIRS, contrast, lines_of, qr_side, size_for, text_width

pytestmark = pytest.mark.anywhere


def test_contrast_is_that_of_the_web_guidelines():
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@pytest.mark.parametrize(("ground", "mark", "least"), PAIRS)
def test_everything_on_a_sheet_stands_out_from_its_ground(ground, mark, least):
    assert contrast(ground, mark) >= least


def test_a_code_is_at_least_thirty_millimetres_wide_on_a4():
    assert all(qr_side(modules) >= 30 for modules in range(LEAST_MODULES, 178, 4))


def test_a_short_sentence_stands_large_and_a_long_one_smaller():
    room = {"width": 160, "height": 90, "sizes": (26, 20, 14)}

    assert size_for(["Say no."], **room) == 26
    assert size_for(["Say no. " * 12], **room) == 14


@given(st.text("abc deßœW", max_size=80), st.floats(3, 30), st.floats(40, 200))
def test_lines_hold_what_is_written_on_them(text, size, width):
    assert lines_of(text, width=width, size=size) * width >= text_width(text, size) - text_width(" ", size) * 80


@given(st.lists(st.text("abc de", max_size=60), max_size=5))
def test_what_is_said_to_fit_does(texts):
    size = size_for(texts, width=90, height=60, sizes=(8, 6, 4, 3))

    assert size in {8, 6, 4, 3}
