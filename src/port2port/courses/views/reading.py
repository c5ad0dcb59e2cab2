"""What a person has to take, the library, and the page of one course."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.certificates.covering import covered
from port2port.courses import actions, owed, paper
from port2port.courses.access import teaches
from port2port.courses.models import Attempt, Course
from port2port.courses.models.wording import VERSION_KINDS, VERSION_WORDS, Audience
from port2port.courses.names import NAMES
from port2port.courses.texts import text_of
from port2port.courses.views.shared import language_in, released_version, tabs, taken
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs

WISH = timedelta(days=30)


@require_GET
@needs(Act.LEARN)
def mine(request: HttpRequest) -> HttpResponse:
    """What is due first, what was begun, what is passed."""
    member, today = member_of(request), timezone.localdate(now())
    own = owed.own_courses(member, today=today)
    return render(request, "courses/mine.html", {"own": own, "tabs": tabs(request), "today": today})


@require_GET
@needs(Act.LEARN)
def library(request: HttpRequest) -> HttpResponse:
    """All courses that can be taken, by audience."""
    member = member_of(request)
    asked = request.GET.get("audience", "")
    audience = asked if asked in Audience.values else ""
    rows = list(Course.objects.visible_to(member).offered().listed().matching(audience))
    context = {
        "courses": sorted(rows, key=lambda one: one.title),
        "audiences": [(one.value, one.label, one.value == audience) for one in Audience],
        "audience": audience,
        "teaches": teaches(member),
        "tabs": tabs(request),
    }
    return render(request, "courses/list.html", context)


@require_GET
@needs(Act.LEARN)
def course(request: HttpRequest, code: str) -> HttpResponse:
    """One course: what it gives, its lessons in the chosen language, its questions, what was tried."""
    row, member, at = taken(request, code), member_of(request), now()
    version = released_version(row)
    language = language_in(request, version)
    state = version.state(timezone.localdate(at))
    wait = actions.may_try_from(member, row)
    attempts = Attempt.objects.editable_by(member).filter(version__course=row).select_related("version")
    tried = list(attempts[:20])
    context = {
        "course": row,
        "version": version,
        "text": text_of(version, language),
        "language": language,
        "languages": [(code, NAMES[code], code == language, code in version.summaries) for code in version.titles],
        "asked_in": [(code, NAMES[code]) for code in version.languages],
        "ask_in": language if language in version.languages else version.language,
        "read": owed.read_numbers(member, version),
        "next": owed.next_lesson(member, row),
        "audience": [Audience(one).label for one in version.audience],
        "covers": covered(version.covers),
        "attempts": tried,
        "is_open": any(one.handed_in_at is None for one in tried),
        "wait": wait if wait is not None and wait > at else None,
        "state_words": VERSION_WORDS[state],
        "state_kind": VERSION_KINDS[state],
        "is_owner": teaches(member) and row.organisation_id == member.organisation_id,
        "exports": member.may(Act.ASSIGN),
        "crumbs": [(reverse("courses:list"), _("Library"))],
    }
    return render(request, "courses/course.html", context)


@require_GET
@needs(Act.LEARN)
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The whole course with its questions and no answers, for a printer."""
    row = taken(request, code)
    version = released_version(row)
    language = language_in(request, version)
    context = {
        "course": row,
        "version": version,
        "language": language,
        "languages": [(one, NAMES[one]) for one in version.titles if one != language],
        "lessons": paper.whole(text_of(version, language)),
        "text": text_of(version, language),
    }
    return render(request, "courses/print.html", context)


@require_POST
@needs(Act.LEARN)
def wish(request: HttpRequest, code: str) -> HttpResponse:
    """Put it on the own list."""
    row, at = taken(request, code), now()
    due = timezone.localdate(at) + WISH
    if actions.wish(member=member_of(request), course=row, due_on=due, now=at):
        messages.success(request, _("It stands on your list."))
    return redirect("courses:mine")
