"""Publish, revise, withdraw and undo a report; sharing does the publishing, this module knows what a report is."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.members.models import Circle, Person
from port2port.pure.audience import Handling, Tlp
from port2port.reports.actions.files import check_editable, copy_attachments
from port2port.reports.actions.guarding import resolve
from port2port.reports.fields import Readers, ReportFields, apply, fields_of, readers_of_row
from port2port.reports.models import Report
from port2port.reports.rules import BadField, check_complete, check_draft
from port2port.sharing import actions as sharing
from port2port.sharing.came import circles_it_came_by
from port2port.sharing.would import Receivers, receivers_of, would_receive

# Kept as words of the house, shown in each reader's language.
NARROWED = "narrowed"
UNDONE = "undone"


class ReadersChanged(Refusal):
    status = 409
    words = _("Who would receive this has changed since you looked. Look at the names again.")


@transaction.atomic
def publish_report(
    *,
    member: Member,
    report: Report,
    now: datetime,
    expected: frozenset[int] | None = None,
    not_personal: frozenset[str] = frozenset(),
) -> Report:
    """Publish a draft.

    expected       the organisations that the author was shown
    not_personal   finds of the share guard that the author says are none, by their tokens
    Raises BadField, BadHandling, PersonalDataFound, ReadersChanged, NotYours, AlreadyPublished.
    """
    return publish_draft(member=member, report=report, expected=expected, not_personal=not_personal, now=now)


def publish_draft(
    *,
    member: Member,
    report: Report,
    expected: frozenset[int] | None,
    now: datetime,
    not_personal: frozenset[str] = frozenset(),
    is_fresh: bool = False,
    has_files: bool = True,
) -> Report:
    """As `publish_report`, inside the caller's transaction; `is_fresh` when that transaction made the row."""
    if not is_fresh:
        report = Report.objects.select_for_update().get(pk=report.pk)
        check_editable(member=member, report=report)
    said = fields_of(report)
    check_complete(said, now=now, first=True)
    resolve(report, said, member=member, not_personal=not_personal, now=now)
    if report.about_id is not None:
        _check_parent(report, readers_of_row(report), member=member)

    def check(receivers: Receivers) -> None:
        if expected is not None and receivers.organisations != expected:
            raise ReadersChanged

    report.may_have_files = has_files
    sharing.publish_within(record=report, member=member, check=check, now=now)
    if has_files:
        report.attachments.standing().update(is_published=True)
    return report


@transaction.atomic
def revise_report(
    *,
    member: Member,
    report: Report,
    said: ReportFields,
    readers: Readers,
    version: int,
    confirmed: frozenset[int],
    opens: bool = False,
    now: datetime,
    not_personal: frozenset[str] = frozenset(),
) -> Report:
    """Publish the next version. Fewer readers: withdrawn for all and published again under a new key (exchange.md E16).

    version        the one the author had open
    confirmed      organisations that the author was shown by name and accepted as new readers
    opens          the author was told that people without a login will read it, and accepted that
    not_personal   as in `publish_report`
    Returns the report that stands now. Raises PersonalDataFound, WideningNotConfirmed,
    BadField, BadHandling, NotYours, ReadersChanged.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    check_editable(member=member, report=report)
    if report.published_at is None or report.version != version:
        raise ReadersChanged(_("Someone of your organisation changed this meanwhile. Open it anew."))
    check_draft(said, readers, member=member)
    check_complete(said, now=now, first=False)
    _check_parent(report, readers, member=member)
    resolve(report, said, member=member, not_personal=not_personal, now=now)
    before, old = receivers_of(report, first_at=report.published_at), report.handling()
    candidate = Report.objects.get(pk=report.pk)
    apply(said, candidate)
    candidate.tlp = readers.tlp
    new = readers.handling(report)
    after = would_receive(new, Report, candidate.facets(), first_at=report.published_at)
    if is_narrower(old, new, before=before, after=after):
        return _published_anew(member, report, said, readers, before=before, confirmed=confirmed, opens=opens, now=now)
    apply(said, report)
    _save_readers(report, readers)
    sharing.revise(record=report, member=member, before=before, confirmed=confirmed, opens=opens, now=now)
    report.attachments.standing().update(is_published=True)
    return report


def is_narrower(old: Handling, new: Handling, *, before: Receivers, after: Receivers) -> bool:
    """Whether anyone loses sight of it, now or by what its label promised to later members of a circle."""
    return (
        new.tlp > old.tlp
        or bool(old.circles - new.circles and new.tlp >= Tlp.AMBER)
        or bool(old.named - new.named and new.tlp == Tlp.RED)
        or (old.openly and not new.openly)
        or not before.everyone <= after.everyone
    )


@transaction.atomic
def withdraw_report(*, member: Member, report: Report, reason: str, now: datetime) -> Report:
    """Withdraw for good; those who had it see the reason. Raises NotYours, AlreadyWithdrawn, Refusal."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    sharing.withdraw(record=report, member=member, reason=reason, now=now)
    return report


@transaction.atomic
def undo_publish(*, member: Member, report: Report, now: datetime) -> Report:
    """Take back within ten seconds; the text comes back as a new draft, which is returned. Raises TooLateToUndo."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    readers = readers_of_row(report)
    sharing.undo(record=report, member=member, now=now)
    draft = _copy(report, fields_of(report), readers, now=now)
    copy_attachments(report, draft, now=now)
    return draft


def _published_anew(
    member: Member,
    report: Report,
    said: ReportFields,
    readers: Readers,
    *,
    before: Receivers,
    confirmed: frozenset[int],
    opens: bool,
    now: datetime,
) -> Report:
    fresh = _copy(report, said, readers, now=now)
    copy_attachments(report, fresh, now=now)
    after = receivers_of(fresh, first_at=now)
    sharing.check_widening(before, after, confirmed=confirmed, opens=opens)
    # Kept in the row, where each reader is asked whether it has both, and never signed (ADR 0008): who joins later must
    # not learn from the second one that there was a first.
    fresh.derived_from = report.key
    fresh.save(update_fields=["derived_from"])
    sharing.withdraw(record=report, member=member, reason=NARROWED, now=now)
    sharing.publish(record=fresh, member=member, now=now)
    fresh.attachments.standing().update(is_published=True)
    return fresh


def _copy(report: Report, said: ReportFields, readers: Readers, *, now: datetime) -> Report:
    fresh = Report(
        originator_id=report.originator_id,
        author_id=report.author_id,
        about_id=report.about_id,
        not_personal=report.not_personal,
        made_at=now,
        changed_at=now,
    )
    apply(said, fresh)
    _save_readers(fresh, readers)
    return fresh


def _save_readers(report: Report, readers: Readers) -> None:
    """Save the row with exactly these readers; sharing refuses those that this author may not choose."""
    report.tlp = readers.tlp
    report.is_open = readers.openly
    report.save()
    report.circles.set(Circle.objects.filter(pk__in=readers.circles))
    report.named.set(Person.objects.filter(pk__in=readers.named))


def _check_parent(report: Report, readers: Readers, *, member: Member) -> None:
    # Who quotes may keep the audience or narrow it, never widen it (sharing.md, rule 2). It is measured by what the
    # member knows of it: a refusal must not tell who else had the parent.
    parent = report.about
    if parent is None:
        return
    if readers.tlp < parent.tlp:
        raise BadField(
            "tlp",
            _("This answers a %(label)s report and cannot go further than that one.")
            % {"label": Tlp(parent.tlp).label},
        )
    to_circles = readers.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT} and parent.tlp >= Tlp.AMBER
    if to_circles and not readers.circles <= circles_it_came_by(parent, member):
        raise BadField("circles", _("This answers a report that did not go to all of these circles."))
    if readers.tlp == Tlp.AMBER and parent.tlp == Tlp.GREEN:
        raise BadField("tlp", _("This answers a TLP:GREEN report, which reaches no clients. Choose TLP:AMBER+STRICT."))
    known = _known_readers(parent, member) | {parent.author_id, report.author_id}
    if readers.tlp == Tlp.RED and not readers.named <= known:
        raise BadField("named", _("This answers a report that one of the named people cannot read."))


def _known_readers(parent: Report, member: Member) -> frozenset[int]:
    """Of a report to named people nobody; else whom it reached by its label or by the circles that the member knows."""
    if parent.tlp == Tlp.RED:
        return frozenset()
    handling = replace(parent.handling(), circles=circles_it_came_by(parent, member))
    first_at = parent.published_at or parent.changed_at
    return would_receive(handling, Report, parent.facets(), first_at=first_at).everyone
