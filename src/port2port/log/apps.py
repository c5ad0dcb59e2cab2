from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "port2port.log"
    label = "log"

    def ready(self) -> None:
        """Bring what the worker does for the log."""
        from port2port.log.pdf import KIND, LOG_PDF
        from port2port.members.job_kinds import bring

        bring(KIND, LOG_PDF)
