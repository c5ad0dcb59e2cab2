from django.apps import AppConfig
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member


class MeasuresConfig(AppConfig):
    name = "port2port.measures"
    label = "measures"

    def ready(self) -> None:
        """Say what the filters of the list mean, and which kind of news a measure is."""
        from port2port.measures.listing import active_filters
        from port2port.sharing.filter_words import FilterPage, bring
        from port2port.sharing.news import bring_kinds

        def words(query: QueryDict, member: Member) -> list[str]:
            return [one for _name, _value, one in active_filters(query, member=member)]

        bring("measure", FilterPage("measures:list", words))
        bring_kinds("measure", {"kind:measure": _("Common measure")})
