"""Brings the courses that come with the software into a community, as starting text to be reviewed."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.courses.actions.shared import acting_organisation, acting_seat
from port2port.courses.actions.writing import file_rows, put_in, take_effect
from port2port.courses.files import STARTING, Folder, folders
from port2port.courses.models import Course, CourseFile, CourseVersion
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Function, Member
from port2port.pure.course_front import STARTING as NOTICE


@transaction.atomic
def load_starting(*, member: Member, now: datetime, top: Path = STARTING) -> list[CourseVersion]:
    """Release those that are not here yet, signed by the secretariat and marked as not yet gone over.

    A course with a fault, or that is there only in part, is passed over; so is one that others have written since.
    Raises NotAllowed.
    """
    if member.function != Function.SECRETARIAT or not member.may(Act.TEACH):
        raise NotAllowed
    made = [_loaded(folder, member=member, now=now) for folder in folders(top) if folder.is_whole]
    return [one for one in made if one is not None]


def _loaded(folder: Folder, *, member: Member, now: datetime) -> CourseVersion | None:
    front = next(iter(folder.texts.values())).front
    if front.notice != NOTICE:
        return None
    course, _is_new = Course.objects.get_or_create(
        code=front.id, defaults={"organisation_id": acting_organisation(member), "made_at": now}
    )
    newest = course.versions.order_by("-n").first()
    if newest is not None and (newest.n >= front.version or not newest.is_starting):
        return None
    seat = acting_seat(member)
    row = CourseVersion(
        course=course, n=front.version, is_starting=True, is_substantial=newest is None, made_by_id=seat, made_at=now,
        changed_at=now, offered_at=now, offered_by_id=seat, released_at=now, released_by_id=seat,
    )  # fmt: skip
    put_in(row, folder.texts)
    row.save()
    contents = {language: raw.decode("utf-8-sig") for language, raw in folder.raw.items()}
    CourseFile.objects.bulk_create(file_rows(row, contents, stands_at=now))
    take_effect(row)
    record_act(member=member, act="load_starting_course", subject=f"{course.code} {row.n}", now=now)
    return row
