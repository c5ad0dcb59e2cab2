"""What was seen of a drone, in words."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from port2port.base.templatetags.ui import when
from port2port.log.compass import bearing_words, point_of
from port2port.log.models import Behaviour, Craft, Lights, Observation, Sound
from port2port.reports.models import HeightBand, Report

LABELS = {
    "seen_at": gettext_lazy("Seen at"),
    "observer": gettext_lazy("Who saw it"),
    "means": gettext_lazy("Seen by"),
    "zone": gettext_lazy("Where the observer stood"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "bearing_deg": gettext_lazy("Bearing"),
    "elevation_deg": gettext_lazy("Angle above the horizon"),
    "height_band": gettext_lazy("Height"),
    "distance_band": gettext_lazy("Distance"),
    "heading_deg": gettext_lazy("Flew towards"),
    "count": gettext_lazy("How many drones"),
    "craft": gettext_lazy("Sort of drone"),
    "behaviour": gettext_lazy("What it did"),
    "lights": gettext_lazy("Lights"),
    "sound": gettext_lazy("Sound"),
    "duration_s": gettext_lazy("In sight for"),
    "remote_id": gettext_lazy("Remote ID"),
}
FACTS = ("count", "craft", "behaviour", "heading_deg", "height_band", "distance_band", "elevation_deg")
MORE_FACTS = ("lights", "sound", "duration_s", "remote_id")


def shown(row: Observation, name: str) -> str:
    """One field in words; nothing where nothing was said."""
    value = getattr(row, name)
    if value in (None, ""):
        return ""
    match name:
        case "heading_deg":
            return point_of(value)
        case "elevation_deg":
            return f"{value}°"
        case "duration_s":
            return minutes_words(value)
        case "bearing_deg":
            return bearing_words(value)
    choices = Observation.CODED.get(name)
    return str(choices(value).label) if choices else str(value)


def minutes_words(seconds: int) -> str:
    """How long, in whole minutes."""
    minutes = max(1, round(seconds / 60))
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def facts_of(row: Observation) -> Iterator[tuple[str, str]]:
    """The fields that say something, as (name, words)."""
    for name in (*FACTS, *MORE_FACTS):
        words = shown(row, name)
        if words:
            yield str(LABELS[name]), words


def place_words(row: Observation) -> str:
    """Where the observer stood: the zone, and the position that counts."""
    spot = f"{row.lat:.5f}, {row.lon:.5f}" if row.lat is not None and row.lon is not None else ""
    return " · ".join(part for part in (row.zone.name if row.zone else "", spot) if part)


def paper_words(row: Observation) -> str:
    """All of it in one line, for paper and sheets."""
    parts = [str(row.get_observer_display()), str(row.get_means_display()), place_words(row)]
    if row.bearing_deg is not None:
        parts.append(f"{LABELS['bearing_deg']}: {bearing_words(row.bearing_deg)}")
    parts += [f"{name}: {words}" for name, words in facts_of(row)]
    return " · ".join(part for part in parts if part)


def spot_words(row: Observation) -> str:
    """What leads to an observer or to the device: who, where, which way, which serial number."""
    bearing = bearing_words(row.bearing_deg) if row.bearing_deg is not None else ""
    return " · ".join(part for part in (shown(row, "observer"), place_words(row), bearing, row.remote_id) if part)


def drone_words(rows: Sequence[Observation]) -> str:
    """What a report can tell of it without leading anywhere."""
    duration = duration_of(rows)
    parts = [summary_words(rows), labels_of(rows, "lights"), labels_of(rows, "sound")]
    return " · ".join(part for part in [*parts, minutes_words(duration) if duration else ""] if part)


def count_of(rows: Sequence[Observation]) -> int | None:
    """As many as the observer saw who saw most."""
    return max((row.count for row in rows if row.count), default=None)


def last_of(rows: Sequence[Observation], name: str) -> str:
    """The newest word on something that changes."""
    said = [getattr(row, name) for row in rows if getattr(row, name) not in (None, "")]
    return str(said[-1]) if said else ""


def heading_of(rows: Sequence[Observation]) -> int | None:
    """Where it flew to when it was last seen."""
    return next((row.heading_deg for row in reversed(rows) if row.heading_deg is not None), None)


def duration_of(rows: Sequence[Observation]) -> int | None:
    """The longest that one observer had it in sight."""
    return max((row.duration_s for row in rows if row.duration_s), default=None)


def each_of(rows: Sequence[Observation], name: str) -> list[str]:
    """The codes that were said of it, each once, in the order of the observations."""
    return list(dict.fromkeys(value for row in rows if (value := getattr(row, name))))


def labels_of(rows: Sequence[Observation], name: str) -> str:
    """Those codes in words."""
    choices = {"lights": Lights, "sound": Sound, "craft": Craft, "behaviour": Behaviour}[name]
    return ", ".join(str(choices(value).label) for value in each_of(rows, name))


def summary_words(rows: Sequence[Observation]) -> str:
    """What a list says of it: how many, what sort, what it did, where to, how high."""
    parts = [
        _count_words(count_of(rows)),
        labels_of([row for row in rows if row.craft != Craft.UNKNOWN], "craft"),
        labels_of(rows, "behaviour"),
        _heading_words(heading_of(rows)),
        _band_words(last_of(rows, "height_band")),
    ]
    return " · ".join(part for part in parts if part)


def report_words(report: Report) -> str:
    """The same of a report, in the same words; what its author wrote freely stands as it is."""
    parts = [
        _count_words(report.drone_count),
        _heading_words(report.drone_heading_deg),
        _band_words(report.drone_height_band),
        report.drone_lights,
        report.drone_sound,
        minutes_words(report.drone_duration_s) if report.drone_duration_s else "",
    ]
    return " · ".join(part for part in parts if part)


def span_words(first: datetime, last: datetime) -> str:
    """From when to when; the day once where it is one."""
    if first == last:
        return when(first)
    begin, end = timezone.localtime(first), timezone.localtime(last)
    if begin.date() != end.date():
        return f"{when(first)} – {when(last)}"
    return f"{date_format(begin, 'DATE_FORMAT')}, {date_format(begin, 'H:i')}–{date_format(end, 'H:i')} {end.tzname()}"


def _count_words(count: int | None) -> str:
    return ngettext("%(n)d drone", "%(n)d drones", count) % {"n": count} if count else ""


def _heading_words(heading: int | None) -> str:
    return _("towards the %(point)s") % {"point": point_of(heading)} if heading is not None else ""


def _band_words(band: str) -> str:
    # Bands of other programs may be cut otherwise.
    return str(HeightBand(band).label) if band in HeightBand.values else band
