from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class LogConfig(AppConfig):
    name = "port2port.log"
    label = "log"

    def ready(self) -> None:
        """Bring what the worker does for the log, what duties must know of an entry, a page beside the reports."""
        from port2port.duties import sources
        from port2port.log import import_job, pdf
        from port2port.log.actions import telling
        from port2port.log.models import Occurrence
        from port2port.members.job_kinds import bring
        from port2port.members.member import Act
        from port2port.reports.beside import Beside, bring_beside

        bring_beside(
            Beside(gettext_lazy("Drone sightings"), "log:drones", "drone", lambda member: member.may(Act.READ))
        )
        bring(pdf.KIND, pdf.LOG_PDF)
        bring(import_job.KIND, import_job.LOGBOOK)
        bring(import_job.TRIAL, import_job.LOGBOOK_TRIAL)
        sources.bring(
            telling.OCCURRENCE,
            rows=Occurrence.objects.visible_to,
            words=str,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
