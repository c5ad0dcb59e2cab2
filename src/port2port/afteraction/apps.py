from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AfterActionConfig(AppConfig):
    name = "port2port.afteraction"
    label = "afteraction"

    def ready(self) -> None:
        """Say which kind of news a lesson is, and that a finding can be the source of an action."""
        from port2port.afteraction import bounding
        from port2port.afteraction.actions.promising import SOURCE
        from port2port.afteraction.models import EventFinding
        from port2port.afteraction.page import offers
        from port2port.drills import parts
        from port2port.duties import sources
        from port2port.knowledge.bounds import Bound, bring_bound
        from port2port.sharing.news import bring_kinds

        parts.bring("afteraction", offers)
        bring_bound("afteraction", Bound(bounding.check, bounding.carried))
        bring_kinds("lesson", {"kind:lesson": _("Lesson of an exercise")})
        sources.bring(
            SOURCE,
            rows=EventFinding.objects.promised_in,
            words=str,
            address=lambda row: row.after_action.get_absolute_url(),  # type: ignore[attr-defined]
        )
