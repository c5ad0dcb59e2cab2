"""The page of one report, on screen and on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs
from port2port.reports.forms.responses import AnswerForm, ReplyForm
from port2port.reports.live import timeline_tag
from port2port.reports.models import Report
from port2port.reports.page import crumbs, page_of
from port2port.reports.printing import pdf_of
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import asks_again, status_of, tagged, unchanged, visible_report
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """What happened, what should I do."""
    row = visible_report(request, key)
    if asks_again(request) and unchanged(request, timeline_tag(row, member=member_of(request))):
        return HttpResponse(status=304)
    return report_page(request, row)


def report_page(
    request: HttpRequest, row: Report, *, reply_form: ReplyForm | None = None, answer_form: AnswerForm | None = None
) -> HttpResponse:
    """The page, with the forms that were refused where there are any."""
    member, at = member_of(request), now()
    record_opening(record=row, member=member, now=at)
    page = page_of(row, member=member, now=at)
    language = request.LANGUAGE_CODE
    if answer_form is None:
        given = page.own_answer
        initial = {"state": given.state, "note": given.note, "language": given.language} if given else {}
        answer_form = AnswerForm(initial={"language": language} | initial)
    if reply_form is None:
        reply_form = ReplyForm(initial={"language": language, "key": fresh_key()})
    tag = timeline_tag(row, member=member)
    context = {
        "page": page,
        "report": row,
        "now": at,
        "tag": tag,
        "crumbs": crumbs(),
        "reply_form": reply_form,
        "answer_form": answer_form,
    }
    template = "reports/tombstone.html" if row.is_withdrawn else "reports/report.html"
    return tagged(render(request, template, context, status=status_of(reply_form, answer_form)), tag)


def _paper(request: HttpRequest, row: Report) -> dict[str, object]:
    member, at = member_of(request), now()
    record_opening(record=row, member=member, now=at)
    reader = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    return {"page": page_of(row, member=member, now=at), "report": row, "now": at, "reader": reader}


@require_GET
@needs(Act.READ)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """The one-pager for a printer."""
    return render(request, "reports/print.html", _paper(request, visible_report(request, key)))


@require_GET
@needs(Act.READ)
def as_pdf(request: HttpRequest, key: UUID) -> HttpResponse:
    """The one-pager as PDF; where the machine cannot make one, the print page that says what to install."""
    row = visible_report(request, key)
    context = _paper(request, row)
    made = pdf_of(render_to_string("reports/pdf.html", context, request=request))
    if made is None:
        return render(request, "reports/print.html", context | {"no_pdf": True})
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.number}-v{row.version}.pdf"'
    return response
