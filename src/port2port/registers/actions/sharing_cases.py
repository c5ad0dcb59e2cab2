"""A use case before others: its readers chosen, shown, told; every later version goes to the same readers."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.members.readers import choosable_circles
from port2port.pure.audience import Handling, Tlp
from port2port.registers.fields import KEPT
from port2port.registers.guard import finds_in
from port2port.registers.models import AiUseCase, CaseMove, Measurement, State
from port2port.reports.actions import ReadersChanged
from port2port.reports.actions.publishing import is_narrower
from port2port.reports.fields import Readers
from port2port.reports.guard import PersonalDataFound
from port2port.reports.rules import BadField
from port2port.sharing import actions as sharing
from port2port.sharing.actions import AlreadyPublished, AlreadyWithdrawn, NotYours
from port2port.sharing.would import Receivers, receivers_of, would_receive


class FewerReaders(Refusal):
    words = _("Someone who has it would lose it. Here it only goes to more; to take it from anyone, withdraw it.")


class ClientsWouldLoseIt(FewerReaders):
    words = _(
        "Clients read TLP:AMBER and not TLP:GREEN, so those who have it would lose it. Choose TLP:CLEAR, or withdraw "
        "it and enter it anew."
    )


class NothingToShare(Refusal):
    status = 409
    words = _("It is withdrawn. Write a new use case instead.")


class NotSharedYet(Refusal):
    status = 409
    words = _("It is shared with nobody yet. Choose its readers first.")


def locked(member: Member, case: AiUseCase) -> AiUseCase:
    """The row as it is now, held until the transaction ends. Raises NotYours, AlreadyWithdrawn."""
    row = AiUseCase.objects.select_for_update(of=("self",)).select_related("originator").get(pk=case.pk)
    if not AiUseCase.objects.editable_by(member).filter(pk=row.pk).exists():
        raise AlreadyWithdrawn if row.is_withdrawn and row.originator_id == member.organisation_id else NotYours
    return row


def sharing_before(row: AiUseCase) -> Receivers | None:
    """Who can open it now; None while it is shared with nobody."""
    return receivers_of(row, first_at=row.published_at) if row.published_at else None


def put_before_readers(
    row: AiUseCase,
    *,
    member: Member,
    before: Receivers | None,
    not_personal: frozenset[str] = frozenset(),
    now: datetime,
) -> None:
    """The next version of a shared case, to the same readers; nothing for one that is shared with nobody.

    Runs in the caller's transaction, on a row that is saved. Raises PersonalDataFound.
    """
    if before is None:
        return
    _resolve(row, member=member, not_personal=not_personal, now=now)
    sharing.revise(record=row, member=member, before=before, confirmed=frozenset(), now=now)


@transaction.atomic
def choose_readers(
    *, member: Member, case: AiUseCase, readers: Readers, shows_site: bool, shows_figures: bool, now: datetime
) -> AiUseCase:
    """Who would read it, and what of it; nothing leaves yet. Raises BadField, AlreadyPublished, NotYours."""
    row = locked(member, case)
    if not row.is_draft:
        raise AlreadyPublished
    if row.state == State.WITHDRAWN:
        raise NothingToShare
    if readers.tlp >= Tlp.RED:
        raise BadField("tlp", _("A use case is shared with organisations, not with named people."))
    row.tlp, row.is_open = readers.tlp, readers.openly and readers.tlp == Tlp.CLEAR
    row.shows_site, row.shows_figures, row.changed_at = shows_site, shows_figures, now
    row.save()
    row.circles.set(readers.circles & choosable_circles(member))
    return row


@transaction.atomic
def share_case(
    *,
    member: Member,
    case: AiUseCase,
    now: datetime,
    expected: frozenset[int] | None = None,
    not_personal: frozenset[str] = frozenset(),
) -> AiUseCase:
    """Put it before the readers chosen.

    expected   the organisations that the owner was shown
    Raises PersonalDataFound, ReadersChanged, BadHandling, NothingToShare, NotYours.
    """
    row = locked(member, case)
    if row.state == State.WITHDRAWN:
        raise NothingToShare
    _resolve(row, member=member, not_personal=not_personal, now=now)

    def check(receivers: Receivers) -> None:
        if expected is not None and receivers.organisations != expected:
            raise ReadersChanged

    sharing.publish_within(record=row, member=member, check=check, now=now)
    return row


@transaction.atomic
def undo_share(*, member: Member, case: AiUseCase, now: datetime) -> AiUseCase:
    """Take back within ten seconds; the case comes back as a new one of the own register. Raises TooLateToUndo."""
    row = locked(member, case)
    circles, state = list(row.circles.all()), row.state
    row.state = State.WITHDRAWN
    sharing.undo(record=row, member=member, now=now)
    same = (*KEPT, "ai_class", "tlp", "is_open", "shows_site", "shows_figures", "not_personal", "author_id", "made_at")
    kept = AiUseCase(
        originator_id=row.originator_id, state=state, changed_at=now, **{name: getattr(row, name) for name in same}
    )
    kept.save()
    kept.circles.set(circles)
    CaseMove.objects.bulk_create(_again(one, kept) for one in row.moves.order_by("at", "id"))
    Measurement.objects.filter(case=row).update(case=kept)
    return kept


@transaction.atomic
def widen_case(
    *,
    member: Member,
    case: AiUseCase,
    readers: Readers,
    shows_site: bool,
    shows_figures: bool,
    version: int,
    confirmed: frozenset[int],
    opens: bool = False,
    now: datetime,
) -> AiUseCase:
    """Let more read it, or more of it; what its readers have they keep.

    version     the one that the owner had open
    confirmed   organisations that the owner was shown by name and accepted as new readers
    Raises FewerReaders, WideningNotConfirmed, ReadersChanged, BadHandling, PersonalDataFound, NotYours.
    """
    row = locked(member, case)
    if row.published_at is None:
        raise NotSharedYet
    if row.version != version:
        raise ReadersChanged
    before, old = receivers_of(row, first_at=row.published_at), row.handling()
    circles = readers.circles | (old.circles if readers.tlp >= Tlp.AMBER else frozenset())
    new = Handling(
        tlp=readers.tlp, originator=old.originator, author=old.author, circles=circles, openly=readers.openly
    )
    after = would_receive(new, AiUseCase, row.facets(), first_at=row.published_at)
    if is_narrower(old, new, before=before, after=after):
        raise ClientsWouldLoseIt if (old.tlp, new.tlp) == (Tlp.AMBER, Tlp.GREEN) else FewerReaders
    row.tlp, row.is_open, row.changed_at = readers.tlp, readers.openly, now
    row.shows_site, row.shows_figures = shows_site, shows_figures
    row.save()
    row.circles.set(Circle.objects.filter(pk__in=circles))
    _resolve(row, member=member, not_personal=frozenset(), now=now)
    sharing.revise(record=row, member=member, before=before, confirmed=confirmed, opens=opens, now=now)
    return row


def _again(move: CaseMove, case: AiUseCase) -> CaseMove:
    return CaseMove(case=case, before=move.before, after=move.after, why=move.why, by_id=move.by_id, at=move.at)


def _resolve(row: AiUseCase, *, member: Member, not_personal: frozenset[str], now: datetime) -> None:
    """That nothing tells of people but what the owner says is no personal data, now or before; that goes on record."""
    found, known = finds_in(row), frozenset(row.not_personal)
    unresolved = [one for one in found if one.token not in known | not_personal]
    if unresolved:
        raise PersonalDataFound(unresolved)
    fresh = [one for one in found if one.token not in known]
    row.not_personal = sorted({one.token for one in found})
    if fresh:
        row.save(update_fields=["not_personal"])
        record_act(member=member, act="not_personal", subject=f"{row.number}: {len(fresh)}", now=now)
