"""One's own certificates, those of the own organisation's people, and one of them as page, file and paper."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.certificates import actions, listing, paper
from port2port.certificates.access import revokes, revokes_any, sees_staff
from port2port.certificates.forms import FilterForm
from port2port.certificates.models import Certificate, RunsOut
from port2port.certificates.models.certificates import STATE_WORDS, State
from port2port.certificates.views.public import JWT_TYPE
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.reports.printing import makes_pdf


@require_GET
@needs(Act.LEARN)
def mine(request: HttpRequest) -> HttpResponse:
    """What I have earned, and until when it counts."""
    member, today = member_of(request), timezone.localdate(now())
    context = {
        "lines": listing.lines_of(listing.own(member), today=today),
        "sees_staff": sees_staff(member),
        "revokes_any": revokes_any(member),
    }
    return render(request, "certificates/mine.html", context)


@require_GET
@needs(Act.ASSIGN)
def staff(request: HttpRequest) -> HttpResponse:
    """Which certificates of our people run out first."""
    member, today, asked = member_of(request), timezone.localdate(now()), listing.asked_in(request.GET)
    page = Paginator(listing.of_staff(asked, member=member, today=today), listing.ON_PAGE).get_page(
        request.GET.get("page", "")
    )
    query, number = _without_page(request), page.paginator.count
    context = {
        "lines": listing.lines_of(page.object_list, today=today),
        "form": FilterForm(request.GET),
        "filters": _filters(asked),
        "is_asked": asked.is_any,
        "count": ngettext("%(n)d certificate", "%(n)d certificates", number) % {"n": number},
        "query": query,
        "newer": f"?{query}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?{query}&page={page.next_page_number()}" if page.has_next() else "",
        "crumbs": crumbs(),
    }
    return render(request, "certificates/staff.html", context)


def _filters(asked: listing.Asked) -> list[tuple[str, str, object]]:
    words = STATE_WORDS[State(asked.state)] if asked.state in set(State) else _("Runs out within 60 days")
    return [one for one in [("q", asked.words, asked.words), ("state", asked.state, words)] if one[1]]


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()


@require_GET
@needs(Act.ASSIGN)
def export(request: HttpRequest) -> HttpResponse:
    """The current filter as a file; the act leaves a line in the audit trail."""
    at = now()
    rows = listing.export(listing.asked_in(request.GET), member=member_of(request), now=at)
    content = csv_file(listing.columns(), listing.cells(rows, today=timezone.localdate(at)))
    return download(content, name=f"certificates {at:%Y-%m-%d}.csv", media_type=CSV_TYPE)


def crumbs() -> list[tuple[str, str]]:
    """The way back."""
    return [(reverse("certificates:mine"), _("My certificates"))]


def visible(request: HttpRequest, key: UUID) -> Certificate:
    """The certificate. Raises Http404, alike for hidden and missing."""
    rows = Certificate.objects.visible_to(member_of(request))
    return get_object_or_404(rows.select_related("person", "organisation", "issuer_key", "revoked_by"), key=key)


@require_GET
@needs(Act.LEARN)
def certificate(request: HttpRequest, key: UUID) -> HttpResponse:
    """What it certifies, how it stands, and how to show it."""
    row, member = visible(request, key), member_of(request)
    context = paper.paper_context(row, language=translation.get_language() or "en") | {
        "line": listing.line_of(row, today=timezone.localdate(now())),
        "renewed_by": _renewed_by(row, member),
        "makes_pdf": makes_pdf(),
        "revokes": revokes(member)
        and Certificate.objects.editable_by(member).filter(pk=row.pk, revoked_at=None).exists(),
        "crumbs": crumbs(),
    }
    return render(request, "certificates/certificate.html", context)


def _renewed_by(row: Certificate, member: Member) -> Certificate | None:
    """The one that took its place, where the member may see that."""
    if row.superseded_by_id is None:
        return None
    return Certificate.objects.visible_to(member).filter(pk=row.superseded_by_id).first()


@require_GET
@needs(Act.LEARN)
def token(request: HttpRequest, key: UUID) -> HttpResponse:
    """The signed certificate itself."""
    row = visible(request, key)
    return download(row.credential.encode(), name=f"{row.number}.jwt", media_type=JWT_TYPE)


@require_GET
@needs(Act.LEARN)
def pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The paper to show, with the holder's name and the code to check it."""
    row, language = visible(request, key), _language(request)
    made = paper.pdf_of_certificate(row, language=language)
    if made is None:
        return redirect(f"{reverse('certificates:print', args=[row.key])}?language={language}")
    return download(made, name=f"{row.number} {language}.pdf", media_type=paper.PDF_TYPE)


@require_GET
@needs(Act.LEARN)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same for the browser's own print."""
    row, language = visible(request, key), _language(request)
    with translation.override(language):
        return render(request, "certificates/print.html", paper.paper_context(row, language=language))


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else (translation.get_language() or "en")


@require_GET
@needs(Act.LEARN)
def runs_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a certificate to the certificate itself."""
    member = member_of(request)
    row = RunsOut.objects.visible_to(member).filter(key=key).first()
    if row is None:
        raise Http404
    actions.open_reminder(member=member, news=row, now=now())
    return redirect(row.certificate)
