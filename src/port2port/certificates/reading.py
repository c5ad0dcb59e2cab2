"""From what somebody shows to what can be said of it: pasted text, a file, a check address."""

import re
from datetime import datetime

from port2port.certificates import issuer
from port2port.certificates.access import Certificates
from port2port.certificates.models import Certificate
from port2port.pure.badge_check import MOST_FILE, Answer, Reason, Verdict, find_token, verify

_ADDRESS = re.compile(rb"/certificates/check/([0-9a-f]{32})/")


def code_in(shown: bytes) -> str:
    """The code of a check address, if the text is one; else empty."""
    found = _ADDRESS.search(shown[:2_000])
    return found[1].decode() if found else ""


def by_code(code: str) -> Certificate | None:
    """The certificate with this check address: whoever holds the paper may ask whether it holds."""
    return Certificate.objects.shown_by(code).first()


def row_of(shown: bytes, rows: Certificates) -> Certificate | None:
    """The certificate of these that was shown."""
    code, token = code_in(shown), find_token(shown)
    if code:
        return rows.shown_by(code).first()
    return rows.filter(credential=token).first() if token else None


def answer_to(shown: bytes, *, now: datetime) -> Answer:
    """What the check says of a token, a text or file that holds one; the database is asked for keys and lists alone."""
    token = find_token(shown) if len(shown) <= MOST_FILE else ""
    if not token:
        return Answer(Verdict.REFUSED, Reason.NOTHING)
    return verify(token, issuer.bundle(now=now), at=now)
