"""Lessons of exercises: the list, one lesson, writing it, its readers, publishing, taking back, withdrawing."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.afteraction import actions
from port2port.afteraction.access import written_by
from port2port.afteraction.forms import LessonForm, ReadersForm
from port2port.afteraction.lesson_page import lesson_page, lessons_page
from port2port.afteraction.models import AfterAction, Lesson, LessonApproval
from port2port.afteraction.page import crumbs, lesson_for
from port2port.afteraction.refusals import OneLessonAnEvent
from port2port.afteraction.signing import places_of
from port2port.afteraction.starting_text import first_lesson
from port2port.afteraction.views.shared import editable_lesson, lesson_of, only_held, visible_event
from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.drills.models import Event
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.forms.compose import organisations_in
from port2port.reports.preview import preview_of_draft
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import record_opening
from port2port.sharing.handling_rules import BadHandling, check_handling

REVIEW = timedelta(days=365)


@require_GET
@needs(Act.READ)
def lessons(request: HttpRequest) -> HttpResponse:
    """What did others learn from their exercises?"""
    member = member_of(request)
    if member.function not in Lesson.readers:
        raise Http404
    return render(request, "afteraction/lessons.html", lessons_page(request.GET, member=member))


@require_GET
@needs(Act.READ)
def lesson(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was practised, what helped, what to change."""
    return shown(request, lesson_of(request, key))


def shown(request: HttpRequest, row: Lesson, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of one lesson."""
    member, at = member_of(request), now()
    if not row.is_draft:
        record_opening(record=row, member=member, now=at)
    context = {"row": row, "page": lesson_page(row, member=member, now=at), "refusal": refusal}
    template = "afteraction/tombstone.html" if row.is_withdrawn else "afteraction/lesson.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def write(request: HttpRequest, key: UUID) -> HttpResponse:
    """The sanitised text of an event's lesson."""
    event, member = visible_event(request, key), member_of(request)
    only_held(event)
    if not written_by(member).filter(pk=event.pk).exists():
        raise Http404
    standing = lesson_for(event, member)
    if standing is not None and not standing.is_draft:
        return redirect(standing.get_absolute_url())
    form = LessonForm(request.POST if request.method == "POST" else None, initial=_initial(member, event, standing))
    if form.is_bound and form.is_valid():
        with refusals_in(form, passing=(OneLessonAnEvent,)):
            row = actions.write_lesson(member=member, event=event, said=form.said(), now=now())
            return redirect(row.get_absolute_url())
    context = {"form": form, "event": event, "row": standing, "crumbs": crumbs(event)}
    return render(request, "afteraction/write_lesson.html", context, status=status_of(form))


def _initial(member: Member, event: Event, row: Lesson | None) -> dict[str, object]:
    names = ("title", "aim", "helped", "change", "language", "mo", "controls")
    learnt = AfterAction.objects.visible_to(member).filter(event=event).first()
    first = first_lesson(event, learnt) if row is None else row
    return {name: getattr(first, name) for name in names}


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def readers(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who would read it; approvals are given to words and readers together."""
    row, member = editable_lesson(request, key), member_of(request)
    if not row.is_draft:
        return redirect(row.get_absolute_url())
    initial = {
        "tlp": row.tlp,
        "circles": [str(one) for one in row.circles.values_list("key", flat=True)],
        "openly": row.is_open,
    }
    form = ReadersForm(request.POST if request.method == "POST" else None, member=member, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.choose_readers(member=member, lesson=row, readers=form.readers(), now=now())
            return redirect("afteraction:preview", key=row.key)
    way = [(row.get_absolute_url(), row.number)]
    return render(
        request, "afteraction/readers.html", {"form": form, "row": row, "crumbs": way}, status=status_of(form)
    )


@require_GET
@needs(Act.PUBLISH)
def preview(request: HttpRequest, key: UUID) -> HttpResponse:
    """By name, who will receive it."""
    row = editable_lesson(request, key)
    if not row.is_draft:
        return redirect(row.get_absolute_url())
    return _preview(request, row)


def _preview(request: HttpRequest, row: Lesson, *, error: str = "", status: int = 200) -> HttpResponse:
    member, at = member_of(request), now()
    refusal = ""
    try:
        check_handling(row.handling(), member=member)
    except BadHandling as bad:
        refusal = str(bad)
    context = {
        "row": row,
        "page": lesson_page(row, member=member, now=at),
        "preview": preview_of_draft(row, member=member, now=at),
        "refusal": refusal,
        "error": error,
        "crumbs": [(row.get_absolute_url(), row.number)],
    }
    return render(request, "afteraction/preview.html", context, status=status)


@require_POST
@needs(Act.PUBLISH)
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put it before the readers shown."""
    row, member = editable_lesson(request, key), member_of(request)
    expected = organisations_in(request.POST.get("expected", "")) or frozenset()
    try:
        done = actions.publish_lesson(member=member, lesson=row, expected=expected, now=now())
    except Refusal as refusal:
        if row.is_draft:
            return _preview(request, row, error=str(refusal), status=refusal.status)
        raise
    return redirect(done.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back what was published in the last ten seconds."""
    # Before anything waits: what counts is when the request came in.
    arrived = now()
    kept = actions.undo_lesson(member=member_of(request), lesson=editable_lesson(request, key), now=arrived)
    messages.success(request, _("Taken back. Nobody was told; it is a draft again."))
    return redirect(kept.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """For good; those who had it see a tombstone."""
    row = editable_lesson(request, key)
    try:
        actions.withdraw_lesson(
            member=member_of(request), lesson=row, reason=request.POST.get("reason", "")[:500], now=now()
        )
    except Refusal as refusal:
        return shown(request, row, refusal=str(refusal), status=refusal.status)
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    row = editable_lesson(request, key)
    event = row.event
    actions.delete_lesson(member=member_of(request), lesson=row)
    messages.success(request, _("The draft is gone."))
    return redirect("afteraction:page", key=event.key)


@require_POST
@needs(Act.DRILL)
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """The officer of a facility agrees to words and readers as they were read."""
    row, member = lesson_of(request, key), member_of(request)
    facility = _facility_id(row, request.POST.get("facility", ""))
    try:
        actions.approve_lesson(
            member=member, lesson=row, facility_id=facility, seal=request.POST.get("seal", ""), now=now()
        )
    except Refusal as refusal:
        return shown(request, row, refusal=str(refusal), status=refusal.status)
    messages.success(request, _("Approved."))
    return redirect(row.get_absolute_url())


def _facility_id(row: Lesson, value: str) -> int | None:
    if not value and row.is_draft and not places_of(row.event_id):
        return None
    found = next((one for one in places_of(row.event_id) if str(one.key) == value), None)
    if found is None or not row.is_draft:
        raise Http404
    return found.pk


@require_POST
@needs(Act.DRILL)
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own approval does not hold."""
    row, member = lesson_of(request, key), member_of(request)
    facility = _facility_id(row, request.POST.get("facility", ""))
    own = LessonApproval.objects.editable_by(member).filter(lesson=row, facility=facility, ended_at=None)
    approval = own.order_by("-at").first()
    if approval is None:
        raise Http404
    actions.take_back_lesson(member=member, approval=approval, now=now())
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def practice(request: HttpRequest, key: UUID) -> HttpResponse:
    """A draft of a practice from a lesson of the own organisation."""
    row, at = lesson_of(request, key), now()
    with translation.override(row.language):
        headings = (_("What helped"), _("What to change"))
    made = actions.to_practice(
        member=member_of(request), lesson=row, headings=headings, review_by=timezone.localdate(at) + REVIEW, now=at
    )
    return redirect(made.get_absolute_url())
