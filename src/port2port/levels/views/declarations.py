"""Declarations of Security: the list, one of them, and the forms that write one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.levels import actions, listing
from port2port.levels.access import makes_declarations
from port2port.levels.forms.declarations import DosForm, FilterForm, copied, whole
from port2port.levels.models import Dos
from port2port.levels.page import page_of
from port2port.levels.views.shared import crumbs, editable, for_readers, own_facilities, visible
from port2port.levels.wording import state_words
from port2port.members.level_board import effective_levels
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@for_readers
def declarations(request: HttpRequest) -> HttpResponse:
    """What was asked for, what runs, what ended."""
    member, at, asked = member_of(request), now(), listing.asked_in(request.GET)
    facilities = own_facilities(request)
    page = listing.page_of(listing.found(asked, member=member, at=at), request.GET.get("page", ""))
    own = Dos.objects.visible_to(member)
    over = own.past_keeping(on=timezone.localdate(at)).count()
    number, query = page.paginator.count, _without_page(request)
    context = {
        "lines": listing.lines_of(page.object_list, at=at),
        "form": FilterForm(request.GET, facilities=facilities),
        "filters": _filters(asked, request),
        "asked": asked,
        "count": ngettext("%(n)d declaration", "%(n)d declarations", number) % {"n": number},
        "over": over,
        "makes": makes_declarations(member) and bool(facilities),
        "facilities": facilities,
        "many_places": len(facilities) > 1,
        "query": query,
        "newer": f"?{query}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?{query}&page={page.next_page_number()}" if page.has_next() else "",
        "now": at,
    }
    return render(request, "levels/declarations.html", context)


def _filters(asked: listing.Asked, request: HttpRequest) -> list[tuple[str, str, str]]:
    names = {str(one.key): one.name for one in own_facilities(request)}
    found = [
        ("q", request.GET.get("q", ""), asked.words),
        ("state", asked.state or "", state_words(asked.state) if asked.state else ""),
        ("facility", str(asked.facility or ""), names.get(str(asked.facility), "")),
        ("revise", "1" if asked.revise else "", _("Levels changed")),
        ("over", "1" if asked.over else "", _("Time of keeping over")),
    ]
    return [one for one in found if one[1] and one[2]]


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return query.urlencode()


@require_GET
@for_readers
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file; the act leaves a line in the audit trail."""
    member, at = member_of(request), now()
    rows = listing.export(listing.asked_in(request.GET), member=member, act=f"export as {ending}", now=at)
    columns, cells = listing.columns(), listing.cells(rows, at=at)
    if ending == "csv":
        content, media_type = csv_file(columns, cells), CSV_TYPE
    else:
        title = _("Declarations of Security")
        content, media_type = xlsx_file(columns, cells, title=title, label=_("Internal"), made_at=at), XLSX_TYPE
    return download(content, name=listing.file_name(ending, now=at), media_type=media_type)


@require_GET
@for_readers
def declaration(request: HttpRequest, key: UUID) -> HttpResponse:
    """How it stands, who does what, and what can be done next."""
    row, at = visible(request, key), now()
    page = page_of(row, member=member_of(request), now=at)
    return render(request, "levels/declaration.html", {"page": page, "dos": row, "crumbs": crumbs(), "now": at})


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def new(request: HttpRequest) -> HttpResponse:
    """A request is written down: `?copy=` an earlier one, `?revises=` one whose levels changed."""
    member, at = member_of(request), now()
    earlier, revises = _named(request, "copy"), _named(request, "revises")
    form = DosForm(posted(request), member=member, initial=_initial(request, revises or earlier))
    if form.is_valid():
        with refusals_in(form):
            key = once(
                member=member,
                key=form.cleaned_data["key"],
                act="request_declaration",
                content=f"{request.GET.urlencode()} {sorted(request.POST.lists())}",
                now=at,
                do=lambda: actions.request(member=member, said=form.said(), revises=revises, now=at).key,
            )
            messages.success(request, _("Written down."))
            return redirect("levels:declaration", key=key)
    title = _("A new declaration in place of %(number)s") % {"number": revises.number} if revises else ""
    return _form_page(request, form, title=title or _("New Declaration of Security"), dos=revises or earlier)


def _named(request: HttpRequest, name: str) -> Dos | None:
    value = request.GET.get(name, "")
    if not value:
        return None
    try:
        key = UUID(value)
    except ValueError:
        return None
    return get_object_or_404(Dos.objects.visible_to(member_of(request)).listed(), key=key)


def _initial(request: HttpRequest, earlier: Dos | None) -> dict[str, object]:
    at = now()
    facilities = own_facilities(request)
    place = earlier.facility if earlier else facilities[0] if len(facilities) == 1 else None
    found: dict[str, object] = {"requested_at": timezone.localtime(at), "language": "en"}
    if place is not None:
        found |= {"facility": place.key, "port_level": effective_levels([place], at=at)[place.pk].level}
    if earlier is None:
        return found
    return found | copied(earlier) | {"ship_level": earlier.ship_level_said}


@require_http_methods(["GET", "POST"])
@needs(Act.REPORT_LEVELS)
@for_readers
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words, before it is agreed."""
    row, member = editable(request, key), member_of(request)
    form = DosForm(posted(request), member=member, initial=whole(row))
    if form.is_valid():
        with refusals_in(form):
            revision = form.cleaned_data["revision"] or 0
            actions.change(member=member, dos=row, said=form.said(), revision=revision, now=now())
            messages.success(request, _("Saved."))
            return redirect(row)
    return _form_page(request, form, title=_("Change %(number)s") % {"number": row.number}, dos=row)


def _form_page(request: HttpRequest, form: DosForm, *, title: str, dos: Dos | None) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": crumbs(dos), "back": crumbs(dos)[-1][0]}
    return render(request, "levels/edit.html", context, status=status_of(form))
