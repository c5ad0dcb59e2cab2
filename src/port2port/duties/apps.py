from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "port2port.duties"
    label = "duties"

    def ready(self) -> None:
        """Say what kind of news duties bring."""
        from port2port.duties.models import RunningOut
        from port2port.members.purposes import bring_purpose
        from port2port.sharing.news import bring_own_kind

        bring_purpose("duties", _("Read the calendar of duties"))
        bring_own_kind(RunningOut.news_type, _("Duty that runs out, of those I keep"))
