"""Out of the private log into a draft: a report of its own, which knows nothing of the entry."""

from collections.abc import Sequence
from datetime import datetime
from mimetypes import guess_extension

from django.utils.translation import gettext_lazy as _

from port2port.base.downloads import content_of
from port2port.base.refusal import Refusal
from port2port.log.access import runs_log
from port2port.log.actions.following import write_line
from port2port.log.actions.writing import NotYourLog, editable
from port2port.log.lesson import Lesson, lesson_of, photos_of, said_in, spots_of
from port2port.log.models import Line, Occurrence
from port2port.members.member import Member
from port2port.reports.actions import save_draft
from port2port.reports.actions.files import Checked, Upload, checked, files_with_rows
from port2port.reports.actions.guarding import resolve
from port2port.reports.fields import Readers
from port2port.reports.models import Report


class LessonExists(Refusal):
    status = 409
    words = _("There is a lesson of this entry already. Open that one and go on from there.")


def share_lesson(*, member: Member, occurrence: Occurrence, lesson: Lesson, now: datetime) -> Report:
    """Make a draft report of what the officer chose; its readers are chosen there.

    The draft holds no way back to the entry. Raises LessonExists, PersonalDataFound, BadField, NotYourLog, EntryStruck.
    """
    if not runs_log(member) or not Occurrence.objects.editable_by(member).filter(pk=occurrence.pk).exists():
        raise NotYourLog
    # Photos are read and drawn anew while no other writer waits.
    photos = [checked(one) for one in _photos(occurrence, lesson, member=member)]
    return _shared(member=member, occurrence=occurrence, lesson=lesson, photos=photos, now=now)


@files_with_rows()
def _shared(
    *, member: Member, occurrence: Occurrence, lesson: Lesson, photos: Sequence[Checked], now: datetime
) -> Report:
    row = editable(member, occurrence)
    if lesson_of(row, member=member) is not None:
        raise LessonExists
    said = said_in(row, lesson)
    draft = save_draft(member=member, said=said, readers=Readers(), uploads=photos, now=now)
    resolve(draft, said, member=member, not_personal=lesson.not_personal, spots=spots_of(row), now=now)
    line = write_line(row, member, kind=Line.Kind.SHARED, text="", language=row.language, at=now, now=now)
    line.report = draft
    line.save(update_fields=["report"])
    return draft


def _photos(row: Occurrence, lesson: Lesson, *, member: Member) -> list[Upload]:
    chosen = [one for one in photos_of(row, member=member) if one.key in lesson.photos]
    # The name that somebody gave a file may be a person's.
    return [
        Upload(f"photo-{number}{guess_extension(one.media_type) or ''}", content_of(one.file), one.media_type)
        for number, one in enumerate(chosen, start=1)
    ]
