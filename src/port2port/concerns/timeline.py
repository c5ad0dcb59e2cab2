"""What happened and what is promised, in words; the reporter reads organisations, a desk its own people too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.concerns.models import Concern, Desk, State, Step
from port2port.pure.concern_days import acknowledge_by, assess_by, feedback_by

DUE_WORDS = {
    "acknowledge": gettext_lazy("Acknowledge receipt"),
    "assess": gettext_lazy("Say whether the desk takes it up"),
    "feedback": gettext_lazy("Give feedback"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line: when, who, what."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What the desk owes the reporter, by when, and when it came."""

    words: str
    by: date
    done_at: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether it came."""
        return self.done_at is not None


def desk_name(desk: Desk) -> str:
    """How a desk is called: by its organisation, and the port it is for."""
    return desk.organisation.label if desk.port is None else f"{desk.organisation.label} · {desk.port.name}"


def promises_of(concern: Concern) -> list[Promise]:
    """What the reporter may expect; after a turning away nothing more."""
    days = concern.days
    told = [
        Promise(
            _("The desk says that your concern arrived"), acknowledge_by(days.received_on), concern.acknowledged_at
        ),
        Promise(_("It says whether it takes it up"), assess_by(days.received_on), concern.assessed_at),
    ]
    if concern.state == State.NOT_FOR_US:
        return told
    due = feedback_by(days.received_on, days.acknowledged_on)
    return [*told, Promise(_("It tells you what came of it"), due, concern.feedback_at)]


def events_of(steps: Iterable[Step], concern: Concern, *, seat_organisation: int | None = None) -> list[Event]:
    """What happened, the oldest first.

    seat_organisation   people of this organisation are named, those of another never
    """
    first = Event(concern.received_at, _("Reporter"), _("Brought the concern"))
    return [first, *(Event(one.at, _who(one, seat_organisation), _words(one)) for one in steps)]


def _who(step: Step, organisation: int | None) -> str:
    if step.kind == Step.Kind.LAPSED:
        return _("The clock")
    if step.desk is None:
        return _("Reporter")
    name = desk_name(step.desk)
    if step.seat is None or step.desk.organisation_id != organisation:
        return name
    return f"{step.seat.person.name}, {name}"


def _words(step: Step) -> str:
    words = str(step.get_kind_display())
    return f"{words}: {desk_name(step.other)}" if step.other is not None else words
