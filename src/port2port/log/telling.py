"""The panel on an entry's page: whom it asks to tell, by when, and the ticks."""

from dataclasses import dataclass
from datetime import datetime

from port2port.duties.access import reads_duties
from port2port.duties.models import Notice
from port2port.duties.noticebook import rules_in_order
from port2port.duties.notices import Line, flags_of, for_source
from port2port.log.access import runs_log
from port2port.log.actions.telling import OCCURRENCE, source_of
from port2port.log.forms.telling import TellingForm
from port2port.log.models import Occurrence, SentForm, Source
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Telling:
    """What the panel shows.

    runs    the clocks were started     form   for who may start them, else None
    """

    lines: list[Line]
    runs: bool
    form: TellingForm | None


def ticked_by(sent: SentForm, *, member: Member) -> list[str]:
    """Whom the sending of a report ticked as told, as far as this seat reads duties."""
    if sent.sent_at is None:
        return []
    rows = Notice.objects.visible_to(member).of(OCCURRENCE, sent.occurrence.key).standing()
    return [one.addressee for one in rules_in_order(rows.filter(told_at=sent.sent_at).values_list("rule", flat=True))]


def telling_of(row: Occurrence, *, member: Member, may_edit: bool, now: datetime) -> Telling | None:
    """The panel; None for seats that read no duties, and where an entry asks nothing: struck out, or imported."""
    if not reads_duties(member) or row.is_struck or row.source == Source.IMPORT:
        return None
    source = source_of(row)
    flags = flags_of(source)
    lines = for_source(
        source=source,
        codes=row.methods,
        organisation=row.facility.organisation,
        facility=row.facility,
        started_at=row.noted_at,
        flags=flags or (),
        now=now,
    )
    form = TellingForm(initial={"flags": list(flags or ())}) if may_edit and runs_log(member) else None
    return Telling(lines, runs=flags is not None, form=form)
