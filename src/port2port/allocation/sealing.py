"""The box in which seeds of rosters lie: its key is in the key store, outside the database."""

from collections.abc import Callable

from port2port.ledger import keys
from port2port.pure import sealing

# As the key store calls the key of this box.
BOX = "allocation-seeds"


def _key(entropy: Callable[[int], bytes]) -> bytes:
    # Of two that make it at once the first stays, so what counts is read back and never what was just made.
    if not keys.has_file(BOX):
        keys.lock_away(BOX, entropy(sealing.KEY_BYTES))
    return keys.unlocked(BOX)


def shut(seed: bytes, *, entropy: Callable[[int], bytes]) -> bytes:
    """The seed in its box. Raises KeyStoreLocked."""
    return sealing.encrypted(seed, _key(entropy), nonce=entropy(sealing.NONCE_BYTES))


def opened(sealed: bytes) -> bytes:
    """The seed. Raises KeyStoreLocked, SealedShutError."""
    return sealing.decrypted(bytes(sealed), keys.unlocked(BOX))
