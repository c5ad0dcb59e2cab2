"""What the own people passed, as xAPI statements: for a firm's own record store, on demand and as a file.

Source: ADL, Experience API 1.0.3, part 2. Whoever learned is an account of this node under a random number: the same in
every file of an organisation, and found nowhere else.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.courses.access import assigns
from port2port.courses.models import Attempt
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.sheets import Column

MEDIA_TYPE = "application/jsonl"
VERBS = {
    "passed": "http://adlnet.gov/expapi/verbs/passed",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
}
_COURSE = "http://adlnet.gov/expapi/activities/course"


def statements(*, member: Member, now: datetime) -> list[dict[str, Any]]:
    """Two for each attempt that was passed, the oldest first; on record. Raises NotAllowed."""
    if not assigns(member) or member.organisation_id is None:
        raise NotAllowed
    rows = Attempt.objects.visible_to(member).handed_in().filter(organisation_id=member.organisation_id, is_passed=True)
    found = [
        _statement(row, verb)
        for row in rows.select_related("version__course", "organisation").order_by("handed_in_at", "pk")
        for verb in VERBS
    ]
    record_act(member=member, act="take_out_statements", subject=f"{len(found)} statements", now=now)
    return found


def json_lines(found: Iterable[dict[str, Any]]) -> bytes:
    """One statement a line."""
    return "".join(f"{json.dumps(one, ensure_ascii=False, sort_keys=True)}\n" for one in found).encode()


def columns() -> list[Column]:
    """The headings, which are the names of the standard."""
    return [Column(name, 30) for name in ("id", "actor", "verb", "object", "score", "timestamp")]


def cells(found: Iterable[dict[str, Any]]) -> Iterator[Sequence[str]]:
    """One statement a row."""
    for one in found:
        yield [
            one["id"],
            one["actor"]["account"]["name"],
            one["verb"]["display"]["en"],
            one["object"]["id"],
            str(one["result"].get("score", {}).get("raw", "")),
            one["timestamp"],
        ]


def account_of(person_id: int, organisation_id: int) -> UUID:
    """The random number of a person in an organisation's files; without the node's secret nobody finds the person."""
    said = f"xapi {organisation_id} {person_id}".encode()
    return UUID(bytes=hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")[:16], version=4)


def _statement(row: Attempt, verb: str) -> dict[str, Any]:
    if row.handed_in_at is None:
        raise ValueError(row.pk)
    course = row.version.course
    result: dict[str, Any] = {"completion": True}
    if verb == "passed":
        result |= {"success": True, "score": {"raw": row.per_cent, "min": 0, "max": 100, "scaled": row.per_cent / 100}}
    return {
        "id": str(uuid5(row.key, verb)),
        "actor": {
            "objectType": "Agent",
            "account": {
                "homePage": settings.SITE_URL,
                "name": str(account_of(row.person_id, row.organisation_id)),
            },
        },
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": {
            "objectType": "Activity",
            "id": f"{settings.SITE_URL}{reverse('courses:course', args=[course.code])}?version={row.version.n}",
            "definition": {"type": _COURSE, "name": dict(row.version.titles)},
        },
        "result": result,
        "context": {"language": row.language},
        "timestamp": row.handed_in_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
