"""Clocks of who to tell begin with an occurrence; a person ticks who was told. Nothing here tells anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.base.templatetags.ui import when
from port2port.duties.access import kept
from port2port.duties.models import Notice, Profile
from port2port.duties.noticebook import noticebook, rules_in_order
from port2port.duties.notices import Source, asked_for
from port2port.members.member import Act, Member
from port2port.members.models import Facility, Organisation
from port2port.pure.notice_rules import reckon


class NotYet(Refusal):
    """Told is told: in the past, after the incident was known."""

    words = _("Give a moment that has passed, after the incident became known.")


class ToldAlready(Refusal):
    """The first tick stands: a second one would take its time and its teller from the record."""

    status = 409

    def __init__(self, row: Notice) -> None:
        told_by = row.told_by.role if row.told_by is not None else "–"
        words = _(
            "This was ticked before: told at %(moment)s by %(role)s. That stands; take it back first if it is wrong."
        )
        super().__init__(words % {"moment": when(row.told_at) if row.told_at else "–", "role": told_by})


@dataclass(frozen=True, slots=True)
class Told:
    """That an addressee was told: when, by which seat, and how."""

    at: datetime
    by: int
    note: str = ""


@transaction.atomic
def keep_notices(
    *,
    member: Member,
    source: Source,
    codes: Sequence[str],
    organisation: Organisation,
    facility: Facility | None,
    started_at: datetime,
    flags: Sequence[str] = (),
    told: Mapping[str, Told] | None = None,
    now: datetime,
) -> list[Notice]:
    """Bring the clocks of an occurrence up to date with its codes; what was told stays, whatever the codes say now.

    told   what was told before its clock began, by rule; a clock that is there already is not touched by it

    The caller has made sure that the member writes this source, which is of the own organisation. Raises NotAllowed.
    """
    is_own = facility is None or facility.organisation_id == organisation.pk
    if organisation.pk != member.organisation_id or not is_own:
        raise NotAllowed
    entries = asked_for(codes=codes, flags=flags, organisation=organisation, facility=facility)
    wanted = {one.code for one in entries}
    rows = Notice.objects.of(source.type, source.key)
    rows.exclude(rule__in=wanted).filter(told_at=None, dropped_at=None).update(dropped_at=now)
    said = {"facility": facility, "codes": list(codes), "flags": list(flags), "aware_at": started_at}
    for code in wanted:
        before = (told or {}).get(code)
        ticked = {"told_at": before.at, "told_by_id": before.by, "note": before.note} if before else {}
        Notice.objects.update_or_create(
            source_type=source.type,
            source_key=source.key,
            rule=code,
            create_defaults=said | ticked | {"organisation": organisation, "start": started_at, "made_at": now},
            defaults=said | {"dropped_at": None},
        )
    return _reckon_again(source)


@transaction.atomic
def drop_notices(*, source: Source, now: datetime) -> None:
    """The source asks nothing any more; what was told stays. The caller has made sure that the member writes it."""
    Notice.objects.of(source.type, source.key).untold().update(dropped_at=now)


def _reckon_again(source: Source) -> list[Notice]:
    """Start and term of every clock of the source, since one may follow another."""
    rows = {row.rule: row for row in Notice.objects.of(source.type, source.key).standing()}
    if not rows:
        return []
    rules = [one.rule for one in rules_in_order(rows)]
    told = {code: row.told_at for code, row in rows.items() if row.told_at}
    aware = next(iter(rows.values())).aware_at
    for clock in reckon(rules, aware=aware, told=told, zone=timezone.get_default_timezone()):
        row = rows[clock.rule.code]
        row.start, row.due = clock.start, clock.due
        row.save(update_fields=["start", "due"])
    return list(rows.values())


@transaction.atomic
def tell(*, member: Member, notice: Notice, told_at: datetime, note: str = "", now: datetime) -> None:
    """Somebody says that the addressee was told; a tick that stands is kept. Raises NotAllowed, NotYet, ToldAlready."""
    row = _own(member, notice)
    if row.told_at is not None:
        raise ToldAlready(row)
    # A minute of grace: forms know no seconds.
    if told_at > now or told_at < row.aware_at.replace(second=0, microsecond=0):
        raise NotYet
    row.told_at, row.told_by_id, row.note = told_at, member.seat_id, note.strip()
    row.save(update_fields=["told_at", "told_by", "note"])
    _reckon_again(Source(row.source_type, row.source_key))


@transaction.atomic
def tick_told(*, member: Member, source: Source, rule: str, told: Told) -> Notice | None:
    """Tick the line of a source that an act of the caller's has just told; None where no such clock runs.

    What somebody ticked already stays as it is.
    """
    untold = Notice.objects.editable_by(member).of(source.type, source.key).untold().filter(rule=rule)
    row = untold.select_for_update(of=("self",)).first()
    if row is None:
        return None
    row.told_at, row.told_by_id, row.note = told.at, told.by, told.note
    row.save(update_fields=["told_at", "told_by", "note"])
    _reckon_again(source)
    return row


@transaction.atomic
def untell(*, member: Member, notice: Notice, now: datetime) -> None:
    """The tick was wrong: the clock runs again. Raises NotAllowed."""
    row = _own(member, notice)
    row.told_at, row.told_by = None, None
    row.save(update_fields=["told_at", "told_by"])
    _reckon_again(Source(row.source_type, row.source_key))


def _own(member: Member, notice: Notice) -> Notice:
    row = Notice.objects.filter(kept(member), pk=notice.pk).select_for_update(of=("self",)).first()
    if row is None or member.seat_id is None:
        raise NotAllowed
    return row


@transaction.atomic
def set_profile(*, member: Member, codes: Sequence[str], now: datetime) -> Profile:
    """What the own organisation is in law. Raises NotAllowed."""
    whole = member.facility_id is None and member.port_id is None
    if not member.may(Act.KEEP_DUTIES) or not whole or member.seat_id is None or member.organisation_id is None:
        raise NotAllowed
    known = [code for code in noticebook().profile if code in codes]
    row, _made = Profile.objects.update_or_create(
        organisation_id=member.organisation_id,
        defaults={"codes": known, "set_by_id": member.seat_id, "set_at": now},
    )
    return row
