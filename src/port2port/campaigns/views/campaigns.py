"""The list of campaigns, one of them, and the forms that start and end it, join and leave it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.campaigns import actions, listing
from port2port.campaigns.access import runs_campaigns
from port2port.campaigns.forms import CampaignForm, PutUpForm, TalkForm
from port2port.campaigns.kits import kits
from port2port.campaigns.models import Campaign, PutUp, Talk
from port2port.campaigns.views.shared import crumbs, for_readers, for_runners, visible
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.kit import LANGUAGES
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language


@require_GET
@for_readers
def campaigns(request: HttpRequest) -> HttpResponse:
    """What runs here, what one may join, and the kits."""
    member, language = member_of(request), reader_language()
    context = {
        "lines": listing.lines_of(member, now=now()),
        "kits": [(kit, kit.title.in_language(language)) for kit in kits().values()],
        "may_run": runs_campaigns(member),
    }
    return render(request, "campaigns/campaigns.html", context)


@require_GET
@for_readers
def campaign(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is here, and what can be done next."""
    row, member = visible(request, key), member_of(request)
    page = listing.page_of(row, member=member, now=now())
    kit = page.line.kit
    context = {
        "page": page,
        "row": row,
        "kit_title": kit.title.in_language(reader_language()) if kit else row.kit,
        "is_other_version": kit is not None and kit.version != row.kit_version,
        "put_up": listing.put_up_words(page.own),
        "crumbs": crumbs(),
    }
    return render(request, "campaigns/campaign.html", context)


@require_http_methods(["GET", "POST"])
@for_runners
def new(request: HttpRequest) -> HttpResponse:
    """A campaign is started: `?kit=` one of them."""
    member, at = member_of(request), now()
    initial = {
        "kit": request.GET.get("kit", ""),
        "language": reader_language(),
        "languages": [reader_language()],
        "reach": "own",
        "from_on": timezone.localdate(at),
    }
    form = CampaignForm(posted(request), member=member, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            key = once(
                member=member,
                key=form.cleaned_data["key"],
                act="start_campaign",
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: actions.start(member=member, said=form.said(), now=at).key,
            )
            messages.success(request, _("The campaign is set up."))
            return redirect("campaigns:campaign", key=key)
    context = {"form": form, "crumbs": crumbs(), "back": crumbs()[-1][0]}
    return render(request, "campaigns/new.html", context, status=status_of(form))


@require_POST
@for_runners
def join(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own organisation takes part."""
    row = visible(request, key)
    actions.join(member=member_of(request), campaign=row, now=now())
    messages.success(request, _("Your organisation takes part."))
    return redirect(row)


@require_POST
@for_runners
def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own organisation takes part no more."""
    row = visible(request, key)
    actions.leave(member=member_of(request), campaign=row, now=now())
    messages.success(request, _("Your organisation takes part no more."))
    return redirect(row)


@require_POST
@for_runners
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """It ends today."""
    row = get_object_or_404(Campaign.objects.editable_by(member_of(request)), key=key)
    actions.end(member=member_of(request), campaign=row, now=now())
    messages.success(request, _("The campaign has ended."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
@for_runners
def talk(request: HttpRequest, key: UUID) -> HttpResponse:
    """A talk was held: one screen."""
    row, member, at = visible(request, key), member_of(request), now()
    spoken = [one for one in row.languages if one in LANGUAGES] or [reader_language(get_language())]
    initial = {"held_on": min(timezone.localdate(at), row.to_on), "language": spoken[0]}
    form = TalkForm(posted(request), member=member, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            once(
                member=member,
                key=form.cleaned_data["key"],
                act="record_talk",
                content=f"{row.key} {sorted(request.POST.lists())}",
                now=at,
                do=lambda: actions.record_talk(member=member, campaign=row, said=form.said(), now=at).key,
            )
            messages.success(request, _("Written down."))
            return redirect(row)
    context = {"form": form, "row": row, "crumbs": crumbs(row), "back": row.get_absolute_url()}
    return render(request, "campaigns/talk.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_runners
def put_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """So many are up."""
    row, member, at = visible(request, key), member_of(request), now()
    form = PutUpForm(posted(request), member=member, initial={"put_up_on": min(timezone.localdate(at), row.to_on)})
    if form.is_valid():
        said = {name: form.cleaned_data.get(name) for name in ("item", "number", "put_up_on", "facility")}
        with refusals_in(form):
            once(
                member=member,
                key=form.cleaned_data["key"],
                act="put_up",
                content=f"{row.key} {sorted(request.POST.lists())}",
                now=at,
                do=lambda: actions.put_up(member=member, campaign=row, **said, now=at).key,  # type: ignore[arg-type]
            )
            messages.success(request, _("Written down."))
            return redirect(row)
    context = {"form": form, "row": row, "crumbs": crumbs(row), "back": row.get_absolute_url()}
    return render(request, "campaigns/put_up.html", context, status=status_of(form))


@require_POST
@for_runners
def take_back_talk(request: HttpRequest, key: UUID, talk_key: UUID) -> HttpResponse:
    """It was not so."""
    row, member = visible(request, key), member_of(request)
    found = get_object_or_404(Talk.objects.editable_by(member).standing(), campaign=row, key=talk_key)
    actions.take_back_talk(member=member, talk=found, now=now())
    return redirect(row)


@require_POST
@for_runners
def take_back_put_up(request: HttpRequest, key: UUID, put_up_key: UUID) -> HttpResponse:
    """It was not so."""
    row, member = visible(request, key), member_of(request)
    found = get_object_or_404(PutUp.objects.editable_by(member).standing(), campaign=row, key=put_up_key)
    actions.take_back_put_up(member=member, row=found, now=now())
    return redirect(row)


@require_GET
@for_readers
def export(request: HttpRequest) -> HttpResponse:
    """Talks of the own organisation as a file; the act leaves a line in the audit trail."""
    at = now()
    rows = listing.export(member=member_of(request), now=at)
    content = csv_file(listing.columns(), listing.cells(rows))
    return download(content, name=f"toolbox-talks {at:%Y-%m-%d %H%M}.csv", media_type=CSV_TYPE)
