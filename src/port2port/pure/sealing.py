"""Sealing: a text that only those named can open, whatever becomes of the database.

Each text is encrypted with a data key (XSalsa20-Poly1305); the data key is sealed (X25519 sealed box) to the public key
of each reader. A reader's private key follows from a code or lies sealed under a passphrase; both go through Argon2id.
Texts are filled up to whole kibibytes, so that their length tells little. Randomness is passed in.
"""

import hashlib
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 24, 16
BLOCK = 1024
_MARK = b"\x80"


class SealedShutError(ValueError):
    """The key does not fit, or the bytes were changed."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one derivation costs: Argon2id passes and KiB of memory, one lane."""

    passes: int = 3
    memory_kib: int = 256 * 1024


@dataclass(frozen=True, slots=True)
class ReporterKeys:
    """What a code opens: the name under which the concern is found, and the pair of keys.

    receipt_hash   SHA-256 in hex of the first half of what the code gives
    private        seed of the X25519 key: the second half
    """

    receipt_hash: str
    private: bytes
    public: bytes


def derived(secret: str, *, salt: bytes, work: Work, size: int = KEY_BYTES) -> bytes:
    """`size` bytes from a secret that a person can type. Takes a third of a second and 256 MiB, which is the point."""
    memory = work.memory_kib * 1024
    return argon2id.kdf(size, secret.encode("utf-8"), salt, opslimit=work.passes, memlimit=memory)


def keys_of(code: str, *, salt: bytes, work: Work) -> ReporterKeys:
    """The keys of a normalised receipt code; the salt is the node's own."""
    both = derived(code, salt=salt, work=work, size=2 * KEY_BYTES)
    found, seed = both[:KEY_BYTES], both[KEY_BYTES:]
    return ReporterKeys(hashlib.sha256(found).hexdigest(), seed, public_of(seed))


def public_of(private: bytes) -> bytes:
    """The public half of an X25519 key."""
    return bytes(PrivateKey(private).public_key)


def encrypted(text: bytes, key: bytes, *, nonce: bytes) -> bytes:
    """The text under a data key; a nonce is used once."""
    filled = text + _MARK
    filled += bytes(-len(filled) % BLOCK)
    return bytes(SecretBox(key).encrypt(filled, nonce))


def decrypted(sealed: bytes, key: bytes) -> bytes:
    """The text. Raises SealedShutError."""
    try:
        filled = SecretBox(key).decrypt(sealed)
    except (CryptoError, ValueError) as shut:
        raise SealedShutError from shut
    text, mark, rest = filled.rpartition(_MARK)
    if not mark or rest.strip(b"\0"):
        raise SealedShutError
    return text


def wrapped(key: bytes, public: bytes) -> bytes:
    """The data key for one reader. The sender's half is thrown away at once, so nobody else can open it again."""
    return bytes(SealedBox(PublicKey(public)).encrypt(key))


def unwrapped(wrap: bytes, private: bytes) -> bytes:
    """The data key. Raises SealedShutError."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(wrap))
    except (CryptoError, ValueError, TypeError) as shut:
        raise SealedShutError from shut
