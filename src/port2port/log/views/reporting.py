"""The 24-hour report: choose the form, fill it, look at what leaves, send it; and where forms go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.log import actions
from port2port.log.access import sets_addresses
from port2port.log.clock24 import newest_addresses
from port2port.log.filling import Filled, Where, answers_of, where_of
from port2port.log.formbook import formbook
from port2port.log.forms.reporting import PREFIX, AddressForm, AnswersForm, SettleForm, initial_answers
from port2port.log.models import FormAddress, Occurrence, SentForm
from port2port.log.telling import ticked_by
from port2port.log.views.entries import entry_page
from port2port.log.views.shared import crumbs, editable_entry, for_officers, for_readers, said, visible_entry
from port2port.members.invitation_mail import mail_is_delivered
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.pure.form_template import FormTemplate
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@for_officers
def choose(request: HttpRequest, key: UUID) -> HttpResponse:
    """The forms; where the facility sends one only, that one."""
    row = editable_entry(request, key)
    known = newest_addresses([row.facility_id])
    offered = [(form, where_of(form, row.facility, known)) for form in formbook().values()]
    own = [form for form, where in offered if where.is_own]
    if len(own) == 1 and "all" not in request.GET:
        return redirect("log:report_form", key=row.key, form=own[0].id)
    offered.sort(key=lambda pair: not pair[1].is_own)
    context = {"row": row, "offered": _named(offered, request), "crumbs": crumbs(row)}
    return render(request, "log/report_choose.html", context)


def _named(offered: list[tuple[FormTemplate, Where]], request: HttpRequest) -> list[tuple[str, FormTemplate, Where]]:
    return [(form.name(request.LANGUAGE_CODE), form, where) for form, where in offered]


@require_http_methods(["GET", "POST"])
@for_officers
def report_form(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """The form, filled from the log; then what leaves; then the mail, only when the officer presses send."""
    row, template = editable_entry(request, key), formbook().get(form)
    if template is None:
        raise Http404
    if row.is_struck:
        return redirect(row.get_absolute_url())
    if request.method == "GET":
        said_by_log = answers_of(template, row, member=member_of(request), now=now())
        initial = initial_answers(said_by_log, key=fresh_key())
        return _fill(request, row, template, AnswersForm(initial=initial, form=template))
    page = AnswersForm(request.POST, form=template)
    if page.is_valid() and request.POST.get("do") != "change":
        with refusals_in(page):
            return _done(request, row, template, page)
    return _fill(request, row, template, page)


def _done(request: HttpRequest, row: Occurrence, template: FormTemplate, page: AnswersForm) -> HttpResponse:
    member, at, answers = member_of(request), now(), page.said()
    if request.POST.get("do") == "send":
        key = page.cleaned_data["key"]
        return _told(
            request, actions.send_form(member=member, occurrence=row, form=template, said=answers, key=key, now=at)
        )
    filled = actions.fill_form(member=member, occurrence=row, form=template, said=answers, now=at)
    return _pdf(request, filled, page) if request.POST.get("do") == "pdf" else _preview(request, filled, page)


def _fill(request: HttpRequest, row: Occurrence, template: FormTemplate, page: AnswersForm) -> HttpResponse:
    context = {
        "row": row,
        "template": template,
        "name": template.name(request.LANGUAGE_CODE),
        "form": page,
        "where": where_of(template, row.facility),
        "before": SentForm.objects.visible_to(member_of(request)).filter(occurrence=row, state=SentForm.State.SENT),
        "crumbs": crumbs(row),
    }
    return render(request, "log/report_form.html", context, status=status_of(page))


def _preview(request: HttpRequest, filled: Filled, page: AnswersForm, *, no_pdf: bool = False) -> HttpResponse:
    kept = [(PREFIX + name, value) for name, value in filled.said.items()]
    context = {
        "row": filled.row,
        "filled": filled,
        "name": filled.form.name(request.LANGUAGE_CODE),
        "text": filled.text(),
        "kept": [*kept, ("key", page.cleaned_data["key"])],
        "no_pdf": no_pdf,
        "is_delivered": mail_is_delivered(),
        "crumbs": crumbs(filled.row),
    }
    return render(request, "log/report_preview.html", context)


def _pdf(request: HttpRequest, filled: Filled, page: AnswersForm) -> HttpResponse:
    made = filled.pdf()
    if made is None:
        return _preview(request, filled, page, no_pdf=True)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{filled.form.id}-{filled.row.number}.pdf"'
    return response


def _told(request: HttpRequest, sent: SentForm) -> HttpResponse:
    if sent.state == SentForm.State.SENT:
        messages.success(request, _("Sent to %(email)s; it stands in the log.") % {"email": sent.email})
        for addressee in ticked_by(sent, member=member_of(request)):
            messages.info(
                request,
                _("Ticked as told: %(addressee)s. Open its line to take that back.") % {"addressee": addressee},
            )
    elif sent.state == SentForm.State.FAILED:
        messages.error(request, _("Not sent: the mail server did not take it. You can try again below."))
    else:
        messages.info(request, _("It is just being sent."))
    return redirect(f"{sent.occurrence.get_absolute_url()}#report")


@require_POST
@for_officers
def send_again(request: HttpRequest, key: UUID, sent_key: UUID) -> HttpResponse:
    """A report that did not leave, word for word once more."""
    row, member = editable_entry(request, key), member_of(request)
    sent = get_object_or_404(SentForm.objects.editable_by(member), occurrence=row, key=sent_key)
    return _told(request, actions.send_again(member=member, sent=sent, now=now()))


@require_POST
@for_officers
def settle(request: HttpRequest, key: UUID) -> HttpResponse:
    """Made otherwise, or not needed."""
    row, form = editable_entry(request, key), SettleForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            actions.settle_report(
                member=member_of(request),
                occurrence=row,
                how=given["how"],
                text=given["text"],
                at=given["at"],
                language=given["language"],
                now=now(),
            )
            return redirect(f"{row.get_absolute_url()}#report")
    return entry_page(request, visible_entry(request, key), settle_form=form)


@require_http_methods(["GET", "POST"])
@for_readers
def forms(request: HttpRequest) -> HttpResponse:
    """Where each facility sends each form; every change is kept."""
    member = member_of(request)
    if not sets_addresses(member):
        raise Http404
    own = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True).select_related("port")
    sent = said(request)
    facility = _chosen(own, sent)
    name = sent.get("form", "") if sent is not None else ""
    posted = AddressForm(sent) if sent is not None else AddressForm()
    if sent is not None and (facility is None or name not in formbook()):
        raise Http404
    if facility is not None and posted.is_valid():
        with refusals_in(posted):
            given = posted.cleaned_data
            actions.set_form_address(
                member=member,
                facility=facility,
                form=name,
                addressee=given["addressee"],
                email=given["email"],
                now=now(),
            )
            messages.success(request, _("The address is kept. The earlier one stays readable below."))
            return redirect("log:forms")
    known = _Addresses(newest_addresses(one.pk for one in own), _history(member, own))
    groups = [(one, _lines(request, one, known, (facility, name, posted))) for one in own]
    context = {"groups": groups, "form": posted, "crumbs": crumbs()}
    return render(request, "log/report_forms.html", context, status=status_of(posted))


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Of all facilities of the page, read at once: those that count, and every one that there was."""

    newest: list[FormAddress]
    history: Mapping[tuple[int, str], list[FormAddress]]


def _history(member: Member, own: Iterable[Facility]) -> Mapping[tuple[int, str], list[FormAddress]]:
    found: dict[tuple[int, str], list[FormAddress]] = {}
    rows = FormAddress.objects.visible_to(member).filter(facility__in=[one.pk for one in own])
    for row in rows.select_related("seat"):
        found.setdefault((row.facility_id, row.form), []).append(row)
    return found


def _lines(
    request: HttpRequest, facility: Facility, known: _Addresses, sent: tuple[Facility | None, str, AddressForm]
) -> list[dict[str, object]]:
    lines, (posted_at, posted_name, posted) = [], sent
    for template in formbook().values():
        where = where_of(template, facility, known.newest)
        mine = posted_at is not None and posted_at.pk == facility.pk and posted_name == template.id
        initial = {"addressee": where.addressee, "email": where.email if where.may_send else ""}
        lines.append(
            {
                "template": template,
                "name": template.name(request.LANGUAGE_CODE),
                "where": where,
                "form": posted
                if mine
                else AddressForm(initial=initial, prefix=None, auto_id=f"{facility.key}-{template.id}-%s"),
                "is_open": mine,
                "history": known.history.get((facility.pk, template.id), []),
            }
        )
    return lines


def _chosen(own: Iterable[Facility], sent: QueryDict | None) -> Facility | None:
    return next((one for one in own if sent is not None and str(one.key) == sent.get("facility")), None)
