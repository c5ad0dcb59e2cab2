"""Attachments: checked by content, photos without metadata, nothing left behind."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from port2port.reports.actions import BadFile, Upload, attach, compose, detach, publish_report
from port2port.reports.actions.files import files_with_rows
from port2port.reports.models import Attachment
from tests.personas import NOW
from tests.reports.conftest import amber, said

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photo_with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "made at the north gate"
    exif.get_ifd(0x8825)[2] = (51.0, 13.0, 0.0)
    out = BytesIO()
    Image.new("RGB", (20, 10), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "keys" not in path.parts]


def put(member, report, *uploads):
    return attach(member=member, report=report, uploads=uploads, now=NOW)


def test_a_photo_loses_what_it_tells_beside_the_picture(author, draft):
    (kept,) = put(author, draft, Upload("gate.jpg", photo_with_position()))

    raw = Path(kept.file.path).read_bytes()
    assert kept.is_stripped
    assert b"north gate" not in raw
    assert not Image.open(BytesIO(raw)).getexif()


def test_the_name_never_reaches_the_disk(author, draft):
    (kept,) = put(author, draft, Upload("../../secret plan.pdf", PDF))

    assert kept.name == "secret plan.pdf"
    assert "secret" not in kept.file.path


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("page.html", b"<html><script>alert(1)</script>", 422),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422),
        ("photo.jpg", PDF, 422),
        ("empty.txt", b"", 422),
        ("big.txt", b"a" * (25 * 1024 * 1024 + 1), 413),
    ],
)
def test_other_files_are_refused_with_words(author, draft, name, content, status):
    with pytest.raises(BadFile, match=name) as refused:
        put(author, draft, Upload(name, content))

    assert refused.value.status == status
    assert not Attachment.objects.exists()


def test_ten_files_and_no_more(author, draft):
    put(author, draft, *[Upload(f"{number}.txt", f"line {number}".encode()) for number in range(10)])

    with pytest.raises(BadFile, match="ten files"):
        put(author, draft, Upload("11.txt", b"one more"))


def test_the_same_file_twice_is_one(author, draft):
    put(author, draft, Upload("a.txt", b"same"))
    put(author, draft, Upload("a.txt", b"same"))

    assert Attachment.objects.count() == 1


def test_when_the_second_file_is_refused_the_first_leaves_no_bytes(author, draft, tmp_path):
    with pytest.raises(BadFile):
        put(author, draft, Upload("a.txt", b"fine"), Upload("b.html", b"<html>"))

    assert not files_below(tmp_path)


def test_when_publishing_fails_its_files_are_gone(author, both, tmp_path):
    with pytest.raises(Exception, match="title"):
        compose(member=author, said=said(title=""), readers=amber(both), uploads=[Upload("a.txt", b"fine")], now=NOW)

    assert not files_below(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_files_of_a_failed_transaction_are_taken_back(tmp_path, community, author, draft):
    def fails() -> None:
        with files_with_rows():
            from port2port.reports.actions.files import add_files

            add_files(member=author, report=draft, uploads=[Upload("a.txt", b"fine")], now=NOW)
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fails()

    assert not files_below(tmp_path)
    assert not Attachment.objects.exists()


def test_a_draft_shows_its_files_to_its_authors_only(author, peer, draft):
    (kept,) = put(author, draft, Upload("a.txt", b"fine"))

    assert Attachment.objects.editable_by(author).contains(kept)
    assert not Attachment.objects.visible_to(author).contains(kept)
    assert not Attachment.objects.visible_to(peer).contains(kept)


def test_a_published_file_is_read_by_who_reads_the_report(author, peer, outsider, both):
    report = compose(member=author, said=said(), readers=amber(both), uploads=[Upload("a.txt", b"fine")], now=NOW)

    kept = report.attachments.get()
    assert Attachment.objects.visible_to(peer).contains(kept)
    assert not Attachment.objects.visible_to(outsider).contains(kept)


def test_a_file_taken_out_of_a_draft_leaves_the_disk(author, draft, tmp_path, django_capture_on_commit_callbacks):
    (kept,) = put(author, draft, Upload("a.txt", b"fine"))

    with django_capture_on_commit_callbacks(execute=True):
        detach(member=author, attachment=kept, now=NOW)

    assert not files_below(tmp_path)
    assert not Attachment.objects.exists()


def test_an_older_page_takes_no_published_file_off_the_disk(
    author, draft, tmp_path, django_capture_on_commit_callbacks
):
    (page,) = put(author, draft, Upload("plan.pdf", PDF))
    publish_report(member=author, report=draft, now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        detach(member=author, attachment=page, now=NOW)

    assert Attachment.objects.get(pk=page.pk).removed_at == NOW
    assert files_below(tmp_path)


def test_the_paper_names_the_files_and_their_digests(client, community, author, both):
    report = compose(member=author, said=said(), readers=amber(both), uploads=[Upload("Plan.pdf", PDF)], now=NOW)
    client.force_login(community.person("peer"))

    page = client.get(f"{report.get_absolute_url()}print/").content.decode()

    assert "Plan.pdf" in page
    assert report.attachments.get().sha256 in page
