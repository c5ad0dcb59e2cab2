"""The pages of companies: where else to turn first, no script, no trace, and nothing typed is lost."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.core.signing import TimestampSigner
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from PIL import Image

from port2port.concerns import filing_key, links, memory_uploads
from port2port.concerns.filing_key import fresh_form_key
from port2port.concerns.models import Concern, Filing, Message, Picture
from port2port.pure.receipt_code import normalised
from tests.concerns.conftest import TEXT, Desks, keys_of

CODE = re.compile(r'class="receipt__code"[^>]*>([\d ]{19})<')
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
FIRST_LOAD = 60_000


def photo(kind: str = "JPEG") -> bytes:
    made, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "CanaryCamera"
    Image.new("RGB", (40, 30), "navy").save(made, kind, exif=exif)
    return made.getvalue()


def form(desks: Desks, **more: Any) -> dict[str, Any]:
    desk = str(desks.desks["north"].key)
    return {"desk": desk, "category": "release", "text": TEXT, "language": "en", "key": fresh_form_key()} | more


def file(client: Client, desks: Desks, **more: Any) -> str:
    """File by the form; the code."""
    page = client.post("/concerns/new/", form(desks, **more))
    assert page.status_code == 200
    found = CODE.search(page.content.decode())
    assert found
    return found[1]


def test_the_first_screen_says_where_else_to_turn_and_what_this_is_not(client: Client, desks: Desks):
    page = client.get("/concerns/").content.decode()

    places = [page.index(one) for one in ("112", "101", "portwatch.be", "ccb.belgium.be", "/concerns/new/")]
    assert places == sorted(places)
    assert "whistle-blower law" in page
    assert "<svg" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("path", ["/concerns/", "/concerns/new/", "/concerns/read/"])
def test_a_public_page_has_no_script_asks_nobody_else_and_is_light(client: Client, desks: Desks, path: str):
    answer = client.get(path)
    page = answer.content.decode()

    assert "<script" not in page
    assert "hx-" not in page
    loaded = re.findall(r'<(?:link|img|source)[^>]+(?:href|src)="([^"]+)"', page)
    assert all(one.startswith("/static/") for one in loaded)
    size = sum(Path(finders.find(one.removeprefix("/static/"))).stat().st_size for one in set(loaded))
    assert len(answer.content) + size <= FIRST_LOAD
    assert set(answer.cookies) <= {"csrftoken"}
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(("language", "words"), [
    ("nl", "Verzegelen en verzenden"), ("fr", "Sceller et envoyer"), ("de", "Versiegeln und senden"),
    ("en", "Seal and send"),
])  # fmt: skip
def test_the_whole_way_in_each_language(desks: Desks, language: str, words: str):
    client = Client(headers={"Accept-Language": language})
    assert words in client.get("/concerns/new/").content.decode()

    code = file(client, desks, language=language)
    thread = client.post("/concerns/read/", {"code": code})
    more = client.post("/concerns/read/answer/", {"code": code, "text": "And on Tuesday."})

    assert thread.headers["Content-Language"] == language
    assert TEXT in thread.content.decode()
    assert "And on Tuesday." in more.content.decode()
    assert Concern.objects.get().language == language


def test_the_code_is_shown_this_one_time_and_the_same_form_gives_it_again(client: Client, desks: Desks):
    same = form(desks)
    first, second = (client.post("/concerns/new/", same).content.decode() for _number in range(2))

    assert CODE.search(first)[1] == CODE.search(second)[1]
    assert Concern.objects.count() == 1


def test_wrong_unknown_and_erased_codes_answer_with_the_same_bytes(client: Client, desks: Desks):
    code = file(client, desks)
    answers = [client.post("/concerns/read/", {"code": one}) for one in ("1111 2222 3333 4444", "9999 8888 7777 6666")]
    Concern.objects.all().delete()
    answers.append(client.post("/concerns/read/", {"code": code}))

    bodies = {re.sub(r'value="[\d ]{19}"', "", TOKEN.sub(b"\\1", one.content).decode()) for one in answers}
    assert {one.status_code for one in answers} == {422}
    assert len(bodies) == 1


def test_after_five_wrong_codes_a_source_waits_and_another_does_not(client: Client, desks: Desks):
    code = file(client, desks)
    for number in range(5):
        assert client.post("/concerns/read/", {"code": f"{number:016}"}).status_code == 422

    assert client.post("/concerns/read/", {"code": f"{9:016}"}).status_code == 429
    assert client.post("/concerns/read/", {"code": code}).status_code == 429
    assert client.post("/concerns/read/", {"code": code}, REMOTE_ADDR="192.0.2.9").status_code == 200
    # What is no code at all was never tried.
    assert client.post("/concerns/read/", {"code": "12"}, REMOTE_ADDR="192.0.2.9").status_code == 422


def test_each_door_of_the_code_counts_wrong_ones(client: Client, desks: Desks):
    for number, path in enumerate(["answer/", "picture/", "answer/", "picture/", ""]):
        assert client.post(f"/concerns/read/{path}", {"code": f"{number:016}", "text": "x"}).status_code == 422

    assert client.post("/concerns/read/answer/", {"code": f"{9:016}", "text": "x"}).status_code == 429


def test_the_same_concern_again_and_again_is_few_concerns_and_no_text_is_lost(client: Client, desks: Desks):
    statuses = [client.post("/concerns/new/", form(desks)).status_code for _number in range(25)]
    refused = client.post("/concerns/new/", form(desks))

    assert statuses.count(200) == Concern.objects.count() == 10
    assert refused.status_code == 429
    assert TEXT in refused.content.decode()


def test_a_picture_is_kept_without_what_it_tells_and_comes_back_by_code(client: Client, desks: Desks):
    code = file(client, desks, pictures=[SimpleUploadedFile("me.jpg", photo(), "image/jpeg")])
    key = str(Picture.objects.get().key)

    answer = client.post("/concerns/read/picture/", {"code": code, "picture": key})
    other = file(client, desks)

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"CanaryCamera" not in answer.content
    assert Image.open(BytesIO(answer.content)).size == (40, 30)
    assert client.post("/concerns/read/picture/", {"code": other, "picture": key}).status_code == 404
    assert client.post("/concerns/read/picture/", {"code": code, "picture": "../../x"}).status_code == 404


@pytest.mark.parametrize(("name", "content", "status"), [
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 422),
    ("x.html", b"<!doctype html><script>alert(1)</script>", 422),
    ("x.pdf", b"%PDF-1.7\n%%EOF", 422),
    ("x.jpg", b"<?php system('id');", 422),
    ("x.txt", b"plain words", 422),
    ("x.jpg", photo() + b"PK\x05\x06" + bytes(18), 422),
    ("x.jpg", photo()[:90], 422),
    ("x.jpg", photo() + bytes(10 * 1024 * 1024), 413),
])  # fmt: skip
def test_what_is_no_sound_picture_is_refused_and_the_text_stays(
    client: Client, desks: Desks, name: str, content: bytes, status: int
):
    answer = client.post("/concerns/new/", form(desks, pictures=[SimpleUploadedFile(name, content)]))

    assert answer.status_code == status
    assert TEXT in answer.content.decode()
    assert not Concern.objects.exists()


def test_six_pictures_are_one_too_many(client: Client, desks: Desks):
    several = [SimpleUploadedFile(f"{number}.jpg", photo(), "image/jpeg") for number in range(6)]

    assert client.post("/concerns/new/", form(desks, pictures=several)).status_code == 413


def test_a_large_picture_never_touches_the_disk_and_far_too_much_is_not_read(client: Client, desks: Desks, monkeypatch):
    seen: list[type] = []
    real = memory_uploads.InMemory.file_complete
    monkeypatch.setattr(
        memory_uploads.InMemory,
        "file_complete",
        lambda handler, size: seen.append(type(real(handler, size))) or real(handler, size),
    )
    large = SimpleUploadedFile("x.jpg", photo() + bytes(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1), "image/jpeg")
    client.post("/concerns/new/", form(desks, pictures=[large]))

    assert seen == [InMemoryUploadedFile]
    assert client.post("/concerns/new/", {}, CONTENT_LENGTH=str(60 * 1024 * 1024)).status_code == 413


def test_a_form_of_another_node_or_of_yesterday_is_sent_once_more_with_its_text(
    client: Client, desks: Desks, monkeypatch
):
    monkeypatch.setattr(filing_key, "DAY_S", -1)
    old = client.post("/concerns/new/", form(desks))
    monkeypatch.undo()
    forged = client.post("/concerns/new/", form(desks, key="00" * 32))
    other = TimestampSigner(salt="another").sign("00" * 32)

    assert {old.status_code, forged.status_code, client.post("/concerns/new/", form(desks, key=other)).status_code} == {
        422
    }
    assert TEXT in old.content.decode()
    fresh = re.search(r'name="key" value="([^"]+)"', old.content.decode())[1]
    assert client.post("/concerns/new/", form(desks, key=fresh)).status_code == 200


def test_a_shut_desk_is_named_and_cannot_be_chosen(client: Client, desks: Desks):
    page = client.get("/concerns/new/").content.decode()

    assert "East" in page
    assert str(desks.desks["east"].key) not in page
    assert client.post("/concerns/new/", form(desks, desk=str(desks.desks["east"].key))).status_code == 422


def test_hostile_text_is_kept_as_it_is_and_runs_nowhere(client: Client, desks: Desks):
    text = "<script>alert(1)</script> [x](javascript:alert(1)) {{ 7*7 }}"
    code = file(client, desks, text=text)

    page = client.post("/concerns/read/", {"code": code}).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_a_guest_who_is_signed_in_sees_state_and_dates_and_no_word_of_it(client: Client, desks: Desks):
    client.force_login(desks.community.person("guest"))
    file(client, desks, listed="on")
    file(client, desks)

    page = client.get("/concerns/mine/").content.decode()

    assert Filing.objects.count() == 1
    assert page.count("card__title") == 1
    assert date_format(timezone.localdate() + timedelta(days=7)) in page
    assert TEXT not in page
    assert client.get(Concern.objects.first().get_absolute_url()).status_code == 404
    client.force_login(desks.community.person("client"))
    assert "card__title" not in client.get("/concerns/mine/").content.decode()


def test_a_member_who_uses_the_form_stands_nowhere(client: Client, desks: Desks):
    client.force_login(desks.community.person("peer"))
    file(client, desks, listed="on")

    assert not Filing.objects.exists()


def test_a_code_that_was_shown_opens_what_was_said(client: Client, desks: Desks):
    code = normalised(file(client, desks))

    assert Message.objects.get().concern == Concern.objects.get(receipt_hash=keys_of(code).receipt_hash)


def test_what_stands_before_the_form_is_configuration(client: Client, desks: Desks, settings: Any, tmp_path: Path):
    own = tmp_path / "links.yaml"
    words = "{en: Danger, nl: Gevaar, fr: Danger, de: Gefahr}"
    own.write_text(f"- {{code: one, urgent: true, call: '999', when: {words}, who: {words}}}\n")
    settings.CONCERN_LINKS = str(own)
    assert "999" in client.get("/concerns/").content.decode()

    for wrong in (f"- {{code: one, when: {words}}}", "- {}", "{}", "- {code: one, url: 'http://x'}", "[", "- x"):
        own.write_text(wrong)
        links._read.cache_clear()
        assert [one.id for one in links.links_can_be_read()] == ["concerns.E001"]
    links._read.cache_clear()
