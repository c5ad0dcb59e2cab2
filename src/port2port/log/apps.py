from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "port2port.log"
    label = "log"

    def ready(self) -> None:
        """Bring what the worker does for the log."""
        from port2port.log import import_job, pdf
        from port2port.members.job_kinds import bring

        bring(pdf.KIND, pdf.LOG_PDF)
        bring(import_job.KIND, import_job.LOGBOOK)
