"""Parts of an assessment given to a colleague or an outside author: named controls, nothing more."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.assessments.access import NO_AUTHORS
from port2port.assessments.actions.shared import What, check_asked, check_open, kept, note, seat_of, settle
from port2port.assessments.models import Assessment, Assignment
from port2port.assessments.pinned import sheet_of
from port2port.assessments.refusals import NobodyChosen
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.models import Action
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Organisation, Seat
from port2port.reports.rules import own_organisation
from port2port.vocabulary import lookup


@on_rights
@transaction.atomic
def give_part(
    *,
    member: Member,
    assessment: Assessment,
    controls: Collection[str],
    seat: Seat | None = None,
    organisation: Organisation | None = None,
    now: datetime,
) -> Assignment:
    """These controls may be answered by a colleague's seat, or by the people of another organisation.

    Raises NotAllowed, NotWritable, RoundNotOpen, Withdrawn, NotOfTheRound, NobodyChosen.
    """
    row = kept(member, assessment)
    check_open(row)
    known = sheet_of(row.round).by_id
    check_asked(controls, known)
    if not controls or not _can_write(member, seat, organisation):
        raise NobodyChosen
    asked = seat is not None and row.assessor_id is None
    part = Assignment.objects.create(
        assessment=row,
        seat=seat,
        organisation=organisation,
        controls=[name for name in known if name in set(controls)],
        given_by_id=seat_of(member),
        given_at=now,
        action=_ask(row, seat, len(set(controls)), member=member, now=now) if seat and asked else None,
    )
    note(row, What.GIVEN, member=member, now=now, part=part)
    return part


def _can_write(member: Member, seat: Seat | None, organisation: Organisation | None) -> bool:
    if (seat is None) == (organisation is None):
        return False
    if seat is not None:
        own = seat.organisation_id == member.organisation_id and seat.is_open
        return own and seat.function not in NO_AUTHORS
    known = Organisation.objects.visible_to(member).filter(state="active").exclude(pk=own_organisation(member))
    return organisation is not None and known.filter(pk=organisation.pk).exists()


def _ask(row: Assessment, seat: Seat, number: int, *, member: Member, now: datetime) -> Action:
    words = ngettext("%(number)d control to answer", "%(number)d controls to answer", number) % {"number": number}
    said = Promise(
        title=f"{words} · {row.facility.name}"[:200],
        due_on=row.round.closes_on,
        language=lookup.reader_language(),
        facility=row.facility,
        owner=seat,
        source=("assessment", row.key),
    )
    return promise(member=member, wish=said, now=now)


@on_rights
@transaction.atomic
def take_part_back(*, member: Member, part: Assignment, now: datetime) -> Assignment:
    """Whoever had it sees and answers nothing of it from now on. Raises NotAllowed."""
    row = kept(member, part.assessment)
    found = Assignment.objects.select_for_update(of=("self",)).select_related("action").get(pk=part.pk)
    if found.ended_at is None:
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        settle(found.action, member=member, to="dropped", reason=_("Part taken back"), now=now)
        note(row, What.TAKEN_BACK, member=member, now=now, part=found)
    return found
