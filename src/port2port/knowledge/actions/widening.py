"""More readers for a practice: by a new version of the same wording, after a page that names who newly gets it."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.knowledge.actions.drafts import locked
from port2port.knowledge.actions.revising import ChangedMeanwhile, NothingChanged, StillADraft
from port2port.knowledge.bounds import check_bounds
from port2port.knowledge.fields import handling_of, readers_of_row
from port2port.knowledge.models import Approval, Practice
from port2port.members.member import Member
from port2port.members.models import Circle, Person
from port2port.pure.audience import Handling, Tlp, audience
from port2port.reports.actions.publishing import is_narrower
from port2port.reports.fields import Readers
from port2port.sharing import actions as sharing
from port2port.sharing.would import receivers_of, would_receive


class FewerReaders(Refusal):
    words = _("Someone who has it would lose it. Here it only goes to more; to take it from anyone, withdraw it.")


class ClientsWouldLoseIt(FewerReaders):
    words = _(
        "Clients read TLP:AMBER and not TLP:GREEN, so those who have it would lose it. Choose TLP:CLEAR, or withdraw "
        "it and propose it anew."
    )


@transaction.atomic
def widen(
    *,
    member: Member,
    practice: Practice,
    readers: Readers,
    version: int,
    confirmed: frozenset[int],
    opens: bool = False,
    now: datetime,
) -> Practice:
    """Let more read it; the wording, and what was said of it by approvals, stays as it is.

    version     the one that the author had open
    confirmed   organisations that the author was shown by name and accepted as new readers
    opens       the author was told that people without a login will read it, and accepted that
    Raises FewerReaders, NothingChanged, WideningNotConfirmed, ChangedMeanwhile, StillADraft, BadHandling, NotYours.
    """
    row = locked(member, practice)
    if row.is_draft or row.published_at is None:
        raise StillADraft
    if row.version != version:
        raise ChangedMeanwhile
    readers = with_standing(row, readers)
    if readers == readers_of_row(row):
        raise NothingChanged
    before, old = receivers_of(row, first_at=row.published_at), row.handling()
    new = handling_of(row, readers)
    check_bounds(row, new, now=now)
    after = would_receive(new, Practice, row.facets(), first_at=row.published_at)
    if is_narrower(old, new, before=before, after=after):
        raise ClientsWouldLoseIt if (old.tlp, new.tlp) == (Tlp.AMBER, Tlp.GREEN) else FewerReaders
    _keep_names(row, old)
    row.tlp, row.is_open = readers.tlp, readers.openly
    row.save()
    row.circles.set(Circle.objects.filter(pk__in=readers.circles))
    row.named.set(Person.objects.filter(pk__in=readers.named))
    sharing.revise(record=row, member=member, before=before, confirmed=confirmed, opens=opens, now=now)
    return row


def with_standing(practice: Practice, readers: Readers) -> Readers:
    """Those chosen, and the circles and people that have it by a label of the same sort."""
    now_reads = readers_of_row(practice)
    if readers.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT}:
        return replace(readers, circles=readers.circles | now_reads.circles)
    return replace(readers, named=readers.named | now_reads.named) if readers.tlp == Tlp.RED else readers


def _keep_names(row: Practice, old: Handling) -> None:
    # Who approved it told its readers of that day; the new ones are told how many, and no names.
    tokens = f" {' '.join(sorted(audience(old)))} "
    Approval.objects.filter(practice=row, audience="").update(audience=tokens)
