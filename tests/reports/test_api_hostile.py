"""What the API does with input that was made to break it, and what it tells those who may see nothing."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from port2port.base.logs import without_secrets
from port2port.reports.models import Kind, Report
from tests.reports.conftest import GREEN
from tests.reports.machines import API, Machine

MISSING = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture
def program(community):
    return Machine(community, "author")


@pytest.fixture
def stranger(community):
    return Machine(community, "outsider")


HOSTILE = {
    "depth": b"[" * 100_000,
    "duplicate keys": b'{"kind": "incident", "kind": "alert"}',
    "NaN": b'{"kind": "incident", "quantity": NaN}',
    "infinity": b'{"kind": "incident", "quantity": 1e999}',
    "digits": b'{"kind": "incident", "precision_m": ' + b"9" * 5_000 + b"}",
    "surrogate": b'{"kind": "incident", "title": "\\ud800"}',
    "byte order mark": b'\xef\xbb\xbf{"kind": "incident"}',
    "not UTF-8": b'{"kind": "incident", "title": "\xff"}',
    "trailing bytes": b'{"kind": "incident"} {}',
    "nothing like JSON": b"kind=incident",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_json_that_says_more_than_one_thing_is_refused(program, name):
    response = program.send("POST", "reports", raw=HOSTILE[name])

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert not Report.objects.exists()


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"7", b"null", b"true", b'{"kind": ["incident"]}', b""])
def test_a_body_of_another_shape_is_refused_field_by_field(program, body):
    response = program.send("POST", "reports", raw=body)

    assert response.status_code == 422
    assert response.json()["errors"]


def test_a_body_over_ten_megabytes_is_too_large(program):
    body = b'{"kind": "incident", "facts": "' + b"a" * (10 * 1024 * 1024) + b'"}'

    response = program.send("POST", "reports", raw=body)

    assert (response.status_code, Report.objects.count()) == (413, 0)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", ""])
def test_another_content_type_is_refused(program, content_type):
    response = program.send("POST", "reports", raw=b'{"kind": "incident"}', content_type=content_type)

    assert response.status_code == 415


@pytest.mark.parametrize("name", ["id", "key", "originator", "author", "created", "seq", "state", "about"])
def test_a_field_that_is_not_offered_changes_nothing(program, name):
    response = program.post("reports", {"kind": "incident", "title": "Seal", name: "1"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == name
    assert not Report.objects.exists()


TEXTS = {
    "NUL": "a\0b",
    "control": "a\x08b",
    "override": "a\u202eb",
    "open isolate": "a\u2066b",
    "tag": "a\U000e0041b",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("field", ["title", "facts", "what_to_do", "place", "source_note"])
def test_text_that_could_deceive_is_refused_at_its_field(program, name, field):
    response = program.post("reports", {"kind": "incident", field: TEXTS[name]})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


def test_text_that_looks_like_a_page_stays_text(program):
    hostile = '<script>alert(1)</script>{{ 7 }} javascript:alert(1) =cmd|" /C calc"!A0'

    made = program.post("reports", {"kind": "incident", "title": hostile})

    assert made.json()["title"] == hostile
    assert made.headers["Content-Type"].startswith("application/json")
    assert made.headers["X-Content-Type-Options"] == "nosniff"


NUMBERS: list[dict[str, Any]] = [
    {"lat": 1e300, "lon": 0, "precision_m": 1000},
    {"lat": 51.0, "lon": 4.0},
    {"lat": 51.0, "lon": 4.0, "precision_m": 2**53 - 1},
    {"precision_m": 10, "lat": 51.0, "lon": 4.0},
    {"quantity": -1, "quantity_unit": "kg"},
    {"quantity": 1e300, "quantity_unit": "kg"},
    {"drone": {"bearing_deg": 2**53 - 1}},
    {"drone": {"count": -5}},
    {"happened_from": "0001-01-01T00:00:00+23:59"},
    {"happened_from": "9999-12-31T23:59:59-23:59"},
    {"happened_from": "2026-03-02T09:30:00"},
    {"happened_from": "2026-03-02T09:30:00Z", "happened_to": "2026-03-01T09:30:00Z"},
    {"methods": ["NO-SUCH-CODE"]},
    {"methods": ["DRG-ENT-RIPON"] * 21},
    {"source_urls": ["javascript:alert(1)"]},
    {"port": "NOPORT"},
    {"facility": MISSING},
    {"circles": [MISSING]},
    {"named": [MISSING], "tlp": "TLP:RED"},
    {"retain_until": "0000-00-00"},
]


@pytest.mark.parametrize("values", NUMBERS, ids=str)
def test_values_out_of_range_are_refused(program, values):
    response = program.post("reports", {"kind": "incident", "title": "Seal"} | values)

    assert response.status_code == 422
    assert response.json()["errors"]


def test_a_hidden_circle_facility_or_person_is_refused_as_a_missing_one(stranger, community):
    theirs = {"circles": str(community.circles["both"].key), "facility": str(community.facilities["north"].key)}

    for name, key in theirs.items():
        bodies = [{"kind": "incident", name: [one] if name == "circles" else one} for one in (key, MISSING)]
        hidden, missing = (stranger.post("reports", body) for body in bodies)

        assert hidden.status_code == 422
        assert hidden.content == missing.content


CHILDREN: list[tuple[str, str, Any]] = [
    ("GET", "reports/{}", None),
    ("GET", "reports/{}?format=stix", None),
    ("PUT", "reports/{}", {"kind": "incident"}),
    ("DELETE", "reports/{}", None),
    ("POST", "reports/{}/publish", None),
    ("POST", "reports/{}/revise", {"kind": "incident", "version": 1}),
    ("POST", "reports/{}/withdraw", {"reason": "Mine"}),
    ("POST", "reports/{}/undo", None),
    ("POST", "reports/{}/replies", {"text": "Hm", "language": "en"}),
    ("GET", "reports/{}/replies", None),
    ("PUT", "reports/{}/answer", {"state": "acted"}),
    ("GET", "reports/{}/answers", None),
    ("GET", "reports/{}/attachments", None),
    ("GET", "reports/{}/receipts", None),
    ("GET", "reports/{}/recipients", None),
    ("GET", "reports/{}/versions", None),
    ("GET", "reports/{}/versions/1/proof", None),
]


@pytest.mark.parametrize(("method", "address", "body"), CHILDREN, ids=[f"{one} {two}" for one, two, _ in CHILDREN])
def test_a_hidden_report_answers_as_a_missing_one_at_every_address(stranger, publish, method, address, body):
    report = publish(Kind.ALERT)

    hidden = stranger.send(method, address.format(report.key), body)
    missing = stranger.send(method, address.format(MISSING), body)

    assert hidden.status_code == 404
    assert hidden.content == missing.content
    assert hidden.headers == missing.headers


def test_a_child_is_not_found_through_another_parent(program, community, publish):
    reader = Machine(community, "peer")
    mine, other = publish(), publish(readers=GREEN)
    reply = reader.post(f"reports/{mine.key}/replies", {"text": "Hm", "language": "en"}).json()

    response = reader.send("DELETE", f"reports/{other.key}/replies/{reply['key']}")

    assert response.status_code == 404


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "TRACE", "DELETE", "BREW"])
def test_other_methods_are_not_taken(program, method):
    response = program.send(method, "reports")

    assert response.status_code == 405


def test_a_method_cannot_be_smuggled_in_a_header(program, publish):
    report = publish()

    program.get(f"reports/{report.key}", X_HTTP_Method_Override="DELETE")

    assert Report.objects.get(pk=report.pk).withdrawn_at is None


def _answers(reader: Machine) -> list[bytes]:
    asked = ("", "?q=seal", "?kind=incident", "?code=DRG-ENT", "?org=north", "?limit=1", "?severity=high&tlp=amber")
    return [reader.get(f"reports{one}").content for one in asked]


def test_one_hidden_report_changes_no_byte_of_any_list(stranger, publish):
    publish(readers=GREEN)
    without = _answers(stranger)

    publish(title="Tampered seal elsewhere")

    assert _answers(stranger) == without


def test_no_answer_has_a_mark_that_could_be_compared(program, publish):
    report = publish()

    for address in ("reports", f"reports/{report.key}"):
        assert {"ETag", "Last-Modified"} & set(program.get(address).headers) == set()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer \0", "Bearer é", "Basic YTpi", "Bearer " + "x" * 20_000, "bearer p2p_"]
)
def test_a_header_that_is_no_token_opens_nothing(db, header):
    response = Client().get(API + "reports", headers={"Authorization": header})

    assert response.status_code == 401


@pytest.mark.parametrize("key", ["x" * 81, "with blank", "naïve", "\t"])
def test_an_idempotency_key_that_cannot_be_kept_is_refused(program, key):
    response = program.post("reports", {"kind": "incident"}, Idempotency_Key=key)

    assert response.status_code == 422


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 300, "kind=%00", "code=%00", "port='; --", "q=%ff"])
def test_a_hostile_filter_is_refused_or_finds_nothing(program, publish, query):
    publish()

    response = program.get(f"reports?{query}")

    assert response.status_code in {200, 400, 422}
    assert response.status_code != 200 or response.json()["items"] == []


def test_secrets_of_addresses_do_not_stand_in_the_log(caplog, db):
    secret = "p2p_canary-of-a-feed"
    with caplog.at_level(logging.WARNING):
        Client().get(f"/feeds/{secret}/reports.atom")

    assert secret not in without_secrets(caplog.text)
    assert without_secrets("GET /invitation/abc/?x=1") == "GET /invitation/…/?x=1"


def test_errors_repeat_nothing_that_was_sent(program):
    response = program.post("reports", {"kind": "CANARY-1", "title": 7, "CANARY-2": 1})

    assert b"CANARY-1" not in response.content
    assert json.loads(response.content)["status"] == 422
