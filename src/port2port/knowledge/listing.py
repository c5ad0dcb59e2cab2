"""The list of practices: what an address asks for, and the page that answers it under the one rule."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.knowledge.access import Practices
from port2port.knowledge.models import Practice, State
from port2port.knowledge.models.practice import DUE_BEFORE, EXPIRED_AFTER
from port2port.members.member import Member
from port2port.sharing import audience_index, search
from port2port.sharing.audience_index import CAP
from port2port.sharing.filters import Wanted, read_filter

PAGE = 30
# Those that readers may rely on stand open; the others are asked for.
SHOWN = (State.PROPOSED, State.APPROVED, State.DUE, State.EXPIRED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; no state is everything that is not out of date or withdrawn.

    next   those alone whose next wording waits for the own organisation's approval
    """

    wanted: Wanted
    state: State | None
    page: int
    next: bool = False

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self.wanted.is_everything and self.state is None and not self.next


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: rows, approved ones first, how many there are in words, and the numbers of its neighbours."""

    rows: list[Practice]
    count: str
    newer: int = 0
    older: int = 0


def asked_in(query: QueryDict) -> Asked:
    """The filter in an address; what is no filter is left out."""
    state, page = query.get("state", ""), query.get("page", "")
    return Asked(
        wanted=read_filter(Practice, query.urlencode()),
        state=State(state) if state in SHOWN else None,
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
        next=query.get("next") == "1",
    )


def listed(asked: Asked, *, member: Member, now: datetime) -> Listed:
    """The page that answers."""
    rows = rows_of(asked, member, now)
    number = rows[: CAP + 1].count()
    first = (asked.page - 1) * PAGE
    return Listed(
        rows=list(rows.select_related("originator")[first : first + PAGE]),
        count=_words(number),
        newer=asked.page - 1,
        older=asked.page + 1 if number > first + PAGE else 0,
    )


def rows_of(asked: Asked, member: Member, now: datetime) -> Practices:
    """All that the filter asks for, approved ones first."""
    practices = in_state(Practice.objects.visible_to(member), asked.state, today=timezone.localdate(now))
    if asked.next:
        practices = practices.filter(pk__in=Practice.objects.approvable_by(member).next_waits_for(member).values("pk"))
    wanted = asked.wanted
    # Practices are few, hundreds in a country: the newest thousand that carry the facets hold them all.
    if wanted.words:
        practices = practices.filter(
            pk__in=search.find(Practice, member, wanted.words, groups=wanted.groups, limit=CAP).ids
        )
    elif wanted.groups:
        places = audience_index.newest(Practice, member, groups=wanted.groups, limit=CAP)
        practices = practices.filter(pk__in=[one.record_id for one in places])
    return practices.order_by(F("approved_at").desc(nulls_last=True), "-changed_at", "-pk")


def in_state(practices: Practices, state: State | None, *, today: date) -> Practices:
    """Those that stand so today; without a state, those that nobody need beware of."""
    gone, late = Q(withdrawn_at__isnull=False), Q(review_by_on__lt=today - EXPIRED_AFTER)
    due = Q(review_by_on__lte=today + DUE_BEFORE)
    agreed = Q(approved_at__isnull=False)
    wanted = {
        State.PROPOSED: ~gone & ~late & ~agreed,
        State.APPROVED: ~gone & ~late & agreed & ~due,
        State.DUE: ~gone & ~late & agreed & due,
        State.EXPIRED: ~gone & late,
        State.WITHDRAWN: gone,
    }
    return practices.filter(wanted[state] if state else ~gone & ~late)


def _words(number: int) -> str:
    if number > CAP:
        return _("%(n)s+ practices") % {"n": number_format(CAP, force_grouping=True)}
    return ngettext("%(n)s practice", "%(n)s practices", number) % {"n": number_format(number, force_grouping=True)}
