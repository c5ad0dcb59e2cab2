"""From the file to the entries, step by step; the file in between is its own seat's and does not stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from port2port.base import clock
from port2port.log.actions import save_mapping
from port2port.log.actions.importing import NotYourImport
from port2port.log.actions.uploads import (
    MOST_UPLOADS,
    RowsRejected,
    forget_uploads,
    import_upload,
    keep_upload,
    say_mapping,
)
from port2port.log.models import LogImport, LogMapping, LogUpload, Occurrence
from port2port.members.actions.running_jobs import run_job
from port2port.members.models import Job, Seat
from port2port.members.readers import member_of_seat
from port2port.pure import logbook
from tests.personas import NOW

HEAD = "Datum;Uur;Soort;Omschrijving\n"
BOOK = (HEAD + "13/03/2025;10u;Drone;Boven de kaai.\n14/03/2025;11u;Alarm;Vals alarm.\n").encode()
COLUMNS = {"column-0": "date", "column-1": "time", "column-2": "what", "column-3": "text", "language": "nl"}


@pytest.fixture
def kept(author, quay):
    def keep(content: bytes = BOOK, *, member=author, mapped=True, now=NOW) -> LogUpload:
        row = keep_upload(member=member, facility=quay, content=content, name="log.csv", now=now)
        (sheet,) = logbook.read(content, "log.csv")
        mapping = logbook.guessed(sheet.headings, logbook.guess(sheet), language="nl")
        return say_mapping(member=member, upload=row, sheet=sheet.name, mapping=mapping) if mapped else row

    return keep


@pytest.fixture
def officer(client, community):
    client.force_login(community.person("author"))
    return client


def files(folder) -> list[Path]:
    return [one for one in Path(folder).rglob("*") if one.is_file()]


def test_a_logbook_becomes_entries_in_four_steps(officer, quay, settings, django_capture_on_commit_callbacks):
    file = SimpleUploadedFile("log.csv", BOOK)

    columns = officer.post("/log/import/", {"facility": str(quay.key), "file": file}).url
    assert "Omschrijving" in officer.get(columns).text
    values = officer.post(columns, COLUMNS).url
    assert "Drone" in officer.get(values).text
    trial = officer.post(values, {"value-0": "", "value-1": "", "name": "Gate book"}).url
    assert "2 entries would be written" in officer.get(trial).text
    with django_capture_on_commit_callbacks(execute=True):
        result = officer.post(trial).url

    assert "2 entries were written" in officer.get(result).text
    assert Occurrence.objects.filter(source="import", language="nl").count() == 2
    assert LogMapping.objects.get().name == "Gate book"
    assert not LogUpload.objects.exists()
    assert not files(settings.MEDIA_ROOT)


def test_a_chosen_code_stands_in_the_entries(officer, kept):
    row = kept()

    officer.post(f"/log/import/{row.key}/values/", {"value-0": "DRN-RECON", "value-1": ""})
    officer.post(f"/log/import/{row.key}/trial/")

    found = {one.text: one.methods for one in Occurrence.objects.all()}
    assert found == {"Boven de kaai.": ["DRN-RECON"], "Alarm: Vals alarm.": []}


def test_a_saved_mapping_is_offered_and_another_organisations_is_not(officer, author, peer, kept):
    odd = logbook.Mapping((("omschrijving", logbook.Field.DATE),))
    own = save_mapping(member=author, name="Odd book", mapping=odd, now=NOW)
    other = save_mapping(member=peer, name="South book", mapping=odd, now=NOW)
    row = kept(mapped=False)

    page = officer.get(f"/log/import/{row.key}/columns/").text
    assert "Odd book" in page
    assert "South book" not in page
    assert officer.get(f"/log/import/{row.key}/columns/?mapping={own.key}").status_code == 200
    assert officer.get(f"/log/import/{row.key}/columns/?mapping={other.key}").status_code == 404
    assert officer.get(f"/log/import/{row.key}/columns/?mapping=x").status_code == 404


def test_two_columns_cannot_hold_the_same_and_a_date_is_needed(officer, kept):
    row = kept(mapped=False)

    twice = officer.post(f"/log/import/{row.key}/columns/", COLUMNS | {"column-1": "date"})
    without = officer.post(f"/log/import/{row.key}/columns/", COLUMNS | {"column-0": ""})

    assert (twice.status_code, without.status_code) == (422, 422)
    assert "Two columns cannot hold the same." in twice.text
    assert "which column holds the date" in without.text


def test_rejected_rows_are_shown_downloaded_and_keep_everything_out(officer, kept):
    row = kept(BOOK + b"31/02/2025;10u;Alarm;Nooit.\n")

    page = officer.get(f"/log/import/{row.key}/trial/").text
    sheet = officer.get(f"/log/import/{row.key}/rejected.csv")
    sent = officer.post(f"/log/import/{row.key}/trial/")

    assert "This day does not exist." in page
    assert "Write into the log" not in page
    assert "attachment" in sheet.headers["Content-Disposition"]
    assert "31/02/2025" in sheet.content.decode("utf-8-sig")
    assert sent.status_code == 422
    assert not Occurrence.objects.exists()
    assert LogUpload.objects.filter(pk=row.pk).exists()


def test_a_bad_file_is_refused_at_once_and_not_kept(officer, quay, settings):
    for name, content in [("log.xlsx", b"PK\x03\x04half"), ("log.csv", b""), ("log.csv", b"\x89PNG\r\n\x1a\n")]:
        sent = officer.post("/log/import/", {"facility": str(quay.key), "file": SimpleUploadedFile(name, content)})
        assert sent.status_code == 422
    assert not LogUpload.objects.exists()
    assert not files(settings.MEDIA_ROOT)


def test_another_organisations_facility_takes_no_file(officer, community):
    south = community.facilities["south"]

    sent = officer.post("/log/import/", {"facility": str(south.key), "file": SimpleUploadedFile("log.csv", BOOK)})

    assert sent.status_code == 422
    assert not LogUpload.objects.exists()


def test_a_colleague_with_the_same_seat_kind_sees_no_file_and_strikes_no_import(author, community, kept):
    row = kept()
    colleague = Seat.objects.create(
        person=community.person("colleague"),
        organisation=community.organisations["north"],
        function="officer",
        given_at=NOW,
    )
    other = member_of_seat(colleague)

    assert not LogUpload.objects.visible_to(other).exists()
    with pytest.raises(NotYourImport):
        import_upload(member=other, upload=row, now=NOW)
    done = import_upload(member=author, upload=row, now=NOW)
    assert LogImport.objects.visible_to(other).filter(pk=done.record.pk).exists()
    assert not LogImport.objects.editable_by(other).exists()


def test_files_are_bounded_and_forgotten_after_a_day(kept, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rows = [kept(now=NOW + timedelta(minutes=number)) for number in range(MOST_UPLOADS + 2)]
    assert set(LogUpload.objects.values_list("pk", flat=True)) == {one.pk for one in rows[-MOST_UPLOADS:]}
    assert len(files(settings.MEDIA_ROOT)) == MOST_UPLOADS

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_uploads(now=NOW + timedelta(days=2)) == MOST_UPLOADS
    assert not files(settings.MEDIA_ROOT)


def test_a_refused_import_keeps_the_file(author, kept):
    row = kept(BOOK + b"x;10u;Alarm;Nooit.\n")

    with pytest.raises(RowsRejected):
        import_upload(member=author, upload=row, now=NOW)
    assert LogUpload.objects.filter(pk=row.pk).exists()


def test_a_long_logbook_comes_in_as_a_job(officer, kept, settings, tmp_path):
    settings.CACHES = settings.CACHES | {"progress": settings.CACHES["progress"] | {"LOCATION": str(tmp_path / "p")}}
    rows = "".join(f"13/03/2025;{number % 24}u;Alarm;Nummer {number}.\n" for number in range(2_001))
    row = kept((HEAD + rows).encode())

    sent = officer.post(f"/log/import/{row.key}/trial/")
    job = Job.objects.get()
    assert sent.url == f"/jobs/{job.key}/" or str(job.key) in sent.url
    assert not Occurrence.objects.exists()
    run_job(key=job.key, clock=lambda: NOW)
    job.refresh_from_db()

    assert (job.state, job.done, job.total) == ("done", 2_001, 2_001)
    assert Occurrence.objects.count() == 2_001
    assert "2001 entries were written" in officer.get(job.link).text.replace(",", "")


def test_the_trial_of_a_long_logbook_looks_at_the_first_rows_and_a_job_at_all(officer, kept, settings, tmp_path):
    settings.CACHES = settings.CACHES | {"progress": settings.CACHES["progress"] | {"LOCATION": str(tmp_path / "p")}}
    rows = "".join(f"13/03/2025;{number % 24}u;Alarm;Nummer {number}.\n" for number in range(2_000))
    row = kept((HEAD + rows + "31/02/2025;10u;Alarm;Nooit.\n").encode())

    page = officer.get(f"/log/import/{row.key}/trial/").text
    officer.post(f"/log/import/{row.key}/trial/", {"do": "check"})
    job = Job.objects.get()
    run_job(key=job.key, clock=lambda: NOW)
    job.refresh_from_db()

    assert "This file has 2001 rows." in page.replace(",", "")
    assert "0 rows are rejected" in page
    assert (job.state, job.total, job.result_name) == ("done", 2_001, "rejected.csv")
    assert job.words == "Of 2001 rows: 2000 new, 0 in the log already, 1 rejected."
    with job.result.open("rb") as file:
        assert b"31/02/2025" in file.read()
    assert not Occurrence.objects.exists()
    assert LogUpload.objects.filter(pk=row.pk).exists()


def test_the_check_of_all_rows_is_its_own_seats(client, community, kept):
    row = kept()
    client.force_login(community.person("peer"))

    assert client.post(f"/log/import/{row.key}/trial/", {"do": "check"}).status_code == 404
    assert not Job.objects.exists()


def test_who_imported_strikes_it_out_on_its_page(officer, author, kept):
    done = import_upload(member=author, upload=kept(), now=clock.now())
    address = f"/log/import/result/{done.record.key}/"

    sent = officer.post(address, {"reason": "Wrong columns."})

    assert sent.status_code == 302
    assert "Wrong columns." in officer.get(address).text
    assert not Occurrence.objects.filter(struck_at=None).exists()
    assert officer.post(address, {"reason": "Again."}).status_code == 409
