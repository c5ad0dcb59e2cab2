"""What the pages have in common: the report behind an address, and a refusal said in the form."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.middleware import member_of
from port2port.reports.models import Report
from port2port.reports.rules import BadField

MOST_TICKS = 500


def visible_report(request: HttpRequest, key: UUID) -> Report:
    """The published report, tombstones included. Raises Http404, alike for hidden and missing."""
    reports = Report.objects.visible_to(member_of(request)).select_related("originator", "port", "facility")
    return get_object_or_404(reports, key=key)


def editable_report(request: HttpRequest, key: UUID) -> Report:
    """The draft or report that this seat may change. Raises Http404."""
    reports = Report.objects.editable_by(member_of(request)).select_related("originator", "port", "facility")
    return get_object_or_404(reports, key=key)


def ticked(request: HttpRequest) -> frozenset[str]:
    """What the author says is no personal data, by the tokens of the share guard."""
    return frozenset(request.POST.getlist("not_personal")[:MOST_TICKS])


@contextmanager
def refusals_in(form: forms.BaseForm, *, passing: tuple[type[Refusal], ...] = ()) -> Iterator[None]:
    """Turns a refusal into an error of the form, at its field where it names one; a missing right stays a page.

    passing   refusals that have a page of their own
    """
    through: tuple[type[Refusal], ...] = (NotAllowed, *passing)
    try:
        yield
    except through:
        raise
    except BadField as refusal:
        form.add_error(refusal.name if refusal.name in form.fields else None, str(refusal))
    except Refusal as refusal:
        form.refused_with = refusal.status  # type: ignore[attr-defined]
        form.add_error(None, str(refusal))


def status_of(*shown: forms.BaseForm) -> int:
    """200, or what the first refused form asks for."""
    for form in shown:
        if form.is_bound and form.errors:
            return int(getattr(form, "refused_with", 422))
    return 200


def asks_again(request: HttpRequest) -> bool:
    """Whether a part of the page asks for itself, with the tag of what it shows."""
    return "HX-PTag" in request.headers


def unchanged(request: HttpRequest, tag: str) -> bool:
    """Whether a part of the page that asks again has what it would get."""
    return request.headers.get("HX-PTag", "") == tag


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The answer with the tag that the part sends back when it asks again."""
    response.headers["HX-PTag"] = tag
    return response
