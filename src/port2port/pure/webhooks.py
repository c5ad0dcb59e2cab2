"""Signed calls to other machines: the signature, and when to try again."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

SIGNATURE_HEADER = "Port2Port-Signature"
TOLERANCE_S = 300
# Minutes after each failed try; when they are used up the call is given up.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """The header's value: `t=<seconds>,v1=<HMAC-SHA256 over "<t>.<body>" in hex>`."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_mac(secret, seconds, body)}"


def is_signed(header: str, secret: str, body: bytes, *, at: datetime) -> bool:
    """What a receiver checks: the signature is ours and not older or newer than five minutes."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    stamp = parts.get("t", "")
    if not stamp.isascii() or not stamp.isdigit() or abs(int(at.timestamp()) - int(stamp)) > TOLERANCE_S:
        return False
    return hmac.compare_digest(_mac(secret, int(stamp), body).encode(), parts.get("v1", "").encode())


def next_try(tries: int, *, now: datetime) -> datetime | None:
    """When to try again after so many failed tries; None is never."""
    return now + BACKOFF[tries - 1] if 1 <= tries <= len(BACKOFF) else None


def _mac(secret: str, seconds: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, sha256).hexdigest()
