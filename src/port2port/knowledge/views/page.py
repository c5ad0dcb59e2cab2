"""The page of one practice, on screen and on paper, and what readers say there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.fields import of_plain
from port2port.knowledge.forms.said import StillTrueForm, UseForm
from port2port.knowledge.models import Practice, ReviewDue
from port2port.knowledge.page import PracticePage, crumbs, differences_of, page_of, shown_revision
from port2port.knowledge.rules import NEXT_LOOK
from port2port.knowledge.terms import strays_of
from port2port.knowledge.texts import files_of
from port2port.knowledge.views.shared import visible_practice
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def practice(request: HttpRequest, key: UUID) -> HttpResponse:
    """How is it done, and does it hold."""
    return practice_page(request, visible_practice(request, key))


def practice_page(
    request: HttpRequest,
    row: Practice,
    *,
    use_form: UseForm | None = None,
    still_form: StillTrueForm | None = None,
) -> HttpResponse:
    """The page, with the forms that were refused where there are any."""
    member, at = member_of(request), now()
    record_opening(record=row, member=member, now=at)
    page = page_of(row, member=member, now=at, language=request.GET.get("text", ""))
    if row.is_withdrawn:
        return render(request, "knowledge/tombstone.html", {"page": page, "practice": row, "crumbs": crumbs()})
    use_form = use_form or UseForm(initial=_use_of(request, page), member=member, practice=row)
    still_form = still_form or StillTrueForm(initial={"review_by_on": timezone.localdate(at) + NEXT_LOOK})
    context = {
        "page": page,
        "practice": row,
        "now": at,
        "crumbs": crumbs(),
        "use_form": use_form,
        "strays": strays_of(row) if page.may_approve or page.may_confirm else [],
        "still_form": still_form,
    }
    return render(request, "knowledge/practice.html", context, status=status_of(use_form, still_form))


def _use_of(request: HttpRequest, page: PracticePage) -> dict[str, object]:
    said = page.own_use
    if said is None:
        return {"language": request.LANGUAGE_CODE, "tlp": max(page.practice.tlp, 1)}
    return {
        "note": said.note,
        "sites": said.sites or None,
        "language": said.language,
        "tlp": said.tlp,
        "circles": [str(key) for key in said.circles.values_list("key", flat=True)],
    }


@require_GET
@needs(Act.PUBLISH)
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a review to the practice itself."""
    member = member_of(request)
    row = get_object_or_404(ReviewDue.objects.visible_to(member).select_related("practice"), key=key)
    actions.open_review(member=member, news=row, now=now())
    return redirect(row.practice)


@require_GET
@needs(Act.READ)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The practice for a printer, with its sign-off sheet."""
    row, member, at = visible_practice(request, key), member_of(request), now()
    record_opening(record=row, member=member, now=at)
    reader = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    page = page_of(row, member=member, now=at, language=request.GET.get("text", ""))
    return render(request, "knowledge/print.html", {"page": page, "practice": row, "now": at, "reader": reader})


@require_GET
@needs(Act.PUBLISH)
def revision(request: HttpRequest, key: UUID) -> HttpResponse:
    """The wording that waits for two organisations, beside what stands."""
    row = visible_practice(request, key)
    page = page_of(row, member=member_of(request), now=now())
    if page.waiting is None:
        raise Http404
    context = {
        "page": page,
        "practice": row,
        "text": shown_revision(page.waiting),
        "files": files_of(row, of_plain(page.waiting.revision.content).files),
        "differences": list(differences_of(row, page.waiting)),
        "strays": strays_of(of_plain(page.waiting.revision.content)),
        "crumbs": [*crumbs(), (row.get_absolute_url(), row.number)],
    }
    return render(request, "knowledge/revision.html", context)


@require_POST
@needs(Act.PUBLISH)
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stand behind the wording that was read."""
    row = visible_practice(request, key)
    actions.approve(member=member_of(request), practice=row, sha256=request.POST.get("sha256", "")[:64], now=now())
    messages.success(request, _("Your organisation has approved this text."))
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def still_true(request: HttpRequest, key: UUID) -> HttpResponse:
    """It holds, until a new date."""
    row = visible_practice(request, key)
    form = StillTrueForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            day = form.cleaned_data["review_by_on"]
            actions.still_true(member=member_of(request), practice=row, review_by_on=day, now=now())
            messages.success(request, _("Thank you. The new date stands on the page."))
            return redirect(row.get_absolute_url())
    return practice_page(request, row, still_form=form)


@require_POST
@needs(Act.ANSWER)
def use(request: HttpRequest, key: UUID) -> HttpResponse:
    """We use this too."""
    row, member = visible_practice(request, key), member_of(request)
    form = UseForm(request.POST, member=member, practice=row)
    if form.is_valid():
        with refusals_in(form):
            actions.say_use(
                member=member,
                practice=row,
                readers=form.readers(),
                note=form.cleaned_data["note"],
                language=form.cleaned_data["language"],
                sites=form.cleaned_data["sites"] or 0,
                now=now(),
            )
            messages.success(request, _("Noted. Those whom your label allows can see it."))
            return redirect(row.get_absolute_url())
    return practice_page(request, row, use_form=form)


@require_POST
@needs(Act.ANSWER)
def take_back_use(request: HttpRequest, key: UUID) -> HttpResponse:
    """We use it no longer."""
    row = visible_practice(request, key)
    actions.take_back_use(member=member_of(request), practice=row, now=now())
    return redirect(row.get_absolute_url())
