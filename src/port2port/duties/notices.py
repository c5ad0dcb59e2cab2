"""Whom an occurrence asks to tell, as lines for a page: addressee, what to say, the clock and how it stands.

The product informs and prints; it never tells anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from port2port.duties.models import Notice, Profile
from port2port.duties.noticebook import Contact, NoticeEntry, noticebook, rules_in_order
from port2port.members.member import Member
from port2port.members.models import Facility, Organisation
from port2port.pure.notice_rules import NoticeState, applies, reckon, state_of


@dataclass(frozen=True, slots=True)
class Source:
    """A record of a later context, by type and key; duties knows no more of it."""

    type: str
    key: UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One addressee of an incident.

    notice   the row to tick, once the lines were kept; None before
    """

    entry: NoticeEntry
    contact: Contact
    start: datetime
    due: datetime | None
    state: NoticeState
    told_at: datetime | None = None
    told_by: str = ""
    note: str = ""
    notice: Notice | None = None

    @property
    def address(self) -> str:
        """The page with the text and the tick, once the lines were kept."""
        return reverse("duties:notice", args=[self.notice.key]) if self.notice else ""


def profile_of(organisation: Organisation, facility: Facility | None) -> frozenset[str]:
    """What the organisation is in law, and what the facility adds without anybody ticking it."""
    row = Profile.objects.filter(organisation=organisation).first()
    found = set(row.codes) if row else set()
    if organisation.kind == Organisation.Kind.POLICE:
        found.add("police")
    if facility is not None and facility.isps == Facility.Isps.INSIDE:
        found.add("isps")
    return frozenset(found)


def asked_for(
    *, codes: Iterable[str], flags: Iterable[str], organisation: Organisation, facility: Facility | None
) -> list[NoticeEntry]:
    """The rules that concern an incident with these codes and flags, in the order of the file."""
    profile = profile_of(organisation, facility)
    codes, flags = list(codes), list(flags)
    return [one for one in rules_in_order() if applies(one.rule, codes=codes, flags=flags, profile=profile)]


def for_source(
    *,
    source: Source,
    codes: Sequence[str],
    organisation: Organisation,
    facility: Facility | None,
    started_at: datetime,
    flags: Sequence[str] = (),
    now: datetime,
) -> list[Line]:
    """Whom this incident asks to tell, by when, and who was told.

    The caller shows the source to whoever asks, so it shows these lines to the same. What was told stays in the list
    although the codes no longer ask for it.

    started_at   when the organisation became aware: that is when the clocks start
    """
    rows = {row.rule: row for row in Notice.objects.of(source.type, source.key).with_place().select_related("told_by")}
    entries = asked_for(codes=codes, flags=flags, organisation=organisation, facility=facility)
    wanted = {one.code for one in entries} | {row.rule for row in rows.values() if row.told_at}
    return _lines(rules_in_order(wanted), rows, aware=started_at, facility=facility, now=now)


def flags_of(source: Source) -> tuple[str, ...] | None:
    """What was ticked when the clocks of this incident were started; None while none runs or was told."""
    newest = Notice.objects.of(source.type, source.key).filter(dropped_at=None).order_by("pk").last()
    return tuple(newest.flags) if newest is not None else None


def lines_of_rows(rows: Iterable[Notice], *, now: datetime) -> list[Line]:
    """Lines of notices that were kept, of one source or of several, what is due first on top."""
    found = []
    by_source: dict[tuple[str, UUID], dict[str, Notice]] = {}
    for row in rows:
        by_source.setdefault((row.source_type, row.source_key), {})[row.rule] = row
    for group in by_source.values():
        first = next(iter(group.values()))
        found += _lines(rules_in_order(group), group, aware=first.aware_at, facility=first.facility, now=now)
    return sorted(found, key=lambda line: (line.due is None, line.due or line.start))


def _lines(
    entries: Sequence[NoticeEntry],
    rows: Mapping[str, Notice],
    *,
    aware: datetime,
    facility: Facility | None,
    now: datetime,
) -> list[Line]:
    told = {code: row.told_at for code, row in rows.items() if row.told_at}
    locode = facility.port.locode if facility else ""
    lines = []
    clocks = reckon([one.rule for one in entries], aware=aware, told=told, zone=timezone.get_default_timezone())
    for entry, clock in zip(entries, clocks, strict=True):
        row = rows.get(entry.code)
        lines.append(
            Line(
                entry=entry,
                contact=entry.contact_at(locode),
                start=clock.start,
                due=clock.due,
                state=state_of(clock.due, clock.told_at, now),
                told_at=clock.told_at,
                told_by=row.told_by.role if row and row.told_by else "",
                note=row.note if row else "",
                notice=row,
            )
        )
    return lines


def untold_of(member: Member, *, now: datetime) -> list[Line]:
    """What this seat's organisation still has to tell somebody, with a term or without."""
    rows = Notice.objects.visible_to(member).filter(organisation_id=member.organisation_id or 0).standing()
    open_sources = rows.untold().values("source_key")
    whole = rows.filter(source_key__in=open_sources).select_related("facility__port", "organisation", "told_by")
    return [line for line in lines_of_rows(whole, now=now) if line.told_at is None]


def is_known(code: str) -> bool:
    """Whether the rules still hold this code."""
    return code in noticebook().rules
