from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "port2port.log"
    label = "log"

    def ready(self) -> None:
        """Bring what the worker does for the log, and what duties must know of an entry that asks for something."""
        from port2port.duties import sources
        from port2port.log import import_job, pdf
        from port2port.log.actions import telling
        from port2port.log.models import Occurrence
        from port2port.members.job_kinds import bring

        bring(pdf.KIND, pdf.LOG_PDF)
        bring(import_job.KIND, import_job.LOGBOOK)
        sources.bring(
            telling.OCCURRENCE,
            rows=Occurrence.objects.visible_to,
            words=str,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
