from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EarlywarningConfig(AppConfig):
    name = "port2port.earlywarning"
    label = "earlywarning"

    def ready(self) -> None:
        """Bring the job that makes thresholds, and say which kind of news an alarm is."""
        from port2port.earlywarning.models import AlarmNews
        from port2port.earlywarning.threshold_job import KIND, make_thresholds, may_make
        from port2port.members.job_kinds import JobKind, bring
        from port2port.sharing.news import bring_own_kind

        bring(KIND, JobKind(label=_("Thresholds of a watch"), run=make_thresholds, still=may_make))
        bring_own_kind(AlarmNews.news_type, _("Alarm on the watch board"))
