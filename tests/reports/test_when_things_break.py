"""A lost database, a full disk, a body too large: words for the author, and nothing half-written."""

from pathlib import Path

import pytest
from django.db import DataError, OperationalError, connection
from django.urls import reverse

from port2port.base.clock import now
from port2port.base.lost import lost
from port2port.ledger import store
from port2port.pure.audience import Tlp
from port2port.reports.actions import Upload, compose
from port2port.reports.models import Attachment, Report
from port2port.sharing.models import AudienceEntry, Publication
from tests.reports.conftest import amber, said

GONE = OperationalError("connection to server was lost")
FULL = OperationalError("database or disk is full")
NO_SPACE = OSError(28, "No space left on device")


def send(client, community, **more):
    client.force_login(community.person("author"))
    values = {
        "kind": "incident",
        "title": "Cut fence",
        "language": "en",
        "tlp": str(int(Tlp.AMBER)),
        "circles": [str(community.circles["both"].key)],
        "source_class": "partner",
        "pap": "amber",
        "do": "publish",
        "expected": ",".join(str(community.organisations[name].key) for name in ("north", "south", "forwarder")),
    }
    return client.post(reverse("reports:new"), values | more)


@pytest.mark.parametrize(("fault", "status"), [(GONE, 503), (FULL, 507), (NO_SPACE, 507)])
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_a_fault_in_the_middle_of_publishing_leaves_nothing(client, community, fault, status, language):
    person = community.person("author")
    person.language = language
    person.save()

    def breaks(execute, sql, *rest):
        # The last thing that publishing does: all else is written by then.
        if sql.startswith('INSERT INTO "sharing_publication"'):
            raise fault
        return execute(sql, *rest)

    with connection.execute_wrapper(breaks):
        response = send(client, community)

    assert response.status_code == status
    assert f'lang="{language}"' in response.content.decode()
    assert not any(table.objects.exists() for table in (Report, Publication, AudienceEntry, Attachment))
    assert store.head().size == 0


@pytest.mark.parametrize("name", ["reports:list", "sharing:subscriptions", "members:organisations", "log:list"])
def test_a_nul_in_an_address_is_no_fault_of_ours(client, community, name):
    client.force_login(community.person("author"))
    asked = dict.fromkeys(["q", "kind", "port", "state", "from", "who", "facility"], "a\0b")

    assert client.get(reverse(name), asked).status_code < 500


def test_what_postgresql_does_not_take_is_refused_in_words():
    assert lost(DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")).status == 400


def test_a_body_that_is_too_large_is_413_with_words(client, community, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000

    response = send(client, community, facts="x" * 20_000)

    assert response.status_code == 413
    assert "larger than we take" in response.content.decode()
    assert not Report.objects.exists()


def test_a_refused_file_is_said_in_the_form_and_nothing_is_kept(client, community, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = SimpleUploadedFile("page.html", b"<html><script>alert(1)</script>", content_type="text/html")
    response = send(client, community, attachments=page)

    assert response.status_code == 422
    assert "page.html" in response.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("how", ["missing", "unreadable"])
@pytest.mark.parametrize(("language", "words"), [
    ("nl", "beheerder"), ("fr", "exploitant"), ("de", "Betreiber"), ("en", "Tell the operator"),
])  # fmt: skip
def test_a_file_that_the_disk_lost_is_said_in_words_and_the_log_names_its_place(
    client, community, author, both, settings, tmp_path, caplog, how, language, words
):
    settings.MEDIA_ROOT = tmp_path
    upload = Upload("Plan of the gate.txt", b"fine", "text/plain")
    report = compose(member=author, said=said(), readers=amber(both), uploads=[upload], now=now())
    file = report.attachments.get()
    place = Path(file.file.path)
    place.unlink()
    if how == "unreadable":
        place.mkdir()
    person = community.person("peer")
    person.language = language
    person.save()
    client.force_login(person)

    response = client.get(reverse("reports:download", args=[report.key, file.key]))
    machine = client.get(f"/api/v1/reports/{report.key}/attachments/{file.key}")

    assert (response.status_code, machine.status_code) == (503, 503)
    assert f'<html lang="{language}">' in response.text
    assert words in response.text
    assert words in machine.json()["detail"]
    assert str(tmp_path) not in response.text + machine.text
    assert file.file.name in caplog.text
    assert "Plan of the gate" not in caplog.text


def test_a_lost_file_is_a_missing_page_to_who_may_not_have_it(client, community, author, both, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = compose(member=author, said=said(), readers=amber(both), uploads=[Upload("a.txt", b"fine")], now=now())
    file = report.attachments.get()
    Path(file.file.path).unlink()
    client.force_login(community.person("outsider"))

    answer = client.get(reverse("reports:download", args=[report.key, file.key]))

    assert answer.status_code == 404
    assert answer.content == client.get("/reports/nope/").content
