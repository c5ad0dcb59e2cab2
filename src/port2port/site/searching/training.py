"""Lessons of exercises as a place that is searched."""

from django.utils.translation import npgettext

from port2port.afteraction.models import Lesson
from port2port.members.member import Member
from port2port.pure.highlight import met
from port2port.sharing import search
from port2port.sharing.audience_index import CAP
from port2port.site.searching.hits import NOTHING, Asked, Hit, Hits, marked


def lessons(asked: Asked, member: Member) -> Hits:
    """Lessons that reached the reader, those first that say it in their title."""
    ids = search.holding_some(Lesson, member, asked.words, limit=CAP)
    by_pk = Lesson.objects.visible_to(member).standing().select_related("originator").in_bulk(ids)
    ordered = sorted(
        (by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -met(one.title, one.language, asked.words)
    )
    if not ordered:
        return NOTHING
    return Hits(
        [_lesson(one, asked) for one in ordered[: asked.limit]],
        npgettext("exercise", "%(n)s lesson", "%(n)s lessons", len(ordered)) % {"n": len(ordered)},
        is_whole=search.count_up_to(Lesson, member, asked.text) > 0,
    )


def _lesson(row: Lesson, asked: Asked) -> Hit:
    return Hit(
        title=marked(row.title, row.language, asked.words),
        address=row.get_absolute_url(),
        about=marked(row.change or row.helped, row.language, asked.words),
        beside=f"{row.number} · {row.get_kind_display()} · {row.originator.label}",
        language=row.language,
        tlp=row.tlp,
    )
