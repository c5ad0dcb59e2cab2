"""Who opens which page of the log: an entry of north's quay; members of other organisations meet nothing."""

from typing import Any

from port2port.base.clock import now
from port2port.log.actions import (
    add_line,
    add_observation,
    add_zone,
    close_entry,
    hand_over,
    join_entries,
    write_entry,
)
from port2port.log.actions.uploads import import_upload, keep_upload, say_mapping
from port2port.log.fields import Said
from port2port.log.models import LogUpload, Occurrence, SentForm
from port2port.log.seen import Seen
from port2port.pure import logbook
from port2port.reports.actions import Upload
from tests.doors.door import Door, door
from tests.personas import Community


def _written(community: Community, tile: str = "intruder", **more: Any) -> Occurrence:
    said = Said(happened_at=now(), tile=tile, text="Two people.", language="en")
    quay = community.facilities["north"]
    return write_entry(member=community.member("author"), facility=quay, said=said, now=now(), **more)


def entry(community: Community) -> dict[str, Any]:
    return {"key": _written(community).key}


def closed(community: Community) -> dict[str, Any]:
    row = _written(community)
    close_entry(member=community.member("author"), occurrence=row, text="", language="en", now=now())
    return {"key": row.key}


def line(community: Community) -> dict[str, Any]:
    row = _written(community)
    made = add_line(member=community.member("author"), occurrence=row, kind="note", text="So.", now=now())
    return {"key": row.key, "line_key": made.key}


def file(community: Community) -> dict[str, Any]:
    row = _written(community, uploads=[Upload("notes.txt", b"Times and places.")])
    return {"key": row.key, "file_key": row.files.get().key}


def note(community: Community) -> dict[str, Any]:
    quay = community.facilities["north"]
    made = hand_over(member=community.member("author"), facility=quay, text="Lamp 4.", language="en", now=now())
    return {"key": made.key}


def zone(community: Community) -> dict[str, Any]:
    made = add_zone(member=community.member("author"), facility=community.facilities["north"], name="Gate", now=now())
    return {"key": made.key}


def drone(community: Community) -> dict[str, Any]:
    return {"key": _written(community, tile="drone").key}


def observed(community: Community) -> dict[str, Any]:
    row = _written(community, tile="drone")
    seen = Seen(seen_at=now(), observer="guard", means="eye", bearing_deg=45)
    made = add_observation(member=community.member("author"), occurrence=row, seen=seen, now=now())
    return {"key": row.key, "seen_key": made.key}


def joined(community: Community) -> dict[str, Any]:
    row, other = _written(community, tile="drone"), _written(community, tile="drone")
    join_entries(member=community.member("author"), occurrence=row, other=other, now=now())
    return {"key": row.key, "other": other.key}


OTHERWISE = {"how": "otherwise", "text": "Phoned.", "language": "en"}


def form(community: Community) -> dict[str, Any]:
    return {"key": _written(community).key, "form": "port-24h"}


def address(community: Community) -> dict[str, Any]:
    quay = community.facilities["north"]
    return {"facility": str(quay.key), "form": "port-24h", "addressee": "Duty", "email": "duty@port.be"}


def failed(community: Community) -> dict[str, Any]:
    row, at = _written(community), now()
    made = SentForm.objects.create(
        occurrence=row,
        form="port-24h",
        form_version=1,
        language="en",
        said={},
        email="duty@port.be",
        state=SentForm.State.FAILED,
        made_at=at,
        tried_at=at,
    )
    return {"key": row.key, "sent_key": made.key}


BOOK = b"Datum;Uur;Soort;Omschrijving\n13/03/2025;10u;Alarm;Vals alarm.\n"


def upload(community: Community) -> dict[str, Any]:
    quay = community.facilities["north"]
    made = keep_upload(member=community.member("author"), facility=quay, content=BOOK, name="log.csv", now=now())
    return {"key": made.key}


def mapped(community: Community) -> dict[str, Any]:
    row = LogUpload.objects.get(**upload(community))
    (sheet,) = logbook.read(BOOK, "log.csv")
    mapping = logbook.guessed(sheet.headings, logbook.guess(sheet), language="nl")
    say_mapping(member=community.member("author"), upload=row, sheet=sheet.name, mapping=mapping)
    return {"key": row.key}


def imported(community: Community) -> dict[str, Any]:
    row = LogUpload.objects.get(**mapped(community))
    done = import_upload(member=community.member("author"), upload=row, now=now())
    return {"key": done.record.key if done.record else None}


# Seats that read a log of their own organisation, and those that write in one.
READERS = {"guard": 200, "author": 200, "peer": 200, "client": 200, "outsider": 200, "coordinator": 200}
WRITERS = {"guard": 200, "author": 200, "peer": 200, "client": 200, "outsider": 200}
OWN = {"guard": 200, "author": 200, "coordinator": 200}
NO_PUBLISHING = {"guest": 403, "guard": 403, "client": 403, "trainer": 403, "auditor": 403, "operator": 403}
NO_LOG = {"guest": 403, "coordinator": 403, "trainer": 403, "secretariat": 403, "auditor": 403, "operator": 403}


def _all(statuses: dict[str, int], to: int) -> dict[str, int]:
    return dict.fromkeys(statuses, to)


ROWS: list[Door] = [
    door("log:list", **READERS),
    door("log:print", **READERS),
    door("log:pdf", **READERS),
    door("log:pdf", "post", **_all(READERS, 302)),
    door("log:export_csv", **READERS),
    door("log:export_xlsx", **READERS),
    door("log:new", **WRITERS),
    door("log:new", "post", **NO_LOG, **_all(WRITERS, 422)),
    door("log:handovers", **READERS),
    door("log:handovers", "post", **_all(READERS, 422)),
    door("log:take_over", "post", args=note, **NO_LOG, guard=302, author=302),
    door("log:imports", author=200, peer=200, client=200, outsider=200),
    door("log:imports", "post", **NO_LOG, author=422, peer=422, client=422, outsider=422),
    door("log:import_columns", args=upload, author=200),
    door("log:import_columns", "post", args=upload, **NO_LOG, author=422),
    door("log:import_values", args=mapped, author=200),
    door("log:import_values", "post", args=mapped, **NO_LOG, author=302),
    door("log:import_trial", args=mapped, author=200),
    door("log:import_trial", "post", args=mapped, **NO_LOG, author=302),
    door("log:import_rejected_csv", args=mapped, author=200),
    door("log:import_rejected_xlsx", args=mapped, author=200),
    door("log:import_drop", "post", args=upload, **NO_LOG, author=302),
    door("log:import_result", args=imported, author=200),
    door("log:import_result", "post", args=imported, data={"reason": "Wrong."}, **NO_LOG, author=302),
    door("log:zones", author=200, peer=200, client=200, outsider=200),
    door("log:zones", "post", **NO_LOG, author=422, peer=422, client=422, outsider=422),
    door("log:zone", args=zone, author=200),
    door("log:zone", "post", args=zone, **NO_LOG, author=422),
    door("log:entry", args=entry, **OWN),
    door("log:lesson", args=entry, author=200),
    door("log:lesson", "post", args=entry, data={"title": "Fence", "text": ""}, **NO_PUBLISHING, author=302),
    door("log:forms", author=200, peer=200, client=200, outsider=200, coordinator=200),
    door("log:forms", "post", data=address, author=302, coordinator=302),
    door("log:report", args=entry, author=200),
    door("log:report_form", args=form, author=200),
    door("log:report_form", "post", args=form, data={"do": "send"}, **NO_LOG, guard=403, author=422),
    door("log:tell", "post", args=entry, data={"flags": "danger"}, **NO_LOG, guard=404, author=302),
    door("log:settle", "post", args=entry, data=OTHERWISE, **NO_LOG, guard=403, author=302),
    door("log:send_again", "post", args=failed, **NO_LOG, guard=403, author=302),
    door("log:correct", args=entry, author=200),
    door("log:correct", "post", args=entry, **NO_LOG, author=422),
    door("log:strike", args=entry, author=200),
    door("log:strike", "post", args=entry, data={"reason": "Twice."}, **NO_LOG, author=302),
    door("log:undo", "post", args=entry, **NO_LOG, author=302),
    door(
        "log:add_line", "post", args=entry, data={"kind": "note", "text": "So.", "language": "en"}, **NO_LOG, author=302
    ),
    door("log:strike_line", "post", args=line, **NO_LOG, author=302),
    door("log:close", "post", args=entry, **NO_LOG, author=302),
    door("log:reopen", "post", args=closed, **NO_LOG, author=302),
    door("log:observe", args=drone, author=200),
    door("log:observe", "post", args=drone, **NO_LOG, author=422),
    door("log:strike_observation", "post", args=observed, **NO_LOG, author=302),
    door("log:join", "post", args=drone, **NO_LOG, author=422),
    door("log:take_out", "post", args=joined, **NO_LOG, author=302),
    door("log:drones", **READERS, guest=200, trainer=200, secretariat=200),
    door("log:add_files", "post", args=entry, **NO_LOG, author=302),
    door("log:download", args=file, **OWN),
    door("log:strike_file", "post", args=file, **NO_LOG, author=302),
]
