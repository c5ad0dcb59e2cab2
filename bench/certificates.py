"""A certificate is signed, and checked without a network: token, key, list of 131,072 certificates, dates.

Floor of both: the signature alone, by the same library. 500 of the list's bits are set.

    python bench/certificates.py
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]

from nacl.signing import SigningKey  # noqa: E402

from port2port.pure import badge  # noqa: E402
from port2port.pure.badge_check import Bundle, Verdict, verify  # noqa: E402

ROUNDS = 400
TARGET_MS = 5.0
SEED = bytes(range(32))
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DID = "did:web:port2port.example"
URL = "https://port2port.example/certificates/status/one/"
COURSE = badge.Achievement("guard", 1, {"en": "Guard"}, {"en": "Passed."}, ("b18-2-1", "b18-2-3", "ACC-02"), 24)


def main() -> int:
    """Print one line each; 1 when a promise is not kept."""
    key = SigningKey(SEED)
    said = badge.Wording(COURSE, "en", UUID(int=1), UUID(int=2), NOW, NOW + timedelta(days=730), URL, 4_711)
    claims = badge.payload_of(said, issuer=badge.Issuer(DID, "Port2Port", f"{URL}check/"))
    token = badge.sign(claims, seed=SEED)
    listed = badge.sign(badge.list_payload(range(0, 131_072, 262), url=URL, did=DID, now=NOW), seed=SEED)
    held = Bundle(did=DID, keys=frozenset({key.verify_key.encode()}), lists={URL: listed})
    body = token.rpartition(".")[0].encode()
    signature = key.sign(body).signature
    if verify(token, held, at=NOW).verdict != Verdict.VALID:
        return 1
    print(f"\ncertificates: token of {len(token):,} bytes, list of {len(listed):,} bytes; median of {ROUNDS}")
    print(f"{'':14}{'ms':>8}{'floor ms':>10}{'ratio':>8}{'target ms':>11}")
    kept = line("verify", lambda: verify(token, held, at=NOW), lambda: key.verify_key.verify(body, signature))
    return 0 if line("sign", lambda: badge.sign(claims, seed=SEED), lambda: key.sign(body)) and kept else 1


def line(name: str, work: Callable[[], object], floor: Callable[[], object]) -> bool:
    """Whether the promise is kept."""
    took, least = median_ms(work), median_ms(floor)
    mark = " " if took <= TARGET_MS else "!"
    print(f"{name:14}{took:8.3f}{least:10.3f}{took / least:8.1f}{TARGET_MS:10.1f}{mark}")
    return took <= TARGET_MS


def median_ms(work: Callable[[], object]) -> float:
    """Of ROUNDS runs."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
