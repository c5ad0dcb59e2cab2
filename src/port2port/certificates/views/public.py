"""For whoever checks a certificate, without an account: the check, the issuer's document, its lists, the bundle."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.certificates import issuer
from port2port.certificates.forms import CheckForm
from port2port.certificates.limits import CHECKS
from port2port.certificates.models import IssuerKey
from port2port.certificates.reading import answer_to, by_code, code_in
from port2port.certificates.wording import shown
from port2port.concerns.limits import source_of
from port2port.members.middleware import member_of, public
from port2port.pure.badge_check import verify
from port2port.reports.views.shared import refusals_in, status_of

JWT_TYPE = "application/vc+jwt"


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Paste or send a certificate; the answer says whether it holds, what is certified and until when."""
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    answer = None
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            CHECKS.take(source_of(request))
            what = form.what()
            code = code_in(what)
            if code:
                return redirect("certificates:checked", code=code)
            answer = shown(answer_to(what, now=now()))
            form = CheckForm()
    return render(request, "certificates/check.html", {"form": form, "answer": answer}, status=status_of(form))


@public
@require_GET
def checked(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper's code leads to: the same answer, for whoever holds the paper."""
    CHECKS.take(source_of(request))
    at = now()
    row = by_code(code)
    if row is None:
        raise Http404
    answer = shown(verify(row.credential, issuer.bundle(now=at), at=at), name=row.name)
    return render(request, "certificates/check.html", {"form": CheckForm(), "answer": answer})


@public
@require_GET
def did_document(request: HttpRequest) -> HttpResponse:
    """The keys that are believed."""
    del request
    found = issuer.document()
    if not found:
        raise Http404
    return JsonResponse(found, content_type="application/did+json")


@public
@require_GET
def status_list(request: HttpRequest, keyid: str) -> HttpResponse:
    """The signed list of one key, as it was signed last."""
    row = get_object_or_404(IssuerKey.objects.visible_to(member_of(request)).published(), keyid=keyid)
    return HttpResponse(row.status_list, content_type=JWT_TYPE)


@public
@require_GET
def bundle(request: HttpRequest) -> HttpResponse:
    """Everything that a check without a network needs."""
    del request
    response = JsonResponse(issuer.bundle_file(now=now()))
    response.headers["Content-Disposition"] = 'attachment; filename="port2port-certificates.json"'
    return response
