"""Entries as rows of a sheet: codes with labels in the reader's language."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from port2port.log.fields import FACETS
from port2port.log.models import Line, Observation, Occurrence, Tile
from port2port.log.observed import paper_words
from port2port.log.wording import LABELS, role_of, shown, struck_words
from port2port.members.member import Member
from port2port.pure.sheets import Column
from port2port.vocabulary import lookup


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column(_("Number"), 12),
        Column(_("Facility"), 28),
        Column(_("Happened"), 22),
        Column(_("Written down"), 22),
        Column(_("What"), 22),
        Column(_("Zone"), 18),
        Column(_("Place in words"), 24),
        Column(_("Method codes"), 24),
        Column(_("Methods"), 40),
        Column(_("Severity"), 12),
        *(Column(str(LABELS[name]), 18) for name in FACETS),
        Column(_("What happened"), 60),
        Column(_("Language"), 10),
        Column(_("Action taken"), 40),
        Column(_("Told"), 40),
        Column(_("What was seen"), 60),
        Column(_("On duty"), 24),
        Column(_("At the gate"), 24),
        Column(_("Own number"), 14),
        Column(_("Written by"), 18),
        Column(_("Wordings"), 10),
        Column(_("State"), 14),
        Column(_("Struck out because"), 30),
    ]


def cells(rows: Sequence[Occurrence], *, member: Member) -> Iterator[Sequence[str]]:
    """One entry a row, in the order of the headings; times are ISO 8601, UTC."""
    told, seen = told_of(rows, member=member), seen_of(rows, member=member)
    for row in rows:
        yield [
            row.number,
            row.facility.name,
            _moment(row.happened_at),
            _moment(row.noted_at),
            str(row.get_tile_display()),
            row.zone.name if row.zone else "",
            row.place,
            "; ".join(row.methods),
            "; ".join(lookup.label(code) for code in row.methods),
            str(row.get_severity_display()),
            *(shown(name, getattr(row, name)) for name in FACETS),
            row.text,
            row.language,
            row.action_taken,
            "; ".join(told.get(row.pk, ())),
            "\n".join(seen.get(row.pk, ())),
            "; ".join(row.on_duty),
            shown("answers", row.answers),
            row.reference,
            role_of(row.seat),
            str(row.version),
            state_words(row),
            struck_words(row) if row.is_struck else "",
        ]


def told_of(rows: Sequence[Occurrence], *, member: Member) -> dict[int, list[str]]:
    """Who was told of each entry, and when, by the entry's id."""
    found: dict[int, list[str]] = {}
    lines = Line.objects.visible_to(member).standing().filter(kind=Line.Kind.TOLD)
    ids = {row.pk for row in rows}
    wanted = lines.filter(occurrence_id__in=ids) if len(ids) <= 500 else lines
    for one in wanted.order_by("at", "id"):
        if one.occurrence_id in ids:
            found.setdefault(one.occurrence_id, []).append(f"{one.to} ({_moment(one.at)})")
    return found


def seen_of(rows: Sequence[Occurrence], *, member: Member) -> dict[int, list[str]]:
    """What observers saw of a drone, by the entry's id."""
    found: dict[int, list[str]] = {}
    ids = {row.pk for row in rows if row.tile == Tile.DRONE}
    seen = Observation.objects.visible_to(member).standing().select_related("zone")
    for one in seen.filter(occurrence_id__in=ids) if len(ids) <= 500 else seen:
        if one.occurrence_id in ids:
            found.setdefault(one.occurrence_id, []).append(f"{_moment(one.seen_at)} · {paper_words(one)}")
    return found


def state_words(row: Occurrence) -> str:
    """Open, closed or struck out."""
    if row.is_struck:
        return _("Struck out")
    return _("Open") if row.is_open else _("Closed")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def file_name(ending: str, *, now: datetime) -> str:
    """A name that says what it is and when it was taken out."""
    return f"log {now:%Y-%m-%d %H%M}.{ending}"
