"""The legal log as PDF: a short one at once, a long one as a job that says how far it is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from port2port.base.refusal import Refusal
from port2port.log.access import reads_log
from port2port.log.actions.exporting import PDF, export_log
from port2port.log.listing import Asked, asked_in
from port2port.log.models import Occurrence
from port2port.log.paper import PART, paper_of, parts_of
from port2port.log.sheets import file_name
from port2port.members.access import facilities_shown_to
from port2port.members.job_kinds import Asked as AskedOfJob
from port2port.members.job_kinds import JobKind, Outcome, Work
from port2port.members.member import Member
from port2port.reports.printing import makes_pdf, pdf_of_parts

KIND = "log_pdf"
# Above this a person waits too long for the answer to one press.
AT_ONCE = 100
PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static" / "log" / "paper.css"
type Step = Callable[[int, int], None]


class NoPdfHere(Refusal):
    status = 503
    words = _("This machine cannot make PDF files. Print the page from your browser.")


def pdf_of_log(
    rows: Sequence[Occurrence], asked: Asked, *, member: Member, now: datetime, step: Step | None = None
) -> bytes:
    """These entries on numbered sheets; `step` is told after each hundred."""
    paper = paper_of(rows, asked, member=member, now=now)

    def html() -> Iterator[str]:
        # A log without entries is one sheet that says so.
        for number, entries in enumerate(parts_of(rows, member=member) if rows else [[]]):
            context = {"paper": paper, "entries": entries, "is_first": number == 0, "now": now}
            yield render_to_string("log/pdf_part.html", context)
            if step is not None:
                step(min(len(rows), (number + 1) * PART), len(rows))

    return pdf_of_parts(html(), styles=STYLES)


def _make(work: Work) -> Outcome:
    if not makes_pdf():
        raise NoPdfHere
    at, asked = work.now(), asked_in(QueryDict(work.asked["query"]))
    rows = export_log(member=work.member, asked=asked, act=PDF, now=at)
    work.step(0, len(rows))
    made = pdf_of_log(rows, asked, member=work.member, now=at, step=work.step)
    return Outcome(
        words=ngettext("%(n)d entry", "%(n)d entries", len(rows)) % {"n": len(rows)},
        file=made,
        file_name=file_name("pdf", now=at),
        media_type=PDF_TYPE,
        facts={"facilities": sorted({row.facility_id for row in rows})},
    )


def _still(member: Member, asked: AskedOfJob) -> bool:
    """Whether this seat still reads the log of every facility in it: one that no longer agrees takes its part along."""
    wanted = set(asked.get("facilities", ()))
    shown = facilities_shown_to(member).filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    return reads_log(member) and wanted == set(shown)


LOG_PDF = JobKind(label=_("Legal log as PDF"), run=_make, still=_still)
