from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "port2port.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Say that an assessment gives actions, to whoever reaches it."""
        from port2port.assessments.models import Assessment
        from port2port.assessments.naming import words_for
        from port2port.duties import sources

        sources.bring(
            "assessment",
            rows=Assessment.objects.reached_by,
            words=words_for,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
