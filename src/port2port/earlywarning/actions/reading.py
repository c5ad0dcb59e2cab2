"""The weekly run: every watch reads what is new, keeps what each week said, and tells of a new alarm."""

from datetime import datetime

from django.db import transaction

from port2port.base.refusal import Refusal
from port2port.counts.refusals import NotLent, NoWeeks
from port2port.counts.rules import last_whole_week
from port2port.earlywarning.history import (
    GRACE,
    History,
    baseline_of,
    history_in,
    is_inside,
    newest_week,
    still_shared,
    window_of,
)
from port2port.earlywarning.models import PAUSE, Alarm, AlarmNews, Stop, WatchedMeasure, WatchWeek
from port2port.members.member import Member
from port2port.members.readers import Placed, readers_of_community
from port2port.pure.outbreak import Followed, Reading, follow
from port2port.sharing.actions import open_own_news, tell_own_news


def read_weeks(*, now: datetime) -> int:
    """Read every running watch of which something new came in; how many were read anew. Safe to repeat.

    One that fails keeps no other from being read. Raises ExceptionGroup of all that failed, once the rest are read.
    """
    read, failed = 0, []
    for key in WatchedMeasure.objects.running().values_list("pk", flat=True):
        try:
            read += _read_one(key, now=now)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the others are read first
            failed.append(fault)
    if failed:
        raise ExceptionGroup("watches that could not be read", failed)
    return read


@transaction.atomic
def _read_one(key: int, *, now: datetime) -> bool:
    rows = WatchedMeasure.objects.running().select_for_update(of=("self",))
    watch = rows.select_related("circle", "intervention", "comparison").filter(pk=key).first()
    return watch is not None and read_watch(watch, now=now)


def read_watch(watch: WatchedMeasure, *, now: datetime) -> bool:
    """Read one, or stop it with the reason; whether anything was new. The caller holds the row.

    All weeks are reckoned anew, so that late counts come where they belong; an alarm that was heard stands.
    """
    stop = _why_stopped(watch)
    if stop is not None:
        return _stop(watch, stop, now)
    try:
        is_new = _read_weeks_of(watch, now=now)
    except (NotLent, NoWeeks) as refusal:
        return _pause(watch, now, words=str(refusal))
    except Refusal as refusal:
        return _stop(watch, Stop.UNREADABLE, now, words=str(refusal))
    # A last week for counts that come late, as for every other week.
    if last_whole_week(now) >= watch.last_week + GRACE:
        return _stop(watch, Stop.YEAR_OVER, now)
    return is_new


def _read_weeks_of(watch: WatchedMeasure, *, now: datetime) -> bool:
    """Raises what `history_in` and `baseline_of` raise."""
    window = window_of(watch)
    newest = newest_week(window, now=now)
    until = min(newest, watch.last_week) if newest is not None else None
    if until is None or until < watch.start_week:
        return False
    history = history_in(window, until=until)
    baseline_of(history)
    if (history.digest, until, None) == (watch.digest, watch.read_until, watch.paused_at):
        return False
    found = followed_in(watch, history)
    _keep(watch, history, found)
    alarms = _new_alarms(watch, history, found, now=now)
    watch.read_until, watch.read_at, watch.digest, watch.paused_at = until, now, history.digest, None
    watch.save(update_fields=["read_until", "read_at", "digest", "paused_at"])
    _tell(alarms, now=now)
    return True


def followed_in(watch: WatchedMeasure, history: History) -> Followed:
    """Week by week with the thresholds of the watch's budget."""
    thresholds = watch.calibration.for_budget(watch.budget or 0)
    return follow(history.counts, history.outside, measure_week=history.measure_week, thresholds=thresholds)


def opened(*, member: Member, news: AlarmNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _why_stopped(watch: WatchedMeasure) -> Stop | None:
    if not is_inside(watch.organisation_id, watch.circle):
        return Stop.OWNER_LEFT
    if not still_shared(watch.intervention, watch.circle):
        return Stop.NO_MEASURE
    if not still_shared(watch.comparison, watch.circle):
        return Stop.NO_COMPARISON
    return None


def _pause(watch: WatchedMeasure, now: datetime, *, words: str) -> bool:
    """Wait for counts that are not lent any more; after a week, stop."""
    if watch.paused_at is None:
        watch.paused_at = now
        watch.save(update_fields=["paused_at"])
        return True
    if now < watch.paused_at + PAUSE:
        return False
    return _stop(watch, Stop.NOT_LENT, now, words=words)


def _stop(watch: WatchedMeasure, stop: Stop, now: datetime, *, words: str = "") -> bool:
    watch.stop, watch.stopped_at, watch.stop_words = stop, now, words[:300]
    watch.save(update_fields=["stop", "stopped_at", "stop_words"])
    return True


def _keep(watch: WatchedMeasure, history: History, found: Followed) -> None:
    WatchWeek.objects.filter(watch=watch).delete()
    gaps = _gaps(found)
    WatchWeek.objects.bulk_create(
        WatchWeek(
            watch=watch,
            week=history.weeks[history.measure_week + one.week - 1],
            number=one.week,
            directed=one.directed,
            max_port=one.max_port,
            loudest=history.ports[one.loudest],
            has_fallen=one.has_fallen,
            is_alarm=one.alarm is not None,
            missing=_missing(history, one),
            outside_missing=one.outside is None,
            outside_gaps=gaps[one.week],
            stands_still=one.stands_still,
        )
        for one in found.readings
    )


def _gaps(found: Followed) -> dict[int, int]:
    """By week: weeks so far without the comparison."""
    alone = [one.outside is None for one in found.readings]
    return {one.week: sum(alone[: one.week]) for one in found.readings}


def _missing(history: History, reading: Reading) -> list[str]:
    return [str(history.ports[place]) for place in reading.missing]


def _new_alarms(watch: WatchedMeasure, history: History, found: Followed, *, now: datetime) -> list[Alarm]:
    """One of each stretch of weeks in which none was heard yet."""
    heard = set(Alarm.objects.filter(watch=watch).values_list("number", flat=True))
    made, gaps = [], _gaps(found)
    for first, last in found.episodes():
        if first.alarm is None or heard & set(range(first.week, last.week + 1)):
            continue
        week = history.weeks[history.measure_week + first.week - 1]
        alarm = Alarm(
            watch=watch,
            week=week,
            number=first.week,
            directed=first.directed,
            max_port=first.max_port,
            detectors=list(first.alarm.detectors),
            loudest=history.ports[first.loudest],
            has_fallen=first.has_fallen,
            missing=_missing(history, first),
            outside_gaps=gaps[first.week],
            is_first_reading=watch.read_until is None or week > watch.read_until,
            made_at=now,
        )
        alarm.save(force_insert=True)
        made.append(alarm)
    return made


def _tell(alarms: list[Alarm], *, now: datetime) -> None:
    """The circle's seats that read the board are told that there is one."""
    if not alarms:
        return
    news = [AlarmNews.objects.create(alarm=one, made_at=now) for one in alarms]
    community = readers_of_community()
    tell_own_news([(row, _readers(row, community)) for row in news], now=now)


def _readers(row: AlarmNews, community: list[Placed]) -> list[Placed]:
    """As `visible_to`, asked once for each organisation and function."""
    known: dict[tuple[object, object, object], bool] = {}
    found = []
    for one in community:
        what = (one.member.organisation_id, one.member.function, one.member.standing)
        if what not in known:
            known[what] = _sees(row, one.member)
        if known[what]:
            found.append(one)
    return found


def _sees(row: AlarmNews, member: Member) -> bool:
    return AlarmNews.objects.visible_to(member).filter(pk=row.pk).exists()
