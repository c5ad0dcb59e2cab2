"""Files beside a group, with a meeting or at a point: looked into when they come in, taken out with their bytes."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.groups.actions.shared import acting_seat, sitting_in
from port2port.groups.models import AgendaItem, GroupFile, Meeting, Minutes, WorkingGroup
from port2port.groups.refusals import MinutesStand, TooManyFiles
from port2port.members.member import Member
from port2port.reports.actions.files import Upload, checked, files_with_rows, keep_bytes
from port2port.reports.rules import own_organisation

MOST_FILES = 30


@files_with_rows()
def add_files(
    *,
    member: Member,
    group: WorkingGroup,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    uploads: Sequence[Upload],
    now: datetime,
) -> list[GroupFile]:
    """Lay files before the group; the same file twice at one place is one.

    Raises NotInTheGroup, GroupEnded, NotAllowed, MinutesStand, TooManyFiles, BadFile.
    """
    row = sitting_in(member, group)
    meeting = item.meeting if item is not None else meeting
    if meeting is not None:
        _check_meeting(member, row, meeting)
    place = GroupFile.objects.filter(group=row, meeting=meeting)
    there: set[tuple[int | None, str, str]] = set(place.values_list("item_id", "name", "sha256"))
    made = []
    for upload in uploads:
        one = _looked_into(upload)
        if (item.pk if item else None, one.name, one.sha256) in there:
            continue
        if len(there) >= MOST_FILES:
            raise TooManyFiles
        one.group, one.meeting, one.item = row, meeting, item
        one.organisation_id, one.by_id, one.made_at = own_organisation(member), acting_seat(member), now
        one.save()
        there.add((one.item_id, one.name, one.sha256))
        made.append(one)
    return made


def _looked_into(upload: Upload) -> GroupFile:
    taken = checked(upload)
    one = GroupFile(
        name=taken.name,
        media_type=taken.media_type,
        size=len(taken.content),
        sha256=sha256(taken.content).hexdigest(),
        is_stripped=taken.is_stripped,
    )
    keep_bytes(one.file, one.name, taken.content)
    return one


def _check_meeting(member: Member, group: WorkingGroup, meeting: Meeting) -> None:
    if meeting.group_id != group.pk or not Meeting.objects.visible_to(member).filter(pk=meeting.pk).exists():
        raise NotAllowed
    _check_minutes(meeting)


def _check_minutes(meeting: Meeting | None) -> None:
    """What lay before a meeting whose minutes are final stays with them."""
    if meeting is not None and Minutes.objects.filter(meeting=meeting, state=Minutes.State.FINAL).exists():
        raise MinutesStand


@transaction.atomic
def take_out(*, member: Member, file: GroupFile, now: datetime) -> None:
    """Take a file out, with its bytes. Raises NotAllowed, MinutesStand."""
    del now
    row = GroupFile.objects.select_for_update(of=("self",)).select_related("meeting").filter(pk=file.pk).first()
    if row is None:
        # Taken out meanwhile.
        return
    if not GroupFile.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    _check_minutes(row.meeting)
    place, storage = row.file.name, row.file.storage
    row.delete()
    transaction.on_commit(lambda: storage.delete(place or ""))
