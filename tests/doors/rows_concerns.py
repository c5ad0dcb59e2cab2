"""Who opens which page of the concerns desk: one lies at north's, where the author sits."""

from typing import Any

from port2port.concerns import actions
from port2port.concerns.filing_key import fresh_form_key
from port2port.concerns.models import Concern, Desk, DeskNews, HandOver
from port2port.concerns.thread import Shot
from tests.concerns.conftest import NOW, PASSPHRASE, Desks, found_desks
from tests.doors.door import Door, door
from tests.personas import Community

EVERYBODY = {"default": 200, "nobody": 200}
# The organisation's people run its desks and read nothing there; a form sent without that right is on record.
RUNS_PEOPLE = {"coordinator": 200, "secretariat": 200}
HANDLER = {"author": 200}
HANDLER_ACTS = {"author": 302}


def _desks(community: Community) -> Desks:
    return found_desks(community)


def _filed(community: Community) -> tuple[Desks, Concern, str]:
    desks = _desks(community)
    concern, code = desks.file(shots=[Shot("image/png", b"picture")], may_forward=True)
    return desks, concern, code


def concern(community: Community) -> dict[str, Any]:
    return {"key": _filed(community)[1].key}


def picture(community: Community) -> dict[str, Any]:
    row = _filed(community)[1]
    return {"key": row.key, "picture_key": row.messages.get().pictures.get().key}


def news(community: Community) -> dict[str, Any]:
    _filed(community)
    return {"key": DeskNews.objects.get().key}


def by_code(community: Community) -> dict[str, Any]:
    return {"code": _filed(community)[2]}


def picture_by_code(community: Community) -> dict[str, Any]:
    _made, row, code = _filed(community)
    return {"code": code, "picture": str(row.messages.get().pictures.get().key)}


def handled(community: Community) -> dict[str, Any]:
    _desks(community)
    return {}


def handler(community: Community) -> dict[str, Any]:
    desks = _desks(community)
    return {"key": desks.desks["north"].handlers.order_by("pk")[0].key}


def offered(community: Community) -> dict[str, Any]:
    desks, row, _code = _filed(community)
    actions.offer_concern(
        member=desks.member("author"), concern=row, private=desks.privates["author"], to_desk=desks.desks["south"],
        keeps=True, now=NOW,
    )  # fmt: skip
    return {"key": HandOver.objects.get().key}


def form(community: Community) -> dict[str, Any]:
    desk = _desks(community).desks["north"]
    return {"desk": str(desk.key), "category": "other", "text": "", "language": "en", "key": fresh_form_key()}


def to_south(community: Community) -> dict[str, Any]:
    return {"desk": str(Desk.objects.get(port__slug="south").key), "do": "offer", "passphrase": PASSPHRASE}


LESSON = {
    "title": "Ask back",
    "text": "Drivers ask their dispatcher first.",
    "language": "en",
    "passphrase": PASSPHRASE,
}
WORDS = {"text": "Which gate was it?", "passphrase": PASSPHRASE}

ROWS: list[Door] = [
    door("concerns:start", **EVERYBODY),
    door("concerns:new", **EVERYBODY),
    door("concerns:new", "post", data=form, default=422, nobody=422),
    door("concerns:read", **EVERYBODY),
    door("concerns:read", "post", data=by_code, **EVERYBODY),
    door("concerns:answer", "post", data=by_code, default=422, nobody=422),
    door("concerns:picture", "post", data=picture_by_code, **EVERYBODY),
    door("concerns:poster", **EVERYBODY),
    door("concerns:late", data=handled, secretariat=200),
    door("concerns:mine", default=200, auditor=404, operator=404),
    door("concerns:figures", default=200, auditor=404, operator=404),
    door("concerns:handlers", **RUNS_PEOPLE),
    door("concerns:handlers", "post", default=403, coordinator=422, secretariat=422),
    door("concerns:end_handler", "post", args=handler, default=403, coordinator=302, secretariat=404),
    door("concerns:desk", data=handled, author=200, peer=200, outsider=200),
    door("concerns:key", data=handled, author=200, peer=200, outsider=200),
    door("concerns:key", "post", data=handled, author=422, peer=422, outsider=422),
    door("concerns:unlock", data=handled, author=200, peer=200, outsider=200),
    door("concerns:unlock", "post", data=handled, author=422, peer=422, outsider=422),
    door("concerns:lock", "post", data=handled, author=302, peer=302, outsider=302),
    door("concerns:news", args=news, **HANDLER_ACTS),
    door("concerns:accept", "post", args=offered, peer=302, author=409),
    door("concerns:decline", "post", args=offered, peer=302, author=409),
    door("concerns:concern", args=concern, **HANDLER),
    door("concerns:act", "post", args=concern, data={"do": "acknowledge"}, **HANDLER_ACTS),
    door("concerns:write", "post", args=concern, data=WORDS, **HANDLER_ACTS),
    door("concerns:note", "post", args=concern, data=WORDS, **HANDLER_ACTS),
    door("concerns:hand_on", args=concern, **HANDLER),
    door("concerns:hand_on", "post", args=concern, data=to_south, **HANDLER_ACTS),
    door("concerns:lesson", args=concern, **HANDLER),
    door("concerns:lesson", "post", args=concern, data=LESSON, **HANDLER_ACTS),
    # Locked, the page of the concern asks for the passphrase.
    door("concerns:desk_picture", args=picture, **HANDLER_ACTS),
]
