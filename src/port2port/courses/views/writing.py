"""Courses are drafted with the checker's faults line by line, offered, released by another organisation, retired."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.courses import actions
from port2port.courses.faults import said_of
from port2port.courses.forms.people import ReviewForm
from port2port.courses.forms.writing import DraftForm
from port2port.courses.models import Course, CourseVersion
from port2port.courses.models.wording import VERSION_KINDS, VERSION_WORDS
from port2port.courses.names import NAMES
from port2port.courses.paper import Answered, Block, whole, whole_with_answers
from port2port.courses.texts import digest_of, text_of
from port2port.courses.views.shared import tabs, version_of
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted, show_form
from port2port.pure.course_file import CourseText
from port2port.pure.course_front import LANGUAGES
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@needs(Act.TEACH)
def drafts(request: HttpRequest) -> HttpResponse:
    """What is being written, what waits for a release, and what has to be reviewed."""
    member, today = member_of(request), timezone.localdate(now())
    waiting = CourseVersion.objects.visible_to(member).filter(released_at=None)
    rows = waiting.select_related("course__organisation").order_by("-changed_at", "-pk")[:100]
    mine = Course.objects.editable_by(member).offered().listed().filter(current__review_by_on__lt=today)
    context = {
        "rows": [(row, *_state(row), row.course.organisation_id == member.organisation_id) for row in rows],
        "due": list(mine[:50]),
        "tabs": tabs(request),
    }
    return render(request, "courses/drafts.html", context)


def _state(row: CourseVersion) -> tuple[object, str]:
    state = row.state(timezone.localdate(now()))
    return VERSION_WORDS[state], VERSION_KINDS[state]


@require_http_methods(["GET", "POST"])
@needs(Act.TEACH)
def new(request: HttpRequest) -> HttpResponse:
    """A course of one's own."""
    form = DraftForm(posted(request), request.FILES or None, is_new=True)

    def do() -> CourseVersion:
        code = form.cleaned_data["code"]
        return actions.begin_course(member=member_of(request), code=code, said=form.said(), now=now())

    return _draft_page(request, form, do, title=_("New course"), back=reverse("courses:drafts"))


@require_http_methods(["GET", "POST"])
@needs(Act.TEACH)
def new_version(request: HttpRequest, code: str) -> HttpResponse:
    """The next version, from the words of the one that is taken now."""
    course = get_object_or_404(Course.objects.editable_by(member_of(request)).listed(), code=code)
    first = _texts(course.current) if course.current is not None else {}
    form = DraftForm(posted(request), request.FILES or None, initial=first | {"is_substantial": False})

    def do() -> CourseVersion:
        return actions.begin_version(member=member_of(request), course=course, said=form.said(), now=now())

    return _draft_page(request, form, do, title=pgettext("of a course", "New version"), back=course.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs(Act.TEACH)
def edit(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """Other words for a draft."""
    rows = CourseVersion.objects.editable_by(member_of(request)).select_related("course")
    row = get_object_or_404(rows, course__code=code, n=n)
    first = _texts(row) | {"is_substantial": row.is_substantial, "revision": row.revision}
    form = DraftForm(posted(request), request.FILES or None, initial=first)

    def do() -> CourseVersion:
        revision = form.cleaned_data["revision"] or 0
        return actions.save_draft(
            member=member_of(request), version=row, said=form.said(), revision=revision, now=now()
        )

    return _draft_page(request, form, do, title=_("Edit the draft"), back=row.get_absolute_url(), row=row)


def _texts(row: CourseVersion) -> dict[str, object]:
    return {f"text_{one.language}": one.content for one in row.files.all()}


def _draft_page(
    request: HttpRequest,
    form: DraftForm,
    do: Callable[[], CourseVersion],
    *,
    title: object,
    back: str,
    row: CourseVersion | None = None,
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = do()
            messages.success(request, _("Kept. The checker found no fault.") if not made.faults else _("Kept."))
            return redirect(made)
    context = {
        "form": form,
        "title": title,
        "back": back,
        "parts": [(form[f"text_{lang}"], form[f"upload_{lang}"]) for lang in LANGUAGES],
        "faults": said_of(row.faults) if row is not None else [],
    }
    return render(request, "courses/edit.html", context, status=status_of(form))


@require_GET
@needs(Act.TEACH)
def version(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """One version: words, faults, steps; what is right only for its writers and whoever may release it."""
    row, member = version_of(request, code, n), member_of(request)
    owns, releases = row.course.organisation_id == member.organisation_id, actions.may_release(member, row)
    wanted = request.GET.get("language", "")
    language = wanted if wanted in row.titles else row.language
    words, kind = _state(row)
    context = {
        "version": row,
        "course": row.course,
        "state_words": words,
        "state_kind": kind,
        "faults": said_of(row.faults) if row.released_at is None else [],
        "text": text_of(row, language),
        "lessons": _lessons(text_of(row, language), with_answers=owns or releases),
        "language": language,
        "languages": [(one, NAMES[one], one == language) for one in row.titles],
        "digest": digest_of(row),
        "edits": CourseVersion.objects.editable_by(member).filter(pk=row.pk).exists(),
        "releases": releases,
        "shows_answers": owns or releases,
        "owns": owns,
        "is_current": row.course.current_id == row.pk and row.course.retired_at is None,
        "crumbs": [(reverse("courses:drafts"), _("Drafts"))],
    }
    return render(request, "courses/version.html", context)


def _lessons(text: CourseText | None, *, with_answers: bool) -> list[tuple[str, Sequence[Block | Answered]]]:
    if with_answers:
        return [(title, blocks) for title, blocks in whole_with_answers(text)]
    return [(lesson.title, lesson.blocks) for lesson in whole(text)]


def _own_draft(request: HttpRequest, code: str, n: int) -> CourseVersion:
    rows = CourseVersion.objects.editable_by(member_of(request)).select_related("course")
    return get_object_or_404(rows, course__code=code, n=n)


@require_POST
@needs(Act.TEACH)
def offer(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """It is ready for another organisation."""
    row = _own_draft(request, code, n)
    actions.offer(member=member_of(request), version=row, now=now())
    messages.success(request, _("Offered. A trainer or officer of another organisation releases it."))
    return redirect(row)


@require_POST
@needs(Act.TEACH)
def release(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """Read by a second person of another organisation."""
    row = version_of(request, code, n)
    if row.released_at is not None:
        raise Http404
    actions.release(member=member_of(request), version=row, digest=request.POST.get("digest", "")[:64], now=now())
    messages.success(request, _("Released. From here on this version stands."))
    return redirect(row)


@require_POST
@needs(Act.TEACH)
def discard(request: HttpRequest, code: str, n: int) -> HttpResponse:
    """The draft is thrown away."""
    row = _own_draft(request, code, n)
    actions.discard(member=member_of(request), version=row, now=now())
    messages.success(request, _("The draft is gone."))
    return redirect("courses:drafts")


def _own_course(request: HttpRequest, code: str) -> Course:
    rows = Course.objects.editable_by(member_of(request)).listed().filter(current__isnull=False)
    return get_object_or_404(rows, code=code)


@require_POST
@needs(Act.TEACH)
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Taken no more."""
    row = _own_course(request, code)
    actions.retire(member=member_of(request), course=row, now=now())
    messages.success(request, _("Retired. What was passed stays."))
    return redirect("courses:drafts")


@require_http_methods(["GET", "POST"])
@needs(Act.TEACH)
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Gone over: it still holds, until another day."""
    row = _own_course(request, code)
    form = ReviewForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.put_off(member=member_of(request), course=row, review_by_on=form.day(), now=now())
            messages.success(request, _("Reviewed."))
            return redirect(row)
    lead = _("You went over the words and they still hold. Say when they are looked at again.")
    return show_form(request, form, title=_("Still right"), back=row.get_absolute_url(), lead=lead)
