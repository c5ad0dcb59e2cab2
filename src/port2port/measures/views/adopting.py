"""Adoption, facility by facility: the matrix, one cell of it, exceptions, and who helps."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.measures import actions
from port2port.measures.access import takes_part
from port2port.measures.access_adoption import says_adoption
from port2port.measures.adoption import matrix_of, own_facilities, state_words
from port2port.measures.forms.adopting import (
    AdoptionForm,
    ExceptionForm,
    HelpForm,
    WordForm,
    initial_adoption,
)
from port2port.measures.models import (
    Adoption,
    AdoptionState,
    AdoptionStep,
    ExceptionGrant,
    Measure,
    MeasureNews,
    MeasureVersion,
    ShownFacility,
)
from port2port.measures.views.shared import crumbs, visible_measure
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs, show_form
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary import lookup


@require_GET
@needs(Act.READ)
def matrix(request: HttpRequest) -> HttpResponse:
    """What do our facilities do with the common measures."""
    member = member_of(request)
    if not takes_part(member):
        raise Http404
    places = own_facilities(member)
    context = {
        "facilities": places,
        "rows": matrix_of(member, facilities=places) if places else [],
        "shown": frozenset(ShownFacility.objects.visible_to(member).values_list("facility_id", flat=True)),
        "may_say": says_adoption(member),
        "undo": _undoable(request),
        "exceptions": _exceptions(request),
        "asked": ExceptionGrant.objects.visible_to(member).approvable_by(member).order_by("asked_at")[:50],
        "crumbs": crumbs(),
    }
    return render(request, "measures/adoption.html", context)


def _undoable(request: HttpRequest) -> AdoptionStep | None:
    """The step that was just taken, named in the address."""
    try:
        key = UUID(request.GET.get("undo", ""))
    except ValueError:
        return None
    rows = AdoptionStep.objects.editable_by(member_of(request)).select_related("facility", "version__measure")
    return rows.filter(key=key).first()


def _exceptions(request: HttpRequest) -> list[ExceptionGrant]:
    member = member_of(request)
    rows = ExceptionGrant.objects.visible_to(member).filter(adoption__facility__organisation=member.organisation_id)
    return list(rows.select_related("adoption__facility", "adoption__version__measure")[:100])


def _place(request: HttpRequest, key: UUID) -> Facility:
    rows = Facility.objects.visible_to(member_of(request)).in_scope_of(member_of(request)).filter(is_active=True)
    return get_object_or_404(rows, key=key)


def _version(request: HttpRequest, measure: Measure) -> MeasureVersion:
    """The version in force, else the one on trial. Raises Http404."""
    rows = MeasureVersion.objects.visible_to(member_of(request)).filter(measure=measure, opened_at__isnull=False)
    version = get_object_or_404(rows, n=measure.in_force or measure.n)
    if version.frozen_at is None and measure.state != "pilot":
        raise Http404
    return version


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def adopt(request: HttpRequest, key: UUID, facility: UUID) -> HttpResponse:
    """Say what one facility does with one measure."""
    row, place, member = visible_measure(request, key), _place(request, facility), member_of(request)
    version = _version(request, row)
    if request.method == "GET" and not says_adoption(member):
        raise Http404
    said = Adoption.objects.visible_to(member).filter(facility=place, version=version).first()
    form = AdoptionForm(
        request.POST if request.method == "POST" else None, version=version, initial=initial_adoption(said)
    )
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            step = actions.say_adoption(member=member, facility=place, version=version, said=form.said(), now=now())
            return redirect(f"{reverse('measures:adoption')}?undo={step.key}")
    context = {"form": form, "measure": row, "facility": place, "adoption": said, "crumbs": crumbs(row)}
    context |= {
        "words": state_words(said) if said else "",
        "may_verify": said is not None
        and said.state == AdoptionState.IN_PLACE
        and said.verified_at is None
        and said.by_id != member.seat_id,
        "may_except": said is not None and version.frozen_at is not None,
    }
    return render(request, "measures/adopt.html", context, status=status_of(form))


@require_POST
@needs(Act.KEEP_DUTIES)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put back what stood before."""
    member = member_of(request)
    step = get_object_or_404(AdoptionStep.objects.editable_by(member), key=key)
    actions.undo_adoption(member=member, step=step, now=now())
    messages.success(request, _("Put back."))
    return redirect("measures:adoption")


@require_POST
@needs(Act.KEEP_DUTIES)
def verify(request: HttpRequest, key: UUID, facility: UUID) -> HttpResponse:
    """Another person has seen that it is in place."""
    row, place, member = visible_measure(request, key), _place(request, facility), member_of(request)
    rows = Adoption.objects.visible_to(member).filter(facility=place, version=_version(request, row))
    actions.verify(member=member, adoption=get_object_or_404(rows), now=now())
    messages.success(request, _("Verified."))
    return redirect("measures:adoption")


@require_POST
@needs(Act.KEEP_DUTIES)
def show_facility(request: HttpRequest, facility: UUID) -> HttpResponse:
    """Let others see what this facility has in place, or no longer."""
    place, is_shown = _place(request, facility), request.POST.get("show") == "yes"
    actions.show_facility(member=member_of(request), facility=place, shown=is_shown, now=now())
    words = _("Readers of a measure see what this facility has in place or tries.") if is_shown else _("Hidden again.")
    messages.success(request, words)
    return redirect("measures:adoption")


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def ask_exception(request: HttpRequest, key: UUID, facility: UUID) -> HttpResponse:
    """Ask for an exception."""
    row, place, member = visible_measure(request, key), _place(request, facility), member_of(request)
    rows = Adoption.objects.editable_by(member).filter(facility=place, version=_version(request, row))
    said = get_object_or_404(rows.select_related("version"))
    form = ExceptionForm(
        request.POST if request.method == "POST" else None,
        version=said.version,
        initial={"language": request.LANGUAGE_CODE, "asked_of": ExceptionGrant.Asked.PORT},
    )
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = actions.ask_exception(member=member, adoption=said, said=form.said(), now=now())
            messages.success(request, _("Asked. Until it is granted nothing changes."))
            return redirect(made)
    lead = _("%(place)s: what you cannot do as the measure says, and what you do instead.") % {"place": place.name}
    back = reverse("measures:adopt", args=[row.key, place.key])
    return show_form(request, form, title=_("Ask for an exception"), lead=lead, submit=_("Ask"), back=back)


@require_GET
@needs(Act.READ)
def exception(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was asked, and what was answered."""
    return _exception_page(request, _visible_exception(request, key))


def _visible_exception(request: HttpRequest, key: UUID) -> ExceptionGrant:
    rows = ExceptionGrant.objects.visible_to(member_of(request))
    around = ("adoption__facility__organisation", "adoption__version__measure", "approver__organisation")
    return get_object_or_404(rows.select_related(*around), key=key)


def _exception_page(request: HttpRequest, row: ExceptionGrant, *, form: WordForm | None = None) -> HttpResponse:
    member = member_of(request)
    form = form or WordForm()
    mine = ExceptionGrant.objects.visible_to(member).filter(pk=row.pk)
    context = {
        "exception": row,
        "measure": row.adoption.version.measure,
        "facility": row.adoption.facility,
        "control": lookup.coded_label(row.control),
        "form": form,
        "may_answer": mine.approvable_by(member).exists(),
        "may_end": ExceptionGrant.objects.editable_by(member).filter(pk=row.pk).exists(),
        "crumbs": crumbs(),
    }
    return render(request, "measures/exception.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def answer_exception(request: HttpRequest, key: UUID) -> HttpResponse:
    """Grant or decline."""
    row, form = _visible_exception(request, key), WordForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            actions.answer_exception(
                member=member_of(request),
                exception=row,
                grant=given["grant"] == "yes",
                answer=given["answer"],
                now=now(),
            )
            messages.success(request, _("Said."))
            return redirect("measures:adoption")
    return _exception_page(request, row, form=form)


@require_POST
@needs(Act.KEEP_DUTIES)
def end_exception(request: HttpRequest, key: UUID) -> HttpResponse:
    """It is needed no longer."""
    row = _visible_exception(request, key)
    actions.end_exception(member=member_of(request), exception=row, now=now())
    return redirect(row)


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def offer_help(request: HttpRequest, key: UUID) -> HttpResponse:
    """We have done this and will help."""
    row, member = visible_measure(request, key), member_of(request)
    form = HelpForm(request.POST if request.method == "POST" else None, initial={"language": request.LANGUAGE_CODE})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.offer_help(member=member, measure=row, now=now(), **form.cleaned_data)
            messages.success(request, _("Thank you. The name of your organisation stands with the measure."))
            return redirect(f"{row.get_absolute_url()}#help")
    return show_form(
        request,
        form,
        title=_("We have done this and will help"),
        lead=_("Readers of the measure see the name of your organisation and this line, nothing of how far you are."),
        submit=_("Offer help"),
        back=row.get_absolute_url(),
    )


@require_POST
@needs(Act.ANSWER)
def stop_helping(request: HttpRequest, key: UUID) -> HttpResponse:
    """No longer."""
    row = visible_measure(request, key)
    actions.stop_helping(member=member_of(request), measure=row, now=now())
    return redirect(row)


@require_GET
@needs(Act.READ)
def news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a review or a withdrawal to the measure."""
    member = member_of(request)
    row = get_object_or_404(MeasureNews.objects.visible_to(member).select_related("measure"), key=key)
    actions.open_news(member=member, news=row, now=now())
    return redirect("measures:adoption" if row.stage == MeasureNews.Stage.ASKED else row.measure)
