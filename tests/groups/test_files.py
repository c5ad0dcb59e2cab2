"""Files before a group: looked into, downloads only, seen with the meeting that they lie with and by nobody else."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from port2port.base.refusal import NotAllowed
from port2port.groups import actions
from port2port.groups.actions.filing import MOST_FILES
from port2port.groups.models import GroupFile
from port2port.groups.refusals import GroupEnded, MinutesStand, NotInTheGroup, TooManyFiles
from port2port.members.models import CircleMembership
from port2port.reports.actions.files import BadFile, Upload
from tests.groups.conftest import join
from tests.personas import NOW

PLAN = Upload("plan.txt", b"Two people at the gate.")


def photo() -> bytes:
    """With a place in it."""
    exif = Image.Exif()
    exif[0x010E] = "Quay 730"
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=exif)
    return made.getvalue()


def add(member, group, *uploads: Upload, **more):
    return actions.add_files(member=member, group=group, uploads=uploads or (PLAN,), now=more.pop("now", NOW), **more)


@pytest.mark.parametrize(
    "upload",
    [
        Upload("page.html", b"<html><script>alert(1)</script></html>"),
        Upload("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        Upload("photo.jpg", b"MZ\x90\x00" + bytes(64)),
        Upload("empty.txt", b""),
        Upload("two.pdf", photo() + b"%PDF-1.4"),
    ],
    ids=lambda one: one.name,
)
def test_what_is_not_sound_is_refused_and_leaves_nothing(author, group, upload, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(BadFile):
        add(author, group, PLAN, upload)

    assert not GroupFile.objects.exists()
    assert [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()] == []


def test_a_photo_loses_what_it_tells_and_the_same_file_twice_is_one(author, peer, group, meeting):
    (one,) = add(peer, group, Upload("gate.jpg", photo()), meeting=meeting)

    with one.file.open("rb") as kept:
        assert b"Quay 730" not in kept.read()
    assert one.is_stripped
    assert add(peer, group, Upload("gate.jpg", photo()), meeting=meeting) == []
    assert len(add(peer, group, Upload("gate.jpg", photo()))) == 1


def test_it_comes_as_a_download_and_never_inside_a_page(client, community, author, group, meeting):
    (one,) = add(author, group, Upload("gate.jpg", photo()), meeting=meeting)
    client.force_login(community.person("peer"))

    answer = client.get(one.get_absolute_url())

    assert answer.headers["Content-Disposition"] == 'attachment; filename="gate.jpg"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"gate.jpg" in client.get(meeting.get_absolute_url()).content


def test_it_goes_up_by_the_form_to_the_point_that_the_address_names(client, community, author, group, meeting):
    item = actions.add_item(member=author, meeting=meeting, said=actions.ItemFields(title="Gate"), now=NOW)
    client.force_login(community.person("peer"))
    address = f"/groups/{group.key}/files/?item={item.key}"

    sent = client.post(address, {"brought": [SimpleUploadedFile("plan.txt", PLAN.content)]})
    refused = client.post(address, {"brought": [SimpleUploadedFile("page.html", b"<html><script>x</script></html>")]})

    assert sent.status_code == 302
    assert refused.status_code == 422
    assert GroupFile.objects.get().item == item
    assert client.get(f"/groups/{group.key}/files/?item=no").status_code == 200


def test_who_is_outside_and_who_left_finds_no_file(client, community, author, peer, outsider, group, meeting):
    (one,) = add(author, group, meeting=meeting)
    missing = f"/groups/files/{group.key}/"
    client.force_login(community.person("outsider"))
    hidden, absent = client.get(one.get_absolute_url()), client.get(missing)
    assert (hidden.status_code, hidden.content) == (404, absent.content)

    CircleMembership.objects.filter(organisation=community.organisations["south"]).update(left_at=NOW)
    client.force_login(community.person("peer"))
    assert client.get(one.get_absolute_url()).status_code == 404
    with pytest.raises(NotInTheGroup):
        add(peer, group)


def test_a_late_joiner_of_a_circle_without_its_past_sees_no_file_of_a_hidden_meeting(
    community, author, group, meeting, outsider
):
    circle = community.circles["both"]
    circle.shows_history = False
    circle.save()
    add(author, group)
    joined = NOW + timedelta(days=1)
    join(community, "east", at=joined)
    add(author, group, Upload("new.txt", b"New."), meeting=meeting, now=joined + timedelta(days=1))
    (seen,) = add(author, group, Upload("newer.txt", b"Newer."), now=joined + timedelta(days=1))

    assert list(GroupFile.objects.visible_to(community.member("outsider"))) == [seen]


def test_only_who_sits_there_adds_and_only_who_brought_it_or_runs_the_group_takes_it_out(
    author, peer, colleague, outsider, group, settings
):
    for member in (colleague, outsider):
        with pytest.raises(NotInTheGroup):
            add(member, group)
    (own,) = add(peer, group)
    (chairs,) = add(author, group, Upload("chair.txt", b"By the chair."))
    with pytest.raises(NotAllowed):
        actions.take_out(member=peer, file=chairs, now=NOW)

    actions.take_out(member=author, file=own, now=NOW)
    actions.take_out(member=author, file=own, now=NOW)

    assert list(GroupFile.objects.all()) == [chairs]
    actions.end_group(member=author, group=group, now=NOW)
    with pytest.raises(GroupEnded):
        add(author, group)


def test_the_bytes_go_with_the_row(author, group, settings, django_capture_on_commit_callbacks):
    (one,) = add(author, group)
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_out(member=author, file=one, now=NOW)

    assert not one.file.storage.exists(one.file.name)


def test_what_lay_before_a_meeting_stays_once_its_minutes_are_final(author, peer, group, meeting):
    (one,) = add(author, group, meeting=meeting)
    both = frozenset(seat.organisation_id for seat in group.seats.all())
    actions.mark_attendance(member=author, meeting=meeting, organisations=both, now=NOW)
    actions.save_draft(member=author, meeting=meeting, now=NOW)
    actions.prepare(member=author, meeting=meeting, now=NOW)
    actions.finish(member=author, meeting=meeting, now=NOW + timedelta(days=8))

    for do in (
        lambda: actions.take_out(member=author, file=one, now=NOW),
        lambda: add(author, group, Upload("late.txt", b"Late."), meeting=meeting),
    ):
        with pytest.raises(MinutesStand):
            do()


def test_a_place_holds_so_many(author, group, meeting):
    for number in range(MOST_FILES):
        add(author, group, Upload(f"{number}.txt", b"A file."))

    with pytest.raises(TooManyFiles):
        add(author, group)
    assert len(add(author, group, meeting=meeting)) == 1
