"""The after-action: ratings, findings, text, comments, approvals; each step a form that works without script."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.afteraction import actions
from port2port.afteraction.access import written_by
from port2port.afteraction.forms import CommentForm, OpenForm, RatingForm, TextForm
from port2port.afteraction.models import AfterAction, EventApproval
from port2port.afteraction.page import crumbs, page_of, suggested_until
from port2port.afteraction.signing import places_of
from port2port.afteraction.starting_text import first_text
from port2port.afteraction.views.shared import editable_row, only_held, visible_event, visible_row
from port2port.base.clock import now
from port2port.drills.models import Objective
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@needs(Act.LEARN)
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """What did we learn, and is something done about it?"""
    event, member = visible_event(request, key), member_of(request)
    only_held(event)
    row = (
        AfterAction.objects.visible_to(member).select_related("event__organisation", "event__port").filter(event=event)
    )
    found = row.first()
    if found is not None:
        return shown(request, found)
    if not written_by(member).filter(pk=event.pk).exists():
        raise Http404
    return render(request, "afteraction/begin.html", {"event": event, "crumbs": crumbs(event)})


def shown(
    request: HttpRequest,
    row: AfterAction,
    *,
    comment: CommentForm | None = None,
    opening: OpenForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, with the forms that were refused where there are any."""
    member, at = member_of(request), now()
    comment = comment or CommentForm(initial={"language": get_language()})
    opening = opening or OpenForm(initial={"until_on": suggested_until(at)})
    context = {
        "page": page_of(row, member=member, now=at),
        "comment": comment,
        "opening": opening,
        "refusal": refusal,
        "crumbs": crumbs(row.event),
        "may_lesson": member.may(Act.PUBLISH),
    }
    answered = status_of(comment, opening)
    return render(request, "afteraction/page.html", context, status=status if answered == 200 else answered)


@require_POST
@needs(Act.LEARN)
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin the after-action with what is known."""
    event, member = visible_event(request, key), member_of(request)
    row = actions.begin(member=member, event=event, language=get_language() or event.language, now=now())
    if not row.text:
        actions.write_text(
            member=member,
            after_action=row,
            text=first_text(row),
            language=row.language,
            version=row.version,
            now=now(),
        )
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "POST"])
@needs(Act.LEARN)
def rate(request: HttpRequest, key: UUID) -> HttpResponse:
    """P, S, M or U, an objective a row."""
    row, member = editable_row(request, key), member_of(request)
    objectives = list(Objective.objects.visible_to(member).filter(event=row.event_id))
    form = RatingForm(request.POST if request.method == "POST" else None, objectives=objectives)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.rate(member=member, after_action=row, ratings=form.ratings(), now=now())
            messages.success(request, _("The ratings are kept."))
            return redirect(row.get_absolute_url())
    context = {"form": form, "row": row, "crumbs": _ways(row)}
    return render(request, "afteraction/rate.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs(Act.LEARN)
def text(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the text."""
    row, member = editable_row(request, key), member_of(request)
    initial = {"text": row.text or first_text(row), "language": row.language, "version": row.version}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.write_text(member=member, after_action=row, now=now(), **form.cleaned_data)
            return redirect(row.get_absolute_url())
    context = {"form": form, "row": row, "crumbs": _ways(row)}
    return render(request, "afteraction/text.html", context, status=status_of(form))


def _ways(row: AfterAction) -> list[tuple[str, str]]:
    return [*crumbs(row.event), (row.get_absolute_url(), _("After-action"))]


@require_POST
@needs(Act.LEARN)
def evaluate(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything is rated and every gap has an improvement."""
    row = editable_row(request, key)
    actions.evaluate(member=member_of(request), after_action=row, now=now())
    messages.success(request, _("Evaluated. Put it to the participants when the text is ready."))
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.LEARN)
def open_comments(request: HttpRequest, key: UUID) -> HttpResponse:
    """Participants read it and comment."""
    row = editable_row(request, key)
    form = OpenForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.open_comments(member=member_of(request), after_action=row, now=now(), **form.cleaned_data)
            return redirect(row.get_absolute_url())
    return shown(request, row, opening=form)


@require_POST
@needs(Act.LEARN)
def end_comments(request: HttpRequest, key: UUID) -> HttpResponse:
    """It goes to those who approve."""
    row = editable_row(request, key)
    actions.end_comments(member=member_of(request), after_action=row, now=now())
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.LEARN)
def comment(request: HttpRequest, key: UUID) -> HttpResponse:
    """A participant says something of it."""
    row = visible_row(request, key)
    form = CommentForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.comment(member=member_of(request), after_action=row, now=now(), **form.cleaned_data)
            return redirect(f"{row.get_absolute_url()}#comments")
    return shown(request, row, comment=form)


@require_POST
@needs(Act.LEARN)
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Agree to the wording that was read."""
    row, member = visible_row(request, key), member_of(request)
    facility = _facility(row, request.POST.get("facility", ""))
    signs, seal = request.POST.get("signs", ""), request.POST.get("seal", "")
    done = actions.approve(member=member, after_action=row, signs=signs, facility_id=facility, seal=seal, now=now())
    words = _("Final. The event is closed.") if done.state == AfterAction.State.FINAL else _("Approved.")
    messages.success(request, words)
    return redirect(row.get_absolute_url())


def _facility(row: AfterAction, value: str) -> int | None:
    """The facility that takes part and has this key; none for the organisation that planned it. Raises Http404."""
    if not value:
        return None
    found = next((one for one in places_of(row.event_id) if str(one.key) == value), None)
    if found is None:
        raise Http404
    return found.pk


@require_POST
@needs(Act.LEARN)
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own approval does not hold."""
    row, member = visible_row(request, key), member_of(request)
    facility, signs = _facility(row, request.POST.get("facility", "")), request.POST.get("signs", "")
    standing = EventApproval.objects.editable_by(member).filter(after_action=row, ended_at=None)
    own = standing.filter(facility=facility, signs=signs)
    approval = own.order_by("-at").first()
    if approval is None:
        raise Http404
    actions.take_back(member=member, approval=approval, now=now())
    return redirect(row.get_absolute_url())


@require_GET
@needs(Act.LEARN)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The after-action for a printer."""
    row, member, at = visible_row(request, key), member_of(request), now()
    reader = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    context = {"page": page_of(row, member=member, now=at), "now": at, "reader": reader, "crumbs": crumbs(row.event)}
    return render(request, "afteraction/print.html", context)
