"""For a company, without an account: where else to turn, the form, the receipt, the answer by code."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.concerns import actions
from port2port.concerns.actions import Opened
from port2port.concerns.derive import reporter_keys
from port2port.concerns.figures import Quarter, figures_shown
from port2port.concerns.filing_key import StaleForm, code_of_form, fresh_form_key
from port2port.concerns.forms.public import CodeForm, FilingForm, SayForm
from port2port.concerns.limits import CODES, FILING, SAYING, source_of
from port2port.concerns.links import drawn, is_of_this_machine, link_outs
from port2port.concerns.memory_uploads import files_in_memory
from port2port.concerns.models import Concern, Desk, Filing
from port2port.concerns.rules import UnknownCode
from port2port.concerns.shots import shots_of
from port2port.concerns.silence import lapse_of
from port2port.concerns.timeline import desk_name, events_of, promises_of
from port2port.members.member import Act
from port2port.members.middleware import member_of, public
from port2port.members.views.shared import needs
from port2port.pure.receipt_code import grouped, normalised
from port2port.pure.sealing import ReporterKeys
from port2port.reports.views.shared import refusals_in, status_of

POSTER_SIZES = {"a4": "A4", "a5": "A5"}


@public
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Where else to turn, and what this is not, before anything can be typed."""
    desks = Desk.objects.visible_to(member_of(request)).ready()
    return render(request, "concerns/start.html", {"links": link_outs(), "is_open": desks.exists()})


@public
@files_in_memory
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def new(request: HttpRequest) -> HttpResponse:
    """The form; sent, it answers with the code, this one time."""
    member = member_of(request)
    if request.method == "GET":
        initial = {"language": request.LANGUAGE_CODE, "key": fresh_form_key(), "listed": True}
        return _form_page(request, FilingForm(initial=initial, member=member))
    form = FilingForm(request.POST, request.FILES, member=member)
    if form.is_valid():
        with refusals_in(form):
            FILING.take(source_of(request))
            code = _code(request, form)
            wish = form.wish(shots_of(form.uploads()))
            concern = actions.file_concern(member=member, keys=reporter_keys(code), wish=wish, now=now())
            return _receipt(request, concern, code, wish.desk)
    return _form_page(request, form)


@public
@require_GET
def poster(request: HttpRequest) -> HttpResponse:
    """A sheet for the wall, with the address of the first screen."""
    sizes, languages = tuple(POSTER_SIZES), [code for code, _name in settings.LANGUAGES]
    size, language = request.GET.get("size", ""), request.GET.get("language", "")
    address = f"{settings.SITE_URL}{reverse('concerns:start')}"
    context = {
        "size": size if size in sizes else sizes[0],
        "sizes": POSTER_SIZES.items(),
        "language": language if language in languages else request.LANGUAGE_CODE,
        "address": address,
        "drawn": drawn(address),
        "calls": [one for one in link_outs() if one.urgent and one.call],
        "is_of_this_machine": is_of_this_machine(address),
    }
    return render(request, "concerns/poster.html", context)


def _code(request: HttpRequest, form: FilingForm) -> str:
    try:
        return code_of_form(form.cleaned_data["key"])
    except StaleForm:
        fresh = request.POST.copy()
        fresh["key"] = fresh_form_key()
        form.data = fresh
        raise


def _form_page(request: HttpRequest, form: FilingForm) -> HttpResponse:
    desks = Desk.objects.visible_to(member_of(request)).with_readiness().select_related("port", "organisation")
    context = {"form": form, "links": link_outs(), "shut": [one for one in desks if not one.is_ready]}
    return render(request, "concerns/form.html", context, status=status_of(form))


def _receipt(request: HttpRequest, concern: Concern, code: str, desk: Desk) -> HttpResponse:
    context = {
        "concern": concern,
        "code": grouped(code),
        "desk_name": desk_name(desk),
        "read_address": f"{settings.SITE_URL}{reverse('concerns:read')}",
        "promises": promises_of(concern),
        "after_post": True,
    }
    return render(request, "concerns/receipt.html", context)


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def read(request: HttpRequest) -> HttpResponse:
    """The answer, by code."""
    if request.method == "GET":
        return render(request, "concerns/read.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            opened, _keys = _opened(request, form.cleaned_data["code"])
            return _thread(request, opened, form.cleaned_data["code"])
    return _read_page(request, form)


def _read_page(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return render(request, "concerns/read.html", {"form": form}, status=status_of(form))


def _opened(request: HttpRequest, code: str) -> tuple[Opened, ReporterKeys]:
    """What the code opens; only a wrong code counts as a try. Raises NoCode, UnknownCode, TooOften, Busy."""
    with CODES.counting_failures(source_of(request), UnknownCode):
        keys = reporter_keys(code)
        return actions.open_by_code(keys=keys), keys


def _thread(
    request: HttpRequest, opened: Opened, code: str, *, form: SayForm | None = None, done: str = ""
) -> HttpResponse:
    plain = normalised(code) or ""
    context = {
        "opened": opened,
        "concern": opened.concern,
        "code": plain,
        "promises": promises_of(opened.concern),
        "lapses_on": lapse_of(opened.concern),
        "events": events_of(opened.steps, opened.concern),
        "form": form or SayForm(initial={"code": plain}),
        "done": done,
        "after_post": True,
    }
    return render(request, "concerns/thread.html", context, status=status_of(form) if form else 200)


@public
@files_in_memory
@require_POST
@sensitive_post_parameters()
def answer(request: HttpRequest) -> HttpResponse:
    """Say more, or say yes or no to handing it on; the code comes with the form."""
    code = request.POST.get("code", "")[:60]
    first = CodeForm({"code": code})
    if first.is_valid():
        with refusals_in(first):
            opened, keys = _opened(request, code)
            act = {"object": _object, "agree": _agree}.get(request.POST.get("do", ""), _say)
            return act(request, opened, keys, code)
    return _read_page(request, first)


def _say(request: HttpRequest, opened: Opened, keys: ReporterKeys, code: str) -> HttpResponse:
    form = SayForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_in(form):
            SAYING.take(source_of(request))
            text, shots = form.cleaned_data["text"], shots_of(form.uploads())
            actions.add_by_code(keys=keys, text=text, shots=shots, now=now())
            return _thread(request, actions.open_by_code(keys=keys), code, done=_("Your message is there."))
    return _thread(request, opened, code, form=form)


def _object(request: HttpRequest, opened: Opened, keys: ReporterKeys, code: str) -> HttpResponse:
    return _decided(request, opened, keys, code, agrees=False)


def _agree(request: HttpRequest, opened: Opened, keys: ReporterKeys, code: str) -> HttpResponse:
    return _decided(request, opened, keys, code, agrees=True)


def _decided(request: HttpRequest, opened: Opened, keys: ReporterKeys, code: str, *, agrees: bool) -> HttpResponse:
    act = actions.agree_by_code if agrees else actions.object_by_code
    words = _("Noted: it may be handed on.") if agrees else _("Noted: it stays where it is.")
    try:
        SAYING.take(source_of(request))
        act(keys=keys, now=now())
    except Refusal as refusal:
        return _thread(request, opened, code, done=str(refusal))
    return _thread(request, actions.open_by_code(keys=keys), code, done=words)


@public
@require_POST
@sensitive_post_parameters()
def picture(request: HttpRequest) -> HttpResponse:
    """One picture of the concern, for whoever has the code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            _found, keys = _opened(request, form.cleaned_data["code"])
            shot = actions.picture_by_code(keys=keys, picture=_key(request.POST))
            if shot is None:
                raise Http404
            return HttpResponse(shot.content, content_type=shot.media_type)
    return _read_page(request, form)


def _key(given: Mapping[str, str]) -> UUID:
    try:
        return UUID(given.get("picture", ""))
    except ValueError as bad:
        raise Http404 from bad


@require_GET
@needs(Act.READ)
def mine(request: HttpRequest) -> HttpResponse:
    """What a company has filed from its seat: state and dates, nothing of what it says."""
    rows = (
        Filing.objects.visible_to(member_of(request)).select_related("concern__port").order_by("-concern__received_at")
    )
    listed = [(one.concern, promises_of(one.concern)) for one in rows]
    return render(request, "concerns/mine.html", {"rows": listed, "now": now()})


@require_GET
@needs(Act.READ)
def figures(request: HttpRequest) -> HttpResponse:
    """How many came in, by category and quarter, where enough did."""
    quarters: list[Quarter] = figures_shown(now=now())
    return render(request, "concerns/figures.html", {"quarters": quarters})
