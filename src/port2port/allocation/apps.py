from django.apps import AppConfig


class AllocationConfig(AppConfig):
    name = "port2port.allocation"
    label = "allocation"

    def ready(self) -> None:
        """Bring the answer of a large game as a job."""
        from port2port.allocation.actions.answering import ANSWER, KIND
        from port2port.members.job_kinds import bring

        bring(KIND, ANSWER)
