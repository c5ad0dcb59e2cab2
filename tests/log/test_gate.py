"""The gate form as plain forms, and the door by which a phone sends what it kept."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from port2port.base.clock import now
from port2port.log.actions import add_zone, change_zone
from port2port.log.actions.gate import MOST_A_MINUTE, TooFast, TooManyPhotos, report_at_gate
from port2port.log.models import LogFile, Occurrence, Zone
from port2port.log.rules import CHIPS
from port2port.log.shell import PARTS, shell_in
from port2port.log.tiles import PROPOSED, QUESTIONS
from port2port.log.views.gate import seat_mark
from port2port.members.actions.organisations import Site, save_facility
from port2port.members.models import Seat
from port2port.pure.filetypes import MAX_BYTES
from port2port.reports.actions import Upload
from port2port.vocabulary import lookup
from tests.log.conftest import said
from tests.personas import NOW, Community, found_community
from tests.pure.test_images import heic
from tests.waiting import one_waits_for_the_other

SEND = "/en/gate/send/"


@pytest.fixture
def at_gate(client: Client, community: Community) -> Client:
    client.force_login(community.person("guard"))
    return client


@pytest.fixture
def quay_2(community: Community, coordinator):
    """A second facility of the guard's organisation."""
    return save_facility(
        member=coordinator,
        facility=None,
        port=community.ports["north"],
        site=Site(name="Dock 2", kind="quay", isps="inside"),
        now=NOW,
    )


def told(community: Community, **more: object) -> dict[str, object]:
    words = {"tile": "fence", "facility": str(community.facilities["north"].key), "happened_at": now().isoformat()}
    return words | {"sent_at": now().isoformat()} | more


def headers(community: Community, who: str = "guard", key: str = "") -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid4()), "X-Gate-Seat": seat_mark(community.member(who))}


def photo(name: str = "fence.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    bytes_ = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(bytes_, kind)
    return SimpleUploadedFile(name, bytes_.getvalue(), f"image/{kind.lower()}")


# As plain forms, without script


def test_a_guard_reports_without_script_and_takes_it_back(at_gate, community):
    page = at_gate.get("/nl/gate/?tile=drone").content.decode()

    saved = at_gate.post("/nl/gate/", told(community, tile="drone", **{"chip-still_there": "yes"}), follow=True)
    row = Occurrence.objects.get()
    undone = at_gate.post(f"/nl/gate/saved/{row.key}/undo/", follow=True)

    assert 'name="tile" value="drone"' in page
    assert row.number in saved.content.decode()
    assert (row.tile, row.source, row.answers, row.language) == ("drone", "gate", {"still_there": True}, "nl")
    assert undone.redirect_chain == [("/nl/gate/", 302)]
    assert Occurrence.objects.get().is_struck


def test_undo_after_its_time_says_so_and_strikes_nothing(at_gate, community, guard, quay):
    row = report_at_gate(member=guard, facility=quay, said=said(), now=now() - timedelta(minutes=1))

    answer = at_gate.post(f"/en/gate/saved/{row.key}/undo/")

    assert answer.status_code == 409
    assert "ten seconds are over" in answer.content.decode()
    assert not Occurrence.objects.get().is_struck


def test_the_language_of_the_path_wins_over_the_persons_choice(at_gate, community):
    page = at_gate.get("/de/gate/")

    assert community.person("guard").language == "en"
    assert page.headers["Content-Language"] == "de"
    assert '<html lang="de"' in page.content.decode()


def test_a_scanned_post_fills_in_its_zone(at_gate, author, quay):
    add_zone(member=author, facility=quay, name="Gate 3", now=NOW)

    page = at_gate.get(f"/en/gate/{quay.key}/gate-3/?tile=fence").content.decode()

    assert '<option value="gate-3" selected>Gate 3</option>' in page
    assert "Goes to the log of <b data-facility>Quay north</b>. Seen by your PFSO." in page


def test_a_post_whose_zone_is_out_of_use_still_takes_a_report(at_gate, author, quay, community):
    zone = add_zone(member=author, facility=quay, name="Gate 3", now=NOW)
    change_zone(member=author, zone=zone, name="Gate 3", is_active=False, now=NOW)

    page = at_gate.get(f"/en/gate/{quay.key}/gate-3/")
    at_gate.post(SEND, told(community, zone="gate-3"), headers=headers(community))

    assert page.status_code == 200
    assert Occurrence.objects.get().where == "gate-3"


def test_the_facility_is_chosen_once_and_remembered_on_the_phone(at_gate, quay_2):
    asked = at_gate.get("/en/gate/").content.decode()
    at_gate.get(f"/en/gate/{quay_2.key}/")

    again = at_gate.get("/en/gate/").content.decode()
    other = at_gate.get("/en/gate/?choose").content.decode()

    assert "Where are you?" in asked
    assert "<b data-facility>Dock 2</b>" in again
    assert "Where are you?" in other


def test_a_remembered_facility_that_is_no_longer_ones_own_opens_nothing(at_gate, community, quay_2):
    at_gate.get(f"/en/gate/{quay_2.key}/")
    at_gate.force_login(community.person("outsider"))

    assert "Dock 2" not in at_gate.get("/en/gate/").content.decode()


def test_the_red_line_stands_on_every_step(at_gate, community, guard, quay):
    row = report_at_gate(member=guard, facility=quay, said=said(), now=now())

    for address in ("/en/gate/", "/en/gate/?tile=drone", f"/en/gate/saved/{row.key}/", "/en/gate/shell/"):
        assert 'href="tel:112"' in at_gate.get(address).content.decode(), address


def test_other_asks_for_a_few_words_and_keeps_what_was_said(at_gate, community):
    refused = at_gate.post("/en/gate/", told(community, tile="other", **{"chip-police_called": "no"}))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'name="chip-police_called" value="no" checked' in page
    assert not Occurrence.objects.exists()


def test_every_question_of_a_tile_is_one_the_log_keeps():
    assert {code for asked in QUESTIONS.values() for code in asked} == CHIPS
    assert max(len(asked) for asked in QUESTIONS.values()) <= 4


def test_every_proposed_code_is_in_the_vocabulary():
    assert all(lookup.is_known("methods", code) for codes in PROPOSED.values() for code in codes)


# The door of the queue


def test_a_phone_is_answered_with_its_own_key(at_gate, community):
    key = str(uuid4())

    answer = at_gate.post(SEND, told(community, photos=photo()), headers=headers(community, key=key))

    assert answer.status_code == 201
    assert answer.json()["key"] == answer.headers["Idempotency-Key"] == key
    assert answer.json()["number"] == Occurrence.objects.get().number
    assert LogFile.objects.get().is_stripped


def test_the_same_entry_five_times_is_one_and_each_time_the_first_answer(at_gate, community):
    form, marks = told(community, queued_at=now().isoformat()), headers(community)

    # Each time the phone says anew when it sends.
    answers = [at_gate.post(SEND, form | {"sent_at": now().isoformat()}, headers=marks) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({json.dumps(answer.json()) for answer in answers}) == 1
    assert Occurrence.objects.count() == 1


def test_five_times_from_a_phone_whose_clock_is_wrong_is_still_one(at_gate, community):
    form, marks = told(community, happened_at="2025-01-01T08:00:00Z"), headers(community)

    answers = [
        at_gate.post(SEND, form | {"sent_at": f"2025-01-01T08:0{minute}:00Z"}, headers=marks) for minute in range(1, 6)
    ]

    assert {answer.status_code for answer in answers} == {201}
    assert Occurrence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_by_two_connections_at_once_it_is_one_entry():
    community = found_community()
    form, marks, seen = told(community), headers(community), []

    def one() -> None:
        browser = Client()
        browser.force_login(community.person("guard"))
        seen.append(browser.post(SEND, dict(form), headers=marks).status_code)
        connection.close()

    phones = [Thread(target=one) for _ in range(4)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()

    assert Occurrence.objects.count() == 1
    assert set(seen) == {201}


def test_the_same_key_with_other_words_is_refused_with_the_key(at_gate, community):
    marks = headers(community)
    at_gate.post(SEND, told(community), headers=marks)

    answer = at_gate.post(SEND, told(community, text="Something else."), headers=marks)

    assert answer.status_code == 409
    assert answer.json()["key"] == marks["Idempotency-Key"]


@pytest.mark.parametrize("days", [-365, 365, -20_000])
def test_a_phone_whose_clock_is_off_says_when_it_happened_all_the_same(at_gate, community, days):
    ahead = timedelta(days=days)
    form = told(
        community,
        happened_at=(now() + ahead - timedelta(hours=2)).isoformat(),
        queued_at=(now() + ahead - timedelta(hours=2)).isoformat(),
        sent_at=(now() + ahead).isoformat(),
    )

    answer = at_gate.post(SEND, form, headers=headers(community))

    row = Occurrence.objects.get()
    assert answer.status_code == 201
    assert abs(row.happened_at - (now() - timedelta(hours=2))) < timedelta(minutes=1)
    assert row.skew_s is not None
    assert abs(row.skew_s - days * 86_400) < 60
    assert row.queued_at is not None


def test_a_phone_whose_clock_agrees_keeps_its_own_time(at_gate, community):
    at_gate.post(SEND, told(community, happened_at="2026-01-05T09:41:00Z"), headers=headers(community))

    row = Occurrence.objects.get()
    assert (row.happened_at, row.skew_s) == (datetime(2026, 1, 5, 9, 41, tzinfo=UTC), None)


def test_a_clock_that_makes_no_sense_loses_nothing(at_gate, community):
    answer = at_gate.post(
        SEND, told(community, sent_at="yesterday", queued_at="99999-01-01"), headers=headers(community)
    )

    assert answer.status_code == 201


def test_another_seat_on_the_same_phone_does_not_send_it(at_gate, community):
    marks = headers(community, who="guard")
    at_gate.force_login(community.person("author"))

    answer = at_gate.post(SEND, told(community), headers=marks)

    assert answer.status_code == 403
    assert answer.json()["type"].endswith("other-seat")
    assert not Occurrence.objects.exists()


def test_a_session_that_was_revoked_is_sent_to_sign_in_and_saves_nothing(at_gate, community):
    marks = headers(community)
    at_gate.session.flush()

    answer = at_gate.post(SEND, told(community), headers=marks)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert not Occurrence.objects.exists()


def test_the_door_wants_the_token_of_the_page(community):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(community.person("guard"))
    token = browser.get("/en/gate/").cookies["csrftoken"].value

    without = browser.post(SEND, told(community), headers=headers(community))
    with_it = browser.post(SEND, told(community), headers=headers(community) | {"X-CSRFToken": token})

    assert (without.status_code, with_it.status_code) == (403, 201)


@pytest.mark.parametrize("key", ["", "k" * 81])
def test_a_report_without_a_key_of_its_own_is_not_taken(at_gate, community, key):
    marks = headers(community) | {"Idempotency-Key": key}

    assert at_gate.post(SEND, told(community), headers=marks).status_code == 422


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"tile": "ghost"}, "tile"),
        ({"facility": str(uuid4())}, "facility"),
        ({"happened_at": "soon"}, "happened_at"),
        ({"tile": "other"}, "text"),
        ({"text": "x" * 20_001}, "text"),
    ],
)
def test_what_cannot_be_taken_says_why(at_gate, community, more, field):
    answer = at_gate.post(SEND, told(community, **more), headers=headers(community))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["detail"]
    assert answer.json()["key"]


def test_the_log_of_another_organisation_is_out_of_reach(at_gate, community):
    theirs = told(community, facility=str(community.facilities["south"].key))
    nowhere = told(community, facility=str(uuid4()))
    marks = headers(community)

    there, missing = (at_gate.post(SEND, form, headers=marks) for form in (theirs, nowhere))

    assert there.status_code == 422
    assert there.content == missing.content
    assert not Occurrence.objects.exists()


def test_four_photos_are_refused(guard, quay):
    with pytest.raises(TooManyPhotos):
        report_at_gate(
            member=guard, facility=quay, said=said(), uploads=[Upload(f"{n}.jpg", b"") for n in range(4)], now=NOW
        )


def test_a_photo_over_25_mb_is_refused_in_words_and_leaves_nothing(at_gate, community):
    large = SimpleUploadedFile("wide.jpg", b"\xff\xd8\xff" + b"\0" * MAX_BYTES, "image/jpeg")

    answer = at_gate.post(SEND, told(community, photos=large), headers=headers(community))

    assert answer.status_code == 413
    assert "wide.jpg" in answer.json()["detail"]
    assert not Occurrence.objects.exists()


def test_photos_over_all_limits_are_refused_in_words(at_gate, community):
    marks = headers(community)

    answer = at_gate.post(SEND, told(community), headers=marks, CONTENT_LENGTH=str(80 * 1024 * 1024))

    assert answer.status_code == 413
    assert answer.json()["detail"]


def test_a_heic_photo_that_no_browser_drew_leaves_what_it_told_behind(at_gate, community):
    raw = heic()
    assert b"Exif" in raw

    answer = at_gate.post(
        SEND, told(community, photos=SimpleUploadedFile("fence.heic", raw, "image/heic")), headers=headers(community)
    )

    file = LogFile.objects.get()
    with file.file.open("rb") as kept:
        content = kept.read()
    assert answer.status_code == 201
    assert (file.media_type, file.is_stripped) == ("image/jpeg", True)
    assert "place" in file.held
    assert not Image.open(BytesIO(content)).getexif()
    assert b"Exif" not in content


def test_a_drone_leads_on_to_what_its_observer_saw_and_nothing_else_does(at_gate, community):
    drone = at_gate.post(SEND, told(community, tile="drone"), headers=headers(community)).json()
    fence = at_gate.post(SEND, told(community, tile="fence"), headers=headers(community)).json()

    assert at_gate.get(drone["observe"]).status_code == 200
    assert fence["observe"] == ""


def test_a_photo_as_a_telephone_takes_it_is_kept_as_jpeg(at_gate, community):
    import pillow_heif

    bytes_ = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "green")).save(bytes_)
    taken = SimpleUploadedFile("IMG_0001.HEIC", bytes_.getvalue(), "image/heic")

    at_gate.post(SEND, told(community, photos=taken), headers=headers(community))

    assert LogFile.objects.get().media_type == "image/jpeg"


def test_a_phone_that_runs_wild_is_slowed_down_and_loses_nothing(guard, quay):
    for _ in range(MOST_A_MINUTE):
        report_at_gate(member=guard, facility=quay, said=said(), now=NOW)

    with pytest.raises(TooFast):
        report_at_gate(member=guard, facility=quay, said=said(), now=NOW)
    later = report_at_gate(member=guard, facility=quay, said=said(), now=NOW + timedelta(minutes=2))

    assert later.sequence == MOST_A_MINUTE + 1


def test_an_ended_seat_sends_nothing(at_gate, community):
    marks = headers(community)
    Seat.objects.filter(pk=community.seats["guard"].pk).update(ended_at=NOW)

    assert at_gate.post(SEND, told(community), headers=marks).status_code == 403


# What the phone keeps


def test_the_shell_is_the_same_for_everybody_and_knows_nobody(at_gate, community, author, quay):
    add_zone(member=author, facility=quay, name="Gate 3", now=NOW)

    alone, signed_in = Client().get("/en/gate/shell/"), at_gate.get("/en/gate/shell/")

    page = signed_in.content.decode()
    assert alone.content == signed_in.content
    assert "Set-Cookie" not in str(signed_in.headers)
    for told_of_someone in ("Quay north", "Gate 3", "The guard", 'csrfmiddlewaretoken" value', "gate-phone"):
        assert told_of_someone not in page
    assert "<script>" not in page
    assert "nonce" not in signed_in.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_worker_names_a_shell_in_its_language_and_is_asked_for_anew_each_time(language):
    answer = Client().get(f"/{language}/gate/sw.js")

    told_first = json.loads(answer.content.decode().split("\n")[0].removeprefix("self.GATE = ").removesuffix(";"))
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert told_first["scope"] == f"/{language}/gate/"
    assert told_first["version"] == shell_in(language).version
    assert len(told_first["parts"]) == len(PARTS)


def test_every_language_has_a_shell_of_its_own():
    assert len({shell_in(language).version for language in ("nl", "fr", "de", "en")}) == 4


def test_the_manifest_installs_the_form_of_its_language():
    said_of = Client().get("/fr/gate/manifest.webmanifest").json()

    assert said_of["start_url"] == said_of["scope"] == "/fr/gate/"
    assert {icon["purpose"] for icon in said_of["icons"]} == {"any", "maskable"}


# On the way there


def test_the_posts_of_a_facility_are_printed_with_their_codes(client, community, author, quay):
    add_zone(member=author, facility=quay, name="Gate 3", now=NOW)
    client.force_login(community.person("author"))

    page = client.get(f"/log/zones/print/{quay.key}/?language=fr").content.decode()

    assert f"/fr/gate/{quay.key}/gate-3/" in page
    assert page.count('class="qr"') == 2
    assert "style=" not in page
    assert "Scannez et signalez" in page
    assert "Scan en meld" in page


def test_a_guard_is_led_to_the_gate_form(at_gate):
    assert at_gate.get("/gate/").headers["Location"] == "/en/gate/"
    assert 'href="/gate/"' in at_gate.get("/log/").content.decode()


def test_the_codes_of_a_tile_are_proposed_to_the_officer_and_not_written(client, community, guard, quay):
    row = report_at_gate(member=guard, facility=quay, said=said(tile="drone"), now=NOW)
    client.force_login(community.person("author"))

    page = client.get(f"/log/{row.key}/").content.decode()
    form = client.get(f"/log/{row.key}/correct/?proposed").content.decode()
    plain = client.get(f"/log/{row.key}/correct/").content.decode()

    ticked = 'value="DRN-RECON" id="id_methods_'
    assert row.methods == []
    assert "?proposed" in page
    assert re.search(rf'{ticked}[\d_]+" checked', form)
    assert not re.search(rf'{ticked}[\d_]+" checked', plain)


@pytest.mark.django_db(transaction=True)
def test_two_zones_that_are_added_at_once_get_two_codes():
    community = found_community()
    author, quay = community.member("author"), community.facilities["north"]

    one_waits_for_the_other(
        lambda: add_zone(member=author, facility=quay, name="Gate 3", now=NOW),
        lambda: add_zone(member=author, facility=quay, name="GATE 3!", now=NOW),
    )

    assert set(Zone.objects.values_list("code", flat=True)) == {"gate-3", "gate-3-1"}
