"""A result goes beyond its circle once every organisation whose counts are in it has approved exactly that."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.counts.models import Comparison
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Circle, Organisation, Port
from port2port.members.readers import choosable_circles
from port2port.pure.audience import Tlp
from port2port.reports.actions import ReadersChanged
from port2port.reports.fields import Readers
from port2port.sharing import actions as sharing
from port2port.sharing.would import Receivers, receivers_of, would_receive
from port2port.studies.access import approves_results
from port2port.studies.actions.drafting import locked
from port2port.studies.actions.telling import tell_lenders
from port2port.studies.lending import willing_since
from port2port.studies.models import ResultApproval, Study, StudyResult, Widening
from port2port.studies.refusals import (
    AlreadyApproved,
    InterimRun,
    LendsNoMore,
    NotApprovedByAll,
    NotWider,
    ReadAnew,
    TooSmallToShow,
)
from port2port.studies.runs import covers_all
from port2port.studies.sealing import seal_of
from port2port.studies.small_sums import may_leave


@dataclass(frozen=True, slots=True)
class Signature:
    """An approval that is needed; given: the one that holds for the result and its readers as they are."""

    lender: Organisation
    given: ResultApproval | None


@transaction.atomic
def propose_widening(*, member: Member, result: StudyResult, readers: Readers, now: datetime) -> Widening:
    """Put a result before its lenders, for these readers; an open proposal for others ends.

    Raises NotWider, InterimRun, TooSmallToShow, NotAllowed.
    """
    study = locked(member, result.study)
    if member.seat_id is None or study.is_withdrawn or not study.is_frozen:
        raise NotAllowed
    if readers.tlp >= Tlp.RED or readers.named or readers.openly:
        raise NotWider
    circles = frozenset({study.circle_id, *(readers.circles & choosable_circles(member))})
    chosen = circles if readers.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT} else frozenset()
    if readers.tlp == Tlp.AMBER_STRICT and chosen == {study.circle_id}:
        raise NotWider
    _check_whole(result)
    _check_sums(result)
    Widening.objects.open().filter(result__study=study).update(ended_at=now)
    row = Widening.objects.create(result=result, tlp=readers.tlp, by_id=member.seat_id, at=now)
    row.circles.set(Circle.objects.filter(pk__in=chosen))
    record_act(member=member, act="propose_result", subject=f"study:{study.key} {result.number}", now=now)
    tell_lenders(row, by=member, now=now)
    return row


@transaction.atomic
def end_widening(*, member: Member, widening: Widening, now: datetime) -> None:
    """The proposal is given up. Raises NotAllowed."""
    rows = Widening.objects.editable_by(member).open().filter(pk=widening.pk)
    if not rows.update(ended_at=now):
        raise NotAllowed


def signatures_of(widening: Widening, *, seal: str) -> list[Signature]:
    """Of each organisation whose counts are in the result; one given before it took something back holds no more."""
    standing = widening.approvals.filter(seal=seal, ended_at=None).select_related("by", "organisation")
    since = willing_since(widening.result)
    given = {
        one.organisation_id: one
        for one in standing
        if one.organisation_id in since and one.at >= since[one.organisation_id]
    }
    return [Signature(one, given.get(one.pk)) for one in widening.result.lenders.order_by("name", "pk")]


@transaction.atomic
def approve_result(*, member: Member, widening: Widening, seal: str, now: datetime) -> ResultApproval:
    """The own organisation agrees to this result and these readers. Raises ReadAnew, AlreadyApproved, NotAllowed."""
    row = _held(member, widening)
    lenders = set(row.result.lenders.values_list("pk", flat=True))
    if not approves_results(member) or member.organisation_id not in lenders or member.seat_id is None:
        raise NotAllowed
    if member.organisation_id not in willing_since(row.result):
        raise LendsNoMore
    if seal != seal_of(row):
        raise ReadAnew
    mine = row.approvals.filter(organisation_id=member.organisation_id, seal=seal, ended_at=None)
    if mine.exists():
        raise AlreadyApproved
    made = ResultApproval.objects.create(
        widening=row, organisation_id=member.organisation_id, seal=seal, by_id=member.seat_id, at=now
    )
    record_act(member=member, act="approve_result", subject=f"study:{row.result.study.key}", now=now)
    return made


@transaction.atomic
def take_back_approval(*, member: Member, widening: Widening, now: datetime) -> None:
    """Until it has gone further, an approval can be taken back. Raises NotAllowed."""
    row = _held(member, widening)
    if not ResultApproval.objects.editable_by(member).filter(widening=row).update(ended_at=now):
        raise NotAllowed
    record_act(member=member, act="take_back_approval", subject=f"study:{row.result.study.key}", now=now)


def _held(member: Member, widening: Widening) -> Widening:
    """The open proposal, held until the transaction ends. Raises NotAllowed."""
    rows = Widening.objects.visible_to(member).open().select_for_update(of=("self",))
    row = rows.select_related("result__study").filter(pk=widening.pk).first()
    if row is None:
        raise NotAllowed
    return row


def receivers_beyond(widening: Widening, *, now: datetime) -> Receivers:
    """Who could open the study once it has gone further."""
    study = widening.result.study
    readers = Readers(tlp=Tlp(widening.tlp), circles=frozenset(widening.circles.values_list("pk", flat=True)))
    first_at = study.published_at or now
    handling = readers.handling(study)  # type: ignore[arg-type]
    return would_receive(handling, Study, study.facets(), first_at=first_at)


@transaction.atomic
def let_go(*, member: Member, widening: Widening, expected: frozenset[int], now: datetime) -> Study:
    """The result goes to the readers agreed to. expected: organisations that the author was shown.

    Raises NotApprovedByAll, InterimRun, TooSmallToShow, ReadersChanged, NotAllowed, BadHandling.
    """
    study = locked(member, widening.result.study)
    row = Widening.objects.editable_by(member).open().select_for_update(of=("self",)).filter(pk=widening.pk).first()
    if row is None or study.is_withdrawn:
        raise NotAllowed
    if not all(one.given for one in signatures_of(row, seal=seal_of(row))):
        raise NotApprovedByAll
    _check_whole(row.result)
    _hold_cells(study)
    _check_sums(row.result)
    before = receivers_of(study, first_at=study.published_at or now)
    study.tlp, study.is_wide = row.tlp, True
    study.circles.set(row.circles.all())
    after = receivers_of(study, first_at=study.published_at or now)
    if after.organisations != expected:
        raise ReadersChanged
    _only(row, study, expected, now=now)
    sharing.revise(record=study, member=member, before=before, confirmed=expected, now=now)
    record_act(member=member, act="let_result_go", subject=f"study:{study.key} {row.result.number}", now=now)
    return study


def _only(row: Widening, study: Study, agreed: frozenset[int], *, now: datetime) -> None:
    """From now on this result is read beyond the circle, by these readers; what was let go before no more."""
    Widening.objects.filter(result__study=study, ended_at=None).exclude(pk=row.pk).update(ended_at=now)
    StudyResult.objects.filter(study=study).exclude(pk=row.result_id).update(wide_at=None)
    StudyResult.objects.filter(pk=row.result_id).update(wide_at=now)
    Widening.objects.filter(pk=row.pk).update(done_at=now)
    row.organisations.set(Organisation.objects.filter(pk__in=agreed))


def _check_whole(result: StudyResult) -> None:
    if not covers_all(result):
        raise InterimRun


def _hold_cells(study: Study) -> None:
    """Of two results that share a port or a comparison, one waits until the other has gone or stays."""
    ports = Port.objects.filter(pk__in=study.series.values("port")).order_by("pk")
    comparisons = Comparison.objects.filter(pk__in=[study.comparison_id] if study.comparison_id else [])
    for rows in (ports, comparisons):
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _check_sums(result: StudyResult) -> None:
    # Every result that ever left, of whichever study, a withdrawn one too: who read it has it.
    left = Widening.objects.exclude(done_at=None)
    earlier = StudyResult.objects.exclude(pk=result.pk).filter(pk__in=left.values("result"))
    if not may_leave(result, earlier):
        raise TooSmallToShow
