"""Asking: the form, then what may answer it already and who would receive it, then the question itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.knowledge import actions
from port2port.knowledge.asking import finds_in_question, matches, words_for
from port2port.knowledge.floor_page import waiting_proposal
from port2port.knowledge.forms.questions import AskForm
from port2port.knowledge.page import theme_words
from port2port.knowledge.page_question import question_crumbs
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.forms.compose import organisations_in
from port2port.reports.preview import preview_of_receivers
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of, ticked
from port2port.sharing.models import Tlp
from port2port.sharing.would import Receivers


@require_http_methods(["GET", "POST"])
@needs(Act.ASK)
def new(request: HttpRequest) -> HttpResponse:
    """A question: written, looked at, sent."""
    member = member_of(request)
    if request.method == "GET":
        initial = {"language": request.LANGUAGE_CODE, "tlp": Tlp.GREEN.value, "key": fresh_key()}
        return _form(request, AskForm(initial=initial | _proposed(request), member=member))
    form = AskForm(request.POST, member=member)
    if request.POST.get("do") == "change" or not form.is_valid():
        return _form(request, form, checked=request.POST.get("do") != "change")
    if request.POST.get("do") == "send":
        return _send(request, form)
    return _look(request, form)


def _proposed(request: HttpRequest) -> dict[str, object]:
    """What a guard of the own organisation wrote, where the address names it. Raises Http404."""
    key = request.GET.get("from", "")
    if not key:
        return {}
    row = waiting_proposal(key, member=member_of(request))
    if row is None:
        raise Http404
    return {"title": row.title, "text": row.text, "language": row.language, "proposal": row.key}


def _form(request: HttpRequest, form: AskForm, *, checked: bool = True) -> HttpResponse:
    context = {"form": form, "crumbs": question_crumbs(), "checked": checked, "proposal": form["proposal"].value()}
    return render(request, "knowledge/ask.html", context, status=status_of(form) if checked else 200)


def _look(request: HttpRequest, form: AskForm, *, error: str = "", status: int = 200) -> HttpResponse:
    member, said, readers, at = member_of(request), form.said(), form.readers(), now()
    found: list[Receivers] = []
    with refusals_in(form):
        found.append(
            actions.preview_receivers(member=member, said=said, readers=readers, hidden=form.is_hidden, now=at)
        )
    if not found:
        return _form(request, form)
    context = {
        "form": form,
        "said": said,
        "tlp": readers.tlp,
        "themes": theme_words(list(said.themes)),
        "crumbs": question_crumbs(),
        "matches": matches(said, member=member, now=at),
        "preview": preview_of_receivers(found[0], member=member),
        "finds": [(words_for(one.field), one) for one in finds_in_question(said)],
        "ticked": ticked(request),
        "error": error,
    }
    return render(request, "knowledge/ask_look.html", context, status=status)


def _send(request: HttpRequest, form: AskForm) -> HttpResponse:
    expected = organisations_in(request.POST.get("expected", "")) or frozenset()
    try:
        done = actions.ask(
            member=member_of(request),
            said=form.said(),
            readers=form.readers(),
            hidden=form.is_hidden,
            expected=expected,
            not_personal=ticked(request),
            proposal=form.cleaned_data["proposal"],
            key=form.cleaned_data["key"],
            now=now(),
        )
    except Refusal as refusal:
        return _look(request, form, error=str(refusal), status=refusal.status)
    return redirect(done.get_absolute_url())
