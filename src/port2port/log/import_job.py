"""The import of a long logbook, as a job."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from port2port.log.access import LogUploads, runs_log
from port2port.log.actions.importing import NotYourImport
from port2port.log.actions.uploads import import_upload
from port2port.log.models import LogUpload
from port2port.members.job_kinds import Asked, JobKind, Outcome, Work
from port2port.members.member import Member

KIND = "import_logbook"


def may_import(member: Member, asked: Asked) -> bool:
    """Whether the file is this seat's, and its log still is."""
    return runs_log(member) and _rows(member, asked).exists()


def run_import(work: Work) -> Outcome:
    """Everything in one transaction. Raises what `import_upload` raises."""
    upload = _rows(work.member, work.asked).select_related("facility").first()
    if upload is None:
        raise NotYourImport
    done = import_upload(member=work.member, upload=upload, now=work.now(), step=work.step)
    count = len(done.fresh)
    words = ngettext("%(n)d entry written.", "%(n)d entries written.", count) % {"n": count}
    address = reverse("log:import_result", args=[done.record.key]) if done.record else reverse("log:imports")
    return Outcome(words=words, link=address)


def _rows(member: Member, asked: Asked) -> LogUploads:
    return LogUpload.objects.visible_to(member).filter(key=UUID(str(asked["upload"])))


LOGBOOK = JobKind(label=_("Import of a logbook"), run=run_import, still=may_import)
