"""Two organisations besides the author's stand behind a wording, or say a year later that it is still true."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.actions.recording import append, version_of
from port2port.knowledge.models import Approval, Practice, Revision, State
from port2port.knowledge.rules import check_review_day
from port2port.members.member import Act, Member
from port2port.members.models import Organisation
from port2port.pure import stix
from port2port.pure.audience import Tlp
from port2port.reports.rules import own_organisation
from port2port.sharing import actions as sharing
from port2port.sharing import search
from port2port.sharing.audience_index import file_record, tokens_of

NEEDED = 2


class OwnPractice(Refusal):
    status = 409
    words = _("Your organisation wrote this; two others approve it.")


class OtherWording(Refusal):
    status = 409
    words = _("The text has changed since you opened it. Read it again before you approve it.")


class ApprovedBefore(Refusal):
    status = 409
    words = _("Your organisation has approved this wording already; another one must follow.")


class SamePerson(Refusal):
    status = 409
    words = _("You have approved this wording already, from another seat; another person must follow.")


class NotDue(Refusal):
    status = 409
    words = _("This is not due for review.")


@transaction.atomic
def approve(*, member: Member, practice: Practice, sha256: str, now: datetime) -> Practice:
    """Stand behind one wording; with the second organisation the practice is approved.

    sha256   of the wording that was read: the practice's own, or that of the version proposed after it
    Raises NotAllowed, OwnPractice, OtherWording, ApprovedBefore, SamePerson, AlreadyWithdrawn.
    """
    row, organisation = _locked(member, practice)
    waiting = Revision.objects.select_for_update().filter(practice=row).first()
    if sha256 not in {row.sha256, waiting.sha256 if waiting else row.sha256}:
        raise OtherWording
    given = Approval.objects.of_text(sha256).filter(practice=row)
    person = member.person_id or 0
    if given.filter(organisation=organisation).exists():
        raise ApprovedBefore
    if given.filter(person_id=person).exists():
        raise SamePerson
    _record(Approval(sha256=sha256), row, member, organisation, now=now)
    if sha256 == row.sha256 and row.approved_at is None and has_enough(row, sha256):
        row.approved_at = now
        row.save(update_fields=["approved_at"])
        # From here on the floor and the trainers may read it: the index says so in the same transaction.
        tokens = tokens_of(row)
        file_record(row, tokens=tokens)
        search.index(row, tokens=tokens)
    sharing.record_acknowledgement(record=row, member=member, now=now)
    return row


@transaction.atomic
def still_true(*, member: Member, practice: Practice, review_by_on: date, now: datetime) -> Practice:
    """Another organisation says that a practice which is due still holds, and until when.

    Raises NotAllowed, OwnPractice, NotDue, BadField, AlreadyWithdrawn.
    """
    row, organisation = _locked(member, practice)
    today = timezone.localdate(now)
    if row.state_on(today) != State.DUE:
        raise NotDue
    check_review_day(review_by_on, today=today)
    said = Approval(sha256=row.sha256, step=Approval.Step.STILL_TRUE, review_by_on=review_by_on)
    _record(said, row, member, organisation, now=now)
    row.review_by_on = review_by_on
    row.save(update_fields=["review_by_on"])
    return row


def number_of_approvals(practice: Practice, sha256: str) -> int:
    """How many organisations stand behind the wording, those included whose names this reader is not told."""
    return Approval.objects.of_text(sha256).filter(practice=practice).count()


def has_enough(practice: Practice, sha256: str) -> bool:
    """Whether two organisations besides the author's stand behind the wording."""
    given = Approval.objects.of_text(sha256).filter(practice=practice).exclude(organisation_id=practice.originator_id)
    return given.values("organisation").distinct().count() >= NEEDED


def _locked(member: Member, practice: Practice) -> tuple[Practice, Organisation]:
    if not member.may(Act.PUBLISH) or member.person_id is None:
        raise NotAllowed
    if not Practice.objects.visible_to(member).filter(pk=practice.pk).exists():
        raise NotAllowed
    row = Practice.objects.select_for_update().get(pk=practice.pk)
    if row.originator_id == member.organisation_id:
        raise OwnPractice
    if row.is_withdrawn:
        raise sharing.AlreadyWithdrawn
    return row, Organisation.objects.get(pk=own_organisation(member))


def _record(said: Approval, practice: Practice, member: Member, organisation: Organisation, *, now: datetime) -> None:
    said.practice, said.organisation, said.person_id, said.at = practice, organisation, member.person_id or 0, now
    tlp = Tlp(practice.tlp)
    opinion = stix.opinion(
        said.key,
        version_of(organisation, tlp=tlp, created=now),
        stance="agree",
        explanation=_words(said),
        refs=[practice.stix_id],
    )
    said.position = append(
        member=member, organisation=organisation, record=practice, tlp=tlp, objects=[opinion], now=now
    )
    said.save()


def _words(said: Approval) -> str:
    """What was said, of which wording, until when: for machines, in an order that never changes."""
    parts = [str(said.step), said.sha256]
    return " ".join([*parts, said.review_by_on.isoformat()] if said.review_by_on else parts)
