"""The list with its filters in the address, and drafts."""

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.knowledge.evidence import evidence_words
from port2port.knowledge.forms.filters import FilterForm, active_filters
from port2port.knowledge.listing import asked_in, listed
from port2port.knowledge.models import Practice
from port2port.knowledge.page import KINDS, theme_words
from port2port.knowledge.texts import shown
from port2port.knowledge.usage import sites_used, used_at_words
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.views.lists import without_cursor

SHOWN_DRAFTS = 200


@require_GET
@needs(Act.READ)
def practices(request: HttpRequest) -> HttpResponse:
    """What did others do about this."""
    member, at = member_of(request), now()
    asked = asked_in(request.GET)
    page = listed(asked, member=member, now=at)
    query = without_cursor(_without_page(request.GET))
    context = {
        "now": at,
        "page": page,
        "rows": _rows(page.rows, member, timezone.localdate(at)),
        "asked": asked,
        "form": FilterForm(request.GET, member=member),
        "filters": active_filters(request.GET, member=member),
        "query": query,
        "newer": f"?{_on_page(query, page.newer)}" if page.newer else "",
        "older": f"?{_on_page(query, page.older)}" if page.older else "",
        "may_write": member.may(Act.PUBLISH),
        "may_subscribe": member.may(Act.SUBSCRIBE),
        "drafts": Practice.objects.editable_by(member).drafts().count(),
    }
    return render(request, "knowledge/list.html", context)


def _rows(practices: list[Practice], member: Member, today: date) -> list[dict[str, object]]:
    sites = sites_used(practices, member)
    return [_row(one, today) | {"used_at": used_at_words(sites.get(one.pk, 0))} for one in practices]


def _row(practice: Practice, today: date) -> dict[str, object]:
    state = practice.state_on(today)
    return {
        "practice": practice,
        "text": shown(practice),
        "state": state.label,
        "state_kind": KINDS.get(state, ""),
        "themes": theme_words(practice.themes),
        "evidence": evidence_words(practice),
    }


def _without_page(query: QueryDict) -> QueryDict:
    kept = query.copy()
    kept.pop("page", None)
    return kept


def _on_page(query: str, number: int) -> str:
    both = QueryDict(query, mutable=True)
    both["page"] = str(number)
    return both.urlencode()


@require_GET
@needs(Act.PUBLISH)
def drafts(request: HttpRequest) -> HttpResponse:
    """What the organisation has begun and not proposed."""
    rows = Practice.objects.editable_by(member_of(request)).drafts().select_related("author").order_by("-changed_at")
    return render(request, "knowledge/drafts.html", {"drafts": rows[:SHOWN_DRAFTS], "now": now()})
