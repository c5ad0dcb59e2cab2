"""Registers of what members try: AI cameras, and the roll-out of Certified Pick up."""

from django.apps import AppConfig
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member


class RegistersConfig(AppConfig):
    name = "port2port.registers"
    label = "registers"

    def ready(self) -> None:
        """Say which kind of news a use case is, and what the filters of its register mean."""
        from port2port.duties import sources
        from port2port.registers.forms.camera import active_filters
        from port2port.registers.models import PickupRollout
        from port2port.sharing.filter_words import FilterPage, bring
        from port2port.sharing.news import bring_kinds

        def words(query: QueryDict, member: Member) -> list[str]:
            return [one for _name, _value, one in active_filters(query, member=member)]

        bring("ai_case", FilterPage("registers:cameras", words))
        bring_kinds("ai_case", {"kind:ai_case": _("AI camera")})
        sources.bring(
            "pickup",
            rows=PickupRollout.objects.visible_to,
            words=str,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
