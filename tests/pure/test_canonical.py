import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.canonical import NotStrict, canonical_json, plain_json, strict_json, strict_object

REFUSED = {
    "duplicate key": b'{"a":1,"a":2}',
    "duplicate key, written otherwise": b'{"a":1,"\\u0061":2}',
    "duplicate key, deep down": b'[{"b":{"a":1,"a":1}}]',
    "NaN": b"[NaN]",
    "Infinity": b"[Infinity]",
    "minus Infinity": b"[-Infinity]",
    "a number that becomes infinite": b"[1e400]",
    "2^53": b"[9007199254740992]",
    "minus 2^53": b"[-9007199254740992]",
    "five thousand digits": b"[" + b"1" * 5000 + b"]",
    "invalid UTF-8": b'"\xff"',
    "UTF-8 of a surrogate": b'"\xed\xa0\x80"',
    "a lone surrogate": b'["\\ud800"]',
    "a lone low surrogate": b'["\\uDC00"]',
    "a lone surrogate in a key": b'{"\\ud800":1}',
    "byte order mark": b"\xef\xbb\xbf[]",
    "UTF-16": "[]".encode("utf-16"),
    "trailing bytes": b"[] []",
    "a trailing null byte": b"[]\0",
    "nothing": b"",
    "depth 65": b"[" * 65 + b"]" * 65,
    "depth 65 of both kinds": b'[{"a":' * 32 + b"[1]" + b"}]" * 32,
    "depth 10^5": b"[" * 100_000,
    "depth 10^5 in objects": b'{"a":' * 100_000,
    "a raw control character": b'"\x01"',
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_json_that_can_be_read_in_two_ways_is_refused(data):
    with pytest.raises(NotStrict):
        strict_json(data)


ACCEPTED = {
    "depth 64": (b"[" * 64 + b"]" * 64, None),
    "depth 64 of both kinds, often": (b"[" + b",".join([b'[{"a":' * 31 + b"[1]" + b"}]" * 31] * 9) + b"]", None),
    "the largest integers": (b"[9007199254740991,-9007199254740991]", [2**53 - 1, 1 - 2**53]),
    "a pair of surrogates": (b'"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
    "brackets in a string": (b'["' + b"[" * 500 + b'\\""]', ["[" * 500 + '"']),
    "white space around": (b" \n[1]\n ", [1]),
}


@pytest.mark.parametrize(("data", "value"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_json_at_the_edge_of_what_is_allowed_is_read(data, value):
    read = strict_json(data)

    assert value is None or read == value


def test_size_counts_before_anything_is_read():
    with pytest.raises(NotStrict, match="more than 10 bytes"):
        strict_json(b"[" * 11, limit=10)


def test_a_body_that_must_be_an_object_is_refused_when_it_is_a_list():
    with pytest.raises(NotStrict, match="not an object"):
        strict_object(b"[]")


@pytest.mark.parametrize(
    "data",
    [b'"' + b'\\"' * 2_000_000, b"[" * 4_000_000, b'["\\' + b"\\" * 4_000_000, b"[{}]" * 2_000_000, b"[]," * 3_000_000],
)
def test_ten_megabytes_made_to_be_slow_end_in_linear_time(data):
    # An unclosed string of escaped quotes takes minutes with a pattern that starts again at each of them.
    start = time.perf_counter()

    with pytest.raises(NotStrict):
        strict_json(data)

    assert time.perf_counter() - start < 5


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**53, 2**53 - 1)
    | st.floats(1 - 2**53, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_what_we_write_canonically_is_read_back_equal_and_written_the_same_again(value):
    data = canonical_json(value)

    assert strict_json(data) == value
    assert canonical_json(strict_json(data)) == data


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), VALUES, max_size=5))
def test_what_we_write_plainly_keeps_the_order_of_its_keys(value):
    read = strict_object(plain_json(value))

    assert read == value
    assert list(read) == list(value)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 9), min_size=2))
def test_the_order_of_keys_does_not_change_the_canonical_bytes(value):
    assert canonical_json(value) == canonical_json(dict(reversed(value.items())))


def test_the_canonical_form_is_the_one_of_rfc_8785():
    # Source: RFC 8785, section 3.2.2 and 3.2.3.
    data = (
        b'{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],'
        b'"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}'
    )

    assert canonical_json(strict_json(data)) == (
        b'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@pytest.mark.parametrize("value", [{"a": 2**53}, {"a": float("nan")}, {"a": "\ud800"}, {"\ud800": 1}])
def test_what_the_other_side_would_refuse_is_never_written(value):
    with pytest.raises(NotStrict):
        canonical_json(value)
    with pytest.raises(NotStrict):
        plain_json(value)


@given(st.binary(max_size=200) | st.text('[]{}":,\\u0d8 1eE-.NaInfity', max_size=60).map(str.encode))
def test_whatever_the_bytes_are_the_reader_gives_a_value_or_says_why_not(data):
    try:
        value = strict_json(data)
    except NotStrict:
        return

    assert value == json.loads(data)


def test_a_float_that_would_be_written_as_too_large_an_integer_is_refused():
    with pytest.raises(NotStrict, match=r"2\^53"):
        canonical_json({"a": 2.0**53})
