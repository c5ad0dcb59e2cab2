"""Who opens which page of certificates: anybody checks one, who holds it and who answers for training see it."""

import secrets
from typing import Any

from port2port.base.clock import now
from port2port.certificates import actions
from port2port.certificates.models import Certificate
from port2port.pure.badge import Achievement
from tests.doors.door import Door, door
from tests.personas import Community

COURSE = Achievement("guard", 1, {"en": "Guard"}, {"en": "Passed the test."}, ("b18-2-1",), 24)


def _issued(community: Community, who: str = "guard") -> Certificate:

    return actions.issue(holder=community.member(who), achievement=COURSE, now=now(), randomness=secrets.token_bytes)


def code(community: Community) -> dict[str, Any]:
    return {"code": _issued(community).check_code}


def keyid(community: Community) -> dict[str, Any]:
    return {"keyid": _issued(community).issuer_key.keyid}


def issued(community: Community) -> dict[str, Any]:
    _issued(community)
    return {}


def token(community: Community) -> dict[str, Any]:
    return {"shown": _issued(community).credential}


# A check needs no account.
ANYBODY = {"nobody": 200, "default": 200}

ROWS: list[Door] = [
    door("certificates:well_known", args=issued, **ANYBODY),
    door("certificates:did", args=issued, **ANYBODY),
    door("certificates:bundle", **ANYBODY),
    door("certificates:status_list", args=keyid, **ANYBODY),
    door("certificates:check", **ANYBODY),
    door("certificates:check", "post", data=token, **ANYBODY),
    door("certificates:checked", args=code, **ANYBODY),
]
