from django.apps import AppConfig
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member


class KnowledgeConfig(AppConfig):
    name = "port2port.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Say what the filters of the list of practices mean, and which kind of news a practice is."""
        from port2port.knowledge import parts
        from port2port.knowledge.echoing import echoes
        from port2port.knowledge.forms import questions
        from port2port.knowledge.forms.filters import active_filters
        from port2port.knowledge.models import BuddyNews, Kind, ReviewDue
        from port2port.members.parts import bring_part
        from port2port.members.purposes import bring_purpose
        from port2port.sharing.filter_words import FilterPage, bring
        from port2port.sharing.news import bring_echoes, bring_kinds, bring_own_kind

        def words(query: QueryDict, member: Member) -> list[str]:
            return [one for _name, _value, one in active_filters(query, member=member)]

        def question_words(query: QueryDict, _member: Member) -> list[str]:
            return [one for _name, _value, one in questions.active_filters(query)]

        bring_purpose("practices", _("Read feeds of practices"))
        bring_purpose("questions", _("Read feeds of questions"))
        bring("practice", FilterPage("knowledge:list", words))
        bring_kinds("practice", {f"kind:{kind.value}": kind.label for kind in Kind})
        bring_own_kind(ReviewDue.news_type, _("Practice of ours to look at again"))
        bring_own_kind(BuddyNews.news_type, _("Buddy that is proposed to us"))
        bring("question", FilterPage("knowledge:questions", question_words))
        bring_kinds("question", {"kind:question": _("Question")})
        bring_own_kind("unanswered", _("Question that waits for an answer"))
        bring_echoes(echoes)
        bring_part(parts.expertise)
        bring_part(parts.buddies)
