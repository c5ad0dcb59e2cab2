"""What the pages of a peer review show to its two sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from port2port.assessments.models import Answer
from port2port.assessments.pinned import Asked, sheet_of
from port2port.members.member import Member
from port2port.reviews.candidates import words_of
from port2port.reviews.models import Finding, Kind, Review, Reviewer


@dataclass(frozen=True, slots=True)
class Looked:
    """One control of the scope: what is asked, what the facility answered, what reviewers saw. drawn   by the draw"""

    asked: Asked
    answer: Answer | None
    findings: tuple[Finding, ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One review as this seat reads it.

    is_own      the facility's side      me   the reader's line as a reviewer
    """

    review: Review
    is_own: bool
    keeps: bool
    me: Reviewer | None
    reviewers: tuple[Reviewer, ...]
    looked: tuple[Looked, ...]
    waits: str

    @property
    def writes(self) -> bool:
        """Whether this seat may write what it saw."""
        return self.me is not None and self.me.state == "clear" and self.review.state == "ready"

    @property
    def leads(self) -> bool:
        """Whether this seat hands the report over."""
        return self.me is not None and self.me.is_lead

    @property
    def may_refuse(self) -> bool:
        """Whether the facility may still refuse one."""
        return self.keeps and not self.review.refused and self.review.state in {"drawn", "ready"}


def page_of(member: Member, review: Review) -> Page:
    """For whoever sees it. Reviewers see answers to the controls of the scope, and nothing else of the assessment."""
    is_own = Review.objects.own_of(member).filter(pk=review.pk).exists()
    reviewers = list(review.reviewers.select_related("organisation", "port"))
    me = next((one for one in reviewers if one.seat_id == member.seat_id and not is_own), None)
    return Page(
        review=review,
        is_own=is_own,
        keeps=Review.objects.editable_by(member).filter(pk=review.pk).exists(),
        me=me,
        reviewers=tuple(one for one in reviewers if one.state in {"drawn", "clear"}),
        looked=tuple(_looked(review)) if is_own or _reads_answers(me, review) else (),
        waits=_waits(review, reviewers),
    )


def _reads_answers(me: Reviewer | None, review: Review) -> bool:
    """A reviewer reads them once two have declared that nothing binds them."""
    return me is not None and me.state == "clear" and review.state not in {Review.State.ASKED, Review.State.DRAWN}


def _looked(review: Review) -> list[Looked]:
    sheet = sheet_of(review.assessment.round)
    answers = Answer.objects.filter(assessment=review.assessment, control__in=review.scope).newest()
    by_control = {one.control: one for one in answers}
    found: dict[str, list[Finding]] = {}
    for one in review.findings.standing().select_related("reviewer__organisation"):
        found.setdefault(one.control, []).append(one)
    return [
        Looked(sheet.by_id[name], by_control.get(name), tuple(found.get(name, ())), name in review.drawn)
        for name in review.scope
        if name in sheet.by_id
    ]


def _waits(review: Review, reviewers: Sequence[Reviewer]) -> str:
    """What the review waits for, in one sentence."""
    if review.state == Review.State.ASKED:
        return _("The secretariat draws the reviewers.")
    standing = [one for one in reviewers if one.state in {"drawn", "clear"}]
    if review.state == Review.State.DRAWN:
        if len(standing) < 2:
            return _("Too few can be drawn. Ask members of other ports to offer reviewers; the next draw goes on.")
        return _("The reviewers say whether anything binds them to the facility.")
    if review.state == Review.State.READY:
        return _("The facility says on which day they come; they write what they see.")
    if review.state == Review.State.REPORTED:
        return _("The facility replies; then both agree the report.")
    return ""


def draw_of(review: Review) -> dict[str, object]:
    """All that is needed to repeat the draw: keys, and words for groups and ports; no names."""
    words = words_of(review.seed)
    return {
        "round": str(review.assessment.round.key),
        "review": str(review.key),
        "log_root": review.root,
        "log_size": review.log_size,
        "seed": review.seed,
        "reviewed": {
            "operator": words.operator(review.assessment.organisation_id),
            "port": words.port(review.assessment.facility.port),
        },
        "candidates": review.candidates,
        "stood_before": review.stood,
        "controls_chosen": review.chosen,
        "controls_drawn": review.drawn,
        "reviewers": [
            {"key": str(one.offer.key), "state": one.state}
            for one in review.reviewers.select_related("offer").order_by("drawn_at", "pk")
        ],
    }


def improvements(review: Review) -> list[Finding]:
    """What asks for a reply before the facility agrees."""
    return [one for one in review.findings.standing() if one.kind == Kind.IMPROVEMENT]
