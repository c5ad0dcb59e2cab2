from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "port2port.groups"
    label = "groups"

    def ready(self) -> None:
        """Say which kind of news a decision is and what its filters mean, and that meetings give actions too."""
        from port2port.duties import sources
        from port2port.duties.calendar_feed import bring_entries
        from port2port.duties.naming import bring_known
        from port2port.groups.calendars import entries_in_groups
        from port2port.groups.filters import filter_words
        from port2port.groups.models import Meeting, MeetingNews
        from port2port.groups.naming import named_in_groups
        from port2port.sharing.filter_words import FilterPage, bring
        from port2port.sharing.news import bring_kinds, bring_own_kind

        bring("decision", FilterPage("groups:decisions", filter_words))
        bring_kinds("decision", {"kind:decision": _("Decision")})
        bring_own_kind(MeetingNews.news_type, _("Meeting and minutes of a group in which I sit"))
        bring_entries(entries_in_groups)
        bring_known(named_in_groups)
        sources.bring(
            "meeting",
            rows=Meeting.objects.visible_to,
            words=str,
            address=lambda row: row.get_absolute_url(),  # type: ignore[attr-defined]
        )
