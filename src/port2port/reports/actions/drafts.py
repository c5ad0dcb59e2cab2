"""Drafts: kept as they are, seen by the own organisation's authors only."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.prepared import Insert, together
from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.member import Act, Member
from port2port.members.models import Person
from port2port.members.readers import ask_choosable_circles, choosable_circles
from port2port.pure.audience import Tlp
from port2port.reports.actions.files import (
    Checked,
    Upload,
    add_files,
    check_editable,
    drop,
    files_with_rows,
    looked_into,
)
from port2port.reports.actions.publishing import publish_draft
from port2port.reports.fields import Readers, ReportFields, apply, digest_source, fields_of, readers_of_row
from port2port.reports.guard import masked
from port2port.reports.models import Report
from port2port.reports.rules import BadField, check_draft, own_organisation
from port2port.reports.sending import SentOtherwise, once
from port2port.sharing.handling_rules import nameable

_IN_CIRCLE = Report.circles.through
_INSERT, _INSERT_CIRCLES = Insert(Report), Insert(_IN_CIRCLE, or_leave_be=True)


class ComposedMeanwhile(Refusal):
    status = 409
    words = _("Someone of your organisation changed this meanwhile. Open it anew and make your change there.")


class NotADraft(Refusal):
    status = 409
    words = _("This is already published. Revise it instead.")


@looked_into()
@files_with_rows()
def save_draft(
    *,
    member: Member,
    said: ReportFields,
    readers: Readers,
    now: datetime,
    report: Report | None = None,
    uploads: Sequence[Upload | Checked] = (),
    key: str = "",
) -> Report:
    """Keep what was said, in a new draft or in the given one. Raises BadField, BadFile, NotADraft, SentOtherwise."""
    return _saved(member=member, said=said, readers=readers, report=report, uploads=uploads, key=key, now=now)


@looked_into()
@files_with_rows()
def compose(
    *,
    member: Member,
    said: ReportFields,
    readers: Readers,
    now: datetime,
    expected: frozenset[int] | None = None,
    report: Report | None = None,
    uploads: Sequence[Upload | Checked] = (),
    key: str = "",
    not_personal: frozenset[str] = frozenset(),
) -> Report:
    """Save and publish in one step; `expected` and `not_personal` as in `publish_report`.

    Raises what `save_draft` and `publish_report` raise.
    """
    draft = _saved(member=member, said=said, readers=readers, report=report, uploads=uploads, key=key, now=now)
    if draft.version:
        # The same form a second time: its first copy stands already.
        return draft
    is_fresh = report is None and draft.made_at == now
    has_files = bool(uploads) or not is_fresh
    return publish_draft(
        member=member,
        report=draft,
        expected=expected,
        not_personal=not_personal,
        is_fresh=is_fresh,
        has_files=has_files,
        now=now,
    )


@transaction.atomic
def mask_draft(*, member: Member, report: Report, keep: frozenset[str], now: datetime) -> Report:
    """Put a word in place of what the share guard finds in a draft.

    keep   finds that the author says are no personal data, by their tokens
    Raises BadField, NotADraft, NotYours, AlreadyWithdrawn.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    check_editable(member=member, report=row)
    if not row.is_draft:
        raise NotADraft
    said = masked(fields_of(row), keep=keep | frozenset(row.not_personal))
    check_draft(said, readers_of_row(row), member=member)
    apply(said, row)
    row.changed_at = now
    row.save()
    return row


@files_with_rows()
def delete_draft(*, member: Member, report: Report) -> None:
    """Throw a draft away with its files. Raises NotADraft, NotYours."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    check_editable(member=member, report=row)
    if not row.is_draft:
        raise NotADraft
    for attachment in row.attachments.all():
        drop(attachment)
    row.delete()


def _saved(
    *,
    member: Member,
    said: ReportFields,
    readers: Readers,
    report: Report | None,
    uploads: Sequence[Upload | Checked],
    key: str,
    now: datetime,
) -> Report:
    if not member.may(Act.PUBLISH):
        raise NotAllowed
    if readers.tlp == Tlp.RED and member.person_id is None:
        raise BadField("tlp", _("TLP:RED is written by a person; a service account cannot be named."))
    check_draft(said, readers, member=member)
    content = digest_source(said, readers) + "".join(sha256(one.content).hexdigest() for one in uploads)

    made: list[Report] = []

    def keep() -> UUID:
        kept = _write(member=member, said=said, readers=readers, report=report, now=now)
        if uploads:
            add_files(member=member, report=kept, uploads=uploads, now=now)
        made.append(kept)
        return kept.key

    result = once(member=member, key=key, act="report", content=content, now=now, do=keep)
    kept = made[0] if made else Report.objects.editable_by(member).filter(key=result).first()
    if kept is None:
        # Sent again after the first copy was deleted or withdrawn.
        raise SentOtherwise
    return kept


def _write(*, member: Member, said: ReportFields, readers: Readers, report: Report | None, now: datetime) -> Report:
    if report is None:
        report = Report(originator_id=own_organisation(member), author_id=member.person_id, made_at=now)
    else:
        report = Report.objects.select_for_update().get(pk=report.pk)
        check_editable(member=member, report=report)
        if not report.is_draft:
            raise NotADraft
    apply(said, report)
    report.changed_at = now
    set_readers(report, readers, member=member)
    return report


def set_readers(report: Report, readers: Readers, *, member: Member) -> None:
    """Save the row with its handling; circles and people that this author cannot choose are left out."""
    report.tlp = readers.tlp
    report.is_open = readers.openly and readers.tlp == Tlp.CLEAR
    is_new = report.pk is None
    if is_new:
        _insert(report, readers, member=member)
    else:
        report.save()
        report.circles.set(readers.circles & choosable_circles(member))
    if readers.named or not is_new:
        known = {person for person, _label in nameable(member)} if readers.named else set()
        report.named.set(Person.objects.filter(pk__in=readers.named & known))


def _insert(report: Report, readers: Readers, *, member: Member) -> None:
    with together():
        choosable = ask_choosable_circles(member) if readers.circles else frozenset
        _INSERT(report)
        # A new row has no circles, so nothing is compared.
        chosen = sorted(readers.circles & choosable())
        _INSERT_CIRCLES(*(_IN_CIRCLE(report_id=report.pk, circle_id=circle) for circle in chosen))
