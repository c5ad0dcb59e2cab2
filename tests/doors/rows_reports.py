"""Who opens which page of reports: a TLP:AMBER report of north in the circle of north and south."""

from datetime import timedelta
from typing import Any

from port2port.base.clock import now
from port2port.pure.audience import Tlp
from port2port.reports.actions import Upload, compose, reply, save_draft, save_filter
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind, Report
from tests.doors.door import Door, door
from tests.personas import Community


def _amber(community: Community) -> Readers:
    return Readers(tlp=Tlp.AMBER, circles=frozenset({community.circles["both"].pk}))


def _said(kind: Kind = Kind.INCIDENT) -> ReportFields:
    until = now() + timedelta(days=1)
    words = {"valid_until": until, "what_to_do": "Look twice."} if kind == Kind.ALERT else {}
    return ReportFields(kind=kind, title="Tampered seal", **words)


def _published(community: Community, kind: Kind = Kind.INCIDENT, **more: Any) -> Report:
    return compose(member=community.member("author"), said=_said(kind), readers=_amber(community), now=now(), **more)


def amber(community: Community) -> dict[str, Any]:
    return {"key": _published(community).key}


def alert(community: Community) -> dict[str, Any]:
    return {"key": _published(community, Kind.ALERT).key}


def _drafted(community: Community, **more: Any) -> Report:
    return save_draft(member=community.member("author"), said=_said(), readers=_amber(community), now=now(), **more)


def draft(community: Community) -> dict[str, Any]:
    return {"key": _drafted(community).key}


def published_file(community: Community) -> dict[str, Any]:
    report = _published(community, uploads=[Upload("notes.txt", b"Times and places.")])
    return {"key": report.key, "file_key": report.attachments.get().key}


def draft_file(community: Community) -> dict[str, Any]:
    report = _drafted(community, uploads=[Upload("notes.txt", b"Times and places.")])
    return {"key": report.key, "file_key": report.attachments.get().key}


def own_reply(community: Community) -> dict[str, Any]:
    report = _published(community)
    line = reply(member=community.member("peer"), report=report, text="Here too.", language="en", now=now())
    return {"key": report.key, "reply_key": line.key}


def saved(community: Community) -> dict[str, Any]:
    made = save_filter(member=community.member("author"), name="Alerts", query="kind=alert", now=now())
    return {"key": made.key}


def expected(community: Community) -> dict[str, Any]:
    keys = [community.organisations[name].key for name in ("north", "south", "forwarder")]
    return {"expected": ",".join(str(one) for one in keys)}


# Seats that may read shared records at all, and of those the ones that may write.
READERS = {"author": 200, "peer": 200, "client": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}
SEATS = READERS | {"guest": 200, "guard": 200, "trainer": 200}
WRITERS = {"author": 200, "peer": 200, "outsider": 200, "coordinator": 200, "secretariat": 200}
THOSE_IN_IT = {"author": 200, "peer": 200, "client": 200, "coordinator": 200}
ITS_AUTHORS = {"author": 200, "coordinator": 200}
# A form sent from a seat without the right is refused by name, whatever it names.
NO_PUBLISHING = {"guest": 403, "guard": 403, "client": 403, "trainer": 403, "auditor": 403, "operator": 403}
NO_READING = {"auditor": 403, "operator": 403}


def _all(statuses: dict[str, int], to: int) -> dict[str, int]:
    return dict.fromkeys(statuses, to)


ROWS: list[Door] = [
    door("reports:list", **SEATS),
    door("reports:drafts", **WRITERS),
    door("reports:new", **WRITERS),
    door("reports:new", "post", data={"kind": "incident"}, **NO_PUBLISHING, **_all(WRITERS, 422)),
    door("reports:preview", "post", data={"kind": "incident", "tlp": "1"}, **NO_PUBLISHING, **WRITERS),
    door("reports:save_view", "post", data={"name": "A", "query": "kind=alert"}, **NO_READING, **_all(SEATS, 302)),
    door("reports:delete_view", "post", args=saved, **NO_READING, author=302),
    door("reports:report", args=amber, **THOSE_IN_IT),
    door("reports:print", args=amber, **THOSE_IN_IT),
    door("reports:pdf", args=amber, **THOSE_IN_IT),
    door("reports:edit", args=draft, **ITS_AUTHORS),
    door("reports:edit", "post", args=draft, **NO_PUBLISHING, **_all(ITS_AUTHORS, 422)),
    door("reports:share", args=draft, **ITS_AUTHORS),
    door("reports:mask", "post", args=draft, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("reports:publish", "post", args=draft, data=expected, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("reports:delete_draft", "post", args=draft, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("reports:revise", args=amber, **ITS_AUTHORS),
    door("reports:revise", "post", args=amber, **NO_PUBLISHING, **_all(ITS_AUTHORS, 422)),
    door("reports:preview_revision", "post", args=amber, data={"tlp": "1"}, **NO_PUBLISHING, **ITS_AUTHORS),
    door("reports:withdraw", args=amber, **ITS_AUTHORS),
    door("reports:withdraw", "post", args=amber, data={"reason": "Wrong."}, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("reports:undo", "post", args=amber, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door(
        "reports:reply",
        "post",
        args=amber,
        data={"text": "Here too.", "language": "en"},
        **NO_READING,
        **_all(THOSE_IN_IT, 302),
    ),
    door("reports:take_back_reply", "post", args=own_reply, **NO_READING, peer=302),
    door(
        "reports:answer",
        "post",
        args=alert,
        data={"state": "nothing_found", "language": "en"},
        **NO_READING,
        author=409,
        coordinator=409,
        peer=302,
        client=302,
    ),
    door("reports:files", args=draft, **ITS_AUTHORS),
    door("reports:files", "post", args=draft, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
    door("reports:download", args=published_file, **THOSE_IN_IT),
    door("reports:download_draft", args=draft_file, **ITS_AUTHORS),
    door("reports:detach", "post", args=draft_file, **NO_PUBLISHING, **_all(ITS_AUTHORS, 302)),
]
