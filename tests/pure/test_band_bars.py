"""Bars of bands: each lies where its band does, inside the drawing, on a scale of equal steps."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.band_bars import LEFT, RIGHT, WIDTH, draw_bands
from port2port.pure.disclosed_counts import STEPS, Band, span_of

SPANS = st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)).map(lambda ends: span_of(min(ends), max(ends)))


@given(st.lists(st.none() | SPANS, min_size=1, max_size=12))
def test_bars_lie_inside_and_begin_and_end_at_steps(bands: list[Band | None]) -> None:
    drawing = draw_bands(bands)

    at = {tick.value: tick.x for tick in drawing.ticks}
    assert all(one.x < after.x and one.value < after.value for one, after in pairwise(drawing.ticks))
    for band, bar in zip(bands, drawing.bars, strict=True):
        assert (bar.width is None) == (band is None)
        if band is None or bar.width is None:
            continue
        assert LEFT <= bar.x == at[band.low]
        assert bar.width > 0
        assert bar.x + bar.width <= WIDTH - RIGHT
        assert band.high is None or bar.x + bar.width == at[band.high + 1]
        assert bar.is_open == (band.high is None)
        assert bar.y + 14 <= drawing.bottom


def test_the_scale_ends_where_the_largest_band_does() -> None:
    drawing = draw_bands([Band(5, 9), Band(100, 199)])

    assert [tick.value for tick in drawing.ticks] == list(STEPS[:7])
