"""Who opens which page of certificates: anybody checks one, who holds it and who answers for training see it."""

import secrets
from typing import Any

from port2port.base.clock import now
from port2port.certificates import actions
from port2port.certificates.models import Certificate, RunsOut
from port2port.members.models import Seat
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


def held(community: Community) -> dict[str, Any]:
    return {"key": _issued(community).key}


def told(community: Community) -> dict[str, Any]:
    row = RunsOut.objects.create(certificate=_issued(community), step=7, made_at=now())
    return {"key": row.key}


def shown(community: Community) -> dict[str, Any]:
    return token(community) | {"reason": "Issued by mistake"}


def _scoped(community: Community, *, officer: str, holder: str) -> None:
    """The officer sits in one facility, the holder in one."""
    for who, name in (("author", officer), ("guard", holder)):
        Seat.objects.filter(pk=community.seats[who].pk).update(facility=community.facilities[name])


def in_its_facility(community: Community) -> dict[str, Any]:
    _scoped(community, officer="north", holder="north")
    return held(community)


def in_another_facility(community: Community) -> dict[str, Any]:
    _scoped(community, officer="south", holder="north")
    return held(community)


def told_in_another_facility(community: Community) -> dict[str, Any]:
    _scoped(community, officer="south", holder="north")
    return told(community)


# Everybody may hold certificates.
LEARNERS = {"nobody": "login", "default": 200}
STAFF = {"author": 200, "trainer": 200, "peer": 200, "outsider": 200, "client": 200}
# The holder, and who answers for training in the organisation.
ITS = {"guard": 200, "author": 200, "trainer": 200}
# The officer of another facility of the same organisation is nobody to it; the trainer answers for the whole.
NOT_ITS_OFFICER = {"guard": 200, "trainer": 200}
DESK = {"secretariat": 200}
OFFICERS = {"author": 404, "peer": 404, "outsider": 404, "client": 404}
WHY = {"reason": "Lent"}
OWN_PAGES = ("certificate", "token", "pdf", "print")
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
    door("certificates:mine", **LEARNERS),
    door("certificates:staff", **STAFF),
    door("certificates:export", **STAFF),
    door("certificates:certificate", args=held, **ITS),
    door("certificates:token", args=held, **ITS),
    door("certificates:pdf", args=held, **ITS),
    door("certificates:print", args=held, **ITS),
    door("certificates:runs_out", args=told, guard=302, author=302, trainer=302),
    door("certificates:revoke", args=held, author=200),
    door("certificates:revoke", "post", args=held, data=WHY, default=403, **(OFFICERS | {"author": 302})),
    *(door(f"certificates:{name}", args=in_its_facility, **ITS) for name in OWN_PAGES),
    *(door(f"certificates:{name}", args=in_another_facility, **NOT_ITS_OFFICER) for name in OWN_PAGES),
    door("certificates:runs_out", args=told_in_another_facility, guard=302, trainer=302),
    door("certificates:revoke", args=in_another_facility),
    door("certificates:revoke", "post", args=in_its_facility, data=WHY, default=403, **(OFFICERS | {"author": 302})),
    door("certificates:revoke", "post", args=in_another_facility, data=WHY, default=403, **OFFICERS),
    door("certificates:withdraw", **DESK),
    door("certificates:withdraw", "post", data=shown, default=403, secretariat=302),
    door("certificates:keys", **DESK),
    door("certificates:rotate", "post", default=403, secretariat=302),
]
