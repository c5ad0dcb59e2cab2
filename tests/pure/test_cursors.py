from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.cursors import BadCursorError, Place, filter_digest, made, opened

KEY = b"k" * 32
PLACE = Place(datetime(2026, 3, 2, 14, 5, 7, 123_456, tzinfo=UTC), 41)
FILTERS = filter_digest("kind=alert&port=BEANR")
CURSOR = made(PLACE, reader="seat:12", filters=FILTERS, key=KEY)


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 2**62),
    st.text(max_size=20),
    st.binary(min_size=16, max_size=64),
)
def test_a_cursor_opens_for_the_reader_that_it_was_made_for(at, identifier, reader, key):
    cursor = made(Place(at, identifier), reader=reader, filters=FILTERS, key=key)

    assert opened(cursor, reader=reader, filters=FILTERS, key=key) == Place(at, identifier)
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize(
    "other",
    [
        {"reader": "seat:13"},
        {"reader": "seat:1"},
        {"filters": filter_digest("kind=alert")},
        {"key": b"x" * 32},
    ],
)
def test_a_cursor_of_another_reader_filter_or_node_is_refused(other):
    with pytest.raises(BadCursorError):
        opened(CURSOR, **{"reader": "seat:12", "filters": FILTERS, "key": KEY, **other})


@pytest.mark.parametrize(
    "cursor", ["", "x", CURSOR[:-1], CURSOR + "=", CURSOR + "A", " " + CURSOR, "é" * 43, "A" * 43, "A" * 10_000]
)
def test_a_malformed_cursor_is_refused_with_the_same_error(cursor):
    with pytest.raises(BadCursorError):
        opened(cursor, reader="seat:12", filters=FILTERS, key=KEY)


def test_a_cursor_with_any_one_character_changed_is_refused():
    for place, letter in enumerate(CURSOR):
        changed = CURSOR[:place] + ("A" if letter != "A" else "B") + CURSOR[place + 1 :]
        with pytest.raises(BadCursorError):
            opened(changed, reader="seat:12", filters=FILTERS, key=KEY)


def test_neighbouring_rows_have_cursors_that_share_nothing():
    first, second = (made(Place(PLACE.at, row), reader="seat:12", filters=FILTERS, key=KEY) for row in (41, 42))

    same = sum(one == other for one, other in zip(first, second, strict=True))

    assert same < 10
