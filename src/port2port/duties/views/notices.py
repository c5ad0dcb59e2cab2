"""Whom to tell: what is still open, one notice with its text and tick, and the organisation's profile."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.duties.actions import notices as act
from port2port.duties.forms import ProfileForm, TellForm
from port2port.duties.models import Notice, Profile
from port2port.duties.notice_text import text_of
from port2port.duties.notices import is_known, lines_of_rows, untold_of
from port2port.duties.views.shared import for_readers, said, tabs
from port2port.members.forms.shared import said_in
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Seat
from port2port.members.views.shared import needs
from port2port.vocabulary.lookup import reader_language


@require_GET
@for_readers
def notices(request: HttpRequest) -> HttpResponse:
    """Whom this organisation still has to tell, the term that ends first on top."""
    at = now()
    lines = untold_of(member_of(request), now=at)
    return render(request, "duties/notices.html", {"lines": lines, "now": at, "tabs": tabs(request)})


@require_GET
@for_readers
def notice(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who, how, by when, what to say, and the text to take along."""
    return _page(request, _visible(request, key))


def _visible(request: HttpRequest, key: UUID) -> Notice:
    rows = Notice.objects.visible_to(member_of(request)).select_related("organisation", "facility__port", "told_by")
    return get_object_or_404(rows, key=key)


def _page(request: HttpRequest, row: Notice, *, form: TellForm | None = None) -> HttpResponse:
    member, at = member_of(request), now()
    siblings = Notice.objects.visible_to(member).of(row.source_type, row.source_key).with_place()
    lines = lines_of_rows(siblings.select_related("told_by"), now=at)
    line = next((one for one in lines if one.notice is not None and one.notice.pk == row.pk), None)
    language = request.GET.get("text", "")
    language = language if language in dict(settings.LANGUAGES) else reader_language()
    context = {
        "row": row,
        "line": line,
        "others": [one for one in lines if one is not line],
        "text": text_of(row, language=language, role=_role(member)) if line is not None else "",
        "text_language": language,
        "languages": [(f"?text={code}", name, code == language) for code, name in settings.LANGUAGES],
        "may_tell": Notice.objects.editable_by(member).filter(pk=row.pk).exists() and is_known(row.rule),
        "form": form or TellForm(initial={"told_at": timezone.localtime(at)}),
        "now": at,
    }
    return render(request, "duties/notice.html", context, status=422 if form is not None and form.errors else 200)


def _role(member: Member) -> str:
    seat = Seat.objects.visible_to(member).filter(pk=member.seat_id or 0).first()
    return seat.role if seat else ""


@require_POST
@needs(Act.KEEP_DUTIES)
def tell(request: HttpRequest, key: UUID) -> HttpResponse:
    """A person says that the addressee was told."""
    row = _visible(request, key)
    form = TellForm(request.POST)
    if form.is_valid():
        with said_in(form):
            given = form.cleaned_data
            act.tell(member=member_of(request), notice=row, told_at=given["told_at"], note=given["note"], now=now())
            return redirect(row)
    return _page(request, row, form=form)


@require_POST
@needs(Act.KEEP_DUTIES)
def untell(request: HttpRequest, key: UUID) -> HttpResponse:
    """The tick was wrong."""
    row = _visible(request, key)
    act.untell(member=member_of(request), notice=row, now=now())
    messages.success(request, _("Taken back: the clock runs again."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def profile(request: HttpRequest) -> HttpResponse:
    """What the organisation is in law, as far as it decides whom an incident asks to tell."""
    member = member_of(request)
    row = Profile.objects.visible_to(member).select_related("set_by").first()
    form = ProfileForm(said(request), initial={"codes": row.codes if row else []})
    if form.is_bound and form.is_valid():
        act.set_profile(member=member, codes=form.cleaned_data["codes"], now=now())
        messages.success(request, _("Saved. New incidents ask by this profile."))
        return redirect("duties:profile")
    context = {"form": form, "row": row, "tabs": tabs(request), "now": now()}
    return render(request, "duties/profile.html", context, status=422 if form.is_bound else 200)
