"""Bitstring status lists: one bit a certificate, in a block so large that a bit says nothing of how many there are.

Source: W3C, Bitstring Status List v1.0 (Recommendation, 15 May 2025), sections 2.2, 3.3 and 3.4: the first bit is the
leftmost of the first byte; GZIP, then base64url without padding behind the multibase letter `u`.
"""

import gzip
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable

# The least that the standard allows: 16 KiB of bits, in which one certificate hides among the others.
BITS = 131_072
# Whoever sends a list decides what it unpacks to, so what is unpacked has an end.
MOST_BYTES = 512 * 1024
_GZIP_WINDOW = 31


class BadList(ValueError):
    """A list that we do not read; the message completes "the list is refused: …"."""


def encode(indices: Iterable[int], *, bits: int = BITS) -> str:
    """The `encodedList` in which the bits at these indices are set; the same indices give the same text.

    bits   at least BITS, a multiple of 8, at most MOST_BYTES bytes
    Raises BadList.
    """
    if bits < BITS or bits % 8 or bits // 8 > MOST_BYTES:
        raise BadList(f"{bits} bits")
    block = bytearray(bits // 8)
    for index in indices:
        if not 0 <= index < bits:
            raise BadList(f"index {index} of {bits} bits")
        block[index // 8] |= 0x80 >> index % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(block), mtime=0)).decode().rstrip("=")


def decode(encoded: str) -> bytes:
    """The block of bits. Raises BadList: another alphabet, not GZIP, cut short, too short or too long."""
    if not encoded.startswith("u"):
        raise BadList("it is not base64url")
    packed = _unpacked_text(encoded[1:])
    reader = zlib.decompressobj(wbits=_GZIP_WINDOW)
    try:
        block = reader.decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        raise BadList("it is not GZIP") from None
    if len(block) > MOST_BYTES:
        raise BadList(f"more than {MOST_BYTES} bytes")
    if not reader.eof or reader.unused_data:
        raise BadList("it is cut short, or something follows it")
    if len(block) * 8 < BITS:
        raise BadList(f"fewer than {BITS} bits")
    return block


def is_set(block: bytes, index: int) -> bool:
    """Whether the bit at this index is set. Raises BadList outside of the block."""
    if not 0 <= index < len(block) * 8:
        raise BadList(f"index {index} of {len(block) * 8} bits")
    return bool(block[index // 8] & 0x80 >> index % 8)


def _unpacked_text(text: str) -> bytes:
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError):
        raise BadList("it is not base64url") from None
    # The decoder passes over foreign letters and stray bits; one block has one text.
    if urlsafe_b64encode(packed).decode().rstrip("=") != text:
        raise BadList("it is not base64url")
    return packed
