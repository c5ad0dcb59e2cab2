"""The pages of notifications, subscriptions and the audit, as their readers use them."""

import ast
import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client

import port2port
from port2port.ledger import store
from port2port.members.actions.circles import close_circle, leave_circle
from port2port.members.actions.people import choose_language
from port2port.members.member import Member
from port2port.reports.actions import withdraw_report
from port2port.reports.models import Kind
from port2port.sharing.actions import record_opening, secret_of
from port2port.sharing.audit_words import ACTS
from port2port.sharing.models import Notification, Subscription
from tests.personas import NOW, Community
from tests.reports.conftest import GREEN
from tests.sharing.conftest import Publish, settle

CANARY = "KANARIE"


def signed_in(community: Community, name: str) -> Client:
    client = Client()
    client.force_login(community.person(name))
    return client


@pytest.fixture
def as_peer(community: Community) -> Client:
    return signed_in(community, "peer")


def test_a_notification_leads_to_its_report_and_is_read_by_opening_it(publish: Publish, as_peer: Client) -> None:
    report = publish(Kind.ALERT, title="Hole in the fence")
    settle()
    page = as_peer.get("/notifications/").content.decode()

    opened = as_peer.get(report.get_absolute_url())
    unread = as_peer.get("/notifications/?unread").content.decode()

    assert "Hole in the fence" in page
    assert report.get_absolute_url() in page
    assert opened.status_code == 200
    assert "You have read everything." in unread


def test_all_are_marked_as_read_by_one_button(publish: Publish, as_peer: Client) -> None:
    publish(Kind.ALERT)
    settle()

    as_peer.post("/notifications/read/")

    assert "You have read everything." in as_peer.get("/notifications/?unread").content.decode()


def test_a_withdrawn_report_shows_no_title_in_the_list(publish: Publish, author: Member, as_peer: Client) -> None:
    report = publish(Kind.ALERT, title=CANARY)
    settle()
    withdraw_report(member=author, report=report, reason="A mistake.", now=NOW)

    page = as_peer.get("/notifications/").content.decode()

    assert "Withdrawn" in page
    assert CANARY not in page


def test_who_left_the_circle_finds_nothing_in_the_list(
    publish: Publish, peer_coordinator: Member, as_peer: Client, both: object
) -> None:
    publish(Kind.ALERT, title=CANARY)
    settle()
    leave_circle(member=peer_coordinator, circle=both, now=NOW)

    page = as_peer.get("/notifications/").content.decode()

    assert CANARY not in page
    assert "Nothing yet." in page


def test_a_filter_of_the_list_becomes_a_subscription(as_peer: Client) -> None:
    form = as_peer.get("/subscriptions/new/?from=kind%3Dalert%26q%3Dseal").content.decode()

    answer = as_peer.post(
        "/subscriptions/new/?from=kind%3Dalert%26q%3Dseal", {"name": "Seals", "channel": "page", "rhythm": "at_once"}
    )
    listed = as_peer.get("/subscriptions/").content.decode()

    subscription = Subscription.objects.get()
    assert "Alert" in form
    assert answer.status_code == 302
    assert (subscription.groups, subscription.words) == ([["kind:alert"]], "seal")
    assert "/reports/?kind=alert&amp;q=seal" in listed


def test_a_filter_tells_no_name_that_its_reader_does_not_know(community: Community) -> None:
    company = community.organisations["company"]

    page = signed_in(community, "client").get(f"/subscriptions/new/?from=org%3D{company.slug}").content.decode()

    assert company.name not in page.replace("company", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "channel": "page", "rhythm": "at_once"},
        {"name": "A", "channel": "webhook", "rhythm": "at_once"},
        {"name": "A", "channel": "webhook", "rhythm": "at_once", "url": "http://receiver.example/"},
        {"name": "A", "channel": "page", "rhythm": "daily"},
        {"name": "A", "channel": "pigeon", "rhythm": "at_once"},
        {"name": "A" * 121, "channel": "page", "rhythm": "at_once"},
        {},
    ],
)
def test_a_form_that_does_not_fit_together_is_shown_again_with_its_errors(
    as_peer: Client, fields: dict[str, str]
) -> None:
    answer = as_peer.post("/subscriptions/new/", fields)

    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_the_secret_of_a_webhook_is_shown_once(as_peer: Client) -> None:
    made = as_peer.post(
        "/subscriptions/new/",
        {"name": "Ours", "channel": "webhook", "rhythm": "at_once", "url": "https://receiver.example/hook"},
    ).content.decode()
    subscription = Subscription.objects.get()

    later = as_peer.get(f"/subscriptions/{subscription.key}/").content.decode()
    secret = secret_of(subscription)

    assert secret in made
    assert secret not in later
    assert secret not in as_peer.get("/subscriptions/").content.decode()


def test_a_renewed_secret_is_another_one(as_peer: Client, peer: Member) -> None:
    as_peer.post(
        "/subscriptions/new/",
        {"name": "Ours", "channel": "webhook", "rhythm": "at_once", "url": "https://receiver.example/hook"},
    )
    subscription = Subscription.objects.get()
    first = secret_of(subscription)

    page = as_peer.post(f"/subscriptions/{subscription.key}/secret/").content.decode()

    assert first not in page
    assert secret_of(Subscription.objects.get()) in page


def test_the_test_of_a_webhook_says_how_it_went(as_peer: Client) -> None:
    as_peer.post(
        "/subscriptions/new/",
        {"name": "Ours", "channel": "webhook", "rhythm": "at_once", "url": "https://127.0.0.1/hook"},
    )
    subscription = Subscription.objects.get()

    page = as_peer.post(f"/subscriptions/{subscription.key}/test/", follow=True).content.decode()

    assert "The receiver was not reached." in page


def test_a_deleted_subscription_can_be_brought_back(as_peer: Client) -> None:
    as_peer.post("/subscriptions/new/", {"name": "Seals", "channel": "page", "rhythm": "at_once"})
    subscription = Subscription.objects.get()

    gone = as_peer.post(f"/subscriptions/{subscription.key}/delete/", follow=True).content.decode()
    back = as_peer.post(f"/subscriptions/{subscription.key}/restore/", follow=True).content.decode()

    assert "Bring back" in gone
    assert as_peer.get(f"/subscriptions/{subscription.key}/").status_code == 200
    assert "Bring back" not in back


def test_a_subscription_is_paused_and_taken_up_again(as_peer: Client) -> None:
    as_peer.post("/subscriptions/new/", {"name": "Seals", "channel": "page", "rhythm": "at_once"})
    subscription = Subscription.objects.get()

    paused = as_peer.post(f"/subscriptions/{subscription.key}/pause/", follow=True).content.decode()
    taken_up = as_peer.post(f"/subscriptions/{subscription.key}/take-up/", follow=True).content.decode()

    assert "Paused" in paused
    assert "Paused" not in taken_up


def test_hidden_and_missing_subscriptions_answer_alike(as_peer: Client, community: Community) -> None:
    as_peer.post("/subscriptions/new/", {"name": "Seals", "channel": "page", "rhythm": "at_once"})
    outsider = signed_in(community, "outsider")

    hidden = outsider.get(f"/subscriptions/{Subscription.objects.get().key}/")
    missing = outsider.get("/subscriptions/00000000-0000-4000-8000-000000000000/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_nobody_reads_the_notification_of_another(publish: Publish, community: Community) -> None:
    publish(Kind.ALERT)
    settle()
    notification = Notification.objects.get(seat=community.seats["peer"])

    answer = signed_in(community, "outsider").post(f"/notifications/{notification.key}/read/")

    assert answer.status_code == 404
    assert Notification.objects.get(pk=notification.pk).read_at is None


@pytest.mark.parametrize("show", ["trail", "publications", "receipts"])
def test_the_audit_shows_acts_sizes_and_times_and_no_content(
    publish: Publish, peer: Member, community: Community, show: str
) -> None:
    report = publish(Kind.INCIDENT, title=CANARY, facts=CANARY, readers=GREEN)
    record_opening(record=report, member=peer, now=NOW)

    page = signed_in(community, "auditor").get(f"/audit/?show={show}").content.decode()

    assert CANARY not in page
    assert (str(report.key) in page) is (show != "trail")


def test_the_audit_is_of_the_own_organisation_only(
    publish: Publish, peer: Member, outsider: Member, community: Community
) -> None:
    from tests.reports.conftest import amber

    theirs = publish(Kind.INCIDENT, member=peer, readers=amber(community.circles["both"]))
    foreign = publish(Kind.INCIDENT, member=outsider, readers=GREEN)
    client = signed_in(community, "auditor")

    published = client.get("/audit/?show=publications").content.decode()
    received = client.get("/audit/?show=receipts").content.decode()

    assert str(theirs.key) not in published
    assert str(foreign.key) not in published
    assert str(theirs.key) in received
    assert "Port of East" in received


def test_an_export_is_on_record(publish: Publish, community: Community) -> None:
    report = publish(Kind.INCIDENT, title=CANARY)
    client = signed_in(community, "auditor")

    answer = client.post("/audit/publications.csv")

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    newest = store.trail_of(str(community.organisations["north"].key))[0]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert rows[1][1] == str(report.key)
    assert int(rows[1][5]) == len(store.read(int(rows[1][6])).envelope)
    assert (newest.act, newest.subject, newest.outcome) == ("audit.export", "publications", "done")
    assert CANARY not in answer.content.decode()


def test_the_trail_speaks_the_auditors_language_on_the_page_and_in_codes_in_the_file(community: Community) -> None:
    close_circle(member=community.member("coordinator"), circle=community.circles["both"], now=NOW)
    choose_language(person=community.person("auditor"), language="nl")
    client = signed_in(community, "auditor")

    page = client.get("/audit/?show=trail").content.decode()
    file = client.post("/audit/trail.csv").content.decode("utf-8-sig")

    assert "Kring gesloten" in page
    assert "close_circle" not in page
    assert "close_circle" in file


def test_every_act_on_rights_has_its_words() -> None:
    marked = [path.read_text() for path in Path(port2port.__file__).parent.glob("*/actions/*.py")]
    named = {name for text in marked for name in re.findall(r"@on_rights\n(?:@[\w.]+\n)*def (\w+)", text)}

    assert named
    assert named - set(ACTS) == set()


def test_every_other_act_on_record_has_its_words_too() -> None:
    parsed = [ast.parse(path.read_text()) for path in Path(port2port.__file__).parent.rglob("*.py")]
    calls = [node for tree in parsed for node in ast.walk(tree) if isinstance(node, ast.Call)]
    written = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"trail", "record_act"}]
    given = [word.value for call in written for word in call.keywords if word.arg == "act"]
    named = {one.value for one in given if isinstance(one, ast.Constant)}

    assert named
    assert named - set(ACTS) == set()
