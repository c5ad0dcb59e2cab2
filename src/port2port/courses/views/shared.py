"""What the pages have in common: who may open them, the row behind an address, the language of a course."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.courses.access import assigns, counts_all, counts_own, learns, teaches
from port2port.courses.models import Course, CourseVersion
from port2port.members.middleware import member_of


def tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages about courses that this seat can use: address, word, whether it is this page."""
    member = member_of(request)
    pages = [
        ("courses:mine", _("My courses"), learns(member)),
        ("courses:list", _("Library"), learns(member)),
        ("courses:people", _("People and requirements"), assigns(member)),
        ("courses:drafts", _("Drafts"), teaches(member)),
        ("courses:totals", _("Totals"), counts_own(member) or counts_all(member)),
    ]
    addresses = [(reverse(name), word) for name, word, there in pages if there]
    return [(address, word, request.path == address) for address, word in addresses]


def taken(request: HttpRequest, code: str) -> Course:
    """A course that was released. Raises Http404."""
    rows = Course.objects.visible_to(member_of(request)).listed().filter(current__isnull=False)
    return get_object_or_404(rows, code=code)


def version_of(request: HttpRequest, code: str, n: int) -> CourseVersion:
    """A version that the member may see. Raises Http404."""
    rows = CourseVersion.objects.visible_to(member_of(request)).select_related(
        "course__organisation", "course__current", "made_by", "offered_by", "released_by"
    )
    return get_object_or_404(rows, course__code=code, n=n)


def released_version(course: Course) -> CourseVersion:
    """The version that is taken now. Raises Http404."""
    if course.current is None:
        raise Http404
    return course.current


def language_in(request: HttpRequest, version: CourseVersion) -> str:
    """The language that the reader chose for the course, whatever the page's; else the best one."""
    wanted = request.GET.get("language", "")
    return wanted if wanted in version.titles else version.language
