"""Who gets what of an authority's derogations: the facility's own organisation alone."""

from typing import Any

from django.utils import timezone

from port2port.assessments import actions
from port2port.base.clock import now
from tests.doors.door import door
from tests.doors.rows_reviews import _assessment
from tests.personas import Community


def assessment(community: Community) -> dict[str, Any]:
    return {"key": _assessment(community).key}


def said(_community: Community) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    return {"control": "gov-01", "authority": "Authority", "reference": "1", "from_on": day, "until_on": day}


def entered(community: Community) -> dict[str, Any]:
    row, day = _assessment(community), timezone.localdate()
    words = actions.DerogationFields(control="gov-01", authority="A", reference="1", from_on=day, until_on=day)
    found = actions.enter_derogation(member=community.member("author"), assessment=row, said=words, now=now())
    return {"key": row.key, "derogation": found.key}


OTHERS = {"peer": 404, "outsider": 404, "client": 404}
ROWS = [
    door("assessments:enter_derogation", args=assessment, author=200, coordinator=200),
    door(
        "assessments:enter_derogation",
        "post",
        args=assessment,
        data=said,
        default=403,
        author=302,
        coordinator=302,
        **OTHERS,
    ),
    door("assessments:end_derogation", "post", args=entered, default=403, author=302, coordinator=302, **OTHERS),
]
