"""What the pages of a running exercise show, put together for their reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac

from port2port.drills.access import roles_of
from port2port.drills.models import Event, EventRole, Objective
from port2port.live.access import led_by, led_whole, moves_of, observed_by, playing, prepared_by
from port2port.live.models import ClockMove, Inject, Observation, Receipt
from port2port.live.models.inject import Said
from port2port.live.script import SheetItem, sheet_of
from port2port.members.member import Member
from port2port.pure.exercise_clock import Move, Moved, Reading, State, falls_due, may, read, set_back_at

UNREAD_AFTER = timedelta(minutes=3)
NEWEST = 12


@dataclass(frozen=True, slots=True)
class Rights:
    """What this seat does in the event."""

    leads: bool
    leads_whole: bool
    prepares: bool
    observes: bool
    plays: bool

    @property
    def has_part(self) -> bool:
        """Whether it has any."""
        return self.leads or self.observes or self.plays


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock as a page shows it."""

    shown: Reading
    is_real: bool
    moves: frozenset[str]

    @property
    def words(self) -> str:
        """Hours, minutes and seconds that have passed."""
        return span_words(int(self.shown.elapsed_s))

    @property
    def is_on(self) -> bool:
        """Whether it has begun and was not stopped."""
        return self.shown.state in {State.RUNNING, State.PAUSED}


@dataclass(frozen=True, slots=True)
class Line:
    """One inject for its reader. `at` when it came or would come; late = nobody has read it for minutes.

    is_earlier   of a run before the clock was set back
    """

    row: Inject
    said: Said
    wanted: Said
    offset: str
    at: datetime | None
    came: bool
    is_late: bool
    is_earlier: bool = False
    receipts: Sequence[Receipt] = ()
    own: Receipt | None = None


def span_words(seconds: int) -> str:
    """As 1:05:09."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def rights_of(event: Event, member: Member) -> Rights:
    """What the seat may do."""
    return Rights(
        leads=led_by(member).filter(pk=event.pk).exists(),
        leads_whole=led_whole(member).filter(pk=event.pk).exists(),
        prepares=prepared_by(member).filter(pk=event.pk).exists(),
        observes=observed_by(member).filter(pk=event.pk).exists(),
        plays=playing(member).filter(event=event).exists(),
    )


def clock_of(event: Event, *, at: datetime) -> Clock:
    """The clock."""
    shown = read(moves_of([event.pk]).get(event.pk, []), at)
    last = ClockMove.objects.filter(event=event, move=Move.STOP).order_by("run").last()
    # Also once it was set back, until it starts again.
    is_real = last is not None and last.is_real and shown.state in {State.STOPPED, State.WAITING}
    return Clock(shown, is_real, frozenset(move.value for move in Move if may(shown.state, move)))


def is_over(event: Event, clock: Clock) -> bool:
    """Whether it runs on after the time for which it was planned."""
    return clock.is_on and clock.shown.elapsed_s > event.minutes * 60


def script_lines(event: Event, *, member: Member, language: str, at: datetime) -> list[Line]:
    """All injects that this seat sees in the script, each with when it comes and who has read it; of this run."""
    return [line for line in all_lines(event, member=member, language=language, at=at) if not line.is_earlier]


def all_lines(event: Event, *, member: Member, language: str, at: datetime) -> list[Line]:
    """As `script_lines`, with those of runs before the clock was set back."""
    rows = Inject.objects.visible_to(member, at=at).filter(event=event)
    rows = rows.select_related("event", "facility", "delivered_by", "skipped_by").prefetch_related("objectives")
    moves = moves_of([event.pk]).get(event.pk, [])
    unplayed = _unplayed_since(event, moves)
    if unplayed is not None:
        # What waits for a run that never began was no part of what is on record; what somebody observed is.
        observed = Exists(Observation.objects.filter(inject=OuterRef("pk")))
        rows = rows.exclude(~observed, delivered_at=None, skipped_at=None, made_at__gte=unplayed)
    receipts: dict[int, list[Receipt]] = {}
    for one in Receipt.objects.visible_to(member).filter(inject__event=event).select_related("seat"):
        receipts.setdefault(one.inject_id, []).append(one)
    return [_line(row, moves, receipts.get(row.pk, []), language=language, at=at) for row in rows.order_by("number")]


def _line(row: Inject, moves: list[Moved], receipts: list[Receipt], *, language: str, at: datetime) -> Line:
    due = None if row.skipped_at else row.delivered_at or falls_due(moves, row.offset_s)
    came = due is not None and due <= at
    earlier = _is_earlier(row, moves)
    unread = came and not earlier and not receipts and row.responded_at is None
    late = unread and due is not None and at - due > UNREAD_AFTER
    return Line(
        row=row,
        said=row.said(language),
        wanted=row.wanted(language),
        offset=span_words(row.offset_s),
        at=due,
        came=came,
        is_late=late,
        is_earlier=earlier,
        receipts=receipts,
    )


def _is_earlier(row: Inject, moves: list[Moved]) -> bool:
    since, ended = set_back_at(moves), row.delivered_at or row.skipped_at
    if since is None or ended is None:
        return False
    return ended <= since and _unplayed_since(row.event, moves) is None


def _unplayed_since(event: Event, moves: list[Moved]) -> datetime | None:
    """When it was set back, where it was recorded without having begun anew: as it was played before that."""
    since = set_back_at(moves)
    has_begun = since is None or any(one.move is Move.START and one.at > since for one in moves)
    return None if has_begun or not event.was_held else since


def played_lines(event: Event, *, member: Member, language: str, at: datetime) -> list[Line]:
    """What was delivered to this seat, the newest first."""
    rows = Inject.objects.played_by(member, at=at).filter(event=event).select_related("event", "facility")
    moves = moves_of([event.pk]).get(event.pk, [])
    own = {one.inject_id: one for one in Receipt.objects.editable_by(member).filter(inject__event=event)}
    found = []
    for row in (one for one in rows if not _is_earlier(one, moves)):
        due = row.delivered_at or falls_due(moves, row.offset_s)
        line = Line(
            row=row,
            said=row.said(language),
            wanted=Said("", ""),
            offset=span_words(row.offset_s),
            at=due,
            came=True,
            is_late=False,
            own=own.get(row.pk),
        )
        found.append(line)
    return sorted(found, key=lambda line: (line.at or at, line.row.number), reverse=True)


@dataclass(frozen=True, slots=True)
class ObjectiveCard:
    """One objective with what to look for, and how often which rating stands."""

    row: Objective
    sheet: Sequence[SheetItem]
    counts: Sequence[tuple[str, int]]


def objective_cards(event: Event, *, member: Member) -> list[ObjectiveCard]:
    """The observer's sheet of the event."""
    sheet = sheet_of(event)
    ratings: dict[int, dict[str, int]] = {}
    own = Observation.objects.visible_to(member).standing().filter(event=event).exclude(rating="")
    for objective, rating in own.values_list("objective_id", "rating").order_by():
        if objective is not None:
            ratings.setdefault(objective, {}).setdefault(rating, 0)
            ratings[objective][rating] += 1
    objectives = Objective.objects.visible_to(member).filter(event=event)
    return [ObjectiveCard(row, sheet.get(row.pk, []), sorted(ratings.get(row.pk, {}).items())) for row in objectives]


def observations_of(event: Event, *, member: Member) -> list[Observation]:
    """All that this seat reads, as they were seen; those that were replaced stand among them."""
    rows = Observation.objects.visible_to(member).filter(event=event).in_order()
    return list(rows.select_related("seat", "facility", "inject", "objective", "replaced_by"))


def role_of(event: Event, member: Member) -> EventRole | None:
    """The open role of this seat."""
    found: EventRole | None = roles_of(member).filter(event=event).select_related("facility").first()
    return found


def tag_of(event: Event, *, member: Member, at: datetime, plays: bool) -> str:
    """What a part of the page sends back when it asks again: of the viewer and of what that viewer sees, no more."""
    clock = clock_of(event, at=at)
    parts: list[object] = [member.seat_id, event.pk, event.changed_at.isoformat(), clock.shown.state, clock.is_real]
    rows = Inject.objects.played_by(member, at=at) if plays else Inject.objects.visible_to(member, at=at)
    facts = rows.filter(event=event).values_list("pk", "offset_s", "delivered_at", "changed_at")
    if plays:
        parts += [sorted(pk for pk, *_rest in facts), _stamps(Receipt.objects.editable_by(member), event)]
    else:
        passed = clock.shown.elapsed_s
        parts += [(pk, offset <= passed, came is not None, str(at)) for pk, offset, came, at in facts]
        parts.append(is_over(event, clock))
        parts.append(_stamps(Receipt.objects.visible_to(member), event))
        parts.append(Observation.objects.visible_to(member).filter(event=event).count())
    return salted_hmac("port2port.live", repr(parts), algorithm="sha256").hexdigest()[:32]


def _stamps(rows: Iterable[Receipt], event: Event) -> list[tuple[int, bool]]:
    found = rows.filter(inject__event=event).values_list("pk", "done_at")  # type: ignore[attr-defined]
    return [(pk, done is not None) for pk, done in found]
