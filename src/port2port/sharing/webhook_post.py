"""One signed call to another machine, and nowhere that the operator did not allow.

The name is resolved once, every address it has is checked, and the connection goes to a checked address: a name that
points elsewhere a moment later changes nothing. Certificates are checked against the name. Redirects are not followed,
proxies are not used, the answer's body is never read.
"""

import http.client
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings

from port2port.pure.addresses import is_public

TIMEOUT_S = 10
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be posted where."""

    url: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How a call went; `reason` is a short code, or the HTTP status it was refused with."""

    ok: bool
    reason: str = ""


class Refused(Exception):
    """The call may not be made; the message is a reason code."""


def post_all(calls: Sequence[Call], *, trust: ssl.SSLContext | None = None) -> list[Result]:
    """The results of all calls, in order; a slow receiver holds up no other.

    trust   whose certificates count; the machine's own choice if None
    """
    if not calls:
        return []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        return list(threads.map(partial(post, trust=trust), calls))


def post(call: Call, *, trust: ssl.SSLContext | None = None) -> Result:
    """Make one call; every way in which it can fail is a result."""
    try:
        return _answered(_exchange(call, trust or ssl.create_default_context()))
    except Refused as refused:
        return Result(ok=False, reason=str(refused))
    except ssl.SSLError:
        return Result(ok=False, reason="certificate")
    except (TimeoutError, http.client.HTTPException, OSError, ValueError) as error:
        return Result(ok=False, reason="timeout" if isinstance(error, TimeoutError) else "unreachable")


def _answered(status: int) -> Result:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Result(ok=True)
    if status < HTTPStatus.BAD_REQUEST:
        return Result(ok=False, reason="redirect")
    return Result(ok=False, reason=str(status))


def _exchange(call: Call, trust: ssl.SSLContext) -> int:
    parts = urlsplit(call.url)
    host, port = parts.hostname, parts.port or 443
    if parts.scheme != "https" or not host or parts.username is not None:
        raise Refused("address")
    address = checked_address(host, port)
    connection = _Pinned(host, port, address=address, trust=trust)
    # A receiver that sends a byte now and then outlives every timeout of the socket; this one it does not.
    over = Timer(TIMEOUT_S, connection.cut)
    over.start()
    try:
        with closing(connection):
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, body=call.body, headers=dict(call.headers))
            return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        if connection.is_cut:
            raise TimeoutError from error
        raise
    finally:
        over.cancel()


def checked_address(host: str, port: int) -> str:
    """The address to connect to. Raises Refused where any address lies inside, OSError where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise Refused("address") from None
    addresses = [str(entry[4][0]) for entry in found]
    if host not in settings.WEBHOOK_HOSTS_ALLOWED and not all(is_public(address) for address in addresses):
        raise Refused("inside")
    return addresses[0]


class _Pinned(http.client.HTTPSConnection):
    """A connection to a given address under a given name."""

    def __init__(self, host: str, port: int, *, address: str, trust: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self.is_cut = False
        self._address = address
        self._trust = trust

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), timeout=TIMEOUT_S)
        # Known to `cut` before the first byte is read: a handshake can be drawn out too.
        wrapped = self._trust.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = wrapped
        wrapped.do_handshake()

    def cut(self) -> None:
        """End it from another thread, which then reads the end of the connection."""
        self.is_cut = True
        with suppress(OSError, TypeError):
            # TypeError where no connection was made yet: there is no socket.
            # The plain socket's own way: the TLS layer belongs to the thread that is reading.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
