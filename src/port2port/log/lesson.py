"""A lesson out of an entry: what of it may travel, what that becomes on the way, and what stays in the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone, translation

from port2port.log.fields import FACETS
from port2port.log.models import Joining, Line, LogFile, Observation, Occurrence, Tile, Zone
from port2port.log.observed import count_of, duration_of, heading_of, labels_of, last_of
from port2port.log.wording import CHIP_WORDS
from port2port.members.member import Member
from port2port.pure.share_guard import Hit, find
from port2port.pure.terms import Term
from port2port.reports.fields import ReportFields
from port2port.reports.guard import mask_words, masked_text, token_of
from port2port.reports.models import Kind, Precision
from port2port.reports.rules import MOST_CODES, MOST_LINES, SHORT
from port2port.vocabulary import lookup

# What the officer may take along or leave; the rest of an entry has no way out at all.
CODED = ("methods", "severity", *FACETS)
TEXTS = ("text", "action_taken")
OFFERED = (*CODED, "drone", "happened_at", "port", *TEXTS)
# How a thing was found may give a source away, and what was done may name who did it: these stay unless chosen.
TAKEN = frozenset(OFFERED) - {"detected_by", "substance", "action_taken"}
STAYS = ("facility", "zone", "place", "observers", "on_duty", "reference")
SEEN_CHIPS = ("vehicle", "several", "inside", "on_foot")
FINE = frozenset({Precision.MINUTE, Precision.HOUR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What the officer chose to take along.

    keep           names of `OFFERED`
    photos         keys of files that were looked at: no face, no plate
    not_personal   finds of the share guard that are none, by their tokens
    """

    title: str
    text: str = ""
    action_taken: str = ""
    keep: frozenset[str] = TAKEN
    indicators: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    photos: frozenset[UUID] = frozenset()
    not_personal: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text as it stands in the log; where the share guard found something, what and what it becomes."""

    text: str
    hit: Hit | None = None
    token: str = ""
    becomes: str = ""


def kind_of(row: Occurrence) -> Kind:
    """A drone is a sighting, everything else an incident."""
    return Kind.SIGHTING if row.tile == Tile.DRONE else Kind.INCIDENT


def title_of(row: Occurrence) -> str:
    """A title in the language of the text: the first method, else the case of the gate form."""
    with translation.override(row.language):
        return lookup.label(row.methods[0]) if row.methods else str(Tile(row.tile).label)


def day_of(row: Occurrence) -> datetime:
    """The day it happened, without the time of day."""
    return timezone.make_aware(datetime.combine(timezone.localtime(row.happened_at).date(), time.min))


def spots_of(row: Occurrence) -> tuple[str, ...]:
    """Names that would tell the exact spot: the facility, its zones, the place in words."""
    zones = Zone.objects.filter(facility=row.facility_id).values_list("name", flat=True)
    return tuple(name for name in (row.facility.name, *zones, row.place) if name)


def masked(row: Occurrence, name: str, *, keep: frozenset[str] = frozenset()) -> str:
    """A text of the entry with a word in place of each find that is not kept."""
    return masked_text(getattr(row, name), row.language, keep=keep, spots=spots_of(row))


def pieces_of(row: Occurrence, name: str) -> list[Piece]:
    """A text of the entry, cut at what the share guard finds in it."""
    text, words = getattr(row, name), mask_words(row.language)
    pieces, at = [], 0
    for hit in find(text, spots=spots_of(row)):
        pieces += [Piece(text[at : hit.start]), Piece(hit.text, hit, token_of(hit), words[hit.kind])]
        at = hit.end
    return [one for one in (*pieces, Piece(text[at:])) if one.text]


def seen_indicators(row: Occurrence) -> list[str]:
    """What the gate's chips said of the method, and what was seen of a drone, in the language of the text."""
    with translation.override(row.language):
        chips = [str(CHIP_WORDS[chip]) for chip in SEEN_CHIPS if row.answers.get(chip)]
        seen = [labels_of(drone_seen(row), name) for name in ("craft", "behaviour")]
    return [*chips, *(words for words in seen if words)]


def drone_seen(row: Occurrence) -> list[Observation]:
    """What was seen of the drone, in this entry and in those joined with it."""
    if row.tile != Tile.DRONE:
        return []
    joinings = Joining.objects.standing()
    ids = joinings.filter(sighting__in=joinings.filter(occurrence=row).values("sighting")).values("occurrence")
    entries = (
        Occurrence.objects.standing().of_drones().filter(facility=row.facility_id).filter(Q(pk=row.pk) | Q(pk__in=ids))
    )
    return list(Observation.objects.standing().filter(occurrence__in=entries.values("pk")).select_related("zone"))


def drone_said(row: Occurrence) -> dict[str, Any]:
    """The drone as a report tells of it: nothing that leads to an observer, to the spot or to the device."""
    seen = drone_seen(row)
    with translation.override(row.language):
        lights, sound = labels_of(seen, "lights")[: SHORT.characters], labels_of(seen, "sound")[: SHORT.characters]
    return {
        "drone_count": count_of(seen),
        "drone_heading_deg": heading_of(seen),
        "drone_height_band": last_of(seen, "height_band"),
        "drone_lights": lights,
        "drone_sound": sound,
        "drone_duration_s": duration_of(seen),
    }


def known_indicators(row: Occurrence) -> list[str]:
    """What the vocabulary says gives these methods away, in the language of the text."""
    return _each_once(sign for term in _terms(row) for sign in term.signs(row.language))[:MOST_LINES]


def suggested_controls(row: Occurrence) -> list[str]:
    """What the vocabulary says helps against these methods."""
    return _each_once(code for term in _terms(row) for code in term.countermeasures)[:MOST_CODES]


def _terms(row: Occurrence) -> Iterator[Term]:
    return (lookup.method(code) for code in row.methods if lookup.is_known("methods", code))


def _each_once(words: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(words))


def photos_of(row: Occurrence, *, member: Member) -> list[LogFile]:
    """The photos of an entry; papers stay, for nobody has read what is in them."""
    files = LogFile.objects.visible_to(member).standing().filter(occurrence=row)
    return list(files.filter(media_type__startswith="image/", is_stripped=True))


def lesson_of(row: Occurrence, *, member: Member) -> Line | None:
    """The line of the lesson that stands, as far as this member may know of it."""
    lines = Line.objects.visible_to(member).filter(occurrence=row, kind=Line.Kind.SHARED, report__isnull=False)
    return lines.filter(report__withdrawn_at=None).select_related("report").order_by("-at", "-id").first()


def said_in(row: Occurrence, lesson: Lesson) -> ReportFields:
    """The lesson as a report takes it; facility, zone, place, people and numbers of the entry are not in it."""
    keep = lesson.keep & frozenset(OFFERED)
    told = [getattr(lesson, name) for name in TEXTS if name in keep and getattr(lesson, name)]
    codes = {name: getattr(row, name) for name in ("severity", *FACETS) if name in keep}
    codes |= drone_said(row) if "drone" in keep else {}
    precision = Precision.DAY.value if row.happened_precision in FINE else row.happened_precision
    return ReportFields(
        kind=kind_of(row),
        title=lesson.title,
        facts="\n\n".join(told),
        language=row.language,
        methods=tuple(row.methods) if "methods" in keep else (),
        indicators=lesson.indicators,
        controls=lesson.controls,
        port=row.facility.port if "port" in keep else None,
        happened_from=day_of(row) if "happened_at" in keep else None,
        happened_precision=precision if "happened_at" in keep else "",
        **codes,
    )
