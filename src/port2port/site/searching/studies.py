"""Studies as a place that is searched: their registrations, whose results only their pages show."""

from django.utils.translation import npgettext

from port2port.members.member import Member
from port2port.pure.highlight import met
from port2port.sharing import search
from port2port.sharing.audience_index import CAP
from port2port.site.searching.hits import NOTHING, Asked, Hit, Hits, marked
from port2port.studies.models import Study


def studies(asked: Asked, member: Member) -> Hits:
    """Studies that reached the reader, those first that say it in their title."""
    ids = search.holding_some(Study, member, asked.words, limit=CAP)
    # The index knows who holds a study; whom its lenders let read it, and who left its circle, the room knows.
    seen = Study.objects.visible_to(member).standing()
    by_pk = seen.with_names().in_bulk(ids)
    ordered = sorted(
        (by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -met(one.title, one.language, asked.words)
    )
    if not ordered:
        return NOTHING
    return Hits(
        [_study(one, asked) for one in ordered[: asked.limit]],
        npgettext("of a measure", "%(n)s study", "%(n)s studies", len(ordered)) % {"n": len(ordered)},
        is_whole=seen.filter(pk__in=search.find(Study, member, asked.text, limit=CAP).ids).exists(),
    )


def _study(row: Study, asked: Asked) -> Hit:
    return Hit(
        title=marked(row.title, row.language, asked.words),
        address=row.get_absolute_url(),
        about=marked(row.intervention.title, row.intervention.language, asked.words),
        beside=f"{row.number} · {row.intervention.port.name} · {row.originator.label}",
        language=row.language,
        tlp=row.tlp,
    )
