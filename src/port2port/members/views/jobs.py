"""Long work of the own seat: how far it is, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.base.downloads import content_of, download
from port2port.members import job_progress
from port2port.members.actions import jobs as act
from port2port.members.job_kinds import kind_of
from port2port.members.middleware import member_of
from port2port.members.models.jobs import Job
from port2port.members.views.shared import tell

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A job as its row shows it.

    value   0 to 100 while it runs; None before its first step
    next    what comes of it, in words          begun   the page where it was started
    until   how long its file lies ready; None of a page, which stays
    """

    job: Job
    name: str
    value: int | None
    step: str
    result_address: str
    next: str
    begun: str
    until: datetime | None


def row_of(job: Job) -> Row:
    """The job with what it says of itself now."""
    kind = kind_of(job.kind)
    last = job_progress.said(job.key) if job.state == Job.State.RUNNING else None
    done, total = (last.done, last.total) if last else (job.done, job.total)
    return Row(
        job=job,
        name=str(kind.label) if kind else job.kind,
        value=min(100, done * 100 // total) if last and total else None,
        step=_("%(done)d of %(total)d") % {"done": done, "total": total} if last and total else "",
        result_address=reverse("members:job_result", args=[job.key]) if job.result else job.link,
        next=str(kind.next) if kind else "",
        begun=kind.begun(job.asked) if kind and kind.begun else "",
        until=job.expires_at if job.result else None,
    )


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The newest fifty."""
    rows = Job.objects.visible_to(member_of(request))[:SHOWN]
    return render(request, "members/jobs.html", {"rows": [row_of(one) for one in rows], "now": now()})


@require_GET
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them, where its starter waits for it."""
    context = {"row": row_of(_own(request, key)), "crumbs": [(reverse("members:jobs"), _("Jobs"))], "now": now()}
    return render(request, "members/job.html", context)


@require_GET
def job_row(request: HttpRequest, key: UUID) -> HttpResponse:
    """The row alone, for the page that asks every two seconds; of a job that has ended it asks no more."""
    return render(request, "members/job_row.html", {"row": row_of(_own(request, key)), "now": now()})


@require_POST
def cancel_job(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop it."""
    row = get_object_or_404(Job.objects.editable_by(member_of(request)), key=key)
    act.cancel_job(member=member_of(request), job=row, now=now())
    tell(request, _("The job stops at its next step. Nothing of it stays."))
    return redirect("members:jobs")


@require_GET
def job_result(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file that came of it, as long as this seat may have what is in it."""
    row, member = _own(request, key), member_of(request)
    kind = kind_of(row.kind)
    if not row.result or kind is None or not kind.still(member, {**row.asked, **row.facts}):
        raise Http404
    return download(content_of(row.result), name=row.result_name, media_type=row.media_type)


def _own(request: HttpRequest, key: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(member_of(request)), key=key)
