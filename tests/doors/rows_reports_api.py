"""Who gets what from the API, the feeds, the sheets and what is published openly."""

from typing import Any

from port2port.base.clock import now
from port2port.members.actions.tokens import make_token
from port2port.pure.audience import Tlp
from port2port.reports.actions import Upload, compose, reply
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind
from tests.doors.door import Door, door
from tests.doors.rows_reports import alert, amber, draft, draft_file, published_file
from tests.personas import Community

# A seat that reads reports in the circle; who writes for north; who is signed in at all.
IN_IT = {"author": 200, "coordinator": 200, "peer": 200, "client": 200}
AUTHORS = {"author": 200, "coordinator": 200}
ALL = {"default": 200}
COMPARES = dict.fromkeys(("author", "peer", "outsider", "coordinator", "secretariat", "auditor", "operator"), 200)
MAY_WRITE = ("author", "peer", "outsider", "coordinator", "secretariat")
SECRET = "p2p_known-to-the-test"


def writers(status: int) -> dict[str, int]:
    return dict.fromkeys(MAY_WRITE, status) | {"default": 403}


def body(community: Community) -> dict[str, Any]:
    return {"kind": "incident", "title": "Seal", "tlp": "TLP:GREEN"}


def revision(community: Community) -> dict[str, Any]:
    circle = str(community.circles["both"].key)
    return {"kind": "incident", "title": "Seal", "tlp": "TLP:AMBER", "circles": [circle], "version": 1}


def version(community: Community) -> dict[str, Any]:
    return amber(community) | {"number": 1}


def own_reply(community: Community) -> dict[str, Any]:
    key = amber(community)["key"]
    from port2port.reports.models import Report

    report = Report.objects.get(key=key)
    line = reply(member=community.member("peer"), report=report, text="Here too.", language="en", now=now())
    return {"key": key, "reply_key": line.key}


def organisation(community: Community) -> dict[str, Any]:
    return {"key": community.organisations["east"].key}


def feed(community: Community) -> dict[str, Any]:
    # The address holds the token, so everyone who has it reads as its owner.
    author = community.member("author")
    make_token(member=author, label="Feed", scope="feed", purpose="reports", secret=SECRET, now=now())
    return {"token": SECRET}


def openly(community: Community) -> dict[str, Any]:
    said = ReportFields(kind=Kind.BULLETIN, title="For everybody")
    report = compose(
        member=community.member("author"),
        said=said,
        readers=Readers(tlp=Tlp.CLEAR, openly=True),
        uploads=[Upload("notes.txt", b"Times and places.")],
        now=now(),
    )
    return {"key": report.key}


def open_file(community: Community) -> dict[str, Any]:
    from port2port.reports.models import Attachment

    return openly(community) | {"file_key": Attachment.objects.get().key}


def api(name: str, method: str = "get", **more: Any) -> Door:
    """A row of the API: who shows no token and no session gets 401."""
    return door(f"api:{name}", method, json=method in {"post", "put"}, **({"nobody": 401} | more))


ROWS: list[Door] = [
    api("openapi-json", **ALL),
    api("openapi-view", **ALL),
    api("api-root"),
    api("api-root", "post"),
    api("openapi-json", "post", **ALL),
    api("openapi-view", "post", **ALL),
    api("me", **ALL),
    api("organisations", **ALL),
    api("organisations-key", args=organisation, default=200, client=404, guest=404, operator=404),
    api("circles", **ALL),
    api("ports", **ALL),
    api("facilities", **ALL),
    api("vocabulary", **ALL),
    api("vocabulary-name", args={"name": "methods"}, **ALL),
    api("ledger-heads", **COMPARES, default=403),
    api("reports", **ALL),
    api("reports", "post", data=body, **writers(201)),
    api("drafts", **ALL),
    api("people-nameable", **ALL),
    api("reports-preview", "post", data={"kind": "incident", "tlp": "TLP:GREEN"}, **writers(200)),
    api("reports-key", args=amber, **IN_IT),
    api("reports-key", "put", args=draft, data=body, **AUTHORS),
    api("reports-key", "delete", args=draft, author=204, coordinator=204),
    api("reports-key-receipts", args=amber, **IN_IT),
    api("reports-key-recipients", args=amber, **AUTHORS),
    api("reports-key-publish", "post", args=draft, data={}, **AUTHORS),
    api("reports-key-revise", "post", args=amber, data=revision, **AUTHORS),
    api("reports-key-withdraw", "post", args=amber, data={"reason": "Wrong."}, **AUTHORS),
    api("reports-key-undo", "post", args=amber, **AUTHORS),
    api("reports-key-replies", args=amber, **IN_IT),
    api("reports-key-replies", "post", args=amber, data={"text": "Hm", "language": "en"}, **dict.fromkeys(IN_IT, 201)),
    api("reports-key-replies-reply_key", "delete", args=own_reply, peer=204),
    api("reports-key-answers", args=alert, **IN_IT),
    api(
        "reports-key-answer", "put", args=alert, data={"state": "acted"}, **IN_IT | {"author": 409, "coordinator": 409}
    ),
    api("reports-key-attachments", args=amber, **IN_IT),
    # Without files, and as JSON: what a stranger may not see is missing, what is sent wrongly is said.
    api("reports-key-attachments", "post", args=draft, default=415),
    api("reports-key-attachments-file_key", args=published_file, **IN_IT),
    api("reports-key-attachments-file_key", "delete", args=draft_file, author=204, coordinator=204),
    api("reports-key-versions", args=amber, **IN_IT),
    # Who may not compare logs is refused whatever the report is; the others find theirs or nothing.
    api(
        "reports-key-versions-number-proof",
        args=version,
        **dict.fromkeys(("guest", "guard", "client", "trainer"), 403),
        author=200,
        coordinator=200,
        peer=200,
    ),
    door("reports:feed_atom", args=feed, default=200, nobody=200),
    door("reports:feed_json", args=feed, default=200, nobody=200),
    door("reports:export_csv", default=200, auditor=404, operator=404),
    door("reports:export_xlsx", default=200, auditor=404, operator=404),
    door("reports:new_feed", default=200, auditor=404, operator=404),
    door("reports:new_feed", "post", data={"query": "kind=alert"}, default=200, auditor=403, operator=403),
    door("reports:open_list", default=200, nobody=200),
    door("reports:open_feed", default=200, nobody=200),
    door("reports:open_report", args=openly, default=200, nobody=200),
    door("reports:open_download", args=open_file, default=200, nobody=200),
]
