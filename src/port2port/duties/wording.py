"""States, spans and days of duties in the reader's words; state is word, shape and colour together."""

from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from port2port.duties.models.promises import State as ActionState
from port2port.pure.calendar_rules import State
from port2port.pure.notice_rules import NoticeState

type Words = str | Promise

# Word and kind of chip, in the order of a filter.
STATES: dict[State, tuple[Words, str]] = {
    State.OVERDUE: (gettext_lazy("Overdue"), "critical"),
    State.SOON: (gettext_lazy("Soon"), "medium"),
    State.DEROGATED: (gettext_lazy("Derogated"), "high"),
    State.FINE: (gettext_lazy("Fine"), "done"),
    State.UNKNOWN: (gettext_lazy("No date entered"), "information"),
}
ACTION_KINDS: dict[str, str] = {
    ActionState.OPEN: "information",
    ActionState.DOING: "medium",
    ActionState.DONE: "low",
    ActionState.VERIFIED: "done",
    ActionState.DROPPED: "",
}
NOTICE_STATES: dict[NoticeState, tuple[Words, str]] = {
    NoticeState.LATE: (gettext_lazy("Term passed"), "critical"),
    NoticeState.WAITING: (gettext_lazy("To tell"), "medium"),
    NoticeState.OPEN: (gettext_lazy("To tell, no term"), "information"),
    NoticeState.TOLD: (gettext_lazy("Told"), "done"),
    NoticeState.TOLD_LATE: (gettext_lazy("Told late"), "high"),
}


def days_words(due: date, today: date) -> str:
    """How far away the day is: "in 12 days", "today", "3 days late"."""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def span_words(due: datetime, now: datetime) -> str:
    """How much time is left or over, in hours and minutes below three days, then in days."""
    left = due - now
    over, minutes = left < timedelta(0), int(abs(left).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 72:
        words = ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    else:
        words = _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}
    return (_("%(span)s over") if over else _("%(span)s left")) % {"span": words}
