"""What the page of one concern shows a handler: the dates always, the content where the key opens it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from port2port.concerns.actions.handling import own_desk, shut_out, thread_key
from port2port.concerns.models import Concern, Desk, HandOver, Note, Part, State, Step
from port2port.concerns.rules import CannotOpen
from port2port.concerns.silence import lapse_of
from port2port.concerns.thread import Noted, Said, handler_wrap, key_of_wrap, notes_of, thread_of
from port2port.concerns.timeline import DUE_WORDS, Event, desk_name, events_of
from port2port.members.member import Act, Member


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """One concern, as this handler may see it now.

    said, notes   empty while the key is locked or does not fit       cannot_open   it is unlocked and does not fit
    outside       handlers of the desk that cannot open it yet
    lapses_on     from when the clock closes it if nothing more is said or done
    """

    desk: Desk
    readers: list[str]
    events: list[Event]
    running: HandOver | None
    due: date | None
    due_words: str
    is_late: bool
    outside: list[str]
    may_share: bool
    lapses_on: date | None
    said: list[Said] = field(default_factory=list)
    notes: list[Noted] = field(default_factory=list)
    cannot_open: bool = False

    @property
    def is_running_out(self) -> bool:
        """Whether a hand-over by this desk can be taken back."""
        return self.running is not None and self.running.from_desk_id == self.desk.pk


def page_of(concern: Concern, *, member: Member, private: bytes | None, now: datetime) -> ConcernPage:
    """The page. Raises NotAtThisDesk."""
    desk, due = own_desk(member, concern), concern.due if concern.is_open else None
    said, notes, fits = _opened(concern, desk, member, private)
    desks = "desk__port", "desk__organisation"
    steps = Step.objects.visible_to(member).filter(concern=concern)
    steps = steps.select_related(*desks, "other__port", "other__organisation", "seat__person")
    return ConcernPage(
        desk=desk,
        readers=[desk_name(one.desk) for one in concern.holdings.filter(until_at=None).select_related(*desks)],
        events=events_of(steps, concern, seat_organisation=desk.organisation_id),
        running=concern.hand_overs.running().select_related("to_desk__port", "to_desk__organisation").first(),
        due=due.on if due else None,
        due_words=str(DUE_WORDS[due.what]) if due else "",
        is_late=due is not None and due.on < timezone.localdate(now),
        outside=[one.seat.person.name for one in shut_out(concern, desk)],
        may_share=member.may(Act.PUBLISH) and concern.state != State.ERASED,
        lapses_on=lapse_of(concern),
        said=said,
        notes=notes,
        cannot_open=private is not None and not fits,
    )


def _opened(
    concern: Concern, desk: Desk, member: Member, private: bytes | None
) -> tuple[list[Said], list[Noted], bool]:
    if private is None:
        return [], [], False
    try:
        said = thread_of(concern, thread_key(member, concern, private))
    except CannotOpen:
        return [], [], False
    wrap = handler_wrap(concern, member.seat_id or 0, Part.NOTES, desk=desk)
    rows = Note.objects.visible_to(member).filter(concern=concern, desk=desk).select_related("seat__person")
    return said, notes_of(rows, key_of_wrap(wrap, private)) if wrap else [], True
