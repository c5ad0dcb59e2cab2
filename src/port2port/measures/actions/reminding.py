"""Who wrote a measure is told that its review comes; who has adopted one, that it is withdrawn."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.measures.models import Adoption, AdoptionState, ExceptionGrant, Measure, MeasureNews
from port2port.measures.rooms import rooms
from port2port.members.member import Member
from port2port.members.readers import Placed, readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news

BEFORE = AFTER = timedelta(days=30)
# A stage that began longer ago, while nothing ran, is no news: it stands on the page of the measure.
REVIEWS = (MeasureNews.Stage.SOON, MeasureNews.Stage.TODAY, MeasureNews.Stage.LATE)
FRESH = timedelta(days=14)


@transaction.atomic
def tell_measures(*, now: datetime) -> int:
    """Tell of every adopted measure that came to a new stage of its review; how many. Safe to repeat."""
    today = timezone.localdate(now)
    standing = {_mark(one, stage): (one, began) for one, stage, began in _due(today)}
    known = {(row.measure_id, row.due, row.stage): row for row in MeasureNews.objects.filter(stage__in=REVIEWS)}
    over = [row.pk for mark, row in known.items() if row.over_at is None and mark not in standing]
    MeasureNews.objects.filter(pk__in=over).update(over_at=now)
    fresh = [(mark, one) for mark, (one, began) in standing.items() if mark not in known and today - began <= FRESH]
    rows = [
        MeasureNews.objects.create(measure=one, organisation_id=one.originator_id, stage=stage, due=due, made_at=now)
        for (_pk, due, stage), one in fresh
    ]
    _tell(rows, now=now)
    return len(rows)


def tell_withdrawn(measure: Measure, *, now: datetime) -> None:
    """Tell each organisation that has or plans it; in the transaction that withdraws it."""
    adopters = Adoption.objects.filter(version__measure=measure).exclude(
        state__in=[AdoptionState.NOT_PLANNED, AdoptionState.NOT_APPLICABLE]
    )
    ids = sorted(set(adopters.values_list("facility__organisation_id", flat=True)))
    today = timezone.localdate(now)
    rows = [
        MeasureNews.objects.create(
            measure=measure, organisation_id=one, stage=MeasureNews.Stage.GONE, due=today, made_at=now
        )
        for one in ids
    ]
    _tell(rows, now=now)


def tell_asked(exception: ExceptionGrant, organisation: int, *, now: datetime) -> None:
    """Tell the seats whose word is asked that there is something; which facility asks stands on its page."""
    row, is_new = MeasureNews.objects.get_or_create(
        measure=exception.adoption.version.measure,
        organisation_id=organisation,
        stage=MeasureNews.Stage.ASKED,
        due=timezone.localdate(now),
        defaults={"made_at": now},
    )
    if row.over_at is not None:
        row.over_at, is_new = None, True
        row.save(update_fields=["over_at"])
    _tell([row] if is_new else [], now=now)


def end_asked(exception: ExceptionGrant, *, now: datetime) -> None:
    """It is answered or taken back: no news any more to organisations whose word nothing of the measure waits for."""
    measure = exception.adoption.version.measure
    asked = ExceptionGrant.objects.filter(adoption__version__measure=measure, state=ExceptionGrant.State.ASKED)
    words = (whose_word(one.asked_of, one.adoption) for one in asked.select_related("adoption__facility__port"))
    waiting = {one for one in words if one is not None}
    news = MeasureNews.objects.filter(measure=measure, stage=MeasureNews.Stage.ASKED, over_at=None)
    news.exclude(organisation_id__in=waiting).update(over_at=now)


def whose_word(asked_of: str, adoption: Adoption) -> int | None:
    """The organisation that grants an exception now: who manages the port, or where the group's chair sits."""
    if asked_of == ExceptionGrant.Asked.PORT:
        return adoption.facility.port.manager_id
    chair = rooms().chair_of(adoption.version.measure.working_group)
    return chair.organisation_id if chair else None


def open_news(*, member: Member, news: MeasureNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _due(today: date) -> Iterator[tuple[Measure, str, date]]:
    """Each measure whose review comes, the stage, and the day on which that began."""
    for one in Measure.objects.standing().filter(state="adopted", review_on__lte=today + BEFORE):
        due = one.review_on or date.max
        if today >= due + AFTER:
            yield one, MeasureNews.Stage.LATE.value, due + AFTER
        elif today >= due:
            yield one, MeasureNews.Stage.TODAY.value, due
        else:
            yield one, MeasureNews.Stage.SOON.value, due - BEFORE


def _mark(measure: Measure, stage: str) -> tuple[int, date, str]:
    return (measure.pk, measure.review_on or date.max, stage)


def _tell(rows: list[MeasureNews], *, now: datetime) -> None:
    community = readers_of_community() if rows else []
    tell_own_news([(row, _readers(row, community)) for row in rows], now=now)


def _readers(row: MeasureNews, community: list[Placed]) -> list[Placed]:
    own = (one for one in community if one.organisation == row.organisation_id)
    return [one for one in own if MeasureNews.objects.visible_to(one.member).filter(pk=row.pk).exists()]
