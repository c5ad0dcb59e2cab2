"""A use case before others: choose readers, see their names, share; later more readers, or more of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.audience import Tlp
from port2port.registers import actions
from port2port.registers.forms.camera import ReadersForm
from port2port.registers.guard import finds_in, finds_shown
from port2port.registers.models import AiUseCase
from port2port.registers.page import crumbs, page_of
from port2port.registers.views.shared import editable_case
from port2port.reports.forms.compose import organisations_in
from port2port.reports.preview import names_of, preview_of_draft
from port2port.reports.recipients import named
from port2port.reports.views.shared import refusals_in, status_of, ticked
from port2port.sharing.actions import WideningNotConfirmed
from port2port.sharing.handling_rules import BadHandling, check_handling


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def share(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who may read it, and what of it goes along; nothing happens before the owner has seen their names."""
    case, member = editable_case(request, key), member_of(request)
    if request.method == "GET":
        return _form(request, case, ReadersForm(initial=_initial(case), member=member, case=case))
    form = ReadersForm(request.POST, member=member, case=case)
    if form.is_valid():
        try:
            with refusals_in(form, passing=(WideningNotConfirmed,)):
                return _choose(request, case, form) if case.is_draft else _widen(request, case, form)
        except WideningNotConfirmed as widening:
            return _confirm(request, case, form, widening)
    return _form(request, case, form)


def _choose(request: HttpRequest, case: AiUseCase, form: ReadersForm) -> HttpResponse:
    actions.choose_readers(member=member_of(request), case=case, readers=form.readers(), now=now(), **_parts(form))
    return redirect("registers:camera_readers", key=case.key)


def _widen(request: HttpRequest, case: AiUseCase, form: ReadersForm) -> HttpResponse:
    done = actions.widen_case(
        member=member_of(request),
        case=case,
        readers=form.readers(),
        version=form.cleaned_data["version"] or 0,
        confirmed=organisations_in(request.POST.get("confirmed", "")) or frozenset(),
        opens=request.POST.get("opens") == "yes",
        now=now(),
        **_parts(form),
    )
    messages.success(request, _("Version %(n)d is published.") % {"n": done.version})
    return redirect(done.get_absolute_url())


def _parts(form: ReadersForm) -> dict[str, bool]:
    return {name: form.cleaned_data[name] for name in ("shows_site", "shows_figures")}


def _initial(case: AiUseCase) -> dict[str, object]:
    # Nothing is shared yet: the widest of the own house is no proposal, members are.
    tlp = Tlp.GREEN.value if case.is_draft and case.tlp == Tlp.AMBER_STRICT and not case.circles.exists() else case.tlp
    return {
        "tlp": tlp,
        "circles": [str(one) for one in case.circles.values_list("key", flat=True)],
        "openly": case.is_open,
        "shows_site": case.shows_site,
        "shows_figures": case.shows_figures,
        "version": case.version,
    }


def _form(request: HttpRequest, case: AiUseCase, form: ReadersForm) -> HttpResponse:
    context = {"case": case, "form": form, "crumbs": crumbs(case)}
    return render(request, "registers/share.html", context, status=status_of(form))


def _confirm(request: HttpRequest, case: AiUseCase, form: ReadersForm, widening: WideningNotConfirmed) -> HttpResponse:
    context = {
        "case": case,
        "tlp": form.readers().tlp.value,
        "added": names_of(widening.added),
        "opens": widening.opens,
        "confirmed": ",".join(one["key"] for one in named(widening.added)),
        "kept": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "crumbs": crumbs(case),
    }
    return render(request, "registers/widen_confirm.html", context, status=409)


@require_GET
@needs(Act.PUBLISH)
def readers(request: HttpRequest, key: UUID) -> HttpResponse:
    """The case as its readers will see it, who they are, and the button that says their number."""
    case = editable_case(request, key)
    if not case.is_draft:
        return redirect(case.get_absolute_url())
    return _readers_page(request, case, error="")


def _readers_page(request: HttpRequest, case: AiUseCase, *, error: str, status: int = 200) -> HttpResponse:
    member, at = member_of(request), now()
    refusal = ""
    try:
        check_handling(case.handling(), member=member)
    except BadHandling as bad:
        refusal = str(bad)
    finds = [one for one in finds_in(case) if one.token not in case.not_personal]
    context = {
        "case": case,
        "page": page_of(case, member=member, now=at),
        "is_preview": True,
        "preview": preview_of_draft(case, member=member, now=at),
        "refusal": refusal,
        "error": error,
        "finds": finds_shown(finds),
        "ticked": ticked(request),
        "crumbs": crumbs(case),
    }
    return render(request, "registers/readers.html", context, status=status)


@require_POST
@needs(Act.PUBLISH)
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Share it with the readers shown."""
    case = editable_case(request, key)
    expected = organisations_in(request.POST.get("expected", "")) or frozenset()
    try:
        done = actions.share_case(
            member=member_of(request), case=case, expected=expected, not_personal=ticked(request), now=now()
        )
    except Refusal as refusal:
        if case.is_draft:
            return _readers_page(request, case, error=str(refusal), status=refusal.status)
        raise
    return redirect(done.get_absolute_url())


@require_POST
@needs(Act.PUBLISH)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back what was shared in the last ten seconds."""
    # Before anything waits: what counts is when the request came in.
    arrived = now()
    case = editable_case(request, key)
    kept = actions.undo_share(member=member_of(request), case=case, now=arrived)
    messages.success(request, _("Taken back. Nobody was told; it stands in your own register again."))
    return redirect(kept.get_absolute_url())
