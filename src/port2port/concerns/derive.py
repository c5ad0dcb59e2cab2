"""Turning codes and passphrases into keys: dear on purpose, so at most two at once on the whole node."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.concerns.models import HandlerKey, NodeSalt
from port2port.pure import sealing
from port2port.pure.receipt_code import normalised
from port2port.pure.sealing import ReporterKeys, SealedShutError, Work

AT_ONCE = 2
PATIENCE_S = 8.0
_STEP_S = 0.05


class Busy(Refusal):
    status = 503
    words = _("Many codes are being read at this moment. Wait a minute and send it again; nothing is lost.")


class NoCode(Refusal):
    words = _("A receipt code has sixteen digits. Look at it again.")


class WrongPassphrase(Refusal):
    words = _("This passphrase does not open your key.")


def standard_work() -> Work:
    """What a derivation costs that is made from now on."""
    return Work(settings.CONCERN_PASSES, settings.CONCERN_MEMORY_KIB)


def reporter_keys(code: str) -> ReporterKeys:
    """The keys of a receipt code as somebody typed it. Raises NoCode, Busy."""
    plain = normalised(code)
    if plain is None:
        raise NoCode
    node = _node_salt()
    with _one_of_two():
        return sealing.keys_of(plain, salt=bytes(node.salt), work=node.work)


def passphrase_key(passphrase: str, *, salt: bytes, work: Work) -> bytes:
    """The key under which a private key lies. Raises Busy."""
    with _one_of_two():
        return sealing.derived(passphrase, salt=salt, work=work)


@dataclass(frozen=True, slots=True)
class SealedPair:
    """A pair of keys as it is kept: the private half under a passphrase, and what it took to put it there."""

    public: bytes
    sealed: bytes
    salt: bytes
    work: Work


def sealed_pair(
    private: bytes, passphrase: str, *, work: Work | None = None, entropy: Callable[[int], bytes] = os.urandom
) -> SealedPair:
    """The pair of this private key (32 random bytes) under a passphrase. Raises Busy."""
    work, salt = work or standard_work(), entropy(sealing.SALT_BYTES)
    key = passphrase_key(passphrase, salt=salt, work=work)
    sealed = sealing.encrypted(private, key, nonce=entropy(sealing.NONCE_BYTES))
    return SealedPair(sealing.public_of(private), sealed, salt, work)


def private_key(key: HandlerKey, passphrase: str) -> bytes:
    """A handler's private key. Raises WrongPassphrase, Busy."""
    opened = passphrase_key(passphrase, salt=bytes(key.salt), work=key.work)
    try:
        return sealing.decrypted(bytes(key.sealed), opened)
    except SealedShutError as shut:
        raise WrongPassphrase from shut


def _node_salt() -> NodeSalt:
    """The salt of this node; made with the first concern, or the first code that anybody tries."""
    found = NodeSalt.objects.filter(pk=NodeSalt.ONE).first()
    if found is not None:
        return found
    work = standard_work()
    made, _is_new = NodeSalt.objects.get_or_create(
        pk=NodeSalt.ONE,
        defaults={
            "salt": os.urandom(sealing.SALT_BYTES),
            "passes": work.passes,
            "memory_kib": work.memory_kib,
            "made_at": timezone.now(),
        },
    )
    return made


@contextmanager
def _one_of_two() -> Iterator[None]:
    """One of two places, shared by all processes of the node. Raises Busy when both stay taken."""
    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + PATIENCE_S
    place = _free_place(folder)
    while place is None:
        if time.monotonic() > until:
            raise Busy
        time.sleep(_STEP_S)
        place = _free_place(folder)
    try:
        yield
    finally:
        # Closing gives the lock back.
        os.close(place)


def _free_place(folder: Path) -> int | None:
    for number in range(AT_ONCE):
        place = os.open(folder / f"deriving-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(BlockingIOError):
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return place
        os.close(place)
    return None
