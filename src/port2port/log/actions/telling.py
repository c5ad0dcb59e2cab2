"""Whom an entry asks to tell: an officer starts the clocks, duties keeps them, and nothing here tells anybody.

A 24-hour report that left ticks the line that its form answers, whether the clocks began before or after it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from port2port.duties.actions.notices import Told, drop_notices, keep_notices, tick_told
from port2port.duties.models import Notice
from port2port.duties.noticebook import noticebook
from port2port.duties.notices import Source, flags_of
from port2port.log.access import runs_log
from port2port.log.actions.writing import NotYourLog, editable
from port2port.log.formbook import formbook
from port2port.log.models import Occurrence, SentForm
from port2port.members.member import Member
from port2port.reports.rules import BadField

OCCURRENCE = "occurrence"


def source_of(row: Occurrence) -> Source:
    """The entry as duties knows it."""
    return Source(OCCURRENCE, row.key)


@transaction.atomic
def start_clocks(*, member: Member, occurrence: Occurrence, flags: Sequence[str], now: datetime) -> list[Notice]:
    """Start the clocks that the entry's codes and these flags ask for, or bring them up to date.

    The clocks begin when the entry was taken in. Raises BadField, NotYourLog, EntryStruck.
    """
    row = editable(member, occurrence)
    if not runs_log(member):
        raise NotYourLog
    if not noticebook().flags.keys() >= set(flags):
        raise BadField("flags", gettext_lazy("Choose one of the values offered."))
    return _kept(row, member, flags=flags, now=now)


def renew_clocks(row: Occurrence, *, member: Member, now: datetime) -> None:
    """After a correction: clocks that run follow the codes; none begins by itself. In the caller's transaction."""
    flags = flags_of(source_of(row))
    if flags is not None:
        _kept(row, member, flags=flags, now=now)


def stop_clocks(row: Occurrence, *, now: datetime) -> None:
    """After striking out: what was not told is asked no more. In the caller's transaction."""
    drop_notices(source=source_of(row), now=now)


def tick_sent(row: Occurrence, *, member: Member, sent: SentForm) -> None:
    """After a report left: who its form tells is told, where that clock runs. In the caller's transaction."""
    for rule, told in _told_by([sent]).items():
        tick_told(member=member, source=source_of(row), rule=rule, told=told)


def _told_by(reports: Iterable[SentForm]) -> dict[str, Told]:
    """Who was told by reports that left, by rule; the first report counts."""
    found: dict[str, Told] = {}
    for sent in reports:
        form = formbook().get(sent.form)
        if form is not None and form.notice and sent.sent_at is not None and sent.seat_id is not None:
            found.setdefault(form.notice, Told(sent.sent_at, sent.seat_id, gettext("By the 24 h report from the log.")))
    return found


def _kept(row: Occurrence, member: Member, *, flags: Sequence[str], now: datetime) -> list[Notice]:
    return keep_notices(
        member=member,
        source=source_of(row),
        codes=row.methods,
        organisation=row.facility.organisation,
        facility=row.facility,
        started_at=row.noted_at,
        flags=flags,
        told=_told_by(row.sent_forms.filter(state=SentForm.State.SENT).order_by("sent_at")),
        now=now,
    )
