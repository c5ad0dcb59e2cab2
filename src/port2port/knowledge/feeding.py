"""Feeds of practices and questions: the newest of a filter, each with its label first."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from port2port.knowledge import listing, listing_questions
from port2port.knowledge.access_questions import is_outside
from port2port.knowledge.askers import words_for_strangers
from port2port.knowledge.models import Practice, Question
from port2port.knowledge.texts import shown
from port2port.members.member import Member
from port2port.pure.atom import Feed, FeedEntry
from port2port.pure.audience import Tlp
from port2port.pure.texts import plain_excerpt

NEWEST = 50
# A feed without entries says no time, so that an empty one tells nothing of when it became empty.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def practice_feed(asked: listing.Asked, *, member: Member, address: str, page: str, now: datetime) -> Feed:
    """The newest practices of a filter that the member may see, in the reader's language.

    address   the feed's own, which holds its token     page   the list for people
    """
    rows = listing.rows_of(asked, member, now).standing().select_related("originator")
    newest = rows.order_by("-changed_at", "-pk")[: NEWEST * 2]
    entries = sorted(map(_practice, newest), key=lambda one: one.updated, reverse=True)[:NEWEST]
    return _feed(_("Practices · %(community)s"), entries, address=address, page=page)


def question_feed(asked: listing_questions.Asked, *, member: Member, address: str, page: str) -> Feed:
    """The newest questions of a filter, with what they were answered; of a hidden asker no more than a stranger gets.

    Whoever has the address reads it, so it tells nobody who asked, its asker and the secretariat neither, and does not
    sort out the own ones.
    """
    everyones = listing_questions.Asked(wanted=asked.wanted, state=asked.state, mine=False, page=1)
    found = listing_questions.rows_of(everyones, member).standing().select_related("originator")
    if is_outside(member):
        # Whoever is no member reads no hidden question but its own.
        found = found.filter(is_hidden=False)
    rows = list(found[:NEWEST])
    askers = words_for_strangers(rows)
    entries = [_question(one, askers[one.pk]) for one in rows]
    return _feed(_("Questions · %(community)s"), entries, address=address, page=page)


def _feed(title: str, entries: Sequence[FeedEntry], *, address: str, page: str) -> Feed:
    return Feed(
        # The address holds a token, so it is no name for the feed.
        id=f"{settings.SITE_URL}{page}",
        title=title % {"community": settings.COMMUNITY_NAME},
        link=f"{settings.SITE_URL}{page}",
        self_link=f"{settings.SITE_URL}{address}",
        updated=max((one.updated for one in entries), default=_NEVER),
        language=get_language() or "en",
        entries=entries,
    )


def _practice(row: Practice) -> FeedEntry:
    tlp, text = Tlp(row.tlp), shown(row)
    link, published = settings.SITE_URL + row.get_absolute_url(), row.published_at or row.changed_at
    updated = max(filter(None, (published, row.revised_at, row.approved_at)))
    if tlp == Tlp.RED:
        title = _("%(label)s practice") % {"label": tlp.label}
        return FeedEntry(f"urn:uuid:{row.key}", title, link, published, updated, author=settings.COMMUNITY_NAME)
    return FeedEntry(
        id=f"urn:uuid:{row.key}",
        title=f"{tlp.label} · {row.get_kind_display()} · {text.title}",
        link=link,
        published=published,
        updated=updated,
        author=row.originator.label,
        summary=f"{tlp.label} · {text.summary}",
        language=text.language,
        categories=(tlp.label, row.kind, *row.themes),
    )


def _question(row: Question, asker: str) -> FeedEntry:
    tlp, published = Tlp(row.tlp), row.published_at or row.changed_at
    return FeedEntry(
        id=f"urn:uuid:{row.key}",
        title=f"{tlp.label} · {row.state.label} · {row.title}",
        link=settings.SITE_URL + row.get_absolute_url(),
        published=published,
        updated=max(filter(None, (published, row.answered_at, row.confirmed_at, row.closed_at))),
        author=asker,
        summary=f"{tlp.label} · {plain_excerpt(row.text, characters=200)}",
        language=row.language,
        categories=(tlp.label, row.state.value, *row.themes),
    )
