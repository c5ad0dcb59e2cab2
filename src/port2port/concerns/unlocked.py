"""Handlers' private keys while they are unlocked: in the memory of this one process, for fifteen minutes at most.

Never on a disk, in the database, a cookie or a cache. Another process of the node has none of it: where a
request reaches one without the key, the page asks for the passphrase again and keeps what was typed.
"""

import threading
from dataclasses import dataclass, field
from time import monotonic

from django.http import HttpRequest

LIFE_S = 15 * 60


@dataclass
class _Held:
    private: bytearray
    until: float
    timer: threading.Timer = field(repr=False)


type _Whose = tuple[str, int]
_held: dict[_Whose, _Held] = {}
_lock = threading.Lock()


def unlock(request: HttpRequest, seat_id: int, private: bytes) -> None:
    """Keep the key for this session and seat."""
    whose = _whose(request, seat_id)
    if whose is None:
        return
    timer = threading.Timer(LIFE_S, _drop, [whose])
    timer.daemon = True
    with _lock:
        _forget(whose)
        _held[whose] = _Held(bytearray(private), monotonic() + LIFE_S, timer)
    timer.start()


def key_of(request: HttpRequest, seat_id: int) -> bytes | None:
    """The key, while it is unlocked here."""
    whose = _whose(request, seat_id)
    with _lock:
        held = _held.get(whose) if whose is not None else None
        return bytes(held.private) if held is not None and held.until > monotonic() else None


def lock(request: HttpRequest) -> None:
    """Forget every key of this session."""
    session = request.session.session_key
    with _lock:
        for whose in [one for one in _held if one[0] == session]:
            _forget(whose)


def lock_on_sign_out(*, request: HttpRequest | None, **_more: object) -> None:
    """As `lock`, when somebody signs out."""
    if request is not None and hasattr(request, "session"):
        lock(request)


def _whose(request: HttpRequest, seat_id: int) -> _Whose | None:
    session = request.session.session_key
    return (session, seat_id) if session else None


def _drop(whose: _Whose) -> None:
    with _lock:
        held = _held.get(whose)
        if held is not None and held.until <= monotonic() + 1:
            _forget(whose)


def _forget(whose: _Whose) -> None:
    held = _held.pop(whose, None)
    if held is not None:
        held.timer.cancel()
        # As far as Python lets one: copies that a library made are beyond reach.
        held.private[:] = bytes(len(held.private))
