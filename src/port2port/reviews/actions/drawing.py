"""Reviewers offer themselves, are drawn by a seed that nobody chose, and declare what binds them to the reviewed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.assessments.models import Assessment, Kind, Round
from port2port.assessments.pinned import sheet_of
from port2port.base.refusal import NotAllowed
from port2port.ledger.store import head
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.members.operators import operators
from port2port.pure import draw
from port2port.pure.draw import REVIEWERS, Candidate
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned
from port2port.reviews.access import draws, reviews_others
from port2port.reviews.actions.shared import State, What, check_in, held, kept, note, own, seat_of
from port2port.reviews.models import Review, Reviewer, ReviewerOffer
from port2port.reviews.refusals import AskedAlready, NotAPeerRound, NotNow, RefusedOnce, SamePort

INTEREST = Room(characters=300, byte_count=1_200, lines=True, required=True)
MOST_CHOSEN = 12
STANDING = ("drawn", "clear")
NOT_IN_RETURN = timedelta(days=2 * 365)


@transaction.atomic
def offer(*, member: Member, port: Port, now: datetime) -> ReviewerOffer:
    """This seat can be drawn from now on, for that port. Raises NotAllowed, SamePort."""
    if not reviews_others(member):
        raise NotAllowed
    if not Port.objects.of_organisation(member).filter(pk=port.pk).exists():
        raise SamePort
    ReviewerOffer.objects.running().filter(seat_id=seat_of(member)).update(ended_at=now)
    return ReviewerOffer.objects.create(seat_id=seat_of(member), organisation_id=own(member), port=port, from_at=now)


@transaction.atomic
def end_offer(*, member: Member, now: datetime) -> None:
    """It is drawn no more; reviews that it has begun go on."""
    ReviewerOffer.objects.editable_by(member).running().update(ended_at=now)


@transaction.atomic
def ask_review(*, member: Member, assessment: Assessment, controls: Sequence[str], now: datetime) -> Review:
    """The facility asks for reviewers, and says what they look at; the draw adds three controls.

    Raises NotAllowed, NotAPeerRound, AskedAlready, BadField.
    """
    row = Assessment.objects.select_for_update(of=("self",)).with_names().get(pk=assessment.pk)
    if not Assessment.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if row.kind != Kind.PEER or row.withdrawn_at is not None or row.round.state != Round.State.OPEN:
        raise NotAPeerRound
    if Review.objects.filter(assessment=row).exists():
        raise AskedAlready
    known = sheet_of(row.round).by_id
    chosen = [name for name in dict.fromkeys(controls) if name in known]
    if not 0 < len(chosen) <= MOST_CHOSEN or len(chosen) != len(set(controls)):
        raise BadField("controls", _("Choose one to twelve controls that reviewers look at."))
    made = Review(assessment=row, chosen=chosen, asked_by_id=seat_of(member), asked_at=now)
    made.changed_at = now
    made.save()
    note(made, What.ASKED, organisation=own(member), now=now)
    return made


@on_rights
@transaction.atomic
def draw_round(*, member: Member, round: Round, now: datetime) -> int:  # noqa: A002
    """Draw for every review of the round that waits; how many have two reviewers now.

    The seed is made of the round and of the log's root at this moment. Raises NotAllowed, NotNow.
    """
    if not draws(member):
        raise NotAllowed
    asked = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if asked.kind != Kind.PEER or asked.state not in {Round.State.OPEN, Round.State.CLOSED}:
        raise NotNow
    log = head()
    seed = draw.seed_of(str(asked.key), log.root.hex())
    tops = operators()
    number = 0
    for one in Review.objects.filter(assessment__round=asked, assessment__withdrawn_at=None).order_by("pk"):
        row = held(one)
        standing = [str(each.offer.key) for each in row.reviewers.filter(state__in=STANDING).select_related("offer")]
        if row.state == State.ASKED or (row.state == State.DRAWN and len(standing) < REVIEWERS):
            row.seed, row.root, row.log_size, row.stood = seed, log.root.hex(), log.size, standing
            row.candidates = _candidates(row, tops, now=now)
            names = sheet_of(row.assessment.round).by_id
            row.drawn = row.drawn or draw.drawn_controls(seed, str(row.key), names, row.chosen)
            row.state = State.DRAWN
            _fill(row, now=now)
        number += row.reviewers.filter(state__in=STANDING).count() >= REVIEWERS
    return number


def _candidates(review: Review, tops: dict[int, int], *, now: datetime) -> list[dict[str, object]]:
    """All that may be drawn: who offers, in an active member, and is not reviewed in return (P4)."""
    reviewed = review.assessment.organisation_id
    returned = Reviewer.objects.filter(
        organisation=reviewed, state="clear", drawn_at__gte=now - NOT_IN_RETURN
    ).values_list("review__assessment__organisation_id", flat=True)
    rows = (
        ReviewerOffer.objects.running()
        .filter(organisation__state="active", organisation__standing="member", seat__ended_at=None)
        .filter(Q(seat__person__is_active=True))
        .exclude(organisation__in=set(returned))
        .exclude(organisation=reviewed)
    )
    return [
        {"key": str(one.key), "operator": tops[one.organisation_id], "port": one.port_id} for one in rows.order_by("pk")
    ]


def _candidate(one: dict[str, object]) -> Candidate:
    return Candidate(str(one["key"]), str(one["operator"]), str(one["port"]))


def _fill(review: Review, *, now: datetime) -> None:
    """Draw whom it lacks, in the order of the draw; who was drawn before is not drawn again."""
    there = list(review.reviewers.select_related("offer"))
    standing = [
        Candidate(str(one.offer.key), str(one.operator_id), str(one.port_id))
        for one in there
        if one.state in {Reviewer.State.DRAWN, Reviewer.State.CLEAR}
    ]
    known = {str(one.offer.key) for one in there}
    left = [_candidate(one) for one in review.candidates if str(one["key"]) not in known]
    facility = review.assessment.facility
    operator = operators()[review.assessment.organisation_id]
    found = draw.reviewers(
        review.seed, str(review.key), left, standing=standing, operator=str(operator), port=str(facility.port_id)
    )
    offers = {str(one.key): one for one in ReviewerOffer.objects.filter(key__in=[one.key for one in found])}
    for one in found:
        made = offers[one.key]
        Reviewer.objects.create(
            review=review,
            offer=made,
            seat=made.seat,
            organisation=made.organisation,
            operator_id=int(one.operator),
            port=made.port,
            drawn_at=now,
        )
        note(review, What.DRAWN, organisation=made.organisation_id, now=now)
    review.save()


@on_rights
@transaction.atomic
def declare(*, member: Member, reviewer: Reviewer, interest: str = "", now: datetime) -> Reviewer:
    """A reviewer says what binds it to the reviewed: nothing, or what, and then another is drawn.

    Raises NotAllowed, NotNow, BadField.
    """
    review = held(reviewer.review)
    row = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    if not Reviewer.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    check_in(review, State.DRAWN)
    if row.state != Reviewer.State.DRAWN:
        raise NotNow
    row.interest = cleaned("interest", interest, INTEREST) if interest.strip() else ""
    row.state = Reviewer.State.EXCLUDED if row.interest else Reviewer.State.CLEAR
    row.declared_at = now
    row.save()
    note(review, What.EXCLUDED if row.interest else What.CLEAR, organisation=row.organisation_id, now=now)
    _go_on(review, now=now)
    return row


@on_rights
@transaction.atomic
def refuse_reviewer(*, member: Member, reviewer: Reviewer, now: datetime) -> None:
    """The facility refuses one reviewer, once, without a reason. Raises NotAllowed, NotNow, RefusedOnce."""
    review = kept(member, reviewer.review)
    check_in(review, State.DRAWN, State.READY)
    row = Reviewer.objects.select_for_update(of=("self",)).get(pk=reviewer.pk)
    if review.refused:
        raise RefusedOnce
    if row.state not in {Reviewer.State.DRAWN, Reviewer.State.CLEAR} or review.findings.exists():
        raise NotNow
    row.state, row.is_lead = Reviewer.State.REFUSED, False
    row.save()
    review.refused, review.state = True, State.DRAWN
    note(review, What.REFUSED, organisation=own(member), now=now)
    _go_on(review, now=now)


def _go_on(review: Review, *, now: datetime) -> None:
    """Draw whom it lacks; once two have declared nothing, the first of the draw leads."""
    _fill(review, now=now)
    clear = list(review.reviewers.filter(state=Reviewer.State.CLEAR).select_related("offer"))
    review.reviewers.update(is_lead=False)
    if len(clear) >= REVIEWERS:
        first = draw.order(review.seed, str(review.key), [str(one.offer.key) for one in clear])[0]
        lead = next(one for one in clear if str(one.offer.key) == first)
        lead.is_lead = True
        lead.save(update_fields=["is_lead"])
        review.state = State.READY
    review.save()
