"""What is due for a seat, as lines for the pages that gather: clocks, actions, and whom to tell."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.duties.access import reads_duties
from port2port.duties.clocks import lines_of
from port2port.duties.models import Action
from port2port.duties.notices import untold_of
from port2port.members.member import Act, Member
from port2port.pure.calendar_rules import State

PRESSING = frozenset({State.OVERDUE, State.SOON, State.DEROGATED})
MOST = 12
# What gathers shows the first of them, so that old arrears do not push an alert off the page.
MOST_CLOCKS = 4
MOST_ACTIONS = 6
NEAR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that waits for this seat. `due` is the end of a day for what is due on a day."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None
    language: str = ""


def due_lines(member: Member, *, now: datetime) -> list[DueLine]:
    """What needs this seat, by date: terms that run, duties overdue or due within thirty days, actions of its own.

    Only who keeps duties is pressed by clocks and terms; who only reads them finds them on their page.
    """
    lines = _actions(member, now)
    if reads_duties(member) and member.may(Act.KEEP_DUTIES):
        lines += [*_notices(member, now), *_clocks(member, now)]
    return sorted(lines, key=lambda line: (line.due is None, line.due or now))[:MOST]


def _notices(member: Member, now: datetime) -> list[DueLine]:
    return [
        DueLine(
            words=_("Tell %(addressee)s") % {"addressee": line.entry.addressee},
            title=line.entry.title,
            address=line.address,
            icon="phone-forwarded",
            due=line.due,
        )
        for line in untold_of(member, now=now)
        if line.due is not None
    ]


def _clocks(member: Member, now: datetime) -> list[DueLine]:
    lines = (line for line in lines_of(member, today=timezone.localdate(now)) if line.clock.state in PRESSING)
    return [
        DueLine(
            words=_("Duty overdue") if line.clock.state == State.OVERDUE else _("Duty due"),
            title=f"{line.rule.label} · {line.place.name}",
            address=line.address,
            icon="calendar-clock",
            due=end_of(line.clock.due) if line.clock.due else None,
        )
        for line in islice(lines, MOST_CLOCKS)
    ]


def _actions(member: Member, now: datetime) -> list[DueLine]:
    """Those of the own seat; for who keeps duties also those that nobody has taken up and that are due within days."""
    if not member.may(Act.READ) or member.seat_id is None:
        return []
    wanted = Q(owner_id=member.seat_id)
    if member.may(Act.KEEP_DUTIES):
        near = timezone.localdate(now) + NEAR
        wanted |= Q(owner=None, due_on__lte=near, organisation_id=member.organisation_id)
    pending = Action.objects.visible_to(member).pending().filter(wanted).due_first()
    return [
        _action(one, _("Your action") if one.owner_id is not None else _("Nobody has taken this up"))
        for one in pending[:MOST_ACTIONS]
    ]


def _action(action: Action, words: str) -> DueLine:
    return DueLine(
        words=words,
        title=action.title,
        address=action.get_absolute_url(),
        icon="list-checks",
        due=end_of(action.due_on),
        language=action.language,
    )


def end_of(day: date) -> datetime:
    """The last minute of the day: a due date counts to its end."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
