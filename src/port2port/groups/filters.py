"""What a subscription to decisions asks for, in words."""

from collections.abc import Iterator

from django.conf import settings
from django.http import QueryDict

from port2port.groups.models import WorkingGroup
from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.reports.forms.filters import originator_choices

MOST = 10


def filter_words(query: QueryDict, member: Member) -> list[str]:
    """Part by part, with names that this reader knows."""
    return [words for words in _words(query, member) if words]


def _words(query: QueryDict, member: Member) -> Iterator[str]:
    names: dict[str, dict[str, str]] = {
        "group": {str(one.key): one.name for one in WorkingGroup.objects.visible_to(member)},
        "org": dict(originator_choices(member)) if query.get("org") else {},
        "lang": {code: str(name) for code, name in settings.LANGUAGES},
        "tlp": {one.stix: one.label for one in Tlp},
    }
    for value in query.getlist("q")[:MOST]:
        yield f"“{value[:60]}”" if value else ""
    for name, known in names.items():
        for value in query.getlist(name)[:MOST]:
            yield known.get(value, "")
