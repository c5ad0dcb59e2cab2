"""What the pages of studies have in common: hidden is missing."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.members.middleware import member_of
from port2port.studies.models import Study, StudyResult

NAMES = ("originator", "circle", "intervention__port", "comparison", "frozen_by")


def visible_study(request: HttpRequest, key: UUID) -> Study:
    """A study that reached the reader. Raises Http404."""
    return get_object_or_404(Study.objects.visible_to(member_of(request)).select_related(*NAMES), key=key)


def editable_study(request: HttpRequest, key: UUID) -> Study:
    """A study of the own organisation. Raises Http404."""
    return get_object_or_404(Study.objects.editable_by(member_of(request)).select_related(*NAMES), key=key)


def result_asked(request: HttpRequest, study: Study, *, with_weeks: bool) -> StudyResult:
    """The result of `?result=`, else the newest; with_weeks: for readers in the circle alone. Raises Http404."""
    member = member_of(request)
    seen = StudyResult.objects.visible_to(member)
    results = (seen.with_weeks_for(member) if with_weeks else seen).filter(study=study).order_by("-number")
    number = request.GET.get("result", "")
    found = next((one for one in results if not number or str(one.number) == number), None)
    if found is None:
        raise Http404
    return found


def crumbs() -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("studies:list"), _("Studies"))]
