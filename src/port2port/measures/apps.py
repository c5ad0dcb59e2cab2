from django.apps import AppConfig
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member


class MeasuresConfig(AppConfig):
    name = "port2port.measures"
    label = "measures"

    def ready(self) -> None:
        """Say what the filters of the list mean, and which kind of news a measure is."""
        from port2port.duties import sources
        from port2port.measures.listing import active_filters
        from port2port.measures.models import ExceptionGrant, MeasureNews
        from port2port.sharing.filter_words import FilterPage, bring
        from port2port.sharing.news import bring_kinds, bring_own_kind

        def words(query: QueryDict, member: Member) -> list[str]:
            return [one for _name, _value, one in active_filters(query, member=member)]

        bring("measure", FilterPage("measures:list", words))
        bring_kinds("measure", {"kind:measure": _("Common measure")})
        bring_own_kind(MeasureNews.news_type, _("Common measure to look at again, or withdrawn"))
        sources.bring(
            "exception",
            rows=ExceptionGrant.objects.visible_to,
            words=lambda _row: str(_("Exception from a common measure")),
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
