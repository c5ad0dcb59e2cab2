"""The list of a desk: dates in the open, and whether this handler can open each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from port2port.concerns.models import Concern, Part, Wrap
from port2port.concerns.timeline import DUE_WORDS
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Row:
    """One concern of the list; `due` is None where the desk owes nothing more."""

    concern: Concern
    due: date | None
    due_words: str
    is_late: bool
    opens: bool


def rows_of(concerns: Iterable[Concern], member: Member, *, today: date) -> list[Row]:
    """The earliest date first; what owes nothing comes last."""
    found = list(concerns)
    mine = Wrap.objects.filter(
        concern__in=[one.pk for one in found],
        part=Part.THREAD,
        hand_over=None,
        handler_key__seat_id=member.seat_id or 0,
    )
    opening = set(mine.values_list("concern_id", flat=True))
    rows = [_row(one, today, opens=one.pk in opening) for one in found]
    return sorted(rows, key=lambda row: (row.due is None, row.due or today))


def _row(concern: Concern, today: date, *, opens: bool) -> Row:
    due = concern.due if concern.is_open else None
    if due is None:
        return Row(concern, None, "", is_late=False, opens=opens)
    return Row(concern, due.on, str(DUE_WORDS[due.what]), is_late=due.on < today, opens=opens)
