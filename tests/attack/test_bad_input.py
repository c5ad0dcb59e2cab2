"""Bad input: a clear refusal, never a fault of ours."""

from uuid import uuid4

import pytest

from port2port.pure.audience import Tlp
from port2port.reports.models import Report

HOSTILE = ["a\x00b", "\u202eabc", '") OR (', "a AND NOT b:*", "x" * 5_000, "9" * 5_000, "-1"]
LISTS = [
    "/reports/",
    "/reports/export.csv",
    "/reports/feed/",
    "/open/",
    "/open/reports.atom",
    "/organisations/",
    "/ports/",
    "/vocabulary/",
    "/notifications/",
    "/subscriptions/new/",
    "/api/v1/reports",
]
FILTERS = ["q", "port", "org", "code", "substance", "lang", "kind", "tlp", "period", "state", "cursor", "before"]
FILTERS += ["from", "where"]
MANY_DIGITS = "9" * 5_000
TEXTS = ["a\x00b", MANY_DIGITS]
NUMBERS = ["-1", "1e400", "nan", MANY_DIGITS, "\u0661"]
MOMENTS = ["0001-01-01T00:00", "9999-12-31T23:59", "10000-01-01T00:00", MANY_DIGITS]
ODD = {
    **dict.fromkeys(["happened_from", "valid_until", "answer_by"], MOMENTS),
    "retain_until": ["0001-01-01", "9999-12-31", MANY_DIGITS],
    **dict.fromkeys(["quantity", "lat", "precision_m", "drone_count", "tlp"], NUMBERS),
    **dict.fromkeys(["port", "facility", "circles", "named", "methods", "key", "expected"], TEXTS),
}
KIND = {"valid_until": "alert", "answer_by": "request", "drone_count": "sighting"}


def form(community, **more):
    return {
        "kind": "incident",
        "title": "Cut fence",
        "language": "en",
        "tlp": str(int(Tlp.AMBER)),
        "circles": [str(community.circles["both"].key)],
        "source_class": "partner",
        "pap": "amber",
        "key": "a-key",
    } | more


@pytest.mark.parametrize("address", LISTS)
def test_no_value_of_a_filter_is_a_fault(at, address, publish):
    publish()

    for value in HOSTILE:
        assert at("author", address, **dict.fromkeys(FILTERS, value)).status_code < 500, value
    assert at("author", address, port=["a"] * 1_500).status_code < 500


@pytest.mark.parametrize("field", ODD)
def test_no_value_of_a_field_is_a_fault(at, community, field):
    kind = KIND.get(field, "incident")

    for number, value in enumerate(ODD[field]):
        sent = form(community, kind=kind, do="keep", key=f"key-{number}") | {field: value}
        assert at("author", "reports:new", post=sent).status_code < 500, value
        assert at("author", "reports:preview", post=sent).status_code < 500, value
        for row in Report.objects.all():
            assert at("author", "reports:edit", row.key).status_code < 500, value
            assert at("author", "reports:share", row.key).status_code < 500, value


def test_ids_without_end_confirm_nothing(at, publish, community, draft):
    report = publish()

    for sent in (
        at("author", "reports:publish", draft.key, post={"expected": MANY_DIGITS}),
        at("author", "reports:revise", report.key, post=form(community, version="1", confirmed=MANY_DIGITS)),
        at("author", "reports:new", post=form(community, do="publish", expected=MANY_DIGITS)),
    ):
        assert sent.status_code < 500
    assert Report.objects.get(pk=draft.pk).is_draft


def test_a_form_sent_again_after_its_draft_was_deleted_is_refused(at, community):
    sent = form(community, do="keep")
    at("author", "reports:new", post=sent)
    at("author", "reports:delete_draft", Report.objects.get().key, post={})

    again = at("author", "reports:new", post=sent)

    assert again.status_code == 409
    assert not Report.objects.exists()


def test_an_unknown_key_is_the_same_as_a_hidden_one(at, publish):
    report = publish()

    for name in ("report", "print", "pdf", "edit", "share", "revise", "withdraw", "files"):
        hidden, missing = at("outsider", f"reports:{name}", report.key), at("outsider", f"reports:{name}", uuid4())
        assert (hidden.status_code, hidden.content, sorted(hidden.headers.items())) == (
            404,
            missing.content,
            sorted(missing.headers.items()),
        )


def test_a_body_larger_than_all_files_together_is_refused_before_it_is_read(client, db):
    answer = client.post("/accounts/login/", {}, CONTENT_LENGTH=str(10**10))

    assert answer.status_code == 413
