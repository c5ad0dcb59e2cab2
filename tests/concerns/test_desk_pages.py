"""The pages of handlers: locked they show dates, unlocked they show what was said, and nothing typed is lost."""

import re
import time
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from port2port.concerns import actions, unlocked
from port2port.concerns.models import Concern, Desk, Handler, HandlerKey, HandOver
from port2port.concerns.thread import Shot
from port2port.ledger.models import TrailLine
from port2port.reports.models import Report
from tests.concerns.conftest import NOW, PASSPHRASE, TEXT, Desks, keys_of


@pytest.fixture
def author(client: Client, desks: Desks) -> Client:
    client.force_login(desks.community.person("author"))
    return client


@pytest.fixture(autouse=True)
def locked() -> Any:
    yield
    for whose in list(unlocked._held):
        unlocked._forget(whose)


def unlock(client: Client) -> None:
    assert client.post("/concerns/desk/unlock/", {"passphrase": PASSPHRASE}).status_code == 302


def test_locked_the_dates_stand_there_and_not_a_word(author: Client, desks: Desks):
    concern, _code = desks.file()

    page = author.get(concern.get_absolute_url()).content.decode()

    assert TEXT not in page
    assert date_format(date(2026, 11, 30)) in page
    assert not TrailLine.objects.filter(act="open_concern").exists()
    unlock(author)
    assert TEXT in author.get(concern.get_absolute_url()).content.decode()
    assert [one.subject for one in TrailLine.objects.filter(act="open_concern")] == [f"concern {concern.key}"]


def test_an_answer_sent_while_locked_is_kept_and_goes_with_the_passphrase(author: Client, desks: Desks):
    concern, code = desks.file()
    address = f"{concern.get_absolute_url()}write/"

    first = author.post(address, {"text": "Which gate was it?", "do": "reply"})
    wrong = author.post(address, {"text": "Which gate was it?", "do": "reply", "passphrase": "not the one"})
    right = author.post(address, {"text": "Which gate was it?", "do": "reply", "passphrase": PASSPHRASE})

    assert (first.status_code, wrong.status_code, right.status_code) == (409, 422, 302)
    assert all("Which gate was it?" in one.content.decode() for one in (first, wrong))
    assert 'name="passphrase"' in first.content.decode()
    assert PASSPHRASE not in wrong.content.decode()
    assert [one.text for one in actions.open_by_code(keys=keys_of(code)).said][1:] == ["Which gate was it?"]


def test_the_key_is_forgotten_by_the_button_by_signing_out_and_after_fifteen_minutes(
    author: Client, desks: Desks, monkeypatch
):
    concern, _code = desks.file()
    unlock(author)
    author.post("/concerns/desk/lock/")
    assert TEXT not in author.get(concern.get_absolute_url()).content.decode()

    unlock(author)
    later = time.monotonic() + unlocked.LIFE_S
    with monkeypatch.context() as clock:
        clock.setattr(unlocked, "monotonic", lambda: later)
        assert TEXT not in author.get(concern.get_absolute_url()).content.decode()

    author.post("/accounts/logout/")
    assert unlocked._held == {}


def test_a_timer_throws_the_key_away_though_nobody_asks(author: Client, desks: Desks, monkeypatch):
    monkeypatch.setattr(unlocked, "LIFE_S", 0.05)
    unlock(author)
    [held] = unlocked._held.values()

    held.timer.join(5)

    assert unlocked._held == {}
    assert set(held.private) == {0}


def test_the_key_of_one_session_opens_nothing_in_another(author: Client, desks: Desks):
    concern, _code = desks.file()
    unlock(author)
    elsewhere = Client()
    elsewhere.force_login(desks.community.person("author"))

    assert TEXT not in elsewhere.get(concern.get_absolute_url()).content.decode()


def test_wrong_passphrases_are_counted_for_the_seat(author: Client, desks: Desks):
    for _number in range(5):
        assert author.post("/concerns/desk/unlock/", {"passphrase": "not the one"}).status_code == 422

    assert author.post("/concerns/desk/unlock/", {"passphrase": PASSPHRASE}).status_code == 429


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/reports/", "javascript:alert(1)"])
def test_the_way_back_stays_at_the_desk(author: Client, desks: Desks, back: str):
    answer = author.post("/concerns/desk/unlock/", {"passphrase": PASSPHRASE, "next": back})

    assert answer.headers["Location"] == "/concerns/desk/"


def test_a_key_is_made_changed_and_thrown_away(author: Client, desks: Desks):
    HandlerKey.objects.filter(seat=desks.community.seats["author"]).delete()
    page = author.get("/concerns/desk/").content.decode()
    assert "/concerns/desk/key/" in page

    short = author.post("/concerns/desk/key/", {"passphrase": "short", "again": "short"})
    unlike = author.post("/concerns/desk/key/", {"passphrase": PASSPHRASE, "again": "another of these"})
    made = author.post("/concerns/desk/key/", {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    first = bytes(HandlerKey.objects.get(seat=desks.community.seats["author"]).public)
    author.post("/concerns/desk/key/", {"passphrase": "a quite new one", "again": "a quite new one"})
    changed = bytes(HandlerKey.objects.get(seat=desks.community.seats["author"]).public)
    author.post("/concerns/desk/key/", {"passphrase": PASSPHRASE, "again": PASSPHRASE, "do": "anew"})

    assert (short.status_code, unlike.status_code, made.status_code) == (422, 422, 302)
    assert first == changed != bytes(HandlerKey.objects.get(seat=desks.community.seats["author"]).public)


def test_from_the_first_press_to_the_last(author: Client, desks: Desks):
    concern, _code = desks.file()
    unlock(author)
    base = concern.get_absolute_url()

    for do in ("acknowledge", "take-up"):
        assert author.post(f"{base}act/", {"do": do}).status_code == 302
    early = author.post(f"{base}act/", {"do": "close"})
    author.post(f"{base}note/", {"text": "We know this caller."})
    author.post(f"{base}write/", {"text": "We told the terminals.", "do": "feedback"})
    assert "We know this caller." in author.get(base).content.decode()
    author.post(f"{base}act/", {"do": "close"})

    assert early.status_code == 409
    assert "We know this caller." in author.get(base).content.decode()
    assert author.post(f"{base}act/", {"do": "nothing"}).status_code == 404
    assert Concern.objects.get().state == "closed"
    assert concern.number in author.get("/concerns/desk/?closed").content.decode()


def test_handing_on_by_the_pages(author: Client, desks: Desks):
    concern, code = desks.file()
    base, to = concern.get_absolute_url(), str(Desk.objects.get(port__slug="south").key)
    unlock(author)

    early = author.post(f"{base}hand-on/", {"desk": to, "do": "offer"})
    told = author.post(f"{base}hand-on/", {"desk": to, "do": "tell"})
    client = Client()
    page = client.post("/concerns/read/", {"code": code}).content.decode()
    agreed = client.post("/concerns/read/answer/", {"code": code, "do": "agree"}).content.decode()
    offered = author.post(f"{base}hand-on/", {"desk": to, "do": "offer"})
    peer = Client()
    peer.force_login(desks.community.person("peer"))
    listed = peer.get("/concerns/desk/").content.decode()
    hidden = peer.get(base)
    key = HandOver.objects.get().key
    peer.post(f"/concerns/desk/offers/{key}/accept/")

    assert (early.status_code, told.status_code, offered.status_code, hidden.status_code) == (409, 302, 302, 404)
    assert "Port of South" in page
    assert 'value="object"' in page
    assert "Noted" in agreed
    assert f"/concerns/desk/offers/{key}/accept/" in listed
    assert peer.get(base).status_code == 200
    assert author.get(base).status_code == 404


def test_a_lesson_is_written_anew_and_knows_nothing_of_the_concern(author: Client, desks: Desks):
    concern, _code = desks.file()
    unlock(author)
    address = f"{concern.get_absolute_url()}lesson/"
    words = {"title": "Ask back before a code is given", "language": "en"}

    copied = author.post(address, words | {"text": f"Take care. {TEXT}"})
    kept = author.post(address, words | {"text": "Callers pose as the dispatcher. Ring back on the known number."})

    assert copied.status_code == 422
    assert "two men asked our driver" in re.search("<q>(.*?)</q>", copied.content.decode())[1]
    report = Report.objects.get()
    assert kept.headers["Location"] == f"/reports/{report.key}/edit/"
    assert (report.version, report.originator.slug) == (0, "north")
    assert str(concern.key) not in str(vars(report))


def test_pictures_are_shown_to_who_can_open_them(author: Client, desks: Desks):
    concern, _code = desks.file(shots=[Shot("image/png", b"bytes of a picture")])
    address = f"{concern.get_absolute_url()}pictures/{concern.messages.get().pictures.get().key}/"

    assert author.get(address).status_code == 302
    unlock(author)
    assert author.get(address).content == b"bytes of a picture"


def test_a_coordinator_names_and_takes_away_and_reads_nothing(client: Client, desks: Desks):
    concern, _code = desks.file()
    client.force_login(desks.community.person("coordinator"))
    handler = Handler.objects.get(seat=desks.community.seats["mate"])

    page = client.get("/concerns/handlers/").content.decode()
    client.post(f"/concerns/handlers/{handler.key}/end/")
    again = client.post("/concerns/handlers/", {"port": "north", "seat": str(desks.community.seats["mate"].key)})

    assert "The mate" in page
    assert concern.number not in page
    assert again.status_code == 302
    assert client.get(concern.get_absolute_url()).status_code == 404
    assert client.get("/concerns/desk/").status_code == 404


def test_now_and_the_frame_show_the_desk_to_its_handlers_alone(author: Client, desks: Desks):
    concern, _code = desks.file(now=NOW)

    page = author.get("/").content.decode()
    outsider = Client()
    outsider.force_login(desks.community.person("colleague"))

    assert concern.get_absolute_url() in page
    assert "/concerns/desk/" not in outsider.get("/").content.decode()


def test_a_line_that_told_of_something_leads_there_and_is_read(author: Client, desks: Desks):
    desks.file()
    page = author.get("/notifications/").content.decode()
    [address] = set(re.findall(r'/concerns/desk/news/[^"]+', page))

    assert TEXT not in page
    assert author.get(address).headers["Location"] == Concern.objects.get().get_absolute_url()


def test_figures_below_ten_and_of_the_running_quarter_are_not_shown(author: Client, desks: Desks, monkeypatch):
    from port2port.concerns.views import public

    for number in range(21):
        desks.file(number=number, category="access" if number < 12 else "drone")
    monkeypatch.setattr(public, "now", lambda: NOW.replace(year=2027, month=1))

    after = author.get("/concerns/figures/").content.decode()
    monkeypatch.setattr(public, "now", lambda: NOW)
    before = author.get("/concerns/figures/").content.decode()

    assert ">12<" in after
    assert ">9<" not in after
    assert "Q4 2026" in after
    assert ">12<" not in before
