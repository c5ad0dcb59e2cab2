"""People and requirements of the own organisation: the list, the matrix of a role, files, assignments."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.courses import actions, listing
from port2port.courses.access import learners_of
from port2port.courses.forms.people import AssignForm, FilterForm
from port2port.courses.models import Course
from port2port.courses.roles import role_words
from port2port.courses.views.shared import tabs
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Seat
from port2port.members.views.shared import needs, posted
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@needs(Act.ASSIGN)
def people(request: HttpRequest) -> HttpResponse:
    """Who owes what: one line a person; for one role the matrix."""
    member, today, asked = member_of(request), timezone.localdate(now()), listing.asked_in(request.GET)
    seats = listing.found(asked, member=member, today=today)
    page = listing.page_of(seats, request.GET.get("page", ""))
    lines = listing.lines_of(listing.seats_of(list(page.object_list), member=member), today=today)
    heads, rows = listing.matrix(lines, asked.role) if asked.role else ([], [])
    query = _without_page(request)
    context = {
        "lines": lines,
        "heads": heads,
        "rows": rows,
        "asked": asked,
        "basis": listing.basis_of(asked.role) if asked.role else "",
        "form": FilterForm(request.GET),
        "filters": _filters(asked),
        "count": ngettext("%(n)d person", "%(n)d people", len(seats)) % {"n": len(seats)},
        "query": query,
        "newer": f"?{query}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?{query}&page={page.next_page_number()}" if page.has_next() else "",
        "tabs": tabs(request),
        "today": today,
    }
    return render(request, "courses/people.html", context)


def _filters(asked: listing.Asked) -> list[tuple[str, str, str]]:
    words = {"owing": _("Who owes something"), "soon": _("Due soon")}
    found = [
        ("q", asked.words, asked.words),
        ("role", asked.role, dict(role_words()).get(asked.role, "")),
        ("only", asked.only, words.get(asked.only, "")),
    ]
    return [one for one in found if one[1]]


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()


@require_GET
@needs(Act.ASSIGN)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file; the act leaves a line in the audit trail."""
    member, at = member_of(request), now()
    asked = listing.asked_in(request.GET)
    rows = listing.export(asked, member=member, act=f"export as {ending}", today=timezone.localdate(at), now=at)
    columns, cells = listing.columns(), listing.cells(rows)
    if ending == "csv":
        content, media_type = csv_file(columns, cells), CSV_TYPE
    else:
        title = _("Training")
        content, media_type = xlsx_file(columns, cells, title=title, label=_("Internal"), made_at=at), XLSX_TYPE
    return download(content, name=listing.file_name(ending, now=at), media_type=media_type)


@require_http_methods(["GET", "POST"])
@needs(Act.ASSIGN)
def assign(request: HttpRequest) -> HttpResponse:
    """Give a course to many at once."""
    member, at = member_of(request), now()
    seats = list(learners_of(member).select_related("person", "facility").order_by("person__name"))
    courses = list(Course.objects.visible_to(member).offered().listed())
    people = [(str(seat.key), f"{seat.person} · {seat.role}") for seat in seats]
    first = {"course": request.GET.get("course", ""), "seats": request.GET.getlist("seat")}
    form = AssignForm(posted(request), courses=courses, people=people, initial=first)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            number = _give(request, form, seats, courses)
            messages.success(request, ngettext("%(n)d person got it.", "%(n)d people got it.", number) % {"n": number})
            return redirect("courses:people")
    context = {
        "form": form,
        "chosen": set(form["seats"].value() or ()),
        "people": people,
        "crumbs": [(reverse("courses:people"), _("People and requirements"))],
        "now": at,
    }
    return render(request, "courses/assign.html", context, status=status_of(form))


def _give(request: HttpRequest, form: AssignForm, seats: list[Seat], courses: list[Course]) -> int:
    said = form.cleaned_data
    wanted = {UUID(one) for one in said["seats"]}
    return actions.assign(
        member=member_of(request),
        seats=[seat for seat in seats if seat.key in wanted],
        course=next(one for one in courses if one.code == said["course"]),
        due_on=said["due_on"],
        reason=said["reason"],
        now=now(),
    )
