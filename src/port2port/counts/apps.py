from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountsConfig(AppConfig):
    name = "port2port.counts"
    label = "counts"

    def ready(self) -> None:
        """Say which kind of news the end of a loan is."""
        from port2port.counts.models import LoanNews
        from port2port.sharing.news import bring_own_kind

        bring_own_kind(LoanNews.news_type, _("A loan of counts ended"))
