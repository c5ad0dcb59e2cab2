"""One bit a certificate: what is written is read, whatever is sent has an end."""

import gzip
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3.status import decode_encoded_list
from openbadgeslib.ob3.status_list import encode_bitstring

from port2port.pure.status_list import BITS, MOST_BYTES, BadList, decode, encode, is_set

pytestmark = pytest.mark.anywhere
INDICES = st.sets(st.integers(0, BITS - 1), max_size=30)


def packed(block: bytes) -> str:
    return "u" + urlsafe_b64encode(gzip.compress(block, mtime=0)).decode().rstrip("=")


@given(INDICES)
def test_the_bits_that_were_set_are_set_and_no_others(indices):
    block = decode(encode(indices))

    assert len(block) * 8 == BITS
    assert {index for index in indices if is_set(block, index)} == indices
    assert sum(byte.bit_count() for byte in block) == len(indices)


@given(INDICES)
def test_another_reader_reads_it_and_is_read(indices):
    assert decode_encoded_list(encode(indices)) == decode(encode(indices)) == decode(encode_bitstring(indices))


def test_the_first_bit_is_the_leftmost_of_the_first_byte():
    block = decode(encode([0, 9]))

    assert (block[0], block[1]) == (0b1000_0000, 0b0100_0000)


def test_the_same_bits_give_the_same_text():
    assert encode([3, 1]) == encode([1, 3])


@pytest.mark.parametrize("index", [-1, BITS])
def test_an_index_outside_of_the_list_is_refused(index):
    with pytest.raises(BadList):
        encode([index])
    with pytest.raises(BadList):
        is_set(decode(encode([])), index)


@pytest.mark.parametrize("bits", [BITS - 8, BITS + 1, MOST_BYTES * 8 + 8])
def test_a_list_too_small_to_hide_in_or_too_large_to_send_is_not_made(bits):
    with pytest.raises(BadList):
        encode([], bits=bits)


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "u",
        "zabc",
        "u!!!!",
        packed(bytes(BITS // 8))[:-4],
        packed(bytes(BITS // 8 - 1)),
        packed(bytes(MOST_BYTES + 1)),
        packed(bytes(BITS // 8)) + "=",
        " " + packed(bytes(BITS // 8)),
        "u" + urlsafe_b64encode(b"no gzip").decode().rstrip("="),
        "u" + urlsafe_b64encode(gzip.compress(bytes(BITS // 8), mtime=0) + b"more").decode().rstrip("="),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(encoded):
    with pytest.raises(BadList):
        decode(encoded)


def test_a_bomb_is_not_unpacked_to_its_end():
    bomb = packed(bytes(200 * 1024 * 1024))

    with pytest.raises(BadList, match="more than"):
        decode(bomb)


@given(INDICES, st.data())
def test_a_changed_letter_never_passes_for_the_same_list(indices, data):
    text = encode(indices)
    place = data.draw(st.integers(1, len(text) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_"))
    changed = text[:place] + letter + text[place + 1 :]

    if changed != text:
        assert urlsafe_b64decode(changed[1:] + "=" * (-len(changed[1:]) % 4)) != urlsafe_b64decode(
            text[1:] + "=" * (-len(text[1:]) % 4)
        ) or _refused(changed)


def _refused(text: str) -> bool:
    try:
        decode(text)
    except BadList:
        return True
    return False
