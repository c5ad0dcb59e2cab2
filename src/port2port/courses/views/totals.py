"""Counts without names: for the coordinator of the own people, for the secretariat over floors, of each question."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from port2port.courses import counting
from port2port.courses.access import counts_all, counts_own
from port2port.courses.models import Course
from port2port.courses.views.shared import tabs
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs


@require_GET
@needs(Act.LEARN)
def totals(request: HttpRequest) -> HttpResponse:
    """How many are trained."""
    member = member_of(request)
    if not (counts_own(member) or counts_all(member)):
        raise Http404
    context = {
        "own": counting.own_totals(member) if counts_own(member) else None,
        "all": counting.community_totals(member) if counts_all(member) else None,
        "tabs": tabs(request),
    }
    return render(request, "courses/totals.html", context)


@require_GET
@needs(Act.TEACH)
def statistics(request: HttpRequest, code: str) -> HttpResponse:
    """How the questions of an own course are answered, over everybody."""
    rows = Course.objects.editable_by(member_of(request)).listed().filter(current__isnull=False)
    course = get_object_or_404(rows, code=code)
    context = {
        "course": course,
        "items": counting.items_of(course, member=member_of(request)),
        "crumbs": [(reverse("courses:list"), _("Library")), (course.get_absolute_url(), course.title)],
    }
    return render(request, "courses/statistics.html", context)
