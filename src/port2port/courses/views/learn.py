"""Lessons: the same bytes for everybody, so that a phone may keep them; and what was read, told by the phone later."""

import json
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.courses import actions
from port2port.courses.models import CourseVersion
from port2port.courses.names import NAMES
from port2port.courses.paper import prose_of
from port2port.courses.shell import PARTS, parts_version, worker_source
from port2port.courses.texts import text_of
from port2port.members.member import Act
from port2port.members.middleware import member_of, public
from port2port.members.views.shared import needs
from port2port.pure.markdown import html

# Sent by the service worker when it fetches lessons to keep: nobody read them yet.
KEEPS = "X-Learn-Keep"
MOST_READ = 500

type View = Callable[..., HttpResponse]


def in_the_paths_language(view: View) -> View:
    """The page speaks the language of its address, which is the lesson's."""

    @wraps(view)
    def spoken(request: HttpRequest, language: str, *args: object, **kwargs: object) -> HttpResponse:
        with translation.override(language):
            return view(request, language, *args, **kwargs)

    return spoken


@require_GET
@needs(Act.LEARN)
@in_the_paths_language
def lesson(request: HttpRequest, language: str, code: str, n: int, lesson: int) -> HttpResponse:
    """One lesson of a released version; that it was opened is kept for its reader."""
    rows = CourseVersion.objects.visible_to(member_of(request)).filter(released_at__isnull=False)
    version = get_object_or_404(rows.select_related("course"), course__code=code, n=n)
    if language not in version.titles or not 1 <= lesson <= version.lessons:
        raise Http404
    page = _page(version, language, lesson)
    if request.method == "GET" and KEEPS not in request.headers:
        actions.read_lesson(member=member_of(request), version=version, lesson=lesson, now=now())
    return HttpResponse(page)


def _page(version: CourseVersion, language: str, number: int) -> str:
    """Made without the request: nothing of whoever asks can get into it."""
    text = text_of(version, language)
    if text is None:
        raise Http404
    found = text.lessons[number - 1]
    code = version.course.code

    def address(to: int, of: str = language) -> str:
        return reverse("courses:lesson", args=[of, code, version.n, to])

    context = {
        "language": language,
        "languages": [(one, NAMES[one], address(number, one)) for one in NAMES if one in version.titles],
        "full": [(NAMES[one], address(number, one)) for one in version.languages],
        "title": text.front.title,
        "is_summary": text.front.summary,
        "is_starting": version.is_starting,
        "lesson": found,
        "intro": html(text.intro) if number == 1 and text.intro else "",
        "body": prose_of(found),
        "number": number,
        "lessons": [(place, one.title, address(place)) for place, one in enumerate(text.lessons, start=1)],
        "before": address(number - 1) if number > 1 else "",
        "after": address(number + 1) if number < len(text.lessons) else "",
        "course": f"{reverse('courses:course', args=[code])}?language={language}",
        "mark": f"{code}/{version.n}/{number}",
    }
    return render_to_string("courses/lesson.html", context)


@public
@require_GET
@gzip_page
@in_the_paths_language
def worker(request: HttpRequest, language: str) -> HttpResponse:
    """The service worker, told what it keeps."""
    del request
    told = {
        "prefix": f"learn-{language}-",
        "version": parts_version(),
        "scope": f"/{language}/learn/",
        "parts": [static(part) for part in PARTS],
    }
    content = f"self.LEARN = {json.dumps(told)};\n{worker_source()}"
    response = HttpResponse(content, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_POST
@needs(Act.LEARN)
def read(request: HttpRequest) -> HttpResponse:
    """Lessons that were read without a connection: marks `course/version/lesson`, told once it is back."""
    member, kept = member_of(request), []
    for mark in request.POST.getlist("mark")[:MOST_READ]:
        code, _slash, rest = mark.partition("/")
        n, _slash, number = rest.partition("/")
        if not (n.isdecimal() and number.isdecimal() and len(rest) <= 12):
            continue
        rows = CourseVersion.objects.visible_to(member).filter(released_at__isnull=False)
        version = rows.filter(course__code=code[:60], n=int(n)).first()
        if version is not None and 1 <= int(number) <= version.lessons:
            actions.read_lesson(member=member, version=version, lesson=int(number), now=now())
        kept.append(mark)
    return JsonResponse({"kept": kept})
