from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "port2port.certificates"
    label = "certificates"

    def ready(self) -> None:
        """Say what kind of news certificates bring."""
        from port2port.certificates.models import RunsOut
        from port2port.sharing.news import bring_own_kind

        bring_own_kind(RunsOut.news_type, _("Certificate that runs out, mine or of our staff"))
