from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudiesConfig(AppConfig):
    name = "port2port.studies"
    label = "studies"

    def ready(self) -> None:
        """Bring the run of a study as a job, and say which kinds of news a study brings."""
        from port2port.members.job_kinds import bring
        from port2port.sharing.news import bring_kinds, bring_own_kind
        from port2port.studies.actions import KIND, STUDY_RUN
        from port2port.studies.models import ApprovalNews

        bring(KIND, STUDY_RUN)
        bring_kinds("study", {"kind:study": _("Study of a measure")})
        bring_own_kind(ApprovalNews.news_type, _("Result with our counts that waits for our approval"))
