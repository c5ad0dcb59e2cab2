"""The import of a long logbook and the trial of all its rows, as jobs."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from port2port.log.access import LogUploads, runs_log
from port2port.log.actions.importing import NotYourImport
from port2port.log.actions.uploads import import_upload, try_upload
from port2port.log.models import LogUpload
from port2port.log.rejected import remark_cells, remark_columns
from port2port.members.job_kinds import Asked, JobKind, Outcome, Work
from port2port.members.member import Member
from port2port.pure.sheets import CSV_TYPE, csv_file

KIND = "import_logbook"
TRIAL = "try_logbook"


def may_import(member: Member, asked: Asked) -> bool:
    """Whether the file is this seat's, and its log still is."""
    return runs_log(member) and _rows(member, asked).exists()


def run_import(work: Work) -> Outcome:
    """Read and check, then write in one transaction. Raises what `import_upload` raises."""
    upload = _rows(work.member, work.asked).select_related("facility").first()
    if upload is None:
        raise NotYourImport
    done = import_upload(member=work.member, upload=upload, now=work.now(), step=work.step)
    count = len(done.fresh)
    words = ngettext("%(n)d entry written.", "%(n)d entries written.", count) % {"n": count}
    address = reverse("log:import_result", args=[done.record.key]) if done.record else reverse("log:imports")
    return Outcome(words=words, link=address)


def run_trial(work: Work) -> Outcome:
    """Every row looked at and nothing written; what was found, as a file. Raises what `try_upload` raises."""
    upload = _rows(work.member, work.asked).select_related("facility").first()
    if upload is None:
        raise NotYourImport
    found = try_upload(member=work.member, upload=upload, now=work.now(), step=work.step)
    words = _("Of %(total)d rows: %(fresh)d new, %(known)d in the log already, %(rejected)d rejected.") % {
        "total": found.rows.total,
        "fresh": len(found.fresh),
        "known": found.known,
        "rejected": len(found.rows.rejected),
    }
    link = reverse("log:import_trial", args=[upload.key])
    if not found.rows.rejected and not found.rows.left_out:
        return Outcome(words=words, link=link)
    reasons = csv_file(remark_columns(), remark_cells(found.rows))
    return Outcome(words=words, link=link, file=reasons, file_name="rejected.csv", media_type=CSV_TYPE)


def _rows(member: Member, asked: Asked) -> LogUploads:
    return LogUpload.objects.visible_to(member).filter(key=UUID(str(asked["upload"])))


LOGBOOK = JobKind(label=gettext_lazy("Import of a logbook"), run=run_import, still=may_import)
LOGBOOK_TRIAL = JobKind(label=gettext_lazy("Check of a logbook"), run=run_trial, still=may_import)
