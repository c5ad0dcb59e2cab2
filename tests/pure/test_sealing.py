"""Sealing: the named can open, nobody else; every vector here was computed by another implementation."""

import hashlib

import pytest
from argon2.low_level import Type, hash_secret_raw
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure import sealing
from port2port.pure.sealing import SealedShutError, Work

SMALL = Work(passes=1, memory_kib=8)
SALT = bytes(range(16))
KEY, NONCE = bytes(range(32)), bytes(range(24))
ALICE, BOB = bytes([1] * 32), bytes([2] * 32)


@pytest.mark.parametrize("work", [SMALL, Work(passes=3, memory_kib=1024)])
def test_a_code_is_stretched_by_argon2id_as_another_implementation_does_it(work: Work):
    raw = hash_secret_raw(
        b"1234567890123450", SALT, time_cost=work.passes, memory_cost=work.memory_kib, parallelism=1, hash_len=64,
        type=Type.ID,
    )  # fmt: skip

    keys = sealing.keys_of("1234567890123450", salt=SALT, work=work)

    assert keys.receipt_hash == hashlib.sha256(raw[:32]).hexdigest()
    assert keys.private == raw[32:]
    assert keys.public == sealing.public_of(raw[32:])


def test_what_a_derivation_costs_unless_somebody_says_otherwise():
    assert Work() == Work(passes=3, memory_kib=262_144)


def test_a_public_key_is_that_of_the_standard():
    # RFC 7748, section 6.1: Bob's pair.
    private = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")

    assert sealing.public_of(private).hex() == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"


@given(st.binary(max_size=3_000))
def test_a_text_comes_back_and_its_length_tells_little(text: bytes):
    sealed = sealing.encrypted(text, KEY, nonce=NONCE)

    assert sealing.decrypted(sealed, KEY) == text
    assert (len(sealed) - 40) % sealing.BLOCK == 0


@given(st.binary(min_size=1, max_size=64), st.integers(min_value=0, max_value=10_000))
def test_a_changed_byte_opens_nothing(text: bytes, place: int):
    sealed = bytearray(sealing.encrypted(text, KEY, nonce=NONCE))
    sealed[place % len(sealed)] ^= 1

    with pytest.raises(SealedShutError):
        sealing.decrypted(bytes(sealed), KEY)


@pytest.mark.parametrize("broken", [b"", b"x" * 30, b"x" * 200])
def test_bytes_that_were_never_sealed_open_nothing(broken: bytes):
    with pytest.raises(SealedShutError):
        sealing.decrypted(broken, KEY)
    with pytest.raises(SealedShutError):
        sealing.unwrapped(broken, ALICE)


def test_a_data_key_is_opened_by_the_one_it_was_wrapped_for():
    wrap = sealing.wrapped(KEY, sealing.public_of(ALICE))

    assert sealing.unwrapped(wrap, ALICE) == KEY
    with pytest.raises(SealedShutError):
        sealing.unwrapped(wrap, BOB)
