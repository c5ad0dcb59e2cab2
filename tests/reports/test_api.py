"""The API: what a program reads and writes, and that it is held to the same rule as the pages."""

from base64 import b64decode
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from port2port.members.actions.tokens import revoke_token
from port2port.pure.envelope import read_exact
from port2port.pure.merkle import leaf_hash, proves_inclusion
from port2port.reports.actions import reply
from port2port.reports.actions.machines import forget_sendings
from port2port.reports.models import Kind, Report, Sending
from port2port.sharing.models import Opening
from tests.personas import NOW, Community
from tests.reports.conftest import CLEAR, GREEN
from tests.reports.machines import API, Machine

MISSING = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture
def program(community):
    return Machine(community, "author")


@pytest.fixture
def reader(community):
    return Machine(community, "peer")


@pytest.fixture
def stranger(community):
    return Machine(community, "outsider")


def incident(community: Community, **more: object) -> dict[str, object]:
    return {
        "kind": "incident",
        "title": "Tampered seal",
        "tlp": "TLP:AMBER",
        "circles": [str(community.circles["both"].key)],
    } | more


def test_without_a_token_there_is_a_problem_that_says_what_to_do(client, db):
    response = client.get(API + "reports", headers={"Accept-Language": "nl"})

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_report_travels_from_draft_to_its_readers(program, reader, stranger, community):
    draft = program.post("reports", incident(community)).json()
    preview = program.post(
        "reports/preview", {"kind": "incident", "tlp": "TLP:AMBER", "circles": incident(community)["circles"]}
    )
    shown = [one["key"] for one in preview.json()["organisations"]]

    published = program.post(f"reports/{draft['key']}/publish", {"recipients": shown})

    assert draft["state"] == "draft"
    assert (published.status_code, published.json()["state"]) == (200, "published")
    assert [one["key"] for one in reader.get("reports").json()["items"]] == [draft["key"]]
    assert reader.get(f"reports/{draft['key']}").json()["title"] == "Tampered seal"
    assert stranger.get("reports").json() == {"items": [], "count": 0, "count_is_capped": False, "next": None}
    assert stranger.get(f"reports/{draft['key']}").content == stranger.get(f"reports/{MISSING}").content


def test_nothing_leaves_when_the_recipients_are_no_longer_those_of_the_preview(program, reader, community):
    draft = program.post("reports", incident(community)).json()

    response = program.post(
        f"reports/{draft['key']}/publish", {"recipients": [str(community.organisations["north"].key)]}
    )

    assert response.status_code == 409
    assert reader.get("reports").json()["items"] == []


def test_only_the_writer_is_told_whom_it_chose(program, reader, publish):
    report = publish()

    assert program.get(f"reports/{report.key}").json()["readers"]["circles"] != []
    assert reader.get(f"reports/{report.key}").json()["readers"] is None


def test_widening_lists_the_added_organisations_by_name(program, stranger, publish, community):
    report = publish()
    body = incident(community, tlp="TLP:GREEN", circles=[], version=1)

    refused = program.post(f"reports/{report.key}/revise", body)
    added = refused.json()["organisations"]
    done = program.post(f"reports/{report.key}/revise", body | {"confirmed": [one["key"] for one in added]})

    assert refused.status_code == 409
    assert {one["name"] for one in added} == {"Port of East", "Secretariat"}
    assert done.status_code == 409 or done.json()["tlp"] == "TLP:GREEN"


def test_opening_to_the_public_is_said_and_confirmed(program, publish, community):
    report = publish(readers=CLEAR)
    body = incident(community, tlp="TLP:CLEAR", circles=[], openly=True, version=1)

    refused = program.post(f"reports/{report.key}/revise", body)
    done = program.post(f"reports/{report.key}/revise", body | {"confirmed_openly": True})

    assert refused.status_code == 409
    assert (refused.json()["organisations"], refused.json()["openly"]) == ([], True)
    assert done.json()["readers"]["openly"] is True


def test_narrowing_answers_with_the_new_key(program, reader, publish, community):
    report = publish()
    body = incident(community, tlp="TLP:AMBER+STRICT", version=1)

    done = program.post(f"reports/{report.key}/revise", body).json()

    assert (done["key"] != str(report.key), done["version"]) == (True, 1)
    assert reader.get(f"reports/{report.key}").json()["state"] == "withdrawn"


def test_of_a_withdrawn_report_only_the_withdrawal_is_left(program, reader, publish):
    report = publish(facts="SECRET-CANARY", indicators=("SECRET-CANARY",), place="SECRET-CANARY")
    program.post(f"reports/{report.key}/withdraw", {"reason": "Wrong container."})

    whole, listed = reader.get(f"reports/{report.key}"), reader.get("reports")
    bundle, versions = reader.get(f"reports/{report.key}?format=stix"), reader.get(f"reports/{report.key}/versions")
    first = reader.get(f"reports/{report.key}/versions/1/proof")

    assert whole.json()["withdrawn_reason"] == "Wrong container."
    for answered in (whole, listed, bundle, versions, first):
        assert b"CANARY" not in answered.content
        assert b"Tampered" not in answered.content
    assert first.status_code == 404
    assert [one["step"] for one in versions.json()] == ["withdrawn"]


def test_the_bundle_holds_the_objects_that_were_signed(reader, publish):
    report = publish()

    bundle = reader.get(f"reports/{report.key}?format=stix")
    proof = reader.get(f"reports/{report.key}/versions/1/proof").json()
    payload = read_exact(b64decode(proof["envelope"])).payload

    objects = bundle.content[bundle.content.index(b'"objects":') : -1]
    assert objects in payload
    assert bundle.headers["Content-Type"] == "application/stix+json;version=2.1"


def test_a_version_is_proved_without_trusting_the_node(reader, publish):
    publish(title="Another")
    report = publish()
    publish(title="A third")

    proof = reader.get(f"reports/{report.key}/versions/1/proof").json()
    head = reader.get("ledger/heads").json()[0]
    envelope, leaf = b64decode(proof["envelope"]), bytes.fromhex(proof["leaf"])

    assert leaf == b"\1" + sha256(b"\0" + bytes.fromhex(proof["salt"]) + sha256(envelope).digest()).digest()
    assert proves_inclusion(
        index=proof["index"],
        size=head["size"],
        hashed=leaf_hash(leaf),
        proof=[bytes.fromhex(one) for one in proof["hashes"]],
        root=bytes.fromhex(head["root"]),
    )


def test_a_version_from_before_a_reader_got_it_is_not_told(program, stranger, publish, community):
    report = publish()
    added = [str(community.organisations[name].key) for name in ("east", "desk")]
    body = incident(community, tlp="TLP:GREEN", circles=[], version=1)
    shown = program.post(f"reports/{report.key}/revise", body | {"confirmed": added}).json()

    versions = stranger.get(f"reports/{shown['key']}/versions").json()

    assert 1 not in [one["version"] for one in versions if shown["key"] == str(report.key)]


def test_the_list_is_filtered_as_the_page_is(reader, publish):
    alert = publish(Kind.ALERT, severity="critical")
    publish(severity="low")

    found = reader.get("reports?kind=alert&severity=critical&code=DRG-ENT&tlp=amber&q=stack").json()

    assert [one["key"] for one in found["items"]] == [str(alert.key)]
    assert found["count"] == 1
    assert reader.get("reports?kind=request").json()["items"] == []
    assert reader.get("reports?since=2026-03-02T09:30:00Z&until=2026-03-02T09:30:01Z").json()["count"] == 2
    assert reader.get("reports?until=2026-03-02T09:30:00Z").json()["count"] == 0


@pytest.mark.parametrize("asked", ["", "&q=seal", "&q=seal&since=2026-01-01T00:00:00Z"])
def test_walking_the_pages_gives_each_report_once(reader, publish, asked):
    keys = [str(publish(now=NOW + timedelta(minutes=number)).key) for number in range(7)]
    seen, cursor = [], ""

    while cursor is not None:
        page = reader.get(f"reports?limit=3{asked}" + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [one["key"] for one in page["items"]]
        cursor = page["next"]

    assert seen == keys[::-1]


def test_a_cursor_of_another_reader_or_another_filter_is_refused(reader, program, publish):
    for number in range(3):
        publish(now=NOW + timedelta(minutes=number))
    cursor = reader.get("reports?limit=1").json()["next"]

    assert reader.get(f"reports?limit=1&cursor={cursor}").status_code == 200
    assert program.get(f"reports?limit=1&cursor={cursor}").status_code == 400
    assert reader.get(f"reports?limit=1&kind=incident&cursor={cursor}").status_code == 400
    changed = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    assert reader.get(f"reports?cursor={changed}").status_code == 400


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "kind=no", "tlp=pink", "since=yesterday", "kid=alert"]
)
def test_a_filter_that_cannot_be_meant_is_refused(reader, query):
    response = reader.get(f"reports?{query}")

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == query.partition("=")[0]


def test_the_same_key_with_the_same_body_acts_once(program, community):
    first = program.post("reports", incident(community), Idempotency_Key="k-1")
    again = program.post("reports", incident(community), Idempotency_Key="k-1")
    other = program.post("reports", incident(community, title="Other"), Idempotency_Key="k-1")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json()["key"] == again.json()["key"]
    assert Report.objects.count() == 1


def test_publishing_withdrawing_and_narrowing_can_be_sent_twice(program, community):
    key = program.post("reports", incident(community)).json()["key"]
    sent = [
        ("publish", None, "a"),
        ("revise", incident(community, tlp="TLP:AMBER+STRICT", version=1), "b"),
    ]

    for act, body, mark in sent:
        first = program.post(f"reports/{key}/{act}", body, Idempotency_Key=mark)
        again = program.post(f"reports/{key}/{act}", body, Idempotency_Key=mark)

        assert (first.status_code, again.status_code) == (200, 200), act
        assert again.json()["key"] == first.json()["key"]


def test_the_key_of_one_seat_is_nothing_to_another(program, reader, community):
    mine = program.post("reports", incident(community), Idempotency_Key="k").json()
    theirs = reader.post("reports", incident(community), Idempotency_Key="k").json()

    assert mine["key"] != theirs["key"]


def test_keys_are_forgotten_after_thirty_days(program, community):
    program.post("reports", incident(community), Idempotency_Key="k")
    sent = Sending.objects.get()

    assert forget_sendings(now=sent.at + timedelta(days=29)) == 0
    assert forget_sendings(now=sent.at + timedelta(days=31)) == 1


def test_a_token_that_reads_does_not_write(community, publish):
    program = Machine(community, "author", "read")
    report = publish()

    refused = [
        program.post("reports", incident(community)),
        program.post(f"reports/{report.key}/withdraw", {"reason": "Wrong."}),
        program.post(f"reports/{report.key}/replies", {"text": "Hm", "language": "en"}),
    ]

    assert [one.status_code for one in refused] == [403, 404, 403]
    assert program.get("me").json()["may"] == ["compare_logs", "read"]


def test_a_revoked_token_opens_nothing_from_the_next_request_on(reader, community, peer, publish):
    publish()
    assert reader.get("reports").status_code == 200

    revoke_token(member=peer, token=reader.token, now=NOW)

    assert reader.get("reports").status_code == 401


def test_a_token_for_feeds_does_not_open_the_api(community):
    assert Machine(community, "author", "feed").get("reports").status_code == 401


def test_a_session_writes_with_the_mark_of_the_page_only(community):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(community.person("author"))
    page = browser.get(API + "docs").content.decode()
    mark = page.partition('data-token="')[2].partition('"')[0]
    body = incident(community)

    without = browser.post(API + "reports", body, content_type="application/json")
    with_it = browser.post(API + "reports", body, content_type="application/json", headers={"X-CSRFToken": mark})

    assert (without.status_code, with_it.status_code) == (401, 201)


def test_answers_are_for_the_author_and_the_answerer(program, reader, stranger, publish):
    report = publish(Kind.ALERT, readers=GREEN)

    given = reader.put(f"reports/{report.key}/answer", {"state": "nothing_found", "note": "All fences checked."})
    reader.put(f"reports/{report.key}/answer", {"state": "nothing_found", "note": "All fences checked."})

    assert given.json()["is_own"] is True
    assert len(program.get(f"reports/{report.key}/answers").json()) == 1
    assert stranger.get(f"reports/{report.key}/answers").json() == []


def test_replies_name_the_replier_in_open_circles_only(program, stranger, publish, peer):
    report = publish(readers=GREEN)
    reply(member=peer, report=report, text="Seen here as well.", language="en", now=NOW)

    seen = [one.get(f"reports/{report.key}/replies").json()[0]["who"] for one in (program, stranger)]

    assert seen == ["Port of South", "A recipient"]


def test_a_reply_is_written_and_taken_back(program, reader, publish):
    report = publish()

    made = reader.post(f"reports/{report.key}/replies", {"text": "Hm", "language": "en"}, Idempotency_Key="r")
    gone = reader.send("DELETE", f"reports/{report.key}/replies/{made.json()['key']}")

    assert (made.status_code, gone.status_code) == (201, 204)
    assert program.get(f"reports/{report.key}/replies").json()[0]["text"] == ""


def test_files_go_up_checked_and_come_down_as_downloads(program, reader, stranger, community):
    key = program.post("reports", incident(community)).json()["key"]
    upload = SimpleUploadedFile("notes.txt", b"Seal 123 was cut.", content_type="text/plain")
    address, headers = f"{API}reports/{key}/attachments", {"Authorization": f"Bearer {program.secret}"}

    made = program.client.post(address, {"files": upload}, headers=headers)
    program.post(f"reports/{key}/publish")
    file = made.json()[0]["key"]
    down = reader.get(f"reports/{key}/attachments/{file}")

    assert made.status_code == 201
    assert b"".join(down) == b"Seal 123 was cut."
    assert down.headers["Content-Disposition"].startswith("attachment")
    assert stranger.get(f"reports/{key}/attachments/{file}").status_code == 404


def test_reading_as_a_person_leaves_the_receipt_and_a_service_account_none(reader, publish, peer):
    report = publish()

    reader.get(f"reports/{report.key}")

    assert Opening.objects.get().person_id == peer.person_id


def test_red_is_named_by_key_and_reaches_nobody_else(program, reader, community):
    people = {one["label"]: one["key"] for one in program.get("people/nameable").json()}
    named = people["Port of South · Security officer"]
    body = {"kind": "incident", "title": "For you alone", "tlp": "TLP:RED", "named": [named]}

    key = program.post("reports", body).json()["key"]
    program.post(f"reports/{key}/publish")

    assert reader.get(f"reports/{key}").status_code == 200
    assert Machine(community, "peer_coordinator").get(f"reports/{key}").status_code == 404


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_problems_speak_the_language_of_the_program(program, reader, language):
    english = program.get(f"reports/{MISSING}").json()
    spoken = program.get(f"reports/{MISSING}", Accept_Language=language).json()

    assert spoken["detail"] != english["detail"]
