"""Feeds of reports: the newest of a filter, each with its label first; of TLP:RED nothing but that it is there."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from port2port.pure.atom import Feed, FeedEntry
from port2port.pure.audience import Tlp
from port2port.pure.texts import plain_excerpt
from port2port.reports.listing import newest_moment
from port2port.reports.models import Kind, Report
from port2port.vocabulary import lookup

NEWEST = 50
# A feed without entries says no time, so that an empty one tells nothing of when it became empty.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def feed(rows: Sequence[Report], *, address: str, page: str, entries: Sequence[FeedEntry] | None = None) -> Feed:
    """The feed in the reader's language.

    address   the feed's own, which may hold its token     page   the list for people
    """
    return Feed(
        # The address holds a token, so it is no name for the feed.
        id=f"{settings.SITE_URL}{page}",
        title=_("Reports · %(community)s") % {"community": settings.COMMUNITY_NAME},
        link=f"{settings.SITE_URL}{page}",
        self_link=f"{settings.SITE_URL}{address}",
        updated=max((newest_moment(row) for row in rows), default=_NEVER),
        language=get_language() or "en",
        entries=[entry(row) for row in rows] if entries is None else entries,
    )


def entry(row: Report, *, link: str = "") -> FeedEntry:
    """A report as one line of a feed."""
    tlp = Tlp(row.tlp)
    link = settings.SITE_URL + (link or row.get_absolute_url())
    published, updated = row.published_at or row.changed_at, newest_moment(row)
    if tlp == Tlp.RED:
        title = _("%(label)s report") % {"label": tlp.label}
        return FeedEntry(f"urn:uuid:{row.key}", title, link, published, updated, author=settings.COMMUNITY_NAME)
    return FeedEntry(
        id=f"urn:uuid:{row.key}",
        title=f"{tlp.label} · {Kind(row.kind).label} · {row.title}",
        link=link,
        published=published,
        updated=updated,
        author=row.originator.label,
        summary=_summary(row, tlp),
        language=row.language,
        categories=(tlp.label, row.kind, *row.methods),
    )


def _summary(row: Report, tlp: Tlp) -> str:
    coded = ", ".join(lookup.label(code, row.language) for code in row.methods)
    parts = [tlp.label, coded, plain_excerpt(row.what_to_do or row.facts, characters=200)]
    return " · ".join(part for part in parts if part)
