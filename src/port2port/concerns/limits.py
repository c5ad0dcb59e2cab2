"""How often somebody may try: counted in the memory of each process, by a mark that dies with it. Nothing is kept.

The mark of a source is a keyed digest of its address (of an IPv6 address its /64); the key dies with the process.
"""

import hashlib
import hmac
import secrets
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from time import monotonic

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal

HOUR_S = 3600.0
MOST_SOURCES = 50_000
_KEY = secrets.token_bytes(32)


class TooOften(Refusal):
    status = 429


@dataclass
class Limit:
    """So many an hour from one source, so many from all of them together."""

    each: int
    all: int
    words: str | Promise
    _times: dict[bytes, deque[float]] = field(default_factory=dict)
    _everyone: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, source: bytes) -> float:
        """Count one try, before it is made: many at the same moment count as many. Raises TooOften."""
        at = monotonic()
        with self._lock:
            self._clear(at)
            mine = self._times.setdefault(source, deque())
            if len(mine) >= self.each or len(self._everyone) >= self.all or len(self._times) > MOST_SOURCES:
                raise TooOften(self.words)
            mine.append(at)
            self._everyone.append(at)
        return at

    def give_back(self, source: bytes, at: float) -> None:
        """That try does not count."""
        with self._lock:
            for times in (self._times.get(source, deque()), self._everyone):
                if at in times:
                    times.remove(at)

    @contextmanager
    def counting_failures(self, source: bytes, failure: type[Exception]) -> Iterator[None]:
        """Only what ends in this failure counts. Raises TooOften."""
        at = self.take(source)
        try:
            yield
        except failure:
            raise
        except BaseException:
            self.give_back(source, at)
            raise
        self.give_back(source, at)

    def forget(self) -> None:
        """As if the process had started now."""
        with self._lock:
            self._times.clear()
            self._everyone.clear()

    def _clear(self, at: float) -> None:
        for source in list(self._times):
            times = self._times[source]
            while times and times[0] <= at - HOUR_S:
                times.popleft()
            if not times:
                del self._times[source]
        while self._everyone and self._everyone[0] <= at - HOUR_S:
            self._everyone.popleft()


# With the two processes that `port2port up` starts, a hundred wrong codes an hour on the whole node.
CODES = Limit(5, 50, _("Too many wrong codes were tried. Nothing is lost: try again in an hour."))
FILING = Limit(
    10,
    60,
    _("Too many concerns came in at once, and this one was not kept. Copy your text and send it again in an hour."),
)
SAYING = Limit(60, 600, _("Too many messages came in at once, and this one was not kept. Send it again in an hour."))
PASSPHRASES = Limit(5, 100, _("The passphrase was wrong too often. Try again in an hour."))


def source_of(request: HttpRequest) -> bytes:
    """The mark of where a request comes from."""
    return _mark(_network(get_adapter().get_client_ip(request)))


def source_of_seat(seat_id: int) -> bytes:
    """The mark of a seat."""
    return _mark(f"seat {seat_id}")


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(int(found) >> 64) if isinstance(found, IPv6Address) else str(found)


def _mark(text: str) -> bytes:
    return hmac.digest(_KEY, text.encode(), hashlib.sha256)
