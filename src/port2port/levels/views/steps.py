"""The steps of a declaration: each one form or one button on its page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.levels import actions, paper
from port2port.levels.forms.declarations import AcknowledgeForm, AgreeForm, ReasonForm, ShipLevelForm
from port2port.levels.rules import LANGUAGES, digest_of
from port2port.levels.views.shared import editable, for_readers, step_page, visible
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted
from port2port.pure.declaration import Move, may


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def acknowledge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever was asked has heard the request."""
    row, member = editable(request, key), member_of(request)
    form = AcknowledgeForm(posted(request), dos=row, initial={"at": timezone.localtime(now())})

    def do() -> None:
        said = form.cleaned_data
        actions.acknowledge(member=member, dos=row, at=said["at"], by=said["by"], now=now())
        messages.success(request, _("Acknowledged."))

    return step_page(
        request,
        form,
        do,
        dos=row,
        title=_("Acknowledge the request"),
        lead=_("Every request is acknowledged (A/5.3). Say which seat did so and when; no name is kept."),
        submit=_("Acknowledged"),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """No declaration is made."""
    row, member = editable(request, key), member_of(request)
    form = ReasonForm(posted(request))

    def do() -> None:
        actions.decline(member=member, dos=row, reason=form.cleaned_data["reason"], now=now())

    return step_page(request, form, do, dos=row, title=_("Decline the request"), submit=_("Decline"))


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """Both have signed."""
    row, member = editable(request, key), member_of(request)
    form = AgreeForm(posted(request), initial={"at": timezone.localtime(now()), "shore": "pfso"})

    def do() -> None:
        said = form.cleaned_data
        actions.agree(member=member, dos=row, ship=said["ship"], shore=said["shore"], at=said["at"], now=now())
        messages.success(request, _("Agreed. From here on it stands as it was signed."))

    return step_page(
        request,
        form,
        do,
        dos=row,
        title=_("Both have signed"),
        lead=_("Say which seats signed the paper. Names and signatures stand on the paper, which you keep."),
        submit=_("Agreed"),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """It ends before its time, or comes to nothing."""
    row, member = editable(request, key), member_of(request)
    form = ReasonForm(posted(request))

    def do() -> None:
        actions.end(member=member, dos=row, reason=form.cleaned_data["reason"], now=now())
        messages.success(request, _("Ended."))

    return step_page(request, form, do, dos=row, title=_("End the declaration"), submit=_("End it"))


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def ship_level(request: HttpRequest, key: UUID) -> HttpResponse:
    """The ship says that its level is another."""
    row, member = editable(request, key), member_of(request)
    form = ShipLevelForm(posted(request), initial={"level": row.ship_level_said})

    def do() -> None:
        actions.note_ship_level(member=member, dos=row, level=form.cleaned_data["level"], now=now())
        messages.success(request, _("Written down."))

    return step_page(request, form, do, dos=row, title=_("The ship's level changed"))


@require_POST
@needs(Act.REPORT_LEVELS)
@for_readers
def still_fits(request: HttpRequest, key: UUID) -> HttpResponse:
    """Both looked at it under the new levels; nothing has to change."""
    row = editable(request, key)
    actions.still_fits(member=member_of(request), dos=row, now=now())
    messages.success(request, _("Written down: it still fits."))
    return redirect(row)


@require_POST
@needs(Act.REPORT_LEVELS)
@for_readers
def make_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The PDF that both sign, in the declaration's language; its hash is kept with it."""
    row, at = editable(request, key), now()
    if not may(row.state(at), Move.AGREE):
        raise Http404
    # Laid out before anything is held: on SQLite nobody waits for it.
    digest = digest_of(row)
    content = paper.pdf_of_declaration(row, language=row.language, now=at)
    if content is None:
        messages.info(request, _("This machine cannot make PDF files. Print the page from your browser."))
        return redirect("levels:print", key=row.key)
    actions.keep_paper(member=member_of(request), dos=row, content=content, digest=digest, now=at)
    messages.success(request, _("The PDF is made. Have this one signed."))
    return redirect(row)


@require_POST
@needs(Act.REPORT_LEVELS)
@for_readers
def erase(request: HttpRequest, key: UUID) -> HttpResponse:
    """What it said is taken out; its time of keeping is over."""
    row = editable(request, key)
    actions.erase(member=member_of(request), dos=row, now=now())
    messages.success(request, _("Erased. That there was a declaration, and the hash of its paper, stay."))
    return redirect("levels:declarations")


def _language(request: HttpRequest, default: str) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in LANGUAGES else default


@require_GET
@for_readers
def pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The paper that is signed, byte for byte; in another language a translation of it."""
    row, at = visible(request, key), now()
    language = _language(request, row.language)
    if row.erased_at is not None:
        raise Http404
    if language == row.language and row.paper and row.paper_digest == digest_of(row):
        content: bytes | None = bytes(row.paper)
    else:
        content = paper.pdf_of_declaration(row, language=language, now=at)
    if content is None:
        return redirect("levels:print", key=row.key)
    return download(content, name=paper.file_name(row, language=language), media_type=paper.PDF_TYPE)


@require_GET
@for_readers
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The declaration for a printer."""
    row, at = visible(request, key), now()
    if row.erased_at is not None:
        raise Http404
    language = _language(request, row.language)
    with translation.override(language):
        return render(request, "levels/print.html", paper.paper_context(row, language=language, now=at))
