"""The training record of one person: for that person, its officers and its trainer."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.courses import actions, papers
from port2port.courses.access import learners_of, taught_by
from port2port.courses.forms.people import ProofForm, RoleForm, WaiveForm
from port2port.courses.models import CourseAssignment, OutsideProof
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Seat
from port2port.members.views.shared import needs, posted, show_form
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.views.shared import refusals_in
from port2port.vocabulary.subjects import subjects


def _taught(request: HttpRequest, key: UUID) -> Seat:
    rows = learners_of(member_of(request)).select_related("person", "organisation", "facility", "port")
    seat: Seat = get_object_or_404(rows, key=key)
    return seat


def _other(request: HttpRequest, key: UUID) -> Seat:
    """A seat about which the member says something: never its own person's. Raises Http404."""
    rows = taught_by(member_of(request)).select_related("person", "organisation", "facility", "port")
    seat: Seat = get_object_or_404(rows, key=key)
    return seat


def _seat(request: HttpRequest, key: UUID) -> Seat:
    """A seat whose results the member sees, or its own. Raises Http404."""
    member = member_of(request)
    own = Seat.objects.visible_to(member).filter(pk=member.seat_id or 0, key=key)
    found = own.select_related("person", "organisation", "facility", "port").first()
    return found if found is not None else _taught(request, key)


@require_GET
@needs(Act.LEARN)
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """What this person must know, owes, has passed and brought along."""
    seat, member = _seat(request, key), member_of(request)
    teaches = taught_by(member).filter(pk=seat.pk).exists()
    page = papers.record_of(seat, member=member, today=timezone.localdate(now()))
    crumbs = [(reverse("courses:people"), _("People and requirements"))] if teaches else []
    context = {"page": page, "seat": seat, "teaches": teaches, "crumbs": crumbs}
    return render(request, "courses/record.html", context)


def _step(
    request: HttpRequest, form: forms.Form, do: object, *, title: object, back: str, lead: object = ""
) -> HttpResponse:
    if form.is_bound and form.is_valid() and callable(do):
        with refusals_in(form):
            do()
            return redirect(back)
    return show_form(request, form, title=title, back=back, lead=lead)


@require_http_methods(["GET", "POST"])
@needs(Act.ASSIGN)
def role(request: HttpRequest, key: UUID) -> HttpResponse:
    """What this seat has to know."""
    seat, member = _other(request, key), member_of(request)
    page = papers.record_of(seat, member=member, today=timezone.localdate(now()))
    form = RoleForm(posted(request), initial={"role": page.trained.role})

    def do() -> None:
        actions.set_role(member=member, seat=seat, role=form.cleaned_data["role"], now=now())

    back = reverse("courses:record", args=[seat.key])
    return _step(request, form, do, title=_("Role in training"), back=back)


@require_http_methods(["GET", "POST"])
@needs(Act.ASSIGN)
def proof(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was learned elsewhere."""
    seat, member = _other(request, key), member_of(request)
    page = papers.record_of(seat, member=member, today=timezone.localdate(now()))
    wanted = list(page.trained.covers) or list(subjects())
    form = ProofForm(posted(request), wanted=wanted)

    def do() -> None:
        said = form.cleaned_data
        text = actions.ProofText(
            kind=said["kind"],
            codes=tuple(said["codes"]),
            issuer=said["issuer"],
            number=said["number"],
            valid_to_on=said["valid_to_on"],
        )
        actions.add_proof(member=member, seat=seat, said=text, now=now())
        messages.success(request, _("Written down."))

    return _step(
        request,
        form,
        do,
        title=_("Proof from elsewhere"),
        back=reverse("courses:record", args=[seat.key]),
        lead=_("Write down what you saw on paper. The paper itself is not kept here."),
    )


@require_POST
@needs(Act.ASSIGN)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """It does not count any more."""
    member = member_of(request)
    row = get_object_or_404(OutsideProof.objects.editable_by(member).standing(), key=key)
    actions.withdraw_proof(member=member, proof=row, now=now())
    messages.success(request, _("It does not count any more."))
    return _back(request, row.person_id)


def _back(request: HttpRequest, person_id: int) -> HttpResponse:
    seat = learners_of(member_of(request)).filter(person_id=person_id).order_by("pk").first()
    return redirect("courses:people") if seat is None else redirect("courses:record", key=seat.key)


@require_http_methods(["GET", "POST"])
@needs(Act.ASSIGN)
def waive(request: HttpRequest, key: UUID) -> HttpResponse:
    """This person need not take it."""
    member = member_of(request)
    rows = CourseAssignment.objects.editable_by(member).open().select_related("course__current", "person")
    row = get_object_or_404(rows, key=key)
    form = WaiveForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.waive(member=member, assignment=row, reason=form.cleaned_data["reason"], now=now())
            return _back(request, row.person_id)
    back = reverse("courses:people")
    return show_form(request, form, title=_("Waive a course"), back=back, lead=f"{row.course.title} · {row.person}")


@require_GET
@needs(Act.ASSIGN)
def export(request: HttpRequest, key: UUID, ending: str) -> HttpResponse:
    """The record of one person as a file."""
    return _file(request, _taught(request, key), ending)


@require_GET
@needs(Act.LEARN)
def own_record(request: HttpRequest, ending: str) -> HttpResponse:
    """The own record as a file."""
    member = member_of(request)
    seat = (
        Seat.objects.visible_to(member).filter(pk=member.seat_id or 0).select_related("person", "organisation").first()
    )
    if seat is None:
        raise Http404
    return _file(request, seat, ending)


def _file(request: HttpRequest, seat: Seat, ending: str) -> HttpResponse:
    at = now()
    rows = papers.rows_of(seat, member=member_of(request), act=f"record as {ending}", now=at)
    columns = papers.columns()
    if ending == "csv":
        content, media_type = csv_file(columns, rows), CSV_TYPE
    else:
        title = _("Training record")
        content, media_type = xlsx_file(columns, rows, title=title, label=_("Internal"), made_at=at), XLSX_TYPE
    return download(content, name=f"training-record {at:%Y-%m-%d}.{ending}", media_type=media_type)
