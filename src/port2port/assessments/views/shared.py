"""What the pages have in common: the row behind an address, and who may open any of it."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from port2port.assessments.access import knows_rounds
from port2port.assessments.models import Assessment, Assignment, Round
from port2port.assessments.pinned import Sheet
from port2port.members.middleware import member_of

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that know of rounds, and those to whom a part is given; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        member = member_of(request)
        if knows_rounds(member) or Assignment.objects.visible_to(member).exists():
            return view(request, *args, **kwargs)
        raise Http404

    return guarded


def visible_round(request: HttpRequest, key: UUID) -> Round:
    """The round. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(Round.objects.visible_to(member_of(request)).with_pins(), key=key)


def moved_round(request: HttpRequest, key: UUID) -> Round:
    """The round, for who moves it. Raises Http404."""
    return get_object_or_404(Round.objects.editable_by(member_of(request)).with_pins(), key=key)


def visible_assessment(request: HttpRequest, key: UUID) -> Assessment:
    """The whole assessment. Raises Http404."""
    rows = Assessment.objects.visible_to(member_of(request)).with_names()
    return get_object_or_404(rows.select_related("submitted_by", "agreed_by__organisation"), key=key)


def own_assessment(request: HttpRequest, key: UUID) -> Assessment:
    """The assessment of an own facility, with what is private to it. Raises Http404."""
    row = visible_assessment(request, key)
    if row.organisation_id != member_of(request).organisation_id or row.assessor_id is not None:
        raise Http404
    return row


def reached(request: HttpRequest, key: UUID) -> tuple[Assessment, frozenset[str] | None]:
    """The assessment, and the controls that are given to this seat; None = all of it. Raises Http404."""
    member = member_of(request)
    row = Assessment.objects.visible_to(member).with_names().select_related("submitted_by").filter(key=key).first()
    if row is not None:
        return row, None
    parts = list(
        Assignment.objects.visible_to(member)
        .open_for(member)
        .filter(assessment__key=key)
        .select_related("assessment__round__catalogue", "assessment__round__baseline", "assessment__facility__port")
    )
    if not parts:
        raise Http404
    return parts[0].assessment, frozenset(one for part in parts for one in part.controls)


def check_control(sheet: Sheet, control: str, given: frozenset[str] | None) -> None:
    """That the round asks for it and the seat may see it. Raises Http404."""
    if control not in sheet.by_id or (given is not None and control not in given):
        raise Http404


def wants_row(request: HttpRequest) -> bool:
    """Whether the sheet itself asks, and shows the answer in its row."""
    return request.headers.get("HX-Request") == "true"
