"""A certificate is revoked, by the officer or by the secretariat that was shown it; the issuer's keys."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.certificates import actions
from port2port.certificates.access import revokes, revokes_any
from port2port.certificates.forms import RevokeForm, WithdrawForm
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.views.pages import crumbs
from port2port.members.middleware import member_of
from port2port.members.views.shared import only, show_form
from port2port.reports.views.shared import refusals_in

STOLEN = "port2port certificate rotate --stolen KEYID"


@require_http_methods(["GET", "POST"])
@only(revokes)
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a certificate of the own staff."""
    member = member_of(request)
    row = get_object_or_404(Certificate.objects.editable_by(member).select_related("person"), key=key)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            done = actions.revoke(member=member, certificate=row, reason=form.cleaned_data["reason"], now=now())
            _say(request, done)
            return redirect(row)
    return show_form(
        request,
        form,
        title=_("Revoke %(number)s of %(name)s") % {"number": row.number, "name": row.person.name},
        back=row.get_absolute_url(),
        lead=_(
            "Earlier ones for the same are revoked too. This cannot be taken back: to put it right, the course is "
            "passed again."
        ),
        submit=_("Revoke"),
    )


def _say(request: HttpRequest, row: Certificate) -> None:
    if actions.is_published(row):
        messages.success(request, _("Revoked. The list that says so is published."))
    else:
        messages.warning(
            request,
            _("Revoked, but the key store is locked: until the operator opens it, checks do not know it yet."),
        )


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@only(revokes_any)
def withdraw(request: HttpRequest) -> HttpResponse:
    """End a certificate that was shown to the secretariat; who holds it is not told here."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            done = actions.revoke_shown(
                member=member_of(request), shown=said["shown"], reason=said["reason"], now=now()
            )
            _say(request, done)
            return redirect("certificates:mine")
    return show_form(
        request,
        form,
        title=_("Revoke a certificate"),
        back=reverse("certificates:mine"),
        lead=_("Only one that was shown to you. This cannot be taken back: to put it right, a new one is issued."),
        submit=_("Revoke"),
    )


@require_GET
@only(revokes_any)
def keys(request: HttpRequest) -> HttpResponse:
    """Which keys sign, and when their lists were signed."""
    rows = IssuerKey.objects.visible_to(member_of(request)).defer("status_list")
    context = {"rows": rows.order_by("-number"), "crumbs": crumbs(), "command": STOLEN}
    return render(request, "certificates/keys.html", context)


@require_POST
@only(revokes_any)
def rotate(request: HttpRequest) -> HttpResponse:
    """The next key takes over."""
    actions.rotate(member=member_of(request), now=now())
    messages.success(request, _("What is issued from now on is signed with the new key."))
    return redirect("certificates:keys")
