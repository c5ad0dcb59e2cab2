from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "port2port.concerns"
    label = "concerns"

    def ready(self) -> None:
        """Say what kind of news the desk brings, and lock the desk when somebody signs out."""
        from django.contrib.auth.signals import user_logged_out

        from port2port.concerns.models import DeskNews, LateDesk
        from port2port.concerns.unlocked import lock_on_sign_out
        from port2port.sharing.news import bring_own_kind

        bring_own_kind(DeskNews.news_type, _("Concern of a company, at my desk"))
        bring_own_kind(LateDesk.news_type, _("A concerns desk is late"))
        user_logged_out.connect(lock_on_sign_out, dispatch_uid="concerns")
