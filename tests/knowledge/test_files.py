"""Files of a practice: seen by those who may read the wording that names them, and by nobody else."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.fields import fields_of
from port2port.knowledge.models import Practice, PracticeFile, Revision
from port2port.reports.actions.files import BadFile, Upload
from tests.knowledge.conftest import GREEN, said

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + b"\x00" * 200
REVIEW = timezone.localdate() + timedelta(days=300)


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(name: str = "gate.png") -> Upload:
    bytes_ = BytesIO()
    Image.new("RGB", (4, 4), "red").save(bytes_, "PNG")
    return Upload(name, bytes_.getvalue(), "image/png")


def drafted(author, *uploads: Upload, **more) -> Practice:
    words = said(
        review_by_on=REVIEW, body="See ![the gate](gate.png) and ![x](https://elsewhere.example/x.png)", **more
    )
    return actions.save_draft(member=author, said=words, readers=GREEN, uploads=uploads, now=now())


def get(client, community, who: str, file: PracticeFile) -> int:
    client.force_login(community.person(who))
    answer = client.get(f"/practices/{file.practice.key}/files/{file.key}/")
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_a_file_follows_its_wording_from_draft_to_readers(client, community, author, peer) -> None:
    draft = drafted(author, photo(), Upload("film.mp4", MP4, "video/mp4"))
    file = PracticeFile.objects.get(name="gate.png")
    assert (get(client, community, "author", file), get(client, community, "peer", file)) == (200, 404)

    practice = actions.propose(member=author, practice=draft, now=now())
    assert get(client, community, "peer", file) == 200
    page = client.get(practice.get_absolute_url()).content.decode()
    assert f'<img src="/practices/{practice.key}/files/{file.key}/"' in page
    assert "elsewhere.example/x.png)" in page
    assert 'src="https://elsewhere' not in page
    assert "<video" in page

    actions.withdraw_practice(member=author, practice=practice, reason="Wrong.", now=now())
    assert get(client, community, "peer", file) == 404


def test_what_waits_for_approval_is_seen_by_who_may_approve_and_the_old_one_stays_until_then(
    client, community, author, peer, outsider
) -> None:
    practice = actions.propose(member=author, practice=drafted(author, photo()), now=now())
    for member in (peer, outsider):
        actions.approve(member=member, practice=practice, sha256=practice.sha256, now=now())
    old = PracticeFile.objects.get()
    words = said(review_by_on=REVIEW, title="Pull harder")
    practice.refresh_from_db()
    revised = {"member": author, "practice": practice, "said": words, "version": practice.version}
    actions.revise(**revised, uploads=[photo("fence.png")], now=now())
    fresh = PracticeFile.objects.get(name="fence.png")

    assert (fresh.stage, get(client, community, "peer", fresh)) == ("waiting", 200)
    assert get(client, community, "guest", fresh) == 404
    assert get(client, community, "peer", old) == 200

    digest = Revision.objects.get().sha256
    for member in (peer, outsider):
        actions.approve(member=member, practice=practice, sha256=digest, now=now())
    actions.publish_revision(member=author, practice=practice, now=now())
    assert get(client, community, "peer", fresh) == 200
    # What stood once stays for the record, and readers of the new wording do not get it.
    assert get(client, community, "peer", old) == 404
    assert PracticeFile.objects.get(pk=old.pk).stage == "past"


def test_files_are_part_of_what_is_approved_and_leave_with_a_draft(
    author, tmp_path, django_capture_on_commit_callbacks
):
    without, with_one = drafted(author), drafted(author, photo())
    assert without.sha256 != with_one.sha256
    assert fields_of(with_one).files[0].name == "gate.png"
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(member=author, practice=with_one)
    assert not PracticeFile.objects.exists()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b"<svg onload=alert(1)>"),
        ("x.html", b"<script>"),
        ("x.mp4", b"<html>"),
        ("x.mp4", MP4 + b"PK\x05\x06" + b"\0" * 18),
    ],
)
def test_hostile_files_are_refused_and_nothing_is_kept(author, name, content) -> None:
    with pytest.raises(BadFile):
        drafted(author, Upload(name, content))
    assert not Practice.objects.exists()
    assert not PracticeFile.objects.exists()


def test_a_form_keeps_the_files_that_are_ticked(client, community, author) -> None:
    draft = drafted(author, photo(), photo("fence.png"))
    client.force_login(community.person("author"))
    kept = PracticeFile.objects.get(name="fence.png")
    page = client.get(f"/practices/{draft.key}/edit/")
    sent = {name: value for name, value in page.context["form"].initial.items() if value not in (None, False)}
    upload = SimpleUploadedFile("new.png", photo().content, "image/png")
    done = client.post(
        f"/practices/{draft.key}/edit/", sent | {"keep_files": [str(kept.key)], "uploads": upload, "do": "keep"}
    )
    assert done.status_code == 302
    draft.refresh_from_db()
    assert [one["name"] for one in draft.files] == ["fence.png", "new.png"]
    assert set(PracticeFile.objects.values_list("name", flat=True)) == {"fence.png", "new.png"}


@pytest.mark.parametrize("name", ["gate.png", "note.txt"])
def test_a_file_that_the_disk_lost_is_said_in_words(client, community, author, name) -> None:
    drafted(author, photo(), Upload("note.txt", b"fine", "text/plain"))
    file = PracticeFile.objects.get(name=name)
    Path(file.file.path).unlink()
    client.force_login(community.person("author"))

    answer = client.get(f"/practices/{file.practice.key}/files/{file.key}/")

    assert answer.status_code == 503
    assert "Tell the operator" in answer.text
