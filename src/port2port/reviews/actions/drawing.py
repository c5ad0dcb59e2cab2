"""Reviewers offer themselves, are drawn by a seed that nobody chose, and declare what binds them to the reviewed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.assessments.models import Assessment, Kind, Round
from port2port.assessments.pinned import sheet_of
from port2port.base.refusal import NotAllowed
from port2port.ledger.store import head
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Port, Seat
from port2port.pure import draw
from port2port.pure.draw import REVIEWERS, Candidate
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned
from port2port.reviews.access import draws, ports_reviewed_from, reviews_others
from port2port.reviews.actions.shared import State, What, check_in, held, kept, note, own, seat_of
from port2port.reviews.candidates import STANDING, Words, eligible, words_of
from port2port.reviews.models import Review, Reviewer, ReviewerOffer
from port2port.reviews.refusals import AskedAlready, NotAPeerRound, NotNow, RefusedOnce, SamePort

INTEREST = Room(characters=300, byte_count=1_200, lines=True, required=True)
MOST_CHOSEN = 12


@transaction.atomic
def offer(*, member: Member, port: Port, now: datetime) -> ReviewerOffer:
    """This seat can be drawn from now on, for that port; its key in draws is always the same.

    Raises NotAllowed, SamePort.
    """
    if not reviews_others(member):
        raise NotAllowed
    if not ports_reviewed_from(member).filter(pk=port.pk).exists():
        raise SamePort
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat_of(member))
    there = ReviewerOffer.objects.filter(seat=seat).first()
    if there is not None and there.ended_at is None and there.port_id == port.pk:
        return there
    row = there or ReviewerOffer(seat=seat)
    row.organisation_id, row.port, row.from_at, row.ended_at = own(member), port, now, None
    row.save()
    return row


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
    words = words_of(draw.seed_of(str(asked.key), log.root.hex()))
    number = 0
    for one in Review.objects.filter(assessment__round=asked, assessment__withdrawn_at=None).order_by("pk"):
        row = held(one)
        standing = _standing(row)
        if row.state == State.ASKED or (row.state == State.DRAWN and len(standing) < REVIEWERS):
            row.seed, row.root, row.log_size = words.seed, log.root.hex(), log.size
            row.stood = [asdict(words.reviewer(each)) for each in standing]
            row.candidates = _candidates(row, words, now=now)
            names = sheet_of(row.assessment.round).by_id
            row.drawn = row.drawn or draw.drawn_controls(row.seed, str(row.key), names, row.chosen)
            row.state = State.DRAWN
            _fill(row, words, now=now)
        number += len(_standing(row)) >= REVIEWERS
    return number


def _standing(review: Review) -> list[Reviewer]:
    rows = review.reviewers.filter(state__in=STANDING).select_related("offer", "port")
    return list(rows.order_by("drawn_at", "pk"))


def _candidates(review: Review, words: Words, *, now: datetime) -> list[dict[str, object]]:
    """All that may be drawn. In the first draw who offered before it was asked for; later, for want of two, all."""
    rows = eligible(review, tops=words.tops, now=now).exclude(pk__in=review.reviewers.values("offer_id"))
    if review.state == State.ASKED:
        rows = rows.filter(from_at__lte=review.asked_at)
    return [asdict(words.candidate(one)) for one in rows]


def _fill(review: Review, words: Words, *, now: datetime) -> None:
    """Draw whom it lacks, in the order of the draw; who was drawn before is not drawn again.

    Who offers no more, or would review in return by now, is marked `out` of the candidates.
    """
    known = set(review.reviewers.values_list("seat_id", flat=True))
    drawn = {str(one) for one in review.reviewers.values_list("offer__key", flat=True)}
    can = {str(one.key): one for one in eligible(review, tops=words.tops, now=now) if one.seat_id not in known}
    for each in review.candidates:
        if str(each["key"]) not in can and str(each["key"]) not in drawn:
            each["out"] = True
    left = [
        Candidate(each["key"], each["operator"], each["port"])
        for each in review.candidates
        if each["key"] in can and "out" not in each
    ]
    found = draw.reviewers(
        review.seed,
        str(review.key),
        left,
        standing=[words.reviewer(one) for one in _standing(review)],
        operator=words.operator(review.assessment.organisation_id),
        port=words.port(review.assessment.facility.port),
    )
    for one in found:
        made = can[one.key]
        Reviewer.objects.create(
            review=review,
            offer=made,
            seat=made.seat,
            organisation=made.organisation,
            operator_id=words.tops[made.organisation_id],
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
    _hold_round(reviewer)
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
    _hold_round(reviewer)
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


def _hold_round(reviewer: Reviewer) -> None:
    """One draw of a round at a time: two at once could draw two facilities for one another."""
    Round.objects.select_for_update(of=("self",)).get(assessments=reviewer.review.assessment_id)


def _go_on(review: Review, *, now: datetime) -> None:
    """Draw whom it lacks; once two have declared nothing, the first of the draw leads."""
    _fill(review, words_of(review.seed), now=now)
    clear = list(review.reviewers.filter(state=Reviewer.State.CLEAR).select_related("offer"))
    review.reviewers.update(is_lead=False)
    if len(clear) >= REVIEWERS:
        first = draw.order(review.seed, str(review.key), [str(one.offer.key) for one in clear])[0]
        lead = next(one for one in clear if str(one.offer.key) == first)
        lead.is_lead = True
        lead.save(update_fields=["is_lead"])
        review.state = State.READY
    review.save()
