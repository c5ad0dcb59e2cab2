from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "port2port.live"
    label = "live"

    def ready(self) -> None:
        """Say which kind of news an exercise is to who has a role in it."""
        from port2port.drills.parts import bring
        from port2port.drills.running import Runs, bring_clock
        from port2port.live.ending import ends, has_begun, was_played
        from port2port.live.models import LiveNews
        from port2port.live.offering import parts_of_live
        from port2port.sharing.news import bring_own_kind

        bring("live", parts_of_live)
        bring_clock("live", Runs(has_begun, was_played, ends))
        bring_own_kind(LiveNews.news_type, _("Message in an exercise in which I have a role"))
