"""What an observer says of a drone, parsed, and what must hold of it before it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import chain
from math import hypot, isfinite

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.log.models import Observation, Zone
from port2port.log.rules import AHEAD, OLDEST
from port2port.members.models import Facility
from port2port.pure.bearings import Plane
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

# A serial number after ANSI/CTA-2063-A has at most twenty signs; a registration or session id may be longer.
REMOTE_ID = Room(characters=40, byte_count=40)
# Nobody sees a drone from another port: so far off, latitude and longitude stand the wrong way round.
FARTHEST_M = 60_000
NUMBERS = {"bearing_deg": 359, "heading_deg": 359, "elevation_deg": 90, "count": 999, "duration_s": 24 * 3600}
LEAST = {"count": 1, "duration_s": 1}
NEEDED = frozenset({"observer", "means"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One observation; names and units as in the table."""

    seen_at: datetime
    observer: str
    means: str
    zone: Zone | None = None
    lat: float | None = None
    lon: float | None = None
    bearing_deg: int | None = None
    elevation_deg: int | None = None
    heading_deg: int | None = None
    height_band: str = ""
    distance_band: str = ""
    count: int | None = None
    craft: str = ""
    lights: str = ""
    sound: str = ""
    behaviour: str = ""
    duration_s: int | None = None
    remote_id: str = ""


NAMES = tuple(one.name for one in fields(Seen))


def placed(seen: Seen) -> tuple[float | None, float | None]:
    """Where the observer stood: what was said, else the post of the zone."""
    if seen.lat is None and seen.lon is None and seen.zone is not None:
        return seen.zone.lat, seen.zone.lon
    return seen.lat, seen.lon


def plain(seen: Seen) -> dict[str, str]:
    """The same text for the same observation: what a form sent twice is compared by."""
    values = {name: getattr(seen, name) for name in NAMES}
    values |= {"seen_at": seen.seen_at.astimezone(UTC).isoformat(), "zone": seen.zone.pk if seen.zone else None}
    return {name: str(value) for name, value in values.items()}


def check_seen(seen: Seen, facility: Facility, *, now: datetime) -> None:
    """That it can be kept. Raises BadField with the first thing to mend."""
    for name, words in chain(_time(seen, now), _codes(seen), _numbers(seen), _place(seen, facility), _remote_id(seen)):
        raise BadField(name, words)


def check_position(lat: float | None, lon: float | None, facility: Facility) -> Iterator[tuple[str, str | Promise]]:
    """What is wrong with a position at a facility."""
    if lat is None and lon is None:
        return
    if lat is None or lon is None:
        yield ("lat" if lat is None else "lon"), _("Latitude and longitude belong together: give both or neither.")
        return
    if not (isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        yield "lat", _("This is no position: latitude lies between -90 and 90, longitude between -180 and 180.")
        return
    port = facility.port
    if port.lat is not None and port.lon is not None and hypot(*Plane(port.lat, port.lon).xy(lat, lon)) > FARTHEST_M:
        yield "lat", _("This lies far from the port. Are latitude and longitude the wrong way round?")


def _time(seen: Seen, now: datetime) -> Iterator[tuple[str, str | Promise]]:
    if seen.seen_at > now + AHEAD:
        yield "seen_at", _("This lies in the future. Say when it was seen.")
    if seen.seen_at < now - OLDEST:
        yield "seen_at", _("This lies more than thirty years back. Look at the year.")


def _codes(seen: Seen) -> Iterator[tuple[str, str | Promise]]:
    for name, choices in Observation.CODED.items():
        value = getattr(seen, name)
        if value not in choices.values and (value or name in NEEDED):
            yield name, _("Choose one of the values offered.")


def _numbers(seen: Seen) -> Iterator[tuple[str, str | Promise]]:
    for name, most in NUMBERS.items():
        value = getattr(seen, name)
        if value is not None and not LEAST.get(name, 0) <= value <= most:
            yield name, _("This number is out of range.")


def _place(seen: Seen, facility: Facility) -> Iterator[tuple[str, str | Promise]]:
    if seen.zone is not None and seen.zone.facility_id != facility.pk:
        yield "zone", _("Choose a zone of this facility.")
    yield from check_position(seen.lat, seen.lon, facility)


def _remote_id(seen: Seen) -> Iterator[tuple[str, str | Promise]]:
    if cleaned("remote_id", seen.remote_id, REMOTE_ID) != seen.remote_id:
        yield "remote_id", _("Something must be cleaned up in this text.")
