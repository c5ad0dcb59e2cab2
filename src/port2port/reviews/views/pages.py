"""The list of reviews, and one review for its two sides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from port2port.assessments.models import Assessment, Round
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reviews.access import draws, reviews_others
from port2port.reviews.models import Review, ReviewerOffer
from port2port.reviews.page import draw_of, page_of
from port2port.reviews.views.shared import visible_review


@require_GET
@needs(Act.ANSWER)
def reviews(request: HttpRequest) -> HttpResponse:
    """Reviews of the own facilities, those that this seat takes part in, and what can be asked for."""
    member = member_of(request)
    asked = Assessment.objects.visible_to(member).editable_by(member).filter(kind="peer", withdrawn_at=None)
    context = {
        "own": Review.objects.visible_to(member).own_of(member).with_names(),
        "mine": Review.objects.visible_to(member).reviewed_by(member).with_names(),
        "askable": asked.filter(round__state="open")
        .exclude(pk__in=Review.objects.visible_to(member).values("assessment_id"))
        .with_names(),
        "offer": ReviewerOffer.objects.visible_to(member)
        .running()
        .filter(seat_id=member.seat_id or 0)
        .select_related("port")
        .first(),
        "may_offer": reviews_others(member),
        "rounds": Round.objects.visible_to(member).filter(kind="peer", state__in=["open", "closed"])
        if draws(member)
        else Round.objects.visible_to(member).none(),
    }
    return render(request, "reviews/list.html", context)


@require_GET
@needs(Act.ANSWER)
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """One review."""
    row = visible_review(request, key)
    page = page_of(member_of(request), row)
    return render(
        request, "reviews/review.html", {"review": row, "page": page, "steps": row.steps.select_related("organisation")}
    )


@require_GET
@needs(Act.ANSWER)
def draw_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """All that is needed to repeat the draw."""
    return JsonResponse(draw_of(visible_review(request, key)), json_dumps_params={"indent": 1, "ensure_ascii": False})
