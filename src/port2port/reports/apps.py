from django.apps import AppConfig
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member


class ReportsConfig(AppConfig):
    name = "port2port.reports"
    label = "reports"

    def ready(self) -> None:
        """Say what the filters of the list of reports mean, and what is said about a report, for who is told of it."""
        from port2port.members.purposes import bring_purpose
        from port2port.reports.echoing import echoes
        from port2port.reports.forms.filters import active_filters
        from port2port.reports.models import Kind
        from port2port.sharing.filter_words import FilterPage, bring
        from port2port.sharing.news import bring_echoes, bring_kinds

        def words(query: QueryDict, member: Member) -> list[str]:
            return [one for _name, _value, one in active_filters(query, member=member)]

        bring("report", FilterPage("reports:list", words))
        in_order = (Kind.ALERT, Kind.REQUEST, Kind.INCIDENT, Kind.SIGHTING, Kind.BULLETIN)
        bring_kinds("report", {f"kind:{kind.value}": kind.label for kind in in_order})
        bring_echoes(echoes)
        bring_purpose("reports", _("Read feeds of reports"))
