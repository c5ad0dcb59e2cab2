from django.apps import AppConfig
from django.utils.translation import gettext as _


class AssessmentsConfig(AppConfig):
    name = "port2port.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Say that an assessment gives actions, to whoever reaches it."""
        from port2port.assessments.models import Assessment
        from port2port.duties import sources

        sources.bring(
            "assessment",
            rows=Assessment.objects.reached_by,
            words=lambda row: _("Assessment of %(facility)s") % {"facility": row.facility.name},
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
